"""How many notices are in which state."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import NoticeRow


def count(session: Session, state: str) -> int:
    """Notices in this state: waiting, sent or failed."""
    return session.scalar(select(func.count()).select_from(NoticeRow).where(NoticeRow.state == state)) or 0

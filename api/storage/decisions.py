"""Selection decisions in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.tables import DecisionRow


def of_call(session: Session, call_id: str) -> DecisionRow | None:
    """The decision on a call."""
    return session.scalar(select(DecisionRow).where(DecisionRow.call_id == call_id))

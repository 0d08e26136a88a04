"""What the database still holds about somebody who was erased, by their id: nothing, as it should be."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.erasure import OWN
from api.storage.tables import AccountRow, ExpertRow, NoticeRow

BY_EXPERT = {**OWN, "accounts": AccountRow, "notices": NoticeRow}


def rows_about(session: Session, expert_id: str) -> dict[str, int]:
    """Rows by table that belong to a person; tables without any are left out."""
    found = {"experts": session.scalar(select(func.count()).where(ExpertRow.id == expert_id)) or 0}
    for name, table in BY_EXPERT.items():
        found[name] = session.scalar(select(func.count()).where(table.expert_id == expert_id)) or 0
    return {name: count for name, count in found.items() if count}

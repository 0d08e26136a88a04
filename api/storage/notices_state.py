"""How many notices are in which state."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import NoticeRow


def count(session: Session, state: str) -> int:
    """Notices in this state: waiting, sent or failed."""
    return session.scalar(select(func.count()).select_from(NoticeRow).where(NoticeRow.state == state)) or 0


def failed_by_problem(session: Session) -> dict[str, int]:
    """Notices that failed, by the kind of error, the most frequent first; of none where it is not known."""
    number = func.count()
    question = select(func.coalesce(NoticeRow.problem, ""), number).where(NoticeRow.state == "failed")
    found = session.execute(question.group_by(NoticeRow.problem).order_by(number.desc(), NoticeRow.problem))
    return {problem: count for problem, count in found}

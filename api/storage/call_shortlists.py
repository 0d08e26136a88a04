"""The versions of a call's shortlist in the database."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from api.storage.paging import Part, part
from api.storage.tables import ShortlistRow


def version(session: Session, call_id: str, number: int) -> ShortlistRow | None:
    """One version of a call's shortlist."""
    return session.scalar(select(ShortlistRow).where(ShortlistRow.call_id == call_id, ShortlistRow.number == number))


def last_number(session: Session, call_id: str) -> int:
    """The number of a call's newest version, 0 where there is none."""
    return session.scalar(select(func.max(ShortlistRow.number)).where(ShortlistRow.call_id == call_id)) or 0


def versions(session: Session, call_id: str, *, limit: int, after: str | None) -> Part[ShortlistRow]:
    """A page of the versions of a call's shortlist, newest first, without their contents, which are large."""
    question = select(ShortlistRow).where(ShortlistRow.call_id == call_id)
    question = question.options(defer(ShortlistRow.content, raiseload=True))
    key = (ShortlistRow.number, ShortlistRow.id)
    return part(session, question, key, limit=limit, after=after, newest_first=True)


def all_versions(session: Session, call_id: str) -> list[ShortlistRow]:
    """Every version of a call's shortlist by number, without the contents, which are large."""
    question = select(ShortlistRow).where(ShortlistRow.call_id == call_id).order_by(ShortlistRow.number)
    return list(session.scalars(question.options(defer(ShortlistRow.content, raiseload=True))))


def proposes(session: Session, call_id: str, expert_id: str) -> bool:
    """Whether any version of a call's shortlist proposes a person for some position."""
    question = select(ShortlistRow.content["positions"]).where(ShortlistRow.call_id == call_id)
    return any(
        candidate["expert_id"] == expert_id
        for positions in session.scalars(question)
        for position in positions
        for candidate in position["candidates"]
    )

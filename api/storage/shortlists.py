"""Shortlists in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from api.storage.paging import Part, part
from api.storage.tables import ShortlistRow


def shortlist(session: Session, shortlist_id: str) -> ShortlistRow | None:
    """The shortlist with this id."""
    return session.get(ShortlistRow, shortlist_id)


def redactions(session: Session, shortlist_id: str) -> tuple[datetime | None] | None:
    """When somebody was last erased from the shortlist with this id, without its contents; None where there is none."""
    row = session.execute(select(ShortlistRow.redacted_at).where(ShortlistRow.id == shortlist_id)).first()
    return None if row is None else (row[0],)


def same_run(session: Session, run_id: str, call_id: str | None) -> ShortlistRow | None:
    """The last one that the same input gave, for the same call."""
    question = select(ShortlistRow).where(ShortlistRow.run_id == run_id, _made_for(call_id))
    return session.scalar(question.order_by(ShortlistRow.at.desc(), ShortlistRow.id.desc()).limit(1))


def next_number(session: Session, call_id: str) -> int:
    """The number of a call's next version."""
    last = session.scalar(select(func.max(ShortlistRow.number)).where(ShortlistRow.call_id == call_id))
    return (last or 0) + 1


def shortlists(session: Session, *, call_id: str | None, limit: int, after: str | None) -> Part[ShortlistRow]:
    """A page of shortlists, newest first, of one call or of all; without their contents, which are large."""
    question = select(ShortlistRow).options(defer(ShortlistRow.content, raiseload=True))
    if call_id is not None:
        question = question.where(_made_for(call_id))
    return part(session, question, (ShortlistRow.at, ShortlistRow.id), limit=limit, after=after, newest_first=True)


def count(session: Session) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(ShortlistRow)) or 0


def _made_for(call_id: str | None) -> ColumnElement[bool]:
    return ShortlistRow.call_id.is_(None) if call_id is None else ShortlistRow.call_id == call_id

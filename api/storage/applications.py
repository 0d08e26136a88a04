"""Applications in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import ApplicationRow

KEY = (ApplicationRow.at, ApplicationRow.id)


def application(session: Session, call_id: str, expert_id: str) -> ApplicationRow | None:
    """The application of a person to a call."""
    question = select(ApplicationRow).where(ApplicationRow.call_id == call_id, ApplicationRow.expert_id == expert_id)
    return session.scalar(question)


def all_of_call(session: Session, call_id: str) -> list[ApplicationRow]:
    """Every application to a call, the withdrawn ones included, in the order in which they came."""
    return list(session.scalars(select(ApplicationRow).where(ApplicationRow.call_id == call_id).order_by(*KEY)))


def of_call(session: Session, call_id: str, *, limit: int, after: str | None) -> Part[ApplicationRow]:
    """A page of a call's applications, the withdrawn ones included, in the order in which they came."""
    question = select(ApplicationRow).where(ApplicationRow.call_id == call_id)
    return part(session, question, KEY, limit=limit, after=after)


def of_expert(session: Session, expert_id: str, *, limit: int, after: str | None) -> Part[ApplicationRow]:
    """A page of a person's applications, newest first."""
    question = select(ApplicationRow).where(ApplicationRow.expert_id == expert_id)
    return part(session, question, KEY, limit=limit, after=after, newest_first=True)

"""Requests and their assessments in the database."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import ActionRow, AssessmentRow, RequestRow


def request(session: Session, request_id: str) -> RequestRow | None:
    """The request with this id."""
    return session.get(RequestRow, request_id)


def requests(
    session: Session, *, state: str | None, country: str | None, words: str | None, limit: int, after: str | None
) -> Part[RequestRow]:
    """Requests, newest first: in a state, of a country, with these words in title or institution."""
    question = select(RequestRow)
    if state is not None:
        question = question.where(RequestRow.state == state)
    if country is not None:
        question = question.where(RequestRow.country == country)
    if words:
        held = [column.icontains(words, autoescape=True) for column in (RequestRow.title, RequestRow.institution)]
        question = question.where(or_(*held))
    key = (RequestRow.created_at, RequestRow.id)
    return part(session, question, key, limit=limit, after=after, newest_first=True)


def assessments(session: Session, request_id: str) -> list[AssessmentRow]:
    """The assessments of a request, in order of time."""
    question = select(AssessmentRow).where(AssessmentRow.request_id == request_id)
    return list(session.scalars(question.order_by(AssessmentRow.at, AssessmentRow.id)))


def actions_of(session: Session, request_id: str) -> list[str]:
    """Ids of the actions made of a request."""
    question = select(ActionRow.id).where(ActionRow.request_id == request_id)
    return list(session.scalars(question.order_by(ActionRow.created_at, ActionRow.id)))

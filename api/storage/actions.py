"""Actions and their activities in the database."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import ActionRow, ActivityRow, CallRow

GOING_ON = ("draft", "published", "closed")


def action(session: Session, action_id: str) -> ActionRow | None:
    """The action with this id."""
    return session.get(ActionRow, action_id)


def by_code(session: Session, code: str) -> ActionRow | None:
    """The action with this code."""
    return session.scalar(select(ActionRow).where(ActionRow.code == code))


def actions(
    session: Session,
    *,
    state: str | None,
    country: str | None,
    request_id: str | None,
    words: str | None,
    limit: int,
    after: str | None,
) -> Part[ActionRow]:
    """Actions, newest first: in a state, of a country, of a request, with these words in code, title or institution."""
    question = select(ActionRow)
    for column, wanted in ((ActionRow.state, state), (ActionRow.country, country), (ActionRow.request_id, request_id)):
        if wanted is not None:
            question = question.where(column == wanted)
    if words:
        columns = (ActionRow.code, ActionRow.title, ActionRow.institution)
        question = question.where(or_(*[column.icontains(words, autoescape=True) for column in columns]))
    key = (ActionRow.created_at, ActionRow.id)
    return part(session, question, key, limit=limit, after=after, newest_first=True)


def calls_going_on(session: Session, action_id: str) -> list[tuple[str, str]]:
    """Id and state of every call of an action that is neither decided nor cancelled."""
    question = (
        select(CallRow.id, CallRow.state)
        .join(ActivityRow, ActivityRow.id == CallRow.activity_id)
        .where(ActivityRow.action_id == action_id, CallRow.state.in_(GOING_ON))
        .order_by(CallRow.id)
    )
    return [(call_id, state) for call_id, state in session.execute(question)]

"""Calls in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import ActivityRow, CallRow, DecisionRow


def call(session: Session, call_id: str) -> CallRow | None:
    """The call with this id."""
    return session.get(CallRow, call_id)


def calls(
    session: Session,
    *,
    states: Sequence[str],
    country: str | None,
    activity_id: str | None,
    words: str | None,
    limit: int,
    after: str | None,
) -> Part[CallRow]:
    """Calls, newest first: in one of these states, of a country, of an activity, with these words in the title."""
    question = select(CallRow).where(CallRow.state.in_(states))
    if country is not None:
        question = question.where(CallRow.terms["country"].as_string() == country)
    if activity_id is not None:
        question = question.where(CallRow.activity_id == activity_id)
    if words:
        held = [column.icontains(words, autoescape=True) for column in (CallRow.title, CallRow.reference)]
        question = question.where(or_(*held))
    return part(session, question, (CallRow.created_at, CallRow.id), limit=limit, after=after, newest_first=True)


def overdue(session: Session, today: date) -> list[CallRow]:
    """Published calls whose last day to apply has passed."""
    question = select(CallRow).where(CallRow.state == "published", CallRow.deadline < today)
    return list(session.scalars(question.order_by(CallRow.id)))


def to_announce(session: Session) -> list[CallRow]:
    """Published calls of which those who could apply are still to be told."""
    question = select(CallRow).where(CallRow.state == "published", CallRow.to_announce.is_(True))
    return list(session.scalars(question.order_by(CallRow.id)))


def has_activity(session: Session, activity_id: str) -> bool:
    """Whether there is such an activity."""
    return session.get(ActivityRow, activity_id) is not None


def served_before(session: Session, row: CallRow) -> list[str]:
    """Ids of those chosen for other calls of the same action, in order."""
    if row.activity_id is None:
        return []
    action = select(ActivityRow.action_id).where(ActivityRow.id == row.activity_id).scalar_subquery()
    question = (
        select(DecisionRow)
        .join(CallRow, CallRow.id == DecisionRow.call_id)
        .join(ActivityRow, ActivityRow.id == CallRow.activity_id)
        .where(ActivityRow.action_id == action, CallRow.id != row.id)
    )
    return sorted({expert for decision in session.scalars(question) for expert in decision.chosen.values()})

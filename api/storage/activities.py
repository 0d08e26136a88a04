"""Activities of actions in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.tables import ActivityRow, CallRow


def activity(session: Session, activity_id: str) -> ActivityRow | None:
    """The activity with this id."""
    return session.get(ActivityRow, activity_id)


def of_action(session: Session, action_id: str) -> list[ActivityRow]:
    """The activities of an action, by number."""
    question = select(ActivityRow).where(ActivityRow.action_id == action_id)
    return list(session.scalars(question.order_by(ActivityRow.number)))


def calls_of(session: Session, activity_id: str) -> list[str]:
    """Ids of the calls that belong to an activity."""
    return list(session.scalars(select(CallRow.id).where(CallRow.activity_id == activity_id).order_by(CallRow.id)))

"""Texts of earlier requests and actions, read from the database to be compared."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.tables import ActionRow, ActivityRow, RequestRow


def actions(session: Session, *, other_than: str) -> list[tuple[ActionRow, RequestRow | None]]:
    """Every action with the request it came from, but those of one request."""
    question = (
        select(ActionRow, RequestRow)
        .outerjoin(RequestRow, RequestRow.id == ActionRow.request_id)
        .where(or_(ActionRow.request_id.is_(None), ActionRow.request_id != other_than))
        .order_by(ActionRow.id)
    )
    return [(action, request) for action, request in session.execute(question)]


def requests_without_action(session: Session, *, other_than: str) -> list[RequestRow]:
    """Every request of which no action was made, the merged ones and one request left out."""
    acted = select(ActionRow.request_id).where(ActionRow.request_id.is_not(None))
    question = select(RequestRow).where(
        RequestRow.id != other_than, RequestRow.id.not_in(acted), RequestRow.merged_into.is_(None)
    )
    return list(session.scalars(question.order_by(RequestRow.id)))


def activity_titles(session: Session) -> dict[str, list[str]]:
    """Titles of the activities of every action that has some, in their order."""
    found: dict[str, list[str]] = {}
    question = select(ActivityRow.action_id, ActivityRow.title).order_by(ActivityRow.action_id, ActivityRow.number)
    for action_id, title in session.execute(question):
        found.setdefault(action_id, []).append(title)
    return found

"""What stands half-way in the database, counted; nobody's id is read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import CallRow, InvitationRow, RequestRow


def requests(session: Session, states: Collection[str]) -> dict[str, int]:
    """How many requests stand in each of these states; a state in which there is none is not among them."""
    question = select(RequestRow.state, func.count()).where(RequestRow.state.in_(states)).group_by(RequestRow.state)
    return {state: count for state, count in session.execute(question)}


def calls(session: Session, states: Collection[str]) -> dict[str, int]:
    """How many calls stand in each of these states; a state in which there is none is not among them."""
    question = select(CallRow.state, func.count()).where(CallRow.state.in_(states)).group_by(CallRow.state)
    return {state: count for state, count in session.execute(question)}


def answers(session: Session) -> tuple[int, datetime | None]:
    """How many invitations and offers have no answer yet, and until when the first of them may be answered."""
    question = select(func.count(), func.min(InvitationRow.reply_by)).where(InvitationRow.state == "sent")
    count, first = session.execute(question).one()
    return count, first

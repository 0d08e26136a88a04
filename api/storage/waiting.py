"""What stands half-way in the database, counted; nobody's id is read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.storage.tables import CallRow, InvitationRow, RequestRow


def requests(session: Session, states: Collection[str]) -> dict[str, int]:
    """How many requests stand in each of these states; a state in which there is none is not among them."""
    return _by_state(session, RequestRow.state, states)


def calls(session: Session, states: Collection[str]) -> dict[str, int]:
    """The same of calls."""
    return _by_state(session, CallRow.state, states)


def answers(session: Session) -> tuple[int, datetime | None]:
    """How many invitations and offers have no answer yet, and until when the first of them may be answered."""
    question = select(func.count(), func.min(InvitationRow.reply_by)).where(InvitationRow.state == "sent")
    count, first = session.execute(question).one()
    return count, first


def _by_state(session: Session, state: InstrumentedAttribute[str], states: Collection[str]) -> dict[str, int]:
    found = session.execute(select(state, func.count()).where(state.in_(states)).group_by(state))
    return {name: count for name, count in found}

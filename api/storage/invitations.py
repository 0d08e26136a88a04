"""Invitations in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import InvitationRow

KEY = (InvitationRow.sent_at, InvitationRow.id)


def invitation(session: Session, invitation_id: str) -> InvitationRow | None:
    """The invitation with this id."""
    return session.get(InvitationRow, invitation_id)


def all_of_call(session: Session, call_id: str) -> list[InvitationRow]:
    """Every invitation of a call, in the order in which they were sent."""
    return list(session.scalars(select(InvitationRow).where(InvitationRow.call_id == call_id).order_by(*KEY)))


def of_call(session: Session, call_id: str, *, limit: int, after: str | None) -> Part[InvitationRow]:
    """A page of a call's invitations, in the order in which they were sent."""
    question = select(InvitationRow).where(InvitationRow.call_id == call_id)
    return part(session, question, KEY, limit=limit, after=after)


def of_expert(session: Session, expert_id: str, *, limit: int, after: str | None) -> Part[InvitationRow]:
    """A page of a person's invitations, newest first."""
    question = select(InvitationRow).where(InvitationRow.expert_id == expert_id)
    return part(session, question, KEY, limit=limit, after=after, newest_first=True)


def unanswered(session: Session) -> list[InvitationRow]:
    """Every invitation that waits for an answer, in the order in which the time to answer ends."""
    question = select(InvitationRow).where(InvitationRow.state == "sent")
    return list(session.scalars(question.order_by(InvitationRow.reply_by, InvitationRow.id)))

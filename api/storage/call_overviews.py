"""Calls at a glance in the database: how many applied and were asked, without saying who."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import ApplicationRow, CallRow, EvaluationNoteRow, InvitationRow


def by_ids(session: Session, call_ids: Collection[str]) -> dict[str, CallRow]:
    """These calls, by id."""
    return {row.id: row for row in session.scalars(select(CallRow).where(CallRow.id.in_(set(call_ids))))}


def applied(session: Session, call_ids: Collection[str]) -> dict[str, int]:
    """How many applications to each of these calls stand."""
    question = (
        select(ApplicationRow.call_id, func.count())
        .where(ApplicationRow.call_id.in_(set(call_ids)), ApplicationRow.state == "submitted")
        .group_by(ApplicationRow.call_id)
    )
    return {call_id: count for call_id, count in session.execute(question)}


def invited(session: Session, call_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """How many invitations of each of these calls stand in each state."""
    question = (
        select(InvitationRow.call_id, InvitationRow.state, func.count())
        .where(InvitationRow.call_id.in_(set(call_ids)))
        .group_by(InvitationRow.call_id, InvitationRow.state)
    )
    found: dict[str, dict[str, int]] = {}
    for call_id, state, count in session.execute(question):
        found.setdefault(call_id, {})[state] = count
    return found


def notes(session: Session, call_id: str) -> int:
    """How many evaluation notes were written on a call's candidates."""
    question = select(func.count()).select_from(EvaluationNoteRow).where(EvaluationNoteRow.call_id == call_id)
    return session.scalar(question) or 0

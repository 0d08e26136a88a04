"""Evaluation notes in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import CallRow, EvaluationNoteRow

KEY = (EvaluationNoteRow.at, EvaluationNoteRow.id)


def of_call(
    session: Session, call_id: str, *, position_id: str | None, expert_id: str | None, limit: int, after: str | None
) -> Part[EvaluationNoteRow]:
    """A page of a call's notes in the order in which they were written; of one position or person where given."""
    question = select(EvaluationNoteRow).where(EvaluationNoteRow.call_id == call_id)
    if position_id is not None:
        question = question.where(EvaluationNoteRow.position_id == position_id)
    if expert_id is not None:
        question = question.where(EvaluationNoteRow.expert_id == expert_id)
    return part(session, question, KEY, limit=limit, after=after)


def all_of_call(session: Session, call_id: str) -> list[EvaluationNoteRow]:
    """Every note of a call, in the order in which they were written."""
    return list(session.scalars(select(EvaluationNoteRow).where(EvaluationNoteRow.call_id == call_id).order_by(*KEY)))


def of_expert(session: Session, expert_id: str, *, limit: int, after: str | None) -> Part[EvaluationNoteRow]:
    """A page of the notes on a person, of calls that are decided on, newest first."""
    decided = select(CallRow.id).where(CallRow.state == "decided")
    question = select(EvaluationNoteRow).where(
        EvaluationNoteRow.expert_id == expert_id, EvaluationNoteRow.call_id.in_(decided)
    )
    return part(session, question, KEY, limit=limit, after=after, newest_first=True)

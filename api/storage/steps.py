"""Steps of requests, actions and calls in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.tables import StepRow


def steps(session: Session, kind: str, subject_id: str) -> list[StepRow]:
    """The steps of one subject, in order of time."""
    question = select(StepRow).where(StepRow.kind == kind, StepRow.subject_id == subject_id)
    return list(session.scalars(question.order_by(StepRow.at, StepRow.id)))

"""Steps of requests, actions and calls in the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import StepRow


def steps(session: Session, kind: str, subject_id: str) -> list[StepRow]:
    """The steps of one subject, in order of time."""
    question = select(StepRow).where(StepRow.kind == kind, StepRow.subject_id == subject_id)
    return list(session.scalars(question.order_by(StepRow.at, StepRow.id)))


def latest(session: Session, kind: str, subject_ids: Collection[str]) -> dict[str, datetime]:
    """When each of some subjects took its last step, by id."""
    question = (
        select(StepRow.subject_id, func.max(StepRow.at))
        .where(StepRow.kind == kind, StepRow.subject_id.in_(subject_ids))
        .group_by(StepRow.subject_id)
    )
    return {subject_id: at for subject_id, at in session.execute(question)}

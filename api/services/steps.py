"""When a request, an action or a call reached each of its states: for the record, and for the median times."""

from __future__ import annotations

from datetime import datetime

from api.services.unit import Unit
from api.storage import steps as rows
from api.storage.tables import StepRow

KINDS = ("request", "action", "call")


def record_step(unit: Unit, kind: str, subject_id: str, step: str, reason: str | None = None) -> StepRow:
    """Note that a subject reached a step now, by whom, and the reason where the step needs one.

    Args:
        kind: one of KINDS.
        step: the state reached, such as "published".
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} has no steps; {', '.join(KINDS)} have")
    row = StepRow(kind=kind, subject_id=subject_id, step=step, reason=reason, at=unit.now, by=unit.actor.account_id)
    unit.session.add(row)
    return row


def steps_of(unit: Unit, kind: str, subject_id: str) -> list[StepRow]:
    """The steps of one subject, in order of time."""
    return rows.steps(unit.session, kind, subject_id)


def reached(unit: Unit, kind: str, subject_id: str, step: str) -> datetime | None:
    """When a subject last reached a step; None where it never did."""
    return max((row.at for row in steps_of(unit, kind, subject_id) if row.step == step), default=None)

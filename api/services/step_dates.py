"""Steps that are noted later than they happened: the real day, never to come and never before the step before it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from api.services.steps import record_step, steps_of
from api.services.unit import Unit
from api.storage.tables import StepRow
from matching.errors import InvalidSetting


def step_on(unit: Unit, kind: str, subject_id: str, step: str, on: date | None, reason: str | None = None) -> StepRow:
    """Note a step of a subject on its real day; now, where no day is given.

    Raises:
        InvalidSetting: the day is to come, or before the last step.
    """
    before = steps_of(unit, kind, subject_id)
    row = record_step(unit, kind, subject_id, step, reason)
    if on is not None:
        check_day(unit, on, before[-1].at.date() if before else None)
        row.at = moment_of(unit, on)
    if before:
        row.at = max(row.at, before[-1].at)
    return row


def check_day(unit: Unit, on: date, earliest: date | None = None, latest: date | None = None) -> None:
    """Refuse a day on which a step cannot have been taken.

    Args:
        earliest, latest: days of the steps before and after, where there are any.

    Raises:
        InvalidSetting: the day is to come, or not between the two.
    """
    if on > unit.today:
        raise InvalidSetting("The day lies in the future.", f"Found {on}; today is {unit.today}.", "Give the real day.")
    if earliest is not None and on < earliest:
        raise InvalidSetting(
            "The day lies before the step before.", f"Found {on}; that step was on {earliest}.", "Give the real day."
        )
    if latest is not None and on > latest:
        raise InvalidSetting(
            "The day lies after the next step.", f"Found {on}; that step was on {latest}.", "Give the real day."
        )


def moment_of(unit: Unit, on: date) -> datetime:
    """The moment that stands for a day: now where it is today, else its beginning."""
    return unit.now if on == unit.today else datetime.combine(on, time(), UTC)

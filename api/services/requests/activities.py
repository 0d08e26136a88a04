"""Activities: what an action consists of, one to four, each with the types of work and the days it takes."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.errors import Conflict
from api.services.people.profiles import Day
from api.services.requests import actions
from api.services.requests.actions import Code, Title, known_codes
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import activities as rows
from api.storage.tables import ActivityRow

MOST = 4


class ActivityData(BaseModel):
    """What is kept of an activity."""

    model_config = ConfigDict(extra="forbid")

    number: int | None = Field(default=None, ge=1, le=MOST, description="its place; the first free one if not given")
    title: Title
    activity_types: list[Code] = Field(default=[], max_length=20, description="codes of activity types")
    start: Day | None = None
    end: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the end {self.end} lies before the start {self.start}")
        return self


def get(unit: Unit, activity_id: str) -> ActivityRow:
    """One activity.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.activity(unit.session, activity_id), "activity", activity_id)


def of_action(unit: Unit, action_id: str) -> list[ActivityRow]:
    """The activities of an action, by number."""
    return rows.of_action(unit.session, action_id)


def add(unit: Unit, action_id: str, data: ActivityData) -> ActivityRow:
    """A new activity.

    Raises:
        NotOnRecord: there is no such action.
        Conflict: the action is over or has four already, or the number is taken.
        UnknownCode: a type that the vocabulary does not hold.
    """
    action = actions.get(unit, action_id)
    actions.check_open(unit, action, "An activity cannot be added to those")
    row = ActivityRow(id=new_id("activity"), action_id=action.id)
    _keep(unit, row, data)
    unit.session.add(row)
    unit.session.flush()
    unit.record("activity.added", "activity", row.id, action=action.id, number=row.number)
    return row


def change(unit: Unit, activity_id: str, data: ActivityData, expected: int | None) -> ActivityRow:
    """What is kept of an activity, replaced; without a number it keeps its own.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: the action is over, or the number is taken.
        UnknownCode: a type that the vocabulary does not hold.
    """
    row = get(unit, activity_id)
    check_version(row, expected)
    actions.check_open(unit, actions.get(unit, row.action_id), "An activity cannot be changed")
    _keep(unit, row, data)
    unit.session.flush()
    unit.record("activity.changed", "activity", row.id, version=row.version)
    return row


def remove(unit: Unit, activity_id: str, expected: int | None) -> None:
    """An activity without calls, removed.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: the action is over, or the activity has a call.
    """
    row = get(unit, activity_id)
    check_version(row, expected)
    actions.check_open(unit, actions.get(unit, row.action_id), "An activity cannot be removed")
    if calls := rows.calls_of(unit.session, row.id):
        raise Conflict("The activity cannot be removed.", f"Calls belong to it: {', '.join(calls[:5])}.", "Keep it.")
    unit.session.delete(row)
    unit.record("activity.removed", "activity", row.id, action=row.action_id)


def _keep(unit: Unit, row: ActivityRow, data: ActivityData) -> None:
    taken = {other.number for other in rows.of_action(unit.session, row.action_id) if other.id != row.id}
    number = data.number or row.number or _free(taken)
    if number in taken:
        raise Conflict(f"The action has an activity {number} already.", "", "Give another number, from 1 to 4.")
    row.number, row.title, row.start, row.end = number, data.title, data.start, data.end
    row.activity_types = known_codes(unit.office.engine.vocabularies.activity_types, data.activity_types)


def _free(taken: set[int]) -> int:
    free = [number for number in range(1, MOST + 1) if number not in taken]
    if not free:
        raise Conflict("An action has four activities at most.", "This one has four.", "Change one of them.")
    return free[0]

"""What the pages of actions say: the list in lines, and one action with its activities and their calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.services.calls import calls
from api.services.requests import actions, activities
from api.services.requests.request_page import Taken
from api.services.unit import Unit
from api.storage import activities as activity_rows
from api.storage import steps as steps_rows
from api.storage.paging import Part
from api.storage.tables import ActionRow, ActivityRow

MOST_CALLS = 20  # of an activity: it has one, or a second one where the first was cancelled


@dataclass(frozen=True)
class ActionLine:
    """An action in one line; nothing of persons is in it."""

    id: str
    code: str
    title: str
    state: str
    country: str | None
    institution: str | None
    fields: tuple[str, ...]
    since: datetime | None  # in the state in which it is


@dataclass(frozen=True)
class ItsCall:
    """A call of an activity."""

    id: str
    named: str | None
    state: str
    deadline: date | None


@dataclass(frozen=True)
class ActivitySeen:
    """An activity with its calls; `is_bare`: it has none, also none that is not for everybody to see."""

    id: str
    number: int
    title: str
    activity_types: tuple[str, ...]
    start: date | None
    end: date | None
    version: int
    calls: tuple[ItsCall, ...]
    is_bare: bool


@dataclass(frozen=True)
class ActionSeen:
    """An action whole."""

    line: ActionLine
    version: int
    request_id: str | None
    deliverables: tuple[str, ...]
    activities: tuple[ActivitySeen, ...]
    steps: tuple[Taken, ...]


def lines(unit: Unit, *, state: str | None, words: str | None, limit: int, after: str | None) -> Part[ActionLine]:
    """A page of actions, newest first."""
    part = actions.listed(
        unit, state=state, country=None, request_id=None, words=words, limit=limit, after=after
    )  # fmt: skip
    since = steps_rows.latest(unit.session, "action", [row.id for row in part.rows])
    return Part([_line(row, since.get(row.id)) for row in part.rows], part.next)


def seen(unit: Unit, action_id: str, *, states: Sequence[str], reasons: bool) -> ActionSeen:
    """One action.

    Args:
        states: of the calls that are shown.
        reasons: whether the reasons of its steps are shown, in which persons may be named.

    Raises:
        NotOnRecord: there is none with this id.
    """
    row = actions.get(unit, action_id)
    steps = tuple(Taken(step.step, step.at, step.reason if reasons else None) for step in actions.steps(unit, row.id))
    return ActionSeen(
        line=_line(row, steps[-1].at if steps else None),
        version=row.version,
        request_id=row.request_id,
        deliverables=tuple(row.deliverables),
        activities=tuple(_activity(unit, one, states) for one in activities.of_action(unit, row.id)),
        steps=steps,
    )


def _line(row: ActionRow, since: datetime | None) -> ActionLine:
    return ActionLine(
        row.id, row.code, row.title, row.state, row.country, row.institution, tuple(row.fields), since
    )  # fmt: skip


def _activity(unit: Unit, row: ActivityRow, states: Sequence[str]) -> ActivitySeen:
    shown = calls.listed(unit, states=states, activity_id=row.id, limit=MOST_CALLS, after=None).rows
    return ActivitySeen(
        id=row.id,
        number=row.number,
        title=row.title,
        activity_types=tuple(row.activity_types),
        start=row.start,
        end=row.end,
        version=row.version,
        calls=tuple(ItsCall(call.id, call.title or call.reference, call.state, call.deadline) for call in shown),
        is_bare=not activity_rows.calls_of(unit.session, row.id),
    )

"""The states of a request and the ways between them, in one table; every step that is taken is noted with its day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from api.errors import Conflict
from api.services.step_dates import step_on
from api.services.steps import steps_of
from api.services.unit import Unit
from api.storage.tables import RequestRow

State = Literal["received", "eligible", "not_eligible", "relevant", "not_relevant", "action", "withdrawn", "merged"]
Way = Literal["find_eligible", "find_not_eligible", "find_relevant", "find_not_relevant", "act", "withdraw", "merge"]

# A judgement may be taken back by another one, as long as nothing was built on it; both stay on record.
WAYS: dict[str, dict[Way, State]] = {
    "received": {
        "find_eligible": "eligible",
        "find_not_eligible": "not_eligible",
        "withdraw": "withdrawn",
        "merge": "merged",
    },
    "eligible": {
        "find_relevant": "relevant",
        "find_not_relevant": "not_relevant",
        "find_not_eligible": "not_eligible",
        "withdraw": "withdrawn",
        "merge": "merged",
    },
    "not_eligible": {"find_eligible": "eligible"},
    "relevant": {"act": "action", "find_not_relevant": "not_relevant", "withdraw": "withdrawn", "merge": "merged"},
    "not_relevant": {"find_relevant": "relevant"},
    "action": {"act": "action"},
    "withdrawn": {},
    "merged": {},
}
DONE: dict[Way, str] = {
    "find_eligible": "found eligible",
    "find_not_eligible": "found not eligible",
    "find_relevant": "found relevant",
    "find_not_relevant": "found not relevant",
    "act": "made into an action",
    "withdraw": "withdrawn",
    "merge": "merged",
}
OPEN_TO_CHANGE = ("received", "eligible", "not_eligible", "relevant", "not_relevant")


def ways_from(state: str) -> list[str]:
    """What can be done with a request in a state."""
    return list(WAYS[state])


def check_way(unit: Unit, row: RequestRow, way: Way) -> State:
    """The state to which a way leads from where a request stands.

    Raises:
        Conflict: no such way starts there; the message names the state and the ways that do.
    """
    state = WAYS[row.state].get(way)
    if state is None:
        raise refusal(unit, row, DONE[way])
    return state


def go(unit: Unit, row: RequestRow, way: Way, *, on: date | None = None, reason: str | None = None) -> None:
    """Take a request one way on and note the step; a way that leads back to the same state is no step.

    Args:
        on: the real day of the step; today, where it is not given.

    Raises:
        Conflict: see `check_way`.
        InvalidSetting: the day is to come, or before the last step.
    """
    state = check_way(unit, row, way)
    if state != row.state:
        row.state = state
        step_on(unit, "request", row.id, state, on, reason)
    unit.session.flush()


def refusal(unit: Unit, row: RequestRow, done: str) -> Conflict:
    """Why a request as it stands cannot be dealt with so, and how it can."""
    since = max((s.at for s in steps_of(unit, "request", row.id) if s.step == row.state), default=row.created_at)
    ways = ", ".join(DONE[way] for way in WAYS[row.state])
    return Conflict(
        f"The request cannot be {done}.",
        f"Its state is '{row.state}' since {since.date()}.",
        f"From here it can be: {ways}." if ways else "Nothing leads on from here; receive another request.",
    )

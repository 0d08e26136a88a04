"""The states of a call and the ways between them, in one table; every step that is taken is noted."""

from __future__ import annotations

from typing import Literal

from api.errors import Conflict
from api.services.steps import record_step, steps_of
from api.services.unit import Unit
from api.storage.tables import CallRow

State = Literal["draft", "published", "closed", "decided", "cancelled"]
Way = Literal["publish", "close", "decide", "cancel"]

WAYS: dict[str, dict[Way, State]] = {
    "draft": {"publish": "published", "cancel": "cancelled"},
    "published": {"close": "closed", "cancel": "cancelled"},
    "closed": {"decide": "decided", "cancel": "cancelled"},
    "decided": {},
    "cancelled": {},
}
DONE = {"publish": "published", "close": "closed", "decide": "decided on", "cancel": "cancelled"}
PAST = ("published", "closed", "decided")  # what experts see of calls, open and past


def check_way(unit: Unit, row: CallRow, way: Way) -> State:
    """The state to which a way leads from where the call stands.

    Raises:
        Conflict: no such way starts there; the message names the state and the ways that do.
    """
    state = WAYS[row.state].get(way)
    if state is None:
        raise refusal(unit, row, DONE[way])
    return state


def go(unit: Unit, row: CallRow, way: Way, reason: str | None = None) -> None:
    """Take a call one way on and note the step.

    Raises:
        Conflict: see `check_way`.
    """
    row.state = check_way(unit, row, way)
    record_step(unit, "call", row.id, row.state, reason)
    unit.session.flush()


def check_state(unit: Unit, row: CallRow, done: str, *states: str) -> None:
    """Refuse what can only be done in some states.

    Args:
        done: what is to be done, as it reads after "The call cannot be".

    Raises:
        Conflict: the call stands elsewhere.
    """
    if row.state not in states:
        raise refusal(unit, row, done)


def refusal(unit: Unit, row: CallRow, done: str, *, for_expert: bool = False) -> Conflict:
    """Why nothing of the kind can be done with a call as it stands, and what can."""
    since = max((step.at for step in steps_of(unit, "call", row.id) if step.step == row.state), default=row.created_at)
    if for_expert:
        next_step = "Look at the calls that are open, or write to the office."
    else:
        ways = ", ".join(WAYS[row.state])
        next_step = f"From here one can: {ways}." if ways else "Nothing leads on from here; draft another call."
    return Conflict(f"The call cannot be {done}.", f"It is {article(row.state)} since {since.date()}.", next_step)


def article(state: str) -> str:
    """A state as it reads after "it is"."""
    return f"a {state}" if state == "draft" else state

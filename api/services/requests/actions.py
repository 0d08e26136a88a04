"""Actions: formulated from a request or without one, with up to four activities, until they are completed or cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.errors import Conflict
from api.services.people.profiles import Day
from api.services.requests import requests
from api.services.requests.request_states import check_way, go
from api.services.requests.requests import Reason
from api.services.step_dates import step_on
from api.services.steps import steps_of
from api.services.storable import Id, Said
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import actions as rows
from api.storage.paging import Part
from api.storage.tables import ActionRow, StepRow
from matching.entities import Country
from matching.vocabulary import Vocabulary

State = Literal["open", "completed", "cancelled"]
WAYS: dict[str, tuple[State, ...]] = {"open": ("completed", "cancelled"), "completed": (), "cancelled": ()}
CODE = r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$"
Title = Annotated[Said, Field(min_length=1, max_length=500)]
Code = Annotated[Id, Field(min_length=1, max_length=80)]


class ActionData(BaseModel):
    """What is kept of an action."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=CODE, description="by which everybody knows it, such as 2026-14; no two share one")
    title: Title
    country: Country | None = Field(default=None, description="ISO 3166-1 alpha-2")
    institution: Said | None = Field(default=None, max_length=300, description="the partner")
    fields: list[Code] = Field(default=[], max_length=20, description="codes of fields of expertise")
    deliverables: list[Title] = Field(default=[], max_length=50, description="what it leaves behind")


class NewAction(ActionData):
    """A new action."""

    request_id: Id | None = Field(
        default=None,
        max_length=100,
        description="the request it comes from, which was found relevant; gives country and institution if not given",
    )
    on: Day | None = Field(default=None, description="the real day, where it was not today")


class ActionCompletion(BaseModel):
    """What goes with completing an action."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(default=None, description="the real day, where it was not today")


class ActionCancellation(ActionCompletion):
    """What goes with cancelling an action."""

    reason: Reason


def get(unit: Unit, action_id: str) -> ActionRow:
    """One action.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.action(unit.session, action_id), "action", action_id)


def listed(
    unit: Unit,
    *,
    state: str | None,
    country: str | None,
    request_id: str | None,
    words: str | None,
    limit: int,
    after: str | None,
) -> Part[ActionRow]:
    """A page of actions, newest first."""
    return rows.actions(
        unit.session, state=state, country=country, request_id=request_id, words=words, limit=limit, after=after
    )


def open_(unit: Unit, data: NewAction) -> ActionRow:
    """A new action; the request it comes from is thereby led on.

    Raises:
        NotOnRecord: there is no such request.
        Conflict: the code is taken, or the request was not found relevant.
        UnknownCode: a field that the vocabulary does not hold.
        InvalidSetting: the day is to come, or before the request's last step.
    """
    request = requests.get(unit, data.request_id) if data.request_id else None
    row = ActionRow(
        id=new_id("action"), request_id=data.request_id, state="open", created_at=unit.now,
        created_by=unit.actor.account_id,
    )  # fmt: skip
    _keep(unit, row, data)
    if request:
        check_way(unit, request, "act")
        row.country, row.institution = row.country or request.country, row.institution or request.institution
    unit.session.add(row)
    unit.session.flush()
    if request:
        go(unit, request, "act", on=data.on)
    step_on(unit, "action", row.id, "open", data.on)
    unit.record("action.opened", "action", row.id, request=data.request_id)
    return row


def change(unit: Unit, action_id: str, data: ActionData, expected: int | None) -> ActionRow:
    """What is kept of an action, replaced; also of one that is over, for what it left behind is often known late.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: the code is taken.
        UnknownCode: a field that the vocabulary does not hold.
    """
    row = get(unit, action_id)
    check_version(row, expected)
    _keep(unit, row, data)
    unit.session.flush()
    unit.record("action.changed", "action", row.id, version=row.version)
    return row


def complete(unit: Unit, action_id: str, data: ActionCompletion) -> ActionRow:
    """End an action whose calls are all decided or cancelled.

    Raises:
        NotOnRecord: there is none with this id.
        Conflict: it is over already, or a call of it still goes on.
        InvalidSetting: the day is to come, or before the last step.
    """
    row = get(unit, action_id)
    _check_way(unit, row, "completed")
    _check_no_call_goes_on(unit, row, "completed")
    return _end(unit, row, "completed", data)


def cancel(unit: Unit, action_id: str, data: ActionCancellation) -> ActionRow:
    """Stop an action whose calls are all decided or cancelled.

    Raises:
        NotOnRecord, Conflict, InvalidSetting: see `complete`.
    """
    row = get(unit, action_id)
    _check_way(unit, row, "cancelled")
    _check_no_call_goes_on(unit, row, "cancelled")
    return _end(unit, row, "cancelled", data, data.reason)


def steps(unit: Unit, action_id: str) -> list[StepRow]:
    """The steps of an action, in order of time."""
    return steps_of(unit, "action", action_id)


def check_open(unit: Unit, row: ActionRow, done: str) -> None:
    """Refuse what can only be done while an action goes on.

    Args:
        done: what is to be done, as it reads at the beginning of "... of an action that is over".

    Raises:
        Conflict: it is over.
    """
    if row.state != "open":
        raise Conflict(f"{done} of an action that is over.", _since(unit, row), "Open another action for it.")


def known_codes(kind: Vocabulary, codes: Iterable[str]) -> list[str]:
    """Codes in canonical form, each once.

    Raises:
        UnknownCode: one that the vocabulary does not hold.
    """
    return list(dict.fromkeys(kind.normalise(code) for code in codes))


def _keep(unit: Unit, row: ActionRow, data: ActionData) -> None:
    other = rows.by_code(unit.session, data.code)
    if other is not None and other.id != row.id:
        raise Conflict(
            f"The code '{data.code}' is taken.", f"It is that of the action {other.id}.", "Give another one."
        )
    row.code, row.title = data.code, data.title
    row.country, row.institution = data.country, data.institution or None
    row.fields = known_codes(unit.office.engine.vocabularies.fields, data.fields)
    row.deliverables = list(data.deliverables)


def _check_way(unit: Unit, row: ActionRow, state: State) -> None:
    if state not in WAYS[row.state]:
        raise Conflict(f"The action cannot be {state}.", _since(unit, row), "Nothing leads on from here.")


def _check_no_call_goes_on(unit: Unit, row: ActionRow, state: State) -> None:
    if going := rows.calls_going_on(unit.session, row.id):
        named = "; ".join(f"{call_id} is {at}" for call_id, at in going[:5])
        raise Conflict(f"The action cannot be {state} yet.", f"Calls of it go on: {named}.", "Decide or cancel them.")


def _end(unit: Unit, row: ActionRow, state: State, data: ActionCompletion, reason: str | None = None) -> ActionRow:
    row.state = state
    step_on(unit, "action", row.id, state, data.on, reason)
    unit.session.flush()
    unit.record("action.closed", "action", row.id, state=state)
    return row


def _since(unit: Unit, row: ActionRow) -> str:
    since = max((step.at for step in steps(unit, row.id)), default=row.created_at)
    return f"Its state is '{row.state}' since {since.date()}."

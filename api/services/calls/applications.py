"""Applications: one click for a validated profile, with the two declarations that go with it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.errors import Conflict, NotOnRecord
from api.services.calls import call_notices, calls
from api.services.calls.call_states import refusal
from api.services.calls.call_terms import terms_of
from api.services.calls.eligibility import CONFLICT, Gates, failed, gates_today
from api.services.storable import Id, Said
from api.services.unit import Unit, new_id
from api.services.versions import found
from api.storage import applications as rows
from api.storage import candidates
from api.storage.paging import Part
from api.storage.tables import ApplicationRow, CallRow
from matching.entities import MOST_POSITIONS, Call, Expert


class ApplicationData(BaseModel):
    """What a person says when they apply."""

    model_config = ConfigDict(extra="forbid")

    available: StrictBool = Field(
        description="I am available on the dates of the call, with the consent of my institution"
    )
    no_conflict: StrictBool = Field(description="I have no conflict of interest with this call")
    positions: list[Id] = Field(default=[], max_length=MOST_POSITIONS, description="ids of positions; none means any")
    message: Said | None = Field(default=None, max_length=4000)


def apply(unit: Unit, call_id: str, expert_id: str, data: ApplicationData) -> tuple[ApplicationRow, bool]:
    """Apply, again after a withdrawal, or say the application anew; and whether it is a first one.

    Raises:
        NotOnRecord: there is no such call to see, no such position, or nobody of this id on the roster.
        Conflict: the call is closed, a declaration is missing, or the profile cannot apply; with the next step.
    """
    row = calls.visible(unit, call_id)
    _check_open(unit, row, "applied to")
    terms = terms_of(row)
    _check_positions(terms, data.positions)
    _check_declarations(data)
    _check_profile(unit, terms, _person(unit, expert_id))
    application = rows.application(unit.session, call_id, expert_id)
    first = application is None
    if application is None:
        application = ApplicationRow(id=new_id("application"), call_id=call_id, expert_id=expert_id)
        unit.session.add(application)
    new = first or application.state != "submitted"
    application.positions = list(dict.fromkeys(data.positions))
    application.available, application.no_conflict = data.available, data.no_conflict
    application.message, application.state, application.withdrawn_at = data.message, "submitted", None
    if new:
        application.at = unit.now
        call_notices.applied(unit, row, application)
    unit.session.flush()
    unit.record("application.submitted", "application", application.id, call=call_id, expert=expert_id, again=not first)
    return application, first


def withdraw(unit: Unit, call_id: str, expert_id: str) -> ApplicationRow:
    """Take an application back, until the call closes.

    Raises:
        NotOnRecord: the person did not apply.
        Conflict: the call is closed, or it is withdrawn already.
    """
    application = get(unit, call_id, expert_id)
    _check_open(unit, calls.get(unit, call_id), "withdrawn from")
    if application.state != "submitted":
        raise Conflict("The application is withdrawn already.", "", "You can apply again while the call is open.")
    application.state, application.withdrawn_at = "withdrawn", unit.now
    unit.record("application.withdrawn", "application", application.id, call=call_id, expert=expert_id)
    return application


def get(unit: Unit, call_id: str, expert_id: str) -> ApplicationRow:
    """The application of a person to a call.

    Raises:
        NotOnRecord: they did not apply.
    """
    return found(rows.application(unit.session, call_id, expert_id), "application", f"{call_id} of {expert_id}")


def of_call(unit: Unit, call_id: str, *, limit: int, after: str | None) -> Part[ApplicationRow]:
    """A page of a call's applications, in the order in which they came.

    Raises:
        NotOnRecord: there is no such call.
    """
    calls.get(unit, call_id)
    return rows.of_call(unit.session, call_id, limit=limit, after=after)


def of_expert(unit: Unit, expert_id: str, *, limit: int, after: str | None) -> Part[ApplicationRow]:
    """A page of a person's applications, newest first."""
    return rows.of_expert(unit.session, expert_id, limit=limit, after=after)


def standing(unit: Unit, application: ApplicationRow) -> dict[str, Gates]:
    """How the gates of the positions applied for stand today, so that nobody learns it only afterwards."""
    terms = terms_of(calls.get(unit, application.call_id))
    gates = gates_today(unit, terms, [application.expert_id]).get(application.expert_id, {})
    return {place: met for place, met in gates.items() if not application.positions or place in application.positions}


def _person(unit: Unit, expert_id: str) -> Expert:
    return found(candidates.experts(unit.session, [expert_id]).get(expert_id), "person", expert_id)


def _check_open(unit: Unit, row: CallRow, done: str) -> None:
    if row.state != "published":
        raise refusal(unit, row, done, for_expert=True)
    if row.deadline is not None and row.deadline < unit.today:
        raise Conflict(
            f"The call cannot be {done}.",
            f"The last day was {row.deadline}.",
            "Look at the calls that are open, or write to the office.",
        )


def _check_positions(terms: Call, wanted: list[str]) -> None:
    known = [position.id for position in terms.positions]
    if unknown := [position for position in wanted if position not in known]:
        raise NotOnRecord(
            f"The call has no position '{unknown[0][:80]}'.",
            f"It has {', '.join(known)}.",
            "Name positions of this call, or none for any.",
        )


def _check_declarations(data: ApplicationData) -> None:
    missing = [
        words
        for given, words in (
            (data.available, "that you are available on its dates"),
            (data.no_conflict, "that you have no conflict of interest with it"),
        )
        if not given
    ]
    if missing:
        raise Conflict(
            "One applies to a call with both declarations.",
            f"Missing: {' and '.join(missing)}.",
            "Declare it if it is so; if it is not, this call is not for you, and others will come.",
        )


def _check_profile(unit: Unit, terms: Call, person: Expert) -> None:
    if person.excluded:
        raise Conflict(
            "Your profile takes no part in calls.",
            "A decision about it is on record.",
            "Ask the office for the reason, and how to have it looked at again.",
        )
    if not person.consent:
        raise Conflict(
            "Your profile cannot be compared with calls.",
            "Your consent was withdrawn." if person.consent is False else "No consent is on record.",
            "Give your consent to the privacy notice, then apply.",
        )
    if not person.validated:
        raise Conflict(
            "Your profile is not validated yet.",
            "Somebody of the office looks through every profile before its owner can apply.",
            "Complete and confirm your profile, and ask the office to validate it.",
        )
    gates = gates_today(unit, terms, [person.id])[person.id]
    against = [gate for met in gates.values() for gate in failed(met) if gate.name == CONFLICT]
    if against:
        raise Conflict(
            "You cannot apply to a call with which you have a conflict of interest.",
            f"You {against[0].found}.",
            "If that is no longer so, change your declaration in your profile first.",
        )

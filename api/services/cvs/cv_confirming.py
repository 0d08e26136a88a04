"""What people decide on a CV: fact by fact, and as a whole; and that it is taken back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.errors import Conflict, invalid
from api.services.cvs import cv_contacts
from api.services.cvs.cv_facts import Decision, noted
from api.services.cvs.cv_joining import profile_with, record_paths, takes
from api.services.cvs.cvs import REPLACED, WITHDRAWN, facts, get, propose, visible
from api.services.people import experts
from api.services.people.experts import is_own
from api.services.people.profiles import ProfileData
from api.services.storable import storable
from api.services.unit import Unit
from api.services.versions import check_version
from api.storage import cvs as rows
from api.storage.cvs import CONFIRMED, TO_CONFIRM
from api.storage.tables import CvRow
from matching.entities import Expert


class DecisionsData(BaseModel):
    """What is decided on some facts of a CV."""

    model_config = ConfigDict(extra="forbid")

    decisions: list[Decision] = Field(min_length=1, max_length=2000)


class ConfirmationData(BaseModel):
    """A CV confirmed as a whole."""

    model_config = ConfigDict(extra="forbid")

    rest: Literal["accepted", "left_out"] = Field(
        default="accepted",
        description="what becomes of the facts on which nothing was decided; those that are not 'sure' are left out",
    )
    profile_version: int | None = Field(
        default=None, ge=0, le=2**31 - 1, strict=True, description="of the profile that the differences were read with"
    )


def decide(unit: Unit, expert_id: str, cv_id: str, data: DecisionsData, expected: int | None) -> CvRow:
    """Accept, correct or remove facts. Nothing of it reaches the profile before the CV is confirmed.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it is not to be confirmed any more.
        InvalidRequest, UnknownCode: a path or a value cannot be.
    """
    row = _open(unit, expert_id, cv_id, expected)
    person = experts.get(unit, expert_id)
    paths = list(record_paths(experts.as_matched(person)))
    made = noted(visible(unit, row), paths, data.decisions, unit.office.engine.vocabularies)
    stamp = {"at": unit.now.isoformat(), "own": is_own(unit, expert_id)}
    row.decisions = storable({**row.decisions, **{path: said | stamp for path, said in made.items()}})
    propose(unit, row, person)
    unit.session.flush()
    states = [said["state"] for said in made.values()]
    counts = {state: states.count(state) for state in sorted(set(states))}
    unit.record("cv.decided", "expert", expert_id, cv=row.id, own=stamp["own"], **counts)
    return row


def confirm(unit: Unit, expert_id: str, cv_id: str, data: ConfirmationData, expected: int | None) -> CvRow:
    """Lay what was confirmed into the profile; what the CV does not tell of stays there.

    Whether the profile is validated then follows the rule of every change: what a person says of themselves an
    officer looks at, by the route there is for it.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it is not to be confirmed any more; the e-mail address is another person's.
        InvalidRequest: the profile would be larger than one may be.
    """
    row = _open(unit, expert_id, cv_id, expected)
    person = experts.get(unit, expert_id)
    if data.profile_version is not None:
        check_version(person, data.profile_version)
    take, told = takes(rest=data.rest == "accepted"), facts(row)
    after = profile_with(experts.as_matched(person), told, row.decisions, take)
    experts.replace_profile(unit, expert_id, _profile(unit, after), person.version)
    cv_contacts.lay_down(unit, expert_id, told, take)
    for other in rows.of_expert(unit.session, expert_id, CONFIRMED):
        _empty(unit, other, REPLACED)
    row.state, row.decided_at, row.proposed = CONFIRMED, unit.now, {}
    stamp = {"at": unit.now.isoformat(), "own": is_own(unit, expert_id), "state": "accepted"}
    accepted = (fact for fact in told if fact.path not in row.decisions and take(fact))
    row.decisions |= {fact.path: stamp for fact in accepted if cv_contacts.holds(unit, expert_id, fact)}
    unit.session.flush()
    counts = {"taken": sum(map(take, told)), "facts": len(told)}
    unit.record("cv.confirmed", "expert", expert_id, cv=row.id, own=is_own(unit, expert_id), **counts)
    return row


def withdraw(unit: Unit, expert_id: str, cv_id: str, expected: int | None) -> CvRow:
    """Take a CV back: what was read from it is emptied. What was confirmed before stays in the profile.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: it was emptied before.
    """
    row = get(unit, expert_id, cv_id)
    check_version(row, expected)
    if row.state not in (TO_CONFIRM, CONFIRMED):
        raise Conflict(
            "What was read from this CV is gone already.", f"It is {row.state}.", "Nothing needs to be done."
        )
    _empty(unit, row, WITHDRAWN)
    person = experts.get(unit, expert_id)
    person.revision = unit.roster_changed()
    unit.session.flush()
    unit.record("cv.withdrawn", "expert", expert_id, cv=row.id, own=is_own(unit, expert_id))
    return row


def _open(unit: Unit, expert_id: str, cv_id: str, expected: int | None) -> CvRow:
    row = get(unit, expert_id, cv_id)
    check_version(row, expected)
    if row.state != TO_CONFIRM:
        raise Conflict(
            "This CV is not to be confirmed any more.",
            f"It is {row.state}.",
            "Change the profile itself, or send the CV as it is today.",
        )
    return row


def _profile(unit: Unit, after: Expert) -> ProfileData:
    try:
        return ProfileData.model_validate(after.model_dump(include=set(ProfileData.model_fields)))
    except ValidationError as error:
        raise invalid(error, "profile") from error


def _empty(unit: Unit, row: CvRow, state: str) -> None:
    row.state, row.decided_at = state, unit.now
    row.read, row.decisions, row.proposed = {}, {}, {}

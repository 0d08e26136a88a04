"""What people agree to: versions of the privacy notice, and each yes and no with its date."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from api.errors import Conflict
from api.services.office_settings import PrivacyNotice, setting
from api.services.storable import Said
from api.services.unit import Unit, new_id
from api.services.versions import found
from api.storage import experts
from api.storage import personal as rows
from api.storage.tables import ConsentRow, ExpertRow


class ConsentData(BaseModel):
    """A yes to a version of the privacy notice."""

    model_config = ConfigDict(extra="forbid")

    notice: Said = Field(min_length=1, max_length=40, description="the version that was read")


def notice(unit: Unit) -> PrivacyNotice:
    """The privacy notice in force."""
    return setting(unit, PrivacyNotice)


def consents(unit: Unit, expert_id: str) -> Sequence[ConsentRow]:
    """Every yes and no of a person, the last one first.

    Raises:
        NotOnRecord: there is no such person.
    """
    return rows.consents(unit.session, _person(unit, expert_id).id)


def give(unit: Unit, expert_id: str, data: ConsentData) -> ConsentRow:
    """A person agrees to the notice in force; from then on they are matched.

    Raises:
        NotOnRecord: there is no such person.
        Conflict: another version is in force, or they agreed to it before.
    """
    person = _person(unit, expert_id)
    current = notice(unit)
    if data.notice != current.version:
        raise Conflict(
            f"Version {data.notice} of the privacy notice is not in force.",
            f"Version {current.version} is.",
            "Read it, and agree to that.",
        )
    last = next(iter(rows.consents(unit.session, person.id)), None)
    if person.consent and last and last.given and last.notice == current.version:
        raise Conflict(
            "The person agreed to this version already.", f"On {last.at.date()}.", "Nothing needs to be done."
        )
    return _say(unit, person, current.version, given=True)


def withdraw(unit: Unit, expert_id: str) -> ConsentRow:
    """A person no longer agrees; at once they take no part in matching.

    Raises:
        NotOnRecord: there is no such person.
        Conflict: they never agreed, or withdrew before.
    """
    person = _person(unit, expert_id)
    last = next(iter(rows.consents(unit.session, person.id)), None)
    if person.consent is False or (person.consent is None and last is None):
        raise Conflict("There is no consent that could be withdrawn.", "", "Nothing needs to be done.")
    return _say(unit, person, last.notice if last else "unknown", given=False)


def _person(unit: Unit, expert_id: str) -> ExpertRow:
    return found(experts.expert(unit.session, expert_id), "expert", expert_id)


def _say(unit: Unit, person: ExpertRow, version: str, *, given: bool) -> ConsentRow:
    row = ConsentRow(
        id=new_id("consent"), expert_id=person.id, notice=version, given=given, at=unit.now, by=unit.actor.account_id
    )
    unit.session.add(row)
    person.consent = given
    person.revision = unit.roster_changed()
    unit.session.flush()
    own = unit.actor.expert_id == person.id
    unit.record("consent.changed", "expert", person.id, notice=version, given=given, own=own)
    return row

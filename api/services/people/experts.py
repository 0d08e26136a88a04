"""People of the roster: added, found, changed by the office or by themselves, and validated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.auth.roles import TEAM, Role
from api.errors import Conflict, NotAllowed
from api.services.people import profile_notices
from api.services.people.identities import IdentityData, write_identity
from api.services.people.profiles import (
    ID_PATTERN,
    AvailabilityData,
    Codes,
    ProfileData,
    changed_parts,
    needs_validation,
)
from api.services.people.viewing import seen
from api.services.storable import Said, storable
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import experts as rows
from api.storage.experts import Wanted
from api.storage.paging import Part
from api.storage.tables import ExpertRow
from matching.entities import Expert


class NewExpertData(ProfileData):
    """A person to be put on the roster."""

    id: str | None = Field(
        default=None,
        pattern=ID_PATTERN,
        description="an id that does not tell who it is; one is made where it is not given",
    )
    identity: IdentityData | None = None


class JudgementData(BaseModel):
    """An officer's word on a profile."""

    model_config = ConfigDict(extra="forbid")

    validated: bool = Field(strict=True)
    reason: Said | None = Field(default=None, max_length=2000, description="needed where it is not validated")

    @model_validator(mode="after")
    def _says_why_not(self) -> JudgementData:
        if not self.validated and not self.reason:
            raise ValueError("say in 'reason' why the profile is not validated, or no longer")
        return self


def get(unit: Unit, expert_id: str) -> ExpertRow:
    """One person's row.

    Raises:
        NotOnRecord: nobody on the roster has this id.
    """
    return found(rows.expert(unit.session, expert_id), "expert", expert_id)


def read(unit: Unit, expert_id: str) -> ExpertRow:
    """One person's profile, to be shown; noted in the log unless it is their own.

    Raises:
        NotOnRecord: see `get`.
    """
    row = get(unit, expert_id)
    seen(unit, row.id, "profile")
    return row


def listed(unit: Unit, wanted: Wanted, *, limit: int, after: str | None) -> Part[ExpertRow]:
    """A page of experts, by id; a field stands for those below it, too.

    Raises:
        UnknownCode: of a field or status; naming near ones.
        NotAllowed: asked for the excluded by somebody who may not know of exclusions.
    """
    if wanted.excluded is not None and not knows_exclusions(unit):
        raise NotAllowed("Exclusions are for the team alone.", "", "Leave the filter 'excluded' out.")
    vocabularies = unit.office.engine.vocabularies
    if wanted.fields:
        codes = {vocabularies.fields.normalise(code) for code in wanted.fields}
        below = {term.code for code in codes for term in vocabularies.fields.descendants(code)}
        named = {name for code in codes | below for name in vocabularies.fields.names(code)}
        wanted = replace(wanted, fields=named)
    if wanted.status is not None:
        wanted = replace(wanted, status=vocabularies.statuses.normalise(wanted.status))
    return rows.experts(unit.session, wanted, limit=limit, after=after)


def add(unit: Unit, data: NewExpertData) -> ExpertRow:
    """A new person on the roster, not yet validated, without consent.

    Raises:
        UnknownCode: the profile names one that the vocabulary does not hold.
        Conflict: the id or the e-mail address is taken, or the id was erased.
    """
    expert_id = data.id or new_id("expert")
    check_free(unit, expert_id)
    row = new_row(unit, Codes(unit.office.engine.vocabularies).canonical(data.expert(expert_id)), unit.roster_changed())
    unit.session.flush()
    unit.record("expert.added", "expert", row.id)
    if data.identity is not None:
        write_identity(unit, row.id, data.identity)
    return row


def replace_profile(unit: Unit, expert_id: str, data: ProfileData, expected: int | None) -> ExpertRow:
    """A person's profile, replaced; changed facts have to be validated again unless an officer changes another's.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        UnknownCode: the profile names one that the vocabulary does not hold.
    """
    row = get(unit, expert_id)
    check_version(row, expected)
    return _change(unit, row, Codes(unit.office.engine.vocabularies).canonical(data.expert(row.id)))


def set_availability(unit: Unit, expert_id: str, data: AvailabilityData, expected: int | None) -> ExpertRow:
    """When a person is free and with whom they have a conflict of interest; what is not given stays as it is.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
    """
    row = get(unit, expert_id)
    check_version(row, expected)
    after = Expert.model_validate(as_matched(row).model_dump() | data.model_dump(exclude_unset=True))
    return _change(unit, row, after)


def confirm(unit: Unit, expert_id: str) -> ExpertRow:
    """A person says that their profile is still true.

    Raises:
        NotOnRecord: see `get`.
    """
    row = get(unit, expert_id)
    row.confirmed_at = unit.now
    unit.session.flush()
    unit.record("expert.confirmed", "expert", row.id)
    return row


def judge(unit: Unit, expert_id: str, data: JudgementData, expected: int | None) -> ExpertRow:
    """A profile is validated, or is not, by an officer who read this version of it; the person is told.

    Nobody validates their own.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        NotAllowed: it is the officer's own.
    """
    row = get(unit, expert_id)
    if is_own(unit, row.id):
        raise NotAllowed("Nobody validates their own profile.", "", "Ask another officer to look at it.")
    check_version(row, expected)
    was = row.validated is True
    row.validated, row.validated_by, row.validated_at = data.validated, unit.actor.account_id, unit.now
    row.validation_reason = data.reason
    row.revision = unit.roster_changed()
    unit.session.flush()
    unit.record("expert.validated", "expert", row.id, validated=data.validated, version=row.version)
    if not (was and data.validated):  # who was told so before is not told again
        profile_notices.judged(unit, row.id, validated=data.validated, reason=data.reason)
    return row


def as_matched(row: ExpertRow) -> Expert:
    """A person as matching reads them, without what they declared."""
    return rows.expert_of(row, None)


def is_own(unit: Unit, expert_id: str) -> bool:
    """Whether somebody acts on their own data."""
    return unit.actor.expert_id == expert_id


def knows_exclusions(unit: Unit, expert_id: str | None = None) -> bool:
    """Whether somebody may know who is excluded: the team, and everyone of themselves."""
    return unit.actor.is_any(*TEAM) or (expert_id is not None and is_own(unit, expert_id))


def check_free(unit: Unit, expert_id: str) -> None:
    """Refuse an id that somebody has, or had before they were erased.

    Raises:
        Conflict: it is taken.
    """
    if rows.expert(unit.session, expert_id) is not None:
        raise Conflict(f"The id '{expert_id}' is on the roster already.", "", "Change that person, or give another id.")
    if rows.removed_among(unit.session, [expert_id]):
        raise Conflict(
            f"The id '{expert_id}' belonged to somebody who was taken off the roster for good.",
            "",
            "Give another id, or none; ask the person before they are put on the roster again.",
        )


def new_row(unit: Unit, expert: Expert, revision: int, **state: Any) -> ExpertRow:
    """A row for somebody new, added to the session; `state` is what others said of them (validated, consent...)."""
    row = ExpertRow(id=expert.id, created_at=unit.now, **({"excluded": False} | state))
    write_profile(unit, row, expert, revision)
    unit.session.add(row)
    return row


def write_profile(unit: Unit, row: ExpertRow, expert: Expert, revision: int) -> None:
    """Lay the profile of an expert, and nothing else of them, into a row."""
    row.profile = storable(rows.profile_of(expert))
    row.status = expert.status
    row.institution = storable(expert.institution)
    row.institution_country = expert.institution_country
    row.revision, row.changed_at = revision, unit.now


def _change(unit: Unit, row: ExpertRow, after: Expert) -> ExpertRow:
    own = is_own(unit, row.id)
    if own:
        row.confirmed_at = unit.now
    if parts := changed_parts(as_matched(row), after):
        write_profile(unit, row, after, unit.roster_changed())
        if needs_validation(parts) and (own or not unit.actor.is_any(Role.OFFICER)):
            row.validated = row.validated_by = row.validated_at = None
        unit.session.flush()
        unit.record(
            "expert.changed", "expert", row.id, parts=parts, own=own, validated=row.validated, version=row.version
        )
    unit.session.flush()
    return row

"""Two records of one person made one, by an officer who looked at both."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.errors import Conflict, NotAllowed
from api.services.cvs.cv_joining import CODES
from api.services.cvs.cv_pairing import pairs
from api.services.cvs.duplicates import what_speaks
from api.services.people import experts
from api.services.people.experts import is_own
from api.services.people.identities import address_hash
from api.services.people.profiles import changed_parts
from api.services.storable import Id
from api.services.unit import Unit
from api.services.versions import check_version
from api.storage import erasure as removals
from api.storage import merging as rows
from api.storage import told_apart
from api.storage.tables import ExpertRow, RemovedExpertRow
from matching.entities import Expert

Facts = dict[str, Any]


class MergeData(BaseModel):
    """Which record of a person goes: what is on it follows to the one that stays."""

    model_config = ConfigDict(extra="forbid")

    goes: Id = Field(min_length=1, max_length=200, description="id of the record that is no longer there afterwards")
    anyway: StrictBool = Field(
        default=False, description="although somebody said that they are two people, or nothing speaks for one"
    )


def merge(unit: Unit, stays: str, data: MergeData, expected: int | None) -> tuple[ExpertRow, dict[str, int]]:
    """Make two records one: applications, invitations, consents, notes, CVs, letters and account follow, and the profile
    has what both said. Where they say different things the record that stays is right.

    Selection records of the past keep the id that goes; it leads nowhere, and an erasure finds it.

    Returns:
        the record that stays, and how many rows followed, by table.

    Raises:
        NotOnRecord: one of them is not there.
        VersionNeeded, ChangedMeanwhile: see `check_version`; of the record that stays.
        Conflict: both are the same; or it is not to be done `anyway`, and somebody said that they are two people, or
            nothing speaks for one.
        NotAllowed: one of them is the officer's own.
    """
    row, other = experts.get(unit, stays), experts.get(unit, data.goes)
    check_version(row, expected)
    if row.id == other.id:
        raise Conflict(
            "A record cannot be merged with itself.", f"Both are '{row.id}'.", "Give the id of the other one."
        )
    if is_own(unit, row.id) or is_own(unit, other.id):
        raise NotAllowed("Nobody merges their own record.", "", "Ask another officer to look at both.")
    although = _against(unit, row.id, other.id, anyway=data.anyway)
    before, gone = experts.as_matched(row), experts.as_matched(other)
    consent, was_excluded = _consent(unit, row, other), row.excluded or other.excluded
    counts = rows.follow(unit.session, other.id, row.id)
    rows.move_declaration(unit.session, other.id, row.id)
    rows.move_digest(unit.session, other.id, row.id)
    was = rows.move_identity(unit.session, other.id, row.id)
    _account(unit, other.id, row.id)
    unit.session.flush()
    rows.remove(unit.session, other.id)
    row = experts.get(unit, stays)
    _lay_down(unit, row, before, gone, consent=consent, excluded=was_excluded)
    proof = {"into": row.id, "rows": counts}
    removed = RemovedExpertRow(id=data.goes, revision=row.revision, at=unit.now, why=removals.MERGED, proof=proof)
    removals.note_removal(unit.session, removed)
    unit.session.flush()
    more = {**_former(unit, was), **although, **counts}
    unit.record("expert.merged", "expert", row.id, goes=data.goes, version=row.version, **more)
    return row, counts


def _against(unit: Unit, stays: str, goes: str, *, anyway: bool) -> Facts:
    """What speaks against one person, for the log; nothing where nothing does.

    Raises:
        Conflict: something does, and it is not to be done `anyway`.
    """
    if told_apart.are_two(unit.session, stays, goes):
        if not anyway:
            raise Conflict(
                "Somebody said that these are two people.",
                f"The records '{stays}' and '{goes}' were told apart.",
                "Look at both again. Where they are one person all the same, merge them anyway.",
            )
        return {"although": "told apart"}
    if not what_speaks(unit, stays, goes):
        if not anyway:
            raise Conflict(
                "Nothing says that these are records of one person.",
                "Compared were the documents sent as CVs, names with birth dates, e-mail addresses, and names with employers.",
                "Look at both. Where they are one person all the same, merge them anyway.",
            )
        return {"although": "nothing in common"}
    return {}


def _former(unit: Unit, address: str | None) -> Facts:
    """By its hash an address that is not on record any more is known again when the person is erased."""
    return {"address_was": address_hash(unit.office, address)} if address else {}


def joined(one: Expert, other: Expert) -> Expert:
    """A profile with what both say; where they differ, what the first one says."""
    told = pairs(list(other.segments), one.segments)
    known = {claim.language for claim in one.languages}
    changes: Facts = {
        "segments": (*one.segments, *(s for place, s in enumerate(other.segments) if place not in told)),
        "languages": (*one.languages, *(claim for claim in other.languages if claim.language not in known)),
        "missions": tuple(dict.fromkeys((*one.missions, *other.missions))),
        "conflicts": _both(one.conflicts, other.conflicts),
        "absences": _both(one.absences, other.absences),
        "status": one.status or other.status,
        "release_days": other.release_days if one.release_days is None else one.release_days,
    }
    changes |= {part: tuple(dict.fromkeys((*getattr(one, part), *getattr(other, part)))) for part in CODES}
    if one.institution is None:
        changes |= {"institution": other.institution, "institution_country": other.institution_country}
    return one.model_copy(update=changes)


def _both(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """What was declared on either record; None where it was on neither."""
    return None if one is None and other is None else tuple(dict.fromkeys((*(one or ()), *(other or ()))))


def _lay_down(
    unit: Unit, row: ExpertRow, before: Expert, gone: Expert, *, consent: bool | None, excluded: bool
) -> None:
    after = joined(before, gone)
    if changed_parts(before, after) and not gone.validated:
        row.validated = row.validated_by = row.validated_at = None  # nobody looked at what came with it
    experts.write_profile(unit, row, after, unit.roster_changed())
    row.consent, row.excluded = consent, excluded
    unit.session.flush()


def _consent(unit: Unit, row: ExpertRow, other: ExpertRow) -> bool | None:
    """The last word of the person on either record; a no weighs more where its day is not known."""
    said = [one for one in (row.consent, other.consent) if one is not None]
    if len(set(said)) < 2:
        return said[0] if said else None
    latest = rows.last_consent(unit.session, row.id, other.id)
    return bool(latest)


def _account(unit: Unit, goes: str, stays: str) -> None:
    """The account follows; of two, the one of the record that stays goes on, and the other may not sign in any more."""
    held = rows.accounts(unit.session, goes, stays)
    account = held.get(goes)
    if account is None:
        return
    account.expert_id = None if stays in held else stays
    if stays in held and list(account.roles) == ["expert"]:
        account.active = False
    unit.session.flush()
    unit.record("account.changed", "account", account.id, merged_into=stays, active=account.active)

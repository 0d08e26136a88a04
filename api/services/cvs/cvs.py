"""CVs: read outside of any transaction, kept as facts to be confirmed, and confirmed into a profile.

The document itself is never kept: what it said of protected matters went out before anything was stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from api.services.cvs import cv_contacts
from api.services.cvs.cv_contents import check_tells
from api.services.cvs.cv_facts import Fact, facts_of
from api.services.cvs.cv_joining import everything, profile_with
from api.services.cvs.cv_people import SOURCE, email_hash, emails_of, folded_name, name_hash, person_key, recognise
from api.services.office import Office
from api.services.people import experts
from api.services.people.experts import NewExpertData, is_own
from api.services.people.profiles import Codes, check_bounds
from api.services.people.viewing import seen
from api.services.storable import storable
from api.services.unit import Unit, new_id
from api.services.versions import found
from api.storage import cvs as rows
from api.storage.cvs import TO_CONFIRM
from api.storage.experts import expert_of, profile_of
from api.storage.paging import Part
from api.storage.tables import CvRow, ExpertRow
from matching.cv.reading import read_cv
from matching.cv.values import ReadProfile
from matching.entities import Expert, Segment
from matching.texts import detect_language

REPLACED, WITHDRAWN = "replaced", "withdrawn"
CvState = Literal["to_confirm", "confirmed", "replaced", "withdrawn"]
Outcome = Literal["new", "newer", "same", "possible"]
_NEUTRAL = re.compile(r"[a-z_]{1,20}")  # a word such as "upload"; anything else may tell who it is, and is hashed


@dataclass(frozen=True)
class Kept:
    """Where a CV went. new: somebody of whom none was on record; newer: somebody known; same: this document was read
    before, and nothing happened; possible: it may be of somebody known, which a person has to say."""

    cv_id: str
    expert_id: str
    outcome: Outcome


def read(office: Office, data: bytes, name: str = "") -> ReadProfile:
    """What a document says, read in a process of its own. To be called outside a unit of work: it takes its time.

    Raises:
        UnreadableDocument: empty, too large, damaged, locked, without text, no CV, or stopped at a limit.
    """
    found = read_cv(data, name, engine=office.engine, today=office.clock.today(), key=person_key(office))
    check_tells(found.parts, name)
    return found


def keep(unit: Unit, read: ReadProfile, *, source: str, expert_id: str | None = None) -> Kept:
    """Keep what was read, to be confirmed; nothing of a profile changes by it.

    Args:
        source: a neutral word such as "upload", or where the document lay, of which a keyed hash is kept.
        expert_id: whose it is; without it the person is recognised, and put on the roster where they are not known.

    Raises:
        NotOnRecord: there is no such person.
    """
    before = _before(unit, read, expert_id)
    if before is not None:
        return Kept(before.id, before.expert_id, "same")
    outcome: Outcome
    if expert_id is None:
        recognised = recognise(unit, read)
        outcome = "newer" if recognised.expert_id else "possible" if recognised.near else "new"
        person = experts.get(unit, recognised.expert_id) if recognised.expert_id else _person(unit, read)
    else:
        person = experts.get(unit, expert_id)
        outcome = "newer" if person.profile.get("segments") or rows.of_expert(unit.session, person.id) else "new"
        if not is_own(unit, person.id) and recognise(unit, read).near - {person.id}:
            outcome = "possible"
    row = _row(unit, read, person, source)
    propose(unit, row, person)
    unit.session.flush()
    unit.record("cv.read", "expert", person.id, cv=row.id, format=read.format, pages=read.pages, outcome=outcome)
    return Kept(row.id, person.id, outcome)


def check_person(unit: Unit, expert_id: str) -> None:
    """See before a document is read that it can be kept.

    Raises:
        NotOnRecord: there is no such person.
    """
    experts.get(unit, expert_id)


def get(unit: Unit, expert_id: str, cv_id: str) -> CvRow:
    """One of a person's CVs.

    Raises:
        NotOnRecord: they have none of this id.
    """
    row = rows.cv(unit.session, cv_id)
    return found(row if row and row.expert_id == expert_id else None, "CV of this person", cv_id)


def shown(unit: Unit, expert_id: str, cv_id: str) -> CvRow:
    """One of a person's CVs, to be read; noted in the log unless it is their own.

    Raises:
        NotOnRecord: see `get`.
    """
    row = get(unit, expert_id, cv_id)
    seen(unit, expert_id, "CV")
    return row


def listed(unit: Unit, *, state: str | None, expert_id: str | None, limit: int, after: str | None) -> Part[CvRow]:
    """A page of CVs, the last read first.

    Raises:
        NotOnRecord: there is no such person.
    """
    if expert_id is not None:
        experts.get(unit, expert_id)
    return rows.cvs(unit.session, state=state, expert_id=expert_id, limit=limit, after=after)


def read_of(row: CvRow) -> ReadProfile | None:
    """What was read; None where it was emptied."""
    return ReadProfile.model_validate(row.read) if row.read else None


def facts(row: CvRow) -> list[Fact]:
    """The facts of a CV as they stand; none where it was emptied."""
    read = read_of(row)
    return facts_of(read, row.decisions) if read else []


def visible(unit: Unit, row: CvRow) -> list[Fact]:
    """The facts that somebody may see: what a person declares of themselves is theirs alone."""
    hidden = cv_contacts.leaves(unit, row.expert_id)
    return [fact for fact in facts(row) if fact.kind not in hidden]


def encoded(row: CvRow) -> list[Expert]:
    """What was encoded of a CV: its entries as they were read, and the profile that matching reads meanwhile."""
    read = read_of(row)
    if read is None:
        return []
    meanwhile = [Segment.model_validate(one) for one in row.proposed.get("segments", ())]
    told = [Expert(id=row.expert_id, segments=tuple(meanwhile))] if meanwhile else []
    return encoded_to_read(read, row.expert_id) + told


def encoded_to_read(read: ReadProfile, expert_id: str) -> list[Expert]:
    """What is encoded of a document so that it can be understood: its entries; nobody where it has none."""
    usual = detect_language(read.parts.text)
    written = [
        Segment(text=entry.text, language=entry.language or detect_language(entry.text) or usual)
        for entry in read.parts.entries
    ]
    return [Expert(id=expert_id, segments=tuple(written))] if written else []


def contacts_of(unit: Unit, expert_id: str, name: str | None) -> list[str]:
    """Addresses and numbers on a person's CVs, and their name as it is written there; not what was misread for one."""
    found = [read.parts for row in rows.of_expert(unit.session, expert_id) if (read := read_of(row))]
    said = [fact.value for parts in found for fact in (*parts.emails, *parts.phones)]
    names = [parts.name.value for parts in found if parts.name]
    return said + [one for one in names if folded_name(one) == folded_name(name)]


def _before(unit: Unit, read: ReadProfile, expert_id: str | None) -> CvRow | None:
    """What was read from the same document before: of this person; of anybody, where it is not said whose it is."""
    known = rows.of_document(unit.session, read.sha256)
    if expert_id is None:
        return next(iter(known), None)
    return next((row for row in known if row.expert_id == expert_id and row.read), None)


def _person(unit: Unit, read: ReadProfile) -> ExpertRow:
    """Somebody new, whose profile is empty. Name and contact are laid down: somebody has to be asked to confirm."""
    identity = cv_contacts.first_identity(unit, read)
    return experts.add(unit, NewExpertData.model_validate({"segments": [], "identity": identity}))


def _row(unit: Unit, read: ReadProfile, person: ExpertRow, source: str) -> CvRow:
    addresses, name = emails_of(read), read.parts.name
    row = CvRow(
        id=new_id("cv"), expert_id=person.id, sha256=read.sha256, format=read.format, language=read.language,
        pages=read.pages, state=TO_CONFIRM, read_at=unit.now, by=unit.actor.account_id, decisions={}, proposed={},
        source=source if _NEUTRAL.fullmatch(source) else unit.office.signer.keyed_hash(SOURCE, source),
        read=storable(read.model_dump(mode="json", exclude={"same_person"})), same_person=read.same_person,
        email_hash=email_hash(unit.office, addresses[0]) if addresses else None,
        name_hash=name_hash(unit.office, name.value if name else None),
    )  # fmt: skip
    unit.session.add(row)
    return row


def propose(unit: Unit, row: CvRow, person: ExpertRow) -> None:
    """What matching reads of somebody of whom nothing is confirmed, in whom the gate then finds no confirmation."""
    if person.profile.get("segments"):
        row.proposed = {}
        return
    said = profile_with(expert_of(person, None), facts(row), row.decisions, everything)
    try:
        check_bounds(said)
        said = Codes(unit.office.engine.vocabularies).canonical(said, [])
    except ValidationError:  # larger than a profile may be: it waits until a person made it smaller
        row.proposed = {}
    else:
        apart = said.model_dump(mode="json", include={"status", "institution", "institution_country"})
        row.proposed = storable(profile_of(said) | apart) if said.segments else {}
    person.revision = unit.roster_changed()

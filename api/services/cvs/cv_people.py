"""Whose CV it is: recognised by e-mail address, by name and birth date, or by nothing that would be sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.services.cvs.cv_values import usable
from api.services.office import Office
from api.services.unit import Unit
from api.storage import cvs as rows
from api.storage import experts, identities
from api.storage.tables import CvRow
from matching.codes import fold
from matching.cv.values import ReadProfile
from matching.entities import Segment

PERSON, EMAIL, NAME, SOURCE = "cv person", "cv e-mail", "cv name", "cv source"  # salts of the keyed hashes


@dataclass(frozen=True)
class Recognised:
    """Whose CV it is, where that is sure; and everybody of whom something on it is known."""

    expert_id: str | None
    near: frozenset[str] = frozenset()


def person_key(office: Office) -> bytes:
    """The key of the hash by which a person is recognised by name and birth date."""
    return office.signer.keyed_hash(PERSON, "key").encode()


def emails_of(read: ReadProfile) -> list[str]:
    """The e-mail addresses of a CV that can be ones, in small letters."""
    found = (usable("email", one.value) for one in read.parts.emails)
    return list(dict.fromkeys(one for one in found if one))


def email_hash(office: Office, address: str) -> str:
    """The hash under which an address is recognised."""
    return office.signer.keyed_hash(EMAIL, address)


def name_hash(office: Office, name: str | None) -> str | None:
    """The hash under which a name is found again, however its words are ordered and written; None for no name."""
    words = folded_name(name)
    return office.signer.keyed_hash(NAME, words) if words else None


def folded_name(name: str | None) -> str:
    """The words of a name in small letters without accents, in order of the alphabet."""
    return " ".join(sorted(fold(name or "").split()))


def employers(segments: Iterable[Segment], *others: str | None) -> set[str]:
    """Employers as they are compared."""
    named = (*(segment.employer for segment in segments), *others)
    return {words for name in named if name and (words := fold(name))}


def recognise(unit: Unit, read: ReadProfile) -> Recognised:
    """Whose CV it is.

    The same name and birth date are the same person. The same address is, too, unless the names have nothing in common
    or the birth dates differ: an office may share one. The same name with an employer in common may be; nobody is put
    together for that alone.
    """
    session, office = unit.session, unit.office
    by_person = rows.owners(session, CvRow.same_person, [read.same_person] if read.same_person else [])
    addresses = emails_of(read)
    by_address = set(identities.holders(session, addresses).values())
    by_address |= rows.owners(session, CvRow.email_hash, [email_hash(office, one) for one in addresses])
    near = frozenset(by_person | by_address | _namesakes(unit, read))
    sure = by_person or {one for one in by_address if _can_be(unit, read, one)}
    return Recognised(next(iter(sure)) if len(sure) == 1 else None, near)


def _can_be(unit: Unit, read: ReadProfile, expert_id: str) -> bool:
    """Whether nothing speaks against somebody whose address stands on a CV."""
    name = read.parts.name.value if read.parts.name else None
    known = identities.identity(unit.session, expert_id)
    if not alike(name, known.name if known else None):
        return False
    own = name_hash(unit.office, name)
    born = {row.same_person for row in rows.of_expert(unit.session, expert_id) if row.name_hash == own}
    return read.same_person is None or born <= {None, read.same_person}


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names can be of one person: they share a word, are in different scripts, or one is not known."""
    mine, theirs = set(folded_name(one).split()), set(folded_name(other).split())
    if not mine or not theirs or mine & theirs:
        return True
    return any(word.isascii() for word in mine) != any(word.isascii() for word in theirs)


def _namesakes(unit: Unit, read: ReadProfile) -> set[str]:
    """Ids of the people of the same name with whom the CV has an employer in common."""
    same = name_hash(unit.office, read.parts.name.value if read.parts.name else None)
    ids = rows.owners(unit.session, CvRow.name_hash, [same] if same else [])
    own = {fold(entry.employer) for entry in read.parts.entries if entry.employer}
    people = experts.experts_by_id(unit.session, ids)
    waiting = rows.proposed(unit.session, people.values())
    return {
        expert_id
        for expert_id, row in people.items()
        if own & employers(experts.expert_of(row, None, waiting.get(expert_id)).segments, row.institution)
    }

"""What a CV says of who somebody is: name, contact, nationality; each laid where it belongs, apart from the profile."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from api.services.cvs.cv_facts import CONTACTS, DECLARED, Fact
from api.services.cvs.cv_joining import Takes, taken_carefully
from api.services.cvs.cv_people import emails_of
from api.services.cvs.cv_values import InstitutionValue, usable
from api.services.people import declarations, experts
from api.services.people.declarations import DeclarationData
from api.services.people.experts import is_own
from api.services.people.identities import IdentityData, write_identity
from api.services.unit import Unit
from api.storage import identities, personal
from api.storage.tables import DeclarationRow, IdentityRow
from matching.codes import WORKING_LANGUAGES
from matching.cv.values import ReadProfile

MOST_NATIONALITIES = 10  # that a declaration holds


def first_identity(unit: Unit, read: ReadProfile) -> dict[str, Any] | None:
    """Name and contact of somebody new, as their CV gives them; None where it names nobody.

    An address that is another person's is left out: it stands among the facts, for a person to look at.
    """
    name = usable("name", read.parts.name.value) if read.parts.name else None
    if name is None:
        return None
    addresses = emails_of(read)
    held = {*identities.holders(unit.session, addresses), *identities.other_accounts(unit.session, addresses, None)}
    phones = (usable("phone", one.value) for one in read.parts.phones)
    return {
        "name": name,
        "email": next((one for one in addresses if one not in held), None),
        "phone": next((one for one in phones if one), None),
        "language": read.language if read.language in WORKING_LANGUAGES else None,
    }


def leaves(unit: Unit, expert_id: str) -> Collection[str]:
    """Kinds of facts that a confirmation by this actor leaves as they are: what somebody declares is theirs alone."""
    return () if is_own(unit, expert_id) else DECLARED


def lay_down(unit: Unit, expert_id: str, facts: Sequence[Fact], take: Takes) -> None:
    """Put contact data that are confirmed where they belong; and, where the person confirms, what they declare.

    A name or address on record stays as it is unless that very fact was accepted or corrected.

    Raises:
        Conflict: the e-mail address is another person's.
    """
    known = identities.identity(unit.session, expert_id)
    after = contact_after(known, facts, take)
    if after.get("name") and any(getattr(known, part, None) != value for part, value in after.items()):
        write_identity(unit, expert_id, IdentityData.model_validate(after))
    if is_own(unit, expert_id):
        _declare(unit, expert_id, facts, take)


def contact_after(known: IdentityRow | None, facts: Sequence[Fact], take: Takes) -> dict[str, Any]:
    """Name and contact once what is taken is laid down; of several addresses the first."""
    after: dict[str, Any] = {part: getattr(known, part, None) for part in (*CONTACTS, "language")}
    for kind in CONTACTS:
        taken = [fact for fact in facts if fact.kind == kind and taken_carefully(fact, after[kind], take)]
        if taken:
            after[kind] = min(taken, key=lambda fact: not fact.settled).value
    return after


def holds(unit: Unit, expert_id: str, fact: Fact) -> bool:
    """Whether a fact that was taken is on record now; of who somebody is, what was there before may have stayed."""
    known = personal.declaration(unit.session, expert_id)
    if fact.kind == "nationality":
        return known is not None and fact.value in known.nationalities
    if fact.kind == "gender":
        return known is not None and fact.value == known.gender
    if fact.kind == "institution":
        institution = experts.get(unit, expert_id).institution
        return isinstance(fact.value, InstitutionValue) and fact.value.name == institution
    identity = identities.identity(unit.session, expert_id)
    return fact.kind not in CONTACTS or getattr(identity, fact.kind, None) == fact.value


def _declare(unit: Unit, expert_id: str, facts: Sequence[Fact], take: Takes) -> None:
    known = personal.declaration(unit.session, expert_id)
    before = known or DeclarationRow(gender=None, nationalities=[])
    stated = [
        str(fact.value) for fact in facts
        if fact.kind == "nationality" and taken_carefully(fact, before.nationalities, take)
    ]  # fmt: skip
    gender = next(
        (f.value for f in facts if f.kind == "gender" and taken_carefully(f, before.gender, take)), before.gender
    )
    nationalities = list(dict.fromkeys((*before.nationalities, *stated)))[:MOST_NATIONALITIES]
    if (gender, nationalities) != (before.gender, list(before.nationalities)):
        data = DeclarationData.model_validate({"gender": gender, "nationalities": nationalities})
        declarations.declare(unit, expert_id, data)

"""Who people are: name and contact, kept apart from what matching reads."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.errors import ChangedMeanwhile, Conflict
from api.notices.addresses import Mailbox
from api.notices.errors import UnusableAddress
from api.notices.lines import breaks, one_line
from api.services.office import Office
from api.services.people.viewing import seen
from api.services.storable import Said, as_seen
from api.services.unit import Unit
from api.services.versions import check_version, found
from api.storage import experts
from api.storage import identities as rows
from api.storage.tables import IdentityRow

LONGEST_ADDRESS = 254
FORMER = "former address"  # salt of its hash
FEWEST_DIGITS = 4  # of a telephone number
_NUMBER = re.compile(r"\(?\+?[\d\s().\-‐‑–/]+(?:(?:ext|extension|poste|x|#)\.?\s*\d{1,6})?", re.IGNORECASE)


def as_name(text: str) -> str:
    """The name of a person on one line; raises ValueError where it can be none."""
    words = one_line(text)
    if not as_seen(words):
        raise ValueError("a name is needed")
    if breaks(words):
        raise ValueError("it holds a control character")
    return words


def as_address(text: str) -> str:
    """An e-mail address in small letters; raises ValueError where it is none."""
    try:
        return Mailbox(text).address.lower()
    except UnusableAddress as error:
        raise ValueError(f"{error.what} {error.found}") from error


def as_number(text: str) -> str:
    """A telephone number as it was written; raises ValueError where it is none."""
    words = one_line(text)
    if not _NUMBER.fullmatch(words) or sum(c.isdecimal() for c in words) < FEWEST_DIGITS:
        raise ValueError("a telephone number has digits, spaces, + ( ) - . / and at its end perhaps an extension")
    return words


class IdentityData(BaseModel):
    """Who a person is and how to reach them."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Said, AfterValidator(as_name)] = Field(min_length=1, max_length=300)
    email: Annotated[Said, AfterValidator(as_address)] | None = Field(default=None, max_length=LONGEST_ADDRESS)
    phone: Annotated[Said, AfterValidator(as_number)] | None = Field(default=None, max_length=50)
    language: Literal["en", "fr", "es", "pt", "ru", "ar"] | None = Field(
        default=None, description="in which notices are written"
    )


def read(unit: Unit, expert_id: str) -> IdentityRow:
    """Who a person is; noted in the log unless they look themselves.

    Raises:
        NotOnRecord: there is no such person, or nothing is known of who it is.
    """
    row = found(rows.identity(unit.session, expert_id), "identity of an expert", expert_id)
    seen(unit, expert_id, "identity")
    return row


def names_of(unit: Unit, expert_ids: Collection[str], part: str = "name") -> dict[str, str]:
    """The names of people, to be shown; each is noted in the log, but one's own.

    Args:
        part: where the names are shown, such as "long list".
    """
    known = rows.identities(unit.session, expert_ids)
    for expert_id in sorted(known):
        seen(unit, expert_id, part)
    return {expert_id: row.name for expert_id, row in known.items()}


def change(unit: Unit, expert_id: str, data: IdentityData, expected: int | None) -> IdentityRow:
    """Who a person is, replaced; the first time, no version is needed.

    Raises:
        NotOnRecord: there is no such person.
        VersionNeeded, ChangedMeanwhile: see `check_version`.
        Conflict: the e-mail address is another person's.
    """
    found(experts.expert(unit.session, expert_id), "expert", expert_id)
    row = rows.identity(unit.session, expert_id)
    if row is not None:
        check_version(row, expected)
    elif expected is not None:
        raise ChangedMeanwhile(
            "Nothing is on record of who this is.",
            "The change was made from a version of it.",
            "Send it without If-Match.",
        )
    return write_identity(unit, expert_id, data)


def write_identity(unit: Unit, expert_id: str, data: IdentityData) -> IdentityRow:
    """Lay down who a person is, whatever was there before.

    Raises:
        Conflict: the e-mail address is another person's.
    """
    _check_address(unit, expert_id, data)
    row = rows.identity(unit.session, expert_id)
    was = row.email if row is not None and row.email != data.email else None
    if row is None:
        row = IdentityRow(expert_id=expert_id)
        unit.session.add(row)
    for name, value in data.model_dump().items():
        setattr(row, name, value)
    unit.session.flush()
    # By its hash an address of before is known again when the person is erased.
    before = {"address_was": address_hash(unit.office, was)} if was else {}
    unit.record("identity.changed", "expert", expert_id, version=row.version, **before)
    return row


def address_hash(office: Office, address: str) -> str:
    """The keyed hash of an address that was somebody's."""
    return office.signer.keyed_hash(FORMER, address.lower())


def _check_address(unit: Unit, expert_id: str, data: IdentityData) -> None:
    if data.email and rows.holders(unit.session, [data.email]).get(data.email, expert_id) != expert_id:
        raise Conflict(
            "The e-mail address is on record for another person.",
            "",
            "Check the address; where two records are of one person, have one of them removed.",
        )
    if data.email and rows.other_accounts(unit.session, [data.email], expert_id):
        raise Conflict(
            "Somebody signs in with this e-mail address.",
            "The account is not this person's.",
            "Give another address; where the account is theirs, have the administrator say so in it.",
        )

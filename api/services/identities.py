"""Who people are: name and contact, kept apart from what matching reads."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.errors import ChangedMeanwhile, Conflict
from api.notices.addresses import Mailbox
from api.notices.errors import UnusableAddress
from api.notices.lines import breaks, one_line
from api.services.storable import Said
from api.services.unit import Unit
from api.services.versions import check_version, found
from api.services.viewing import seen
from api.storage import experts
from api.storage import identities as rows
from api.storage.tables import IdentityRow

LONGEST_ADDRESS = 254


def as_name(text: str) -> str:
    """The name of a person on one line; raises ValueError where it can be none."""
    words = one_line(text)
    if not words:
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


class IdentityData(BaseModel):
    """Who a person is and how to reach them."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Said, AfterValidator(as_name)] = Field(min_length=1, max_length=300)
    email: Annotated[Said, AfterValidator(as_address)] | None = Field(default=None, max_length=LONGEST_ADDRESS)
    phone: Said | None = Field(default=None, max_length=50)
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
            f"The change was made from version {expected}.",
            "Send it without If-Match.",
        )
    return write_identity(unit, expert_id, data)


def write_identity(unit: Unit, expert_id: str, data: IdentityData) -> IdentityRow:
    """Lay down who a person is, whatever was there before.

    Raises:
        Conflict: the e-mail address is another person's.
    """
    if data.email and rows.holders(unit.session, [data.email]).get(data.email, expert_id) != expert_id:
        raise Conflict(
            "The e-mail address is on record for another person.",
            "",
            "Check the address; where two records are of one person, have one of them removed.",
        )
    row = rows.identity(unit.session, expert_id)
    if row is None:
        row = IdentityRow(expert_id=expert_id)
        unit.session.add(row)
    for name, value in data.model_dump().items():
        setattr(row, name, value)
    unit.session.flush()
    unit.record("identity.changed", "expert", expert_id, version=row.version)
    return row

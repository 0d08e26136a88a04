"""Communities of practice: what is kept of them, and which focal points belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.auth.roles import STAFF, Scope
from api.errors import NotOnRecord
from api.services.people.profiles import Code
from api.services.people.viewing import roles_of
from api.services.storable import Id, Said
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import institutions
from api.storage import peers as rows
from api.storage.paging import Part
from api.storage.tables import CommunityRow, FocalPointRow, InstitutionRow
from matching.entities import Country, Language

LONGEST_TEXT = 20_000
LONGEST_NAME = 300


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Each = AfterValidator(_each_once)
Topic = Annotated[Said, Field(min_length=1, max_length=200)]
Codes = Annotated[list[Code], Field(max_length=50), Each]
Countries = Annotated[list[Country], Field(max_length=250), Each]
Languages = Annotated[list[Language], Field(max_length=50), Each]
EXAMPLE: dict[str, Any] = {
    "name": "Labour inspectors' exchange",
    "description": "Inspectors show each other how they choose workplaces and follow up fines.",
    "topics": ["planning visits by risk", "undeclared work"],
    "fields": ["N.10.01"],
    "countries": ["GH", "KE", "ES"],
    "languages": ["en", "fr"],
    "coordinator": None,
    "members": [],
}


class CommunityData(BaseModel):
    """What is kept of a community."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    name: Said = Field(min_length=1, max_length=LONGEST_NAME)
    description: Said = Field(default="", max_length=LONGEST_TEXT, description="what it is about, in any language")
    topics: Annotated[list[Topic], Field(max_length=50), Each] = Field(default=[], description="in its own words")
    fields: Codes = Field(default=[], description="codes of fields of expertise")
    countries: Countries = Field(default=[], description="whose officials take part, ISO 3166-1 alpha-2")
    languages: Languages = Field(default=[], description="in which it meets, ISO 639-1")
    coordinator: Id | None = Field(
        default=None, max_length=200, description="id of the institution that coordinates it"
    )
    members: Annotated[list[Annotated[Id, Field(max_length=200)]], Field(max_length=500), Each] = Field(
        default=[], description="ids of focal points"
    )


@dataclass(frozen=True)
class Member:
    """A focal point of a community: who it is only for those who may see that."""

    institution: InstitutionRow
    focal_point: FocalPointRow | None  # None for readers who may not see persons


@dataclass(frozen=True)
class Community:
    """A community with those who belong to it."""

    row: CommunityRow
    coordinator: InstitutionRow | None
    members: tuple[Member, ...]


def may_see_persons(unit: Unit) -> bool:
    """Whether names of persons may be shown to who asks; a token needs the scope for it."""
    return unit.actor.is_any(*STAFF) and Scope.PERSONAL in unit.actor.scopes


def get(unit: Unit, community_id: str) -> CommunityRow:
    """One community.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.community(unit.session, community_id), "community", community_id)


def read(unit: Unit, community_id: str) -> Community:
    """One community, to be shown; that names of its members are shown is noted.

    Raises:
        NotOnRecord: see `get`.
    """
    row = get(unit, community_id)
    points = rows.members(unit.session, community_id)
    known = institutions.by_ids(
        unit.session, {point.institution_id for point in points} | ({row.coordinator} if row.coordinator else set())
    )
    named = may_see_persons(unit)
    if named and points:
        ids = [point.id for point in points]
        unit.record("personal.viewed", "focal_points", "list", part="contact", ids=ids, roles=roles_of(unit))
    members = tuple(Member(known[point.institution_id], point if named else None) for point in points)
    return Community(row, known.get(row.coordinator or ""), members)


def listed(unit: Unit, *, limit: int, after: str | None) -> Part[CommunityRow]:
    """A page of communities, by name."""
    return rows.communities(unit.session, limit=limit, after=after)


def member_counts(unit: Unit) -> dict[str, int]:
    """How many members each community has; those without are left out."""
    return rows.member_counts(unit.session)


def add(unit: Unit, data: CommunityData) -> CommunityRow:
    """A new community.

    Raises:
        NotOnRecord: there is no such institution or focal point.
        UnknownCode: of a field.
    """
    row = CommunityRow(id=new_id("community"), changed_at=unit.now, **_values(unit, data))
    unit.session.add(row)
    unit.session.flush()
    rows.set_members(unit.session, row.id, data.members)
    unit.session.flush()
    unit.record("community.added", "community", row.id, members=len(data.members))
    return row


def change(unit: Unit, community_id: str, data: CommunityData, expected: int | None) -> CommunityRow:
    """What is kept of a community, replaced.

    Raises:
        NotOnRecord, UnknownCode: as for `get` and `add`.
        VersionNeeded, ChangedMeanwhile: see `check_version`.
    """
    row = get(unit, community_id)
    check_version(row, expected)
    for name, value in _values(unit, data).items():
        setattr(row, name, value)
    row.changed_at = unit.now
    rows.renew(row)
    rows.set_members(unit.session, row.id, data.members)
    unit.session.flush()
    unit.record("community.changed", "community", row.id, members=len(data.members), version=row.version)
    return row


def remove(unit: Unit, community_id: str, expected: int | None) -> None:
    """A community, removed; its focal points stay.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
    """
    row = get(unit, community_id)
    check_version(row, expected)
    unit.session.delete(row)
    unit.record("community.removed", "community", row.id)


def _values(unit: Unit, data: CommunityData) -> dict[str, object]:
    if data.coordinator is not None and institutions.institution(unit.session, data.coordinator) is None:
        raise _missing("institution", data.coordinator)
    known = rows.focal_points(unit.session, data.members)
    for one in data.members:
        if one not in known:
            raise _missing("focal point", one)
    return data.model_dump(exclude={"members"}) | {"fields": normalised(unit, data.fields)}


def normalised(unit: Unit, codes: Sequence[str]) -> list[str]:
    """Codes of fields in their canonical form, each once.

    Raises:
        UnknownCode: naming near ones.
    """
    fields = unit.office.engine.vocabularies.fields
    return list(dict.fromkeys(fields.normalise(code) for code in codes))


def _missing(kind: str, given: str) -> NotOnRecord:
    return NotOnRecord(
        f"No {kind} with the id '{given[:80]}' is on record.", "", f"Add the {kind} first, or check its id."
    )

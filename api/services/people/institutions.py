"""Institutions that lend experts or ask for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from api.services.people.identities import as_name
from api.services.storable import Id, Said
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import institutions as rows
from api.storage.paging import Part
from api.storage.tables import InstitutionRow
from matching.entities import Country


class InstitutionData(BaseModel):
    """What is kept of an institution."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Said, AfterValidator(as_name)] = Field(min_length=1, max_length=300)
    country: Country | None = Field(default=None, description="ISO 3166-1 alpha-2")
    kind: Id | None = Field(default=None, max_length=80, description="code of a status of people, or 'partner'")
    collaborative: StrictBool = Field(default=False, description="whether it lends experts readily")


def get(unit: Unit, institution_id: str) -> InstitutionRow:
    """One institution.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.institution(unit.session, institution_id), "institution", institution_id)


def listed(
    unit: Unit,
    *,
    country: str | None,
    collaborative: bool | None,
    limit: int,
    after: str | None,
    words: str | None = None,
) -> Part[InstitutionRow]:
    """A page of institutions, by name; `words` stand in the name."""
    return rows.institutions(
        unit.session, country=country, collaborative=collaborative, limit=limit, after=after, words=words
    )


@dataclass(frozen=True)
class PeopleThere:
    """People of the roster who say that they work at an institution."""

    count: int
    country: str | None  # that tells them from those of others of its name; None where the name is enough


def people_at(unit: Unit, institutions: Sequence[InstitutionRow]) -> dict[str, PeopleThere]:
    """People of each of these, by its id: of the same name and country.

    Where it or a person does not say the country, and only one is said for that name, it is that one; of an institution that
    does not say which of several it is in, everybody of its name counts.
    """
    names = {row.name for row in institutions}
    working, on_record = rows.people_at(unit.session, names), rows.countries_of(unit.session, names)
    found = {}
    for row in institutions:
        said = on_record[row.name] | {country for country in working[row.name] if country}
        only = next(iter(said)) if len(said) == 1 else None
        where = row.country or only
        there = working[row.name].items()
        count = sum(people for country, people in there if where is None or (country or only) == where)
        found[row.id] = PeopleThere(count, where if len(said) > 1 else None)
    return found


def names_of(unit: Unit, institution_ids: Collection[str]) -> dict[str, str]:
    """The names of these institutions, by id."""
    return {row.id: row.name for row in rows.by_ids(unit.session, institution_ids).values()}


def add(unit: Unit, data: InstitutionData) -> InstitutionRow:
    """A new institution."""
    row = InstitutionRow(id=new_id("institution"), **data.model_dump())
    unit.session.add(row)
    unit.session.flush()
    unit.record("institution.added", "institution", row.id)
    return row


def change(unit: Unit, institution_id: str, data: InstitutionData, expected: int | None) -> InstitutionRow:
    """What is kept of an institution, replaced.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
    """
    row = get(unit, institution_id)
    check_version(row, expected)
    for name, value in data.model_dump().items():
        setattr(row, name, value)
    unit.session.flush()
    unit.record("institution.changed", "institution", row.id, version=row.version)
    return row


def remove(unit: Unit, institution_id: str, expected: int | None) -> None:
    """An institution and its focal points, removed.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
    """
    row = get(unit, institution_id)
    check_version(row, expected)
    unit.session.delete(row)
    unit.record("institution.removed", "institution", row.id)

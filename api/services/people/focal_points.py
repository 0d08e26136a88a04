"""Focal points: who answers for an institution, for everything or for one category of expertise, and since when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.errors import NotOnRecord
from api.services.people.identities import LONGEST_ADDRESS, as_address, as_name
from api.services.people.profiles import Code, Day
from api.services.people.viewing import roles_of
from api.services.storable import Id, Said
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import focal_points as rows
from api.storage import institutions
from api.storage.paging import Part
from api.storage.tables import FocalPointRow


class FocalPointData(BaseModel):
    """Who answers for an institution."""

    model_config = ConfigDict(extra="forbid")

    institution_id: Id = Field(min_length=1, max_length=200)
    category: Code | None = Field(default=None, description="code of a field of expertise; null: for everything")
    name: Annotated[Said, AfterValidator(as_name)] = Field(min_length=1, max_length=300)
    email: Annotated[Said, AfterValidator(as_address)] = Field(max_length=LONGEST_ADDRESS)
    phone: Said | None = Field(default=None, max_length=50)
    since: Day
    until: Day | None = Field(default=None, description="last day in office")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until and self.until < self.since:
            raise ValueError(f"the last day {self.until} lies before the first {self.since}")
        return self


def get(unit: Unit, focal_point_id: str) -> FocalPointRow:
    """One focal point.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.focal_point(unit.session, focal_point_id), "focal point", focal_point_id)


def read(unit: Unit, focal_point_id: str) -> FocalPointRow:
    """One focal point, to be shown.

    Raises:
        NotOnRecord: see `get`.
    """
    row = get(unit, focal_point_id)
    unit.record("personal.viewed", "focal_point", row.id, part="contact", roles=roles_of(unit))
    return row


def listed(
    unit: Unit, *, institution_id: str | None, category: str | None, on: date | None, limit: int, after: str | None
) -> Part[FocalPointRow]:
    """Focal points by institution: those who answer for a category (or one above it), those in office on a day.

    Raises:
        UnknownCode: of the category; naming near ones.
    """
    codes: list[str] = []
    if category is not None:
        fields = unit.office.engine.vocabularies.fields
        above = [fields.normalise(category), *(term.code for term in fields.ancestors(category))]
        codes = [name for code in above for name in fields.names(code)]
    page = rows.focal_points(
        unit.session, institution_id=institution_id, categories=codes, on=on, limit=limit, after=after
    )
    if page.rows:
        ids = [row.id for row in page.rows]
        unit.record("personal.viewed", "focal_points", "list", part="contact", ids=ids, roles=roles_of(unit))
    return page


def add(unit: Unit, data: FocalPointData) -> FocalPointRow:
    """A new focal point.

    Raises:
        NotOnRecord: there is no such institution.
        UnknownCode: of the category.
    """
    row = FocalPointRow(id=new_id("focal"), **_values(unit, data))
    unit.session.add(row)
    unit.session.flush()
    unit.record("focal_point.added", "focal_point", row.id, institution=row.institution_id)
    return row


def change(unit: Unit, focal_point_id: str, data: FocalPointData, expected: int | None) -> FocalPointRow:
    """What is kept of a focal point, replaced.

    Raises:
        NotOnRecord, UnknownCode: as for `get` and `add`.
        VersionNeeded, ChangedMeanwhile: see `check_version`.
    """
    row = get(unit, focal_point_id)
    check_version(row, expected)
    for name, value in _values(unit, data).items():
        setattr(row, name, value)
    unit.session.flush()
    unit.record("focal_point.changed", "focal_point", row.id, institution=row.institution_id, version=row.version)
    return row


def remove(unit: Unit, focal_point_id: str, expected: int | None) -> None:
    """A focal point, removed with name and contact; one who leaves office is rather given a last day.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
    """
    row = get(unit, focal_point_id)
    check_version(row, expected)
    unit.session.delete(row)
    unit.record("focal_point.removed", "focal_point", row.id, institution=row.institution_id)


def _values(unit: Unit, data: FocalPointData) -> dict[str, object]:
    if institutions.institution(unit.session, data.institution_id) is None:
        raise NotOnRecord(
            f"No institution with the id '{data.institution_id[:80]}' is on record.",
            "",
            "Add the institution first, or check its id.",
        )
    values = data.model_dump()
    if data.category is not None:
        values["category"] = unit.office.engine.vocabularies.fields.normalise(data.category)
    return values

"""What an institution says of itself: what kind of house it is, what it deals with, with whom it works."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.services.peers.communities import LONGEST_TEXT, Codes, Countries, Languages, normalised
from api.services.people import institutions
from api.services.storable import Said
from api.services.unit import Unit
from api.services.versions import check_first, check_version
from api.storage import peers as rows
from api.storage.tables import InstitutionProfileRow
from matching.peers.values import Form

EXAMPLE: dict[str, Any] = {
    "form": "agency",
    "description": "The fund pays old-age pensions and trains its counsellors in a school of its own.",
    "fields": ["E.10.07"],
    "countries": ["MA"],
    "languages": ["fr"],
}


class InstitutionProfileData(BaseModel):
    """What is kept of it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    form: Form = Field(default="other", description="what kind of house it is")
    description: Said = Field(default="", max_length=LONGEST_TEXT, description="in any language")
    fields: Codes = Field(default=[], description="codes of fields of expertise")
    countries: Countries = Field(default=[], description="with which it works, beside its own")
    languages: Languages = Field(default=[], description="in which it can answer")


def get(unit: Unit, institution_id: str) -> InstitutionProfileRow | None:
    """What an institution says of itself; None where it said nothing yet.

    Raises:
        NotOnRecord: there is no such institution.
    """
    institutions.get(unit, institution_id)
    return rows.institution_profile(unit.session, institution_id)


def put(unit: Unit, institution_id: str, data: InstitutionProfileData, expected: int | None) -> InstitutionProfileRow:
    """What an institution says of itself, said for the first time or replaced.

    Args:
        expected: the version that is replaced; none the first time.

    Raises:
        NotOnRecord: there is no such institution.
        UnknownCode: of a field.
        VersionNeeded, ChangedMeanwhile: see `check_version`; also where there is none to replace.
    """
    row = get(unit, institution_id)
    values = data.model_dump() | {"fields": normalised(unit, data.fields), "changed_at": unit.now}
    if row is None:
        check_first(expected)
        row = InstitutionProfileRow(institution_id=institution_id, **values)
        unit.session.add(row)
    else:
        check_version(row, expected)
        for name, value in values.items():
            setattr(row, name, value)
    unit.session.flush()
    unit.record("institution.described", "institution", institution_id, version=row.version)
    return row

"""What people declare of themselves over HTTP: to be read and written by nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.people import PREFIX, ExpertId, Own
from api.services.people import declarations as use
from api.services.people.declarations import DeclarationData

router = APIRouter(tags=["personal data"])
Auditor = Annotated[Permit, Depends(May(Role.AUDITOR))]
ADDRESS = f"{PREFIX}/{{id}}/declaration"


class Declaration(BaseModel):
    """What a person declared of themselves, and when."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": {"gender": "woman", "nationalities": ["FR"], "at": "2026-11-16T09:00:00Z"}},
    )

    gender: str | None
    nationalities: list[str]
    at: datetime


class DeclaredGroup(BaseModel):
    """A group of people."""

    model_config = ConfigDict(from_attributes=True)

    group: str
    people: int | None


class DeclaredSummary(BaseModel):
    """The make-up of the roster as declared, to the nearest five; null: fewer than five."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {
                "people": 820,
                "genders": [{"group": "man", "people": 480}, {"group": "woman", "people": 320}],
                "nationalities": [{"group": "FR", "people": 210}, {"group": "small groups together", "people": 45}],
            }
        },
    )

    people: int | None
    genders: list[DeclaredGroup]
    nationalities: list[DeclaredGroup]


@router.get(ADDRESS, summary="What one declared of oneself", responses=problems(401, 403, 404, 422))
def read(permit: Own, id: ExpertId) -> Declaration:
    """For the person alone."""
    with permit.reading() as unit:
        return Declaration.model_validate(use.read(unit, id))


@router.put(
    ADDRESS,
    summary="Declare gender and nationalities",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 413, 415, 422),
)
def declare(permit: Own, id: ExpertId, data: DeclarationData) -> Declaration:
    """As one wishes. It never enters a score; it counts where teams are composed and where balance is watched."""
    with permit.writing() as unit:
        return Declaration.model_validate(use.declare(unit, id, data))


@router.delete(ADDRESS, status_code=204, summary="Take a declaration back", responses=problems(401, 403, 404, 422))
def take_back(permit: Own, id: ExpertId) -> None:
    """Nothing is declared any more."""
    with permit.writing() as unit:
        use.take_back(unit, id)


@router.get("/api/v1/declarations/summary", summary="The roster as declared, in counts", responses=problems(401, 403))
def summary(permit: Auditor) -> DeclaredSummary:
    """Counts, rounded to five, in which nobody can be found; small groups stand together."""
    with permit.reading() as unit:
        return DeclaredSummary.model_validate(use.summary(unit))

"""Focal points of institutions over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict

from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, tag
from api.routes.people import Expected, StaffPersonal
from api.services.people import focal_points as use
from api.services.people.focal_points import FocalPointData
from api.services.people.profiles import IsoDate
from api.services.storable import Id

PREFIX = "/api/v1/focal-points"
router = APIRouter(prefix=PREFIX, tags=["institutions"])
FocalPointId = Annotated[Id, Path(max_length=200)]
EXAMPLE: dict[str, Any] = {
    "id": "focal-1a2b",
    "institution_id": "institution-3c4d",
    "category": "A.35",
    "name": "Bert Surname",
    "email": "bert@example.org",
    "phone": None,
    "since": "2026-01-01",
    "until": None,
}


class FocalPoint(BaseModel):
    """Who answers for an institution."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": EXAMPLE})

    id: str
    institution_id: str
    category: str | None
    name: str
    email: str
    phone: str | None
    since: date
    until: date | None


@router.get("", summary="Focal points, by institution", responses=problems(401, 403, 422))
def listed(
    permit: StaffPersonal,
    limit: Limit = 50,
    after: After = None,
    institution: Annotated[Id | None, Query(max_length=200, description="id of an institution")] = None,
    category: Annotated[
        Id | None, Query(max_length=80, description="code of a field: those who answer for it, or for everything")
    ] = None,
    on: Annotated[IsoDate | None, Query(description="those in office on this day")] = None,
) -> Page[FocalPoint]:
    """A page of focal points."""
    with permit.reading() as unit:
        found = use.listed(unit, institution_id=institution, category=category, on=on, limit=limit, after=after)
        return Page(items=[FocalPoint.model_validate(row) for row in found.rows], next=found.next)


@router.post(
    "",
    status_code=201,
    summary="Name a focal point",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def add(permit: StaffPersonal, response: Response, data: FocalPointData) -> FocalPoint:
    """A new focal point of an institution on record."""
    with permit.writing() as unit:
        row = use.add(unit, data)
        made = FocalPoint.model_validate(row)
        tag(response, row)
    response.headers["Location"] = f"{PREFIX}/{made.id}"
    return made


@router.get("/{id}", summary="One focal point", responses=problems(401, 403, 404, 422))
def read(permit: StaffPersonal, response: Response, id: FocalPointId) -> FocalPoint:
    """Name and contact at work; the ETag is needed to change them."""
    with permit.reading() as unit:
        row = use.read(unit, id)
        tag(response, row)
        return FocalPoint.model_validate(row)


@router.put(
    "/{id}",
    summary="Change a focal point",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def change(
    permit: StaffPersonal, response: Response, id: FocalPointId, data: FocalPointData, expected: Expected
) -> FocalPoint:
    """Replace what is kept; who leaves office is given a last day."""
    with permit.writing() as unit:
        row = use.change(unit, id, data, expected)
        tag(response, row)
        return FocalPoint.model_validate(row)


@router.delete(
    "/{id}", status_code=204, summary="Remove a focal point", responses=problems(400, 401, 403, 404, 412, 422, 428)
)
def remove(permit: StaffPersonal, id: FocalPointId, expected: Expected) -> None:
    """A focal point, removed with name and contact."""
    with permit.writing() as unit:
        use.remove(unit, id, expected)

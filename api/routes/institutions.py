"""Institutions over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ConfigDict

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import StaffPermit, takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, expected_version, tag
from api.services.people import institutions as use
from api.services.people.institutions import InstitutionData
from matching.entities import Country

router = APIRouter(prefix="/api/v1/institutions", tags=["institutions"])
EXAMPLE: dict[str, Any] = {
    "name": "National Employment Agency",
    "country": "TG",
    "kind": "partner",
    "collaborative": False,
}
Reader = Annotated[Permit, Depends(May(Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR, Role.STEERING))]
Expected = Annotated[int | None, Depends(expected_version)]


class Institution(InstitutionData):
    """An institution on record."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": {"id": "institution-1a2b", **EXAMPLE}}
    )

    id: str


def answer(row: use.InstitutionRow) -> Institution:
    """A row in the shape of an answer."""
    return Institution.model_validate(row)


@router.get("", summary="Institutions, by name", responses=problems(401, 403, 422))
def listed(
    permit: Reader,
    limit: Limit = 50,
    after: After = None,
    country: Country | None = None,
    collaborative: Annotated[bool | None, Query(description="only those that lend experts readily, or not")] = None,
) -> Page[Institution]:
    """A page of institutions."""
    with permit.reading() as unit:
        found = use.listed(unit, country=country, collaborative=collaborative, limit=limit, after=after)
        return Page(items=[answer(row) for row in found.rows], next=found.next)


@router.post(
    "",
    status_code=201,
    summary="Add an institution",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def add(permit: StaffPermit, response: Response, data: InstitutionData) -> Institution:
    """A new institution."""
    with permit.writing() as unit:
        row = use.add(unit, data)
        made = answer(row)
        tag(response, row)
    response.headers["Location"] = f"/api/v1/institutions/{made.id}"
    return made


@router.get("/{id}", summary="One institution", responses=problems(401, 403, 404, 422))
def read(permit: Reader, response: Response, id: str) -> Institution:
    """What is kept of an institution; its ETag is needed to change it."""
    with permit.reading() as unit:
        row = use.get(unit, id)
        tag(response, row)
        return answer(row)


@router.put(
    "/{id}",
    summary="Change an institution",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def change(permit: StaffPermit, response: Response, id: str, data: InstitutionData, expected: Expected) -> Institution:
    """Replace what is kept; nothing is lost of what somebody else changed meanwhile."""
    with permit.writing() as unit:
        row = use.change(unit, id, data, expected)
        tag(response, row)
        return answer(row)


@router.delete(
    "/{id}", status_code=204, summary="Remove an institution", responses=problems(400, 401, 403, 404, 412, 422, 428)
)
def remove(permit: StaffPermit, id: str, expected: Expected) -> None:
    """An institution and its focal points, removed."""
    with permit.writing() as unit:
        use.remove(unit, id, expected)

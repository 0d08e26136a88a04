"""Communities of practice over HTTP, and what institutions say of themselves."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.routes.access import StaffPermit, takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, tag
from api.routes.people import Expected, StaffPersonal
from api.services.peers import communities as use
from api.services.peers import institution_profiles
from api.services.peers.communities import Community, CommunityData
from api.services.peers.institution_profiles import InstitutionProfileData
from api.services.storable import Id

PREFIX = "/api/v1/communities"
router = APIRouter(tags=["peers"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
CommunityId = Annotated[Id, Path(max_length=200)]
InstitutionId = Annotated[Id, Path(max_length=200, description="of an institution")]


class CommunityLine(BaseModel):
    """A community in a list."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    topics: list[str]
    fields: list[str]
    countries: list[str]
    languages: list[str]
    coordinator: str | None = Field(description="id of the institution that coordinates it")


class MemberAnswer(BaseModel):
    """A focal point of a community."""

    institution: str
    country: str | None
    focal_point_id: str | None = Field(description="null for readers who may not see persons")
    name: str | None = Field(description="null for readers who may not see persons")


class CommunityAnswer(CommunityLine):
    """A community whole."""

    description: str
    members: list[MemberAnswer]


@router.get(PREFIX, summary="Communities of practice, by name", responses=problems(401, 403, 422))
def listed(permit: Reader, limit: Limit = 50, after: After = None) -> Page[CommunityLine]:
    """A page of communities."""
    with permit.reading() as unit:
        found = use.listed(unit, limit=limit, after=after)
        return Page(items=[CommunityLine.model_validate(row) for row in found.rows], next=found.next)


@router.post(
    PREFIX,
    status_code=201,
    summary="Add a community of practice",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def add(permit: StaffPersonal, response: Response, data: CommunityData) -> CommunityAnswer:
    """A new community; its members are focal points on record."""
    with permit.writing() as unit:
        row = use.add(unit, data)
        made = _answer(response, use.read(unit, row.id))
    response.headers["Location"] = f"{PREFIX}/{made.id}"
    return made


@router.get(f"{PREFIX}/{{id}}", summary="One community of practice", responses=problems(401, 403, 404, 422))
def read(permit: Reader, response: Response, id: CommunityId) -> CommunityAnswer:
    """What it is about and who takes part; its ETag is needed to change it."""
    with permit.reading() as unit:
        return _answer(response, use.read(unit, id))


@router.put(
    f"{PREFIX}/{{id}}",
    summary="Change a community of practice",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def change(
    permit: StaffPersonal, response: Response, id: CommunityId, data: CommunityData, expected: Expected
) -> CommunityAnswer:
    """Replace what is kept of it and who its members are."""
    with permit.writing() as unit:
        use.change(unit, id, data, expected)
        return _answer(response, use.read(unit, id))


@router.delete(
    f"{PREFIX}/{{id}}",
    status_code=204,
    summary="Remove a community of practice",
    responses=problems(400, 401, 403, 404, 412, 422, 428),
)
def remove(permit: StaffPermit, id: CommunityId, expected: Expected) -> None:
    """A community, removed; its focal points stay."""
    with permit.writing() as unit:
        use.remove(unit, id, expected)


@router.get(
    "/api/v1/institutions/{id}/profile",
    summary="What an institution says of itself",
    responses=problems(401, 403, 404, 422),
)
def described(permit: Reader, response: Response, id: InstitutionId) -> InstitutionProfileData:
    """What kind of house it is, what it deals with and with whom; empty where it said nothing yet."""
    with permit.reading() as unit:
        row = institution_profiles.get(unit, id)
        if row is None:
            return InstitutionProfileData()
        tag(response, row)
        return InstitutionProfileData.model_validate(row, from_attributes=True)


@router.put(
    "/api/v1/institutions/{id}/profile",
    summary="Say what an institution deals with",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
)
def describe(
    permit: StaffPermit, response: Response, id: InstitutionId, data: InstitutionProfileData, expected: Expected
) -> InstitutionProfileData:
    """Say it for the first time, or replace what was said: that needs the ETag."""
    with permit.writing() as unit:
        row = institution_profiles.put(unit, id, data, expected)
        tag(response, row)
        return InstitutionProfileData.model_validate(row, from_attributes=True)


def _answer(response: Response, found: Community) -> CommunityAnswer:
    tag(response, found.row)
    members = [
        MemberAnswer(
            institution=one.institution.name,
            country=one.institution.country,
            focal_point_id=one.focal_point.id if one.focal_point else None,
            name=one.focal_point.name if one.focal_point else None,
        )
        for one in found.members
    ]
    line: dict[str, Any] = dict(CommunityLine.model_validate(found.row))
    return CommunityAnswer(**line, description=found.row.description, members=members)

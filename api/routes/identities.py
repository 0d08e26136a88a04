"""Who people are over HTTP, and who looked at their data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict

from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, tag
from api.routes.people import PREFIX, AuditorOrOwn, Expected, ExpertId, StaffOrOwn
from api.services.people import identities as use
from api.services.people import viewing
from api.services.people.identities import IdentityData

router = APIRouter(prefix=PREFIX, tags=["personal data"])
EXAMPLE: dict[str, Any] = {
    "expert_id": "expert-1a2b",
    "name": "Anna Surname",
    "email": "anna@example.org",
    "phone": "+33 1 00 00 00 00",
    "language": "fr",
}


class Identity(BaseModel):
    """Who a person is and how to reach them."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": EXAMPLE})

    expert_id: str
    name: str
    email: str | None
    phone: str | None
    language: str | None


class PersonalView(BaseModel):
    """Somebody looked at a person's data."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    by: list[str]
    part: str


@router.get("/{id}/identity", summary="Who a person is", responses=problems(401, 403, 404, 422))
def read(permit: StaffOrOwn, response: Response, id: ExpertId) -> Identity:
    """Name and contact; that another looked at them is noted, and the person can see it."""
    with permit.reading() as unit:
        row = use.read(unit, id)
        tag(response, row)
        return Identity.model_validate(row)


@router.put(
    "/{id}/identity",
    summary="Change who a person is",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def change(permit: StaffOrOwn, response: Response, id: ExpertId, data: IdentityData, expected: Expected) -> Identity:
    """Name, contact and language of notices, replaced; If-Match is needed where something is on record."""
    with permit.writing() as unit:
        row = use.change(unit, id, data, expected)
        tag(response, row)
        return Identity.model_validate(row)


@router.get("/{id}/views", summary="Who looked at a person's data", responses=problems(401, 403, 404, 422))
def views(permit: AuditorOrOwn, id: ExpertId, limit: Limit = 50, after: After = None) -> Page[PersonalView]:
    """Newest first: when, in which roles, and at what; never by name."""
    with permit.reading() as unit:
        found = viewing.views(unit, id, limit=limit, after=after)
        return Page(items=[PersonalView.model_validate(view) for view in found.rows], next=found.next)

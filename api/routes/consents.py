"""Consent over HTTP: the privacy notice in force, and what people said to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.auth.access import May, Permit, anyone
from api.auth.roles import TEAM, Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.people import PREFIX, ExpertId, Own, TeamOrOwn
from api.services.people import consents as use
from api.services.people.consents import ConsentData

router = APIRouter(tags=["personal data"])
Reader = Annotated[Permit, Depends(May(*TEAM, Role.AUDITOR, own="id"))]
ADDRESS = f"{PREFIX}/{{id}}/consents"
EXAMPLE: dict[str, Any] = {"id": "consent-1a2b", "notice": "2026-1", "given": True, "at": "2026-11-16T09:00:00Z"}


class ConsentAnswer(BaseModel):
    """One yes or no to a version of the privacy notice."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": EXAMPLE})

    id: str
    notice: str
    given: bool
    at: datetime


class PrivacyNoticeInForce(BaseModel):
    """The privacy notice in force, in each of its languages."""

    model_config = ConfigDict(from_attributes=True)

    version: str
    date: date
    contact: str
    texts: dict[str, str]


@router.get("/api/v1/privacy-notice", summary="The privacy notice in force")
def notice(permit: Annotated[Permit, Depends(anyone)]) -> PrivacyNoticeInForce:
    """What people are told before they agree."""
    with permit.reading() as unit:
        return PrivacyNoticeInForce.model_validate(use.notice(unit))


@router.get(ADDRESS, summary="What a person agreed to, and when", responses=problems(401, 403, 404, 422))
def listed(permit: Reader, id: ExpertId) -> list[ConsentAnswer]:
    """Every yes and no, the last one first."""
    with permit.reading() as unit:
        return [ConsentAnswer.model_validate(row) for row in use.consents(unit, id)]


@router.post(
    ADDRESS,
    status_code=201,
    summary="Agree to the privacy notice",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def give(permit: Own, id: ExpertId, data: ConsentData) -> ConsentAnswer:
    """The person agrees to the version in force; nobody can do that for another."""
    with permit.writing() as unit:
        return ConsentAnswer.model_validate(use.give(unit, id, data))


@router.post(
    f"{ADDRESS}/withdrawal", status_code=201, summary="Withdraw consent", responses=problems(401, 403, 404, 409, 422)
)
def withdraw(permit: TeamOrOwn, id: ExpertId) -> ConsentAnswer:
    """The person takes no part in matching from now on; the team notes it for those who say so by letter."""
    with permit.writing() as unit:
        return ConsentAnswer.model_validate(use.withdraw(unit, id))

"""Performance over HTTP, in confidence: for the team alone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.people import PREFIX, ExpertId, TeamPersonal
from api.services.people import performance as use
from api.services.people.performance import ExclusionData, PerformanceNoteData

router = APIRouter(prefix=PREFIX, tags=["performance"])
Leader = Annotated[Permit, Depends(May(Role.LEADER, personal=True))]
EXAMPLE: dict[str, Any] = {
    "id": "note-1a2b",
    "kind": "assignment",
    "action_code": "2026-14",
    "grade": 4,
    "text": "Reports on time; the partner asked for the same person again.",
    "at": "2026-11-16T09:00:00Z",
    "by": "account-3c4d",
}


class PerformanceNote(BaseModel):
    """How an assignment went; or why somebody was excluded, or let in again."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": EXAMPLE})

    id: str
    kind: str = Field(description="assignment, exclusion or exclusion_lifted")
    action_code: str | None
    grade: int | None = Field(description="of an assignment, 1 (very poor) to 5 (very good)")
    text: str
    at: datetime
    by: str = Field(description="account of the author")


@router.get("/{id}/performance", summary="How a person's assignments went", responses=problems(401, 403, 404, 422))
def listed(permit: TeamPersonal, id: ExpertId) -> list[PerformanceNote]:
    """Notes and exclusions, the last one first; that they were read is noted."""
    with permit.reading() as unit:
        return [PerformanceNote.model_validate(row) for row in use.notes(unit, id)]


@router.post(
    "/{id}/performance",
    status_code=201,
    summary="PerformanceNote how an assignment went",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 413, 415, 422),
)
def note(permit: TeamPersonal, id: ExpertId, data: PerformanceNoteData) -> PerformanceNote:
    """A note that stays as it is written. The person is given it with their own data, without the author's name."""
    with permit.writing() as unit:
        return PerformanceNote.model_validate(use.note(unit, id, data))


@router.put(
    "/{id}/exclusion",
    summary="Exclude a person, or let them in again",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def exclude(permit: Leader, id: ExpertId, data: ExclusionData) -> PerformanceNote:
    """A team leader's decision with its reason; it holds for every call from now on."""
    with permit.writing() as unit:
        return PerformanceNote.model_validate(use.decide_exclusion(unit, id, data))

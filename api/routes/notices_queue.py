"""The queue of notices over HTTP: what was sent, what waits, what could not be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api.routes.access import OfficerPermit, TeamPermit
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.notices import notices_queue as use
from api.services.storable import Id

router = APIRouter(prefix="/api/v1/notices", tags=["notices"])
NoticeState = Literal["waiting", "sending", "sent", "failed"]
EXAMPLE: dict[str, Any] = {
    "id": "notice-1a2b",
    "kind": "invitation",
    "expert_id": "expert-3c4d",
    "account_id": None,
    "subject_id": "call-5e6f",
    "state": "failed",
    "tries": 1,
    "next_try_at": "2026-11-16T09:00:00Z",
    "sent_at": None,
    "problem": "no_address",
    "created_at": "2026-11-16T09:00:00Z",
}


class NoticeAnswer(BaseModel):
    """A notice in the queue, without address and text."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": EXAMPLE})

    id: str
    kind: str
    expert_id: str | None
    account_id: str | None
    subject_id: str | None = Field(description="what it is about, such as a call")
    state: NoticeState
    tries: int
    next_try_at: datetime
    sent_at: datetime | None
    problem: str | None = Field(description="why it was not sent: a kind of error")
    created_at: datetime


@router.get("", summary="Notices, newest first", responses=problems(401, 403, 422))
def listed(
    permit: TeamPermit,
    limit: Limit = 50,
    after: After = None,
    state: Annotated[NoticeState | None, Query()] = None,
    about: Annotated[Id | None, Query(max_length=100, description="id of a call")] = None,
) -> Page[NoticeAnswer]:
    """A page of notices."""
    with permit.reading() as unit:
        part = use.listed(unit, state=state, subject_id=about, limit=limit, after=after)
        return Page(items=[NoticeAnswer.model_validate(row) for row in part.rows], next=part.next)


@router.post(
    "/{id}/try-again", summary="Try a notice again that failed", responses=problems(400, 401, 403, 404, 409, 422)
)
def try_again(permit: OfficerPermit, id: Annotated[Id, Path(max_length=100)]) -> NoticeAnswer:
    """When what stood in its way is mended; what was interrupted may have been sent already."""
    with permit.writing() as unit:
        return NoticeAnswer.model_validate(use.try_again(unit, id))

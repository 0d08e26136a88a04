"""What waits for the team over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import TEAM
from api.services import waiting as use
from api.services.waiting import Kind

router = APIRouter(tags=["calls"])
Team = Annotated[Permit, Depends(May(*TEAM))]


class WaitingAnswer(BaseModel):
    """So many of a kind wait."""

    model_config = ConfigDict(from_attributes=True)

    kind: Kind = Field(
        description="request_received, request_eligible, request_relevant: requests to be found eligible, to be found "
        "relevant, to be led to an action; call_draft, call_closed: calls to publish, to decide on; answer: "
        "invitations and offers without an answer"
    )
    count: int = Field(ge=1)
    by: date | None = Field(description="the first day on which one of them is due; null: they have no such day")


class AllWaitingAnswer(BaseModel):
    """What waits, in the order in which a request comes to be a mission."""

    waiting: list[WaitingAnswer]


@router.get("/api/v1/waiting")
def waiting(permit: Team) -> AllWaitingAnswer:
    """What stands half-way and waits for the team, counted; kinds of which nothing waits are left out."""
    with permit.reading() as unit:
        return AllWaitingAnswer(waiting=[WaitingAnswer.model_validate(one) for one in use.waiting(unit)])

"""Invitations over HTTP: sent by an officer, answered by the person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.routes import people
from api.routes.access import takes_json
from api.routes.call_parts import PREFIX, Blind, CallId, Officer, RecordReader
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.calls import invitations as use
from api.services.calls.call_names import names_for
from api.services.calls.invitations import Answer, InvitationData, TakingBack
from api.services.storable import Id
from api.storage.tables import InvitationRow

router = APIRouter(tags=["invitations"])
InvitationId = Annotated[Id, Path(max_length=100)]
Invitee = Annotated[Permit, Depends(May(own="id"))]
EXAMPLE: dict[str, Any] = {
    "id": "invitation-1a2b",
    "call_id": "call-3c4d",
    "position_id": "1",
    "expert_id": "expert-5e6f",
    "name": None,
    "state": "sent",
    "offer": False,
    "from_reserve": False,
    "replaces": None,
    "sent_at": "2026-11-16T09:00:00Z",
    "reply_by": "2026-11-26",
    "reminded_at": None,
    "answered_at": None,
    "available": None,
    "no_conflict": None,
    "reason": None,
}


class Invitation(BaseModel):
    """An invitation on record."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    id: str
    call_id: str
    position_id: str
    expert_id: str
    name: str | None = None
    state: str = Field(description="sent, accepted, declined, expired or cancelled")
    offer: bool = Field(description="of the place itself, after the decision")
    from_reserve: bool
    replaces: str | None = Field(description="the invitation whose place it takes")
    sent_at: datetime
    reply_by: date = Field(description="the last day on which to answer")
    reminded_at: datetime | None
    answered_at: datetime | None
    available: bool | None
    no_conflict: bool | None
    reason: str | None = Field(description="of the person who declined, or of the office that took it back")


def answer(row: InvitationRow, name: str | None = None, *, blind: bool = False) -> Invitation:
    """A row in the shape of an answer; in a blind reading without the person's words."""
    kept = {field: getattr(row, field) for field in Invitation.model_fields if field not in {"name", "reply_by"}}
    hidden = {"reason": None} if blind else {}
    return Invitation(**(kept | hidden), name=name, reply_by=row.reply_by.date())


@router.post(
    PREFIX + "/{id}/invitations",
    status_code=201,
    summary="Invite a person to a position",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def invite(permit: Officer, id: CallId, data: InvitationData) -> Invitation:
    """A letter goes out; after the decision only the reserve can be invited, in its order."""
    with permit.writing() as unit:
        return answer(use.invite(unit, id, data))


@router.get(
    PREFIX + "/{id}/invitations", summary="Who was invited, in order of time", responses=problems(401, 403, 404, 422)
)
def of_call(
    permit: RecordReader, id: CallId, limit: Limit = 50, after: After = None, blind: Blind = False
) -> Page[Invitation]:
    """A page of invitations with their answers."""
    with permit.reading() as unit:
        part = use.of_call(unit, id, limit=limit, after=after)
        names = {} if blind else names_for(unit, id, [row.expert_id for row in part.rows])
        return Page(items=[answer(row, names.get(row.expert_id), blind=blind) for row in part.rows], next=part.next)


@router.post(
    PREFIX + "/{id}/invitations/{invitation_id}/take-back",
    summary="Take an invitation back",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def take_back(permit: Officer, id: CallId, invitation_id: InvitationId, data: TakingBack) -> Invitation:
    """Answered or not; the person is told, and the next of the reserve is invited where that is asked for."""
    with permit.writing() as unit:
        return answer(use.take_back(unit, id, invitation_id, data))


@router.get(
    people.PREFIX + "/{id}/invitations",
    summary="One's own invitations, newest first",
    responses=problems(401, 403, 422),
)
def of_expert(permit: Invitee, id: people.ExpertId, limit: Limit = 50, after: After = None) -> Page[Invitation]:
    """A page of invitations, past ones included."""
    with permit.reading() as unit:
        part = use.of_expert(unit, id, limit=limit, after=after)
        return Page(items=[answer(row) for row in part.rows], next=part.next)


@router.post(
    people.PREFIX + "/{id}/invitations/{invitation_id}/answer",
    summary="Accept or decline an invitation",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def reply(permit: Invitee, id: people.ExpertId, invitation_id: InvitationId, data: Answer) -> Invitation:
    """A yes goes with both declarations; who accepted may still decline."""
    with permit.writing() as unit:
        return answer(use.answer(unit, id, invitation_id, data))

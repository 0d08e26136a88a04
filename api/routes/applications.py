"""Applications over HTTP: one click by the person, a list for the team."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.routes import people
from api.routes.access import takes_json
from api.routes.call_parts import PREFIX, Blind, CallId, RecordReader
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.calls import applications as use
from api.services.calls.applications import ApplicationData
from api.services.calls.call_names import names_for
from api.services.unit import Unit
from api.storage.tables import ApplicationRow
from matching.results import Gate

router = APIRouter(tags=["applications"])
Applicant = Annotated[Permit, Depends(May(own="expert_id"))]
APPLY: dict[str, Any] = {"available": True, "no_conflict": True, "positions": [], "message": None}


class Application(BaseModel):
    """An application on record."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    call_id: str
    expert_id: str
    name: str | None = None
    positions: list[str] = Field(description="ids; none means any")
    available: bool
    no_conflict: bool
    message: str | None
    state: str = Field(description="submitted or withdrawn")
    at: datetime
    withdrawn_at: datetime | None


class OwnApplication(Application):
    """An application as its owner sees it, with the rules as they meet them today."""

    standing: dict[str, list[Gate]] = Field(description="by position; a rule that fails says what was found")


FIRST: dict[int | str, dict[str, Any]] = {201: {"model": OwnApplication, "description": "Applied"}}


def own_answer(unit: Unit, row: ApplicationRow) -> OwnApplication:
    """A row for the person."""
    kept = Application.model_validate(row).model_dump()
    return OwnApplication(**kept, standing={place: list(met) for place, met in use.standing(unit, row).items()})


@router.put(
    PREFIX + "/{id}/applications/{expert_id}",
    summary="Apply to a call",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422) | FIRST,
)
def apply(
    permit: Applicant, response: Response, id: CallId, expert_id: people.ExpertId, data: ApplicationData
) -> OwnApplication:
    """Apply, or change the application while the call is open; both declarations go with it."""
    with permit.writing() as unit:
        row, first = use.apply(unit, id, expert_id, data)
        response.status_code = 201 if first else 200
        return own_answer(unit, row)


@router.get(
    PREFIX + "/{id}/applications/{expert_id}",
    summary="One's own application to a call",
    responses=problems(401, 403, 404, 422),
)
def read(permit: Applicant, id: CallId, expert_id: people.ExpertId) -> OwnApplication:
    """The application, and how its rules stand today."""
    with permit.reading() as unit:
        return own_answer(unit, use.get(unit, id, expert_id))


@router.delete(
    PREFIX + "/{id}/applications/{expert_id}",
    summary="Withdraw an application",
    responses=problems(401, 403, 404, 409, 422),
)
def withdraw(permit: Applicant, id: CallId, expert_id: people.ExpertId) -> Application:
    """Take an application back, until the call closes; that it was made stays on record."""
    with permit.writing() as unit:
        return Application.model_validate(use.withdraw(unit, id, expert_id))


@router.get(
    PREFIX + "/{id}/applications", summary="Who applied, in order of time", responses=problems(401, 403, 404, 422)
)
def of_call(
    permit: RecordReader, id: CallId, limit: Limit = 50, after: After = None, blind: Blind = False
) -> Page[Application]:
    """A page of applications, the withdrawn ones included."""
    with permit.reading() as unit:
        part = use.of_call(unit, id, limit=limit, after=after)
        items = [Application.model_validate(row) for row in part.rows]
        names = {} if blind else names_for(unit, id, [item.expert_id for item in items])
        hidden = {"message": None} if blind else {}
        named = [item.model_copy(update={"name": names.get(item.expert_id)} | hidden) for item in items]
        return Page(items=named, next=part.next)


@router.get(
    people.PREFIX + "/{id}/applications",
    summary="One's own applications, newest first",
    responses=problems(401, 403, 422),
)
def of_expert(permit: people.Own, id: people.ExpertId, limit: Limit = 50, after: After = None) -> Page[Application]:
    """A page of applications, past ones included."""
    with permit.reading() as unit:
        part = use.of_expert(unit, id, limit=limit, after=after)
        return Page(items=[Application.model_validate(row) for row in part.rows], next=part.next)

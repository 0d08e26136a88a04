"""Actions and their activities over HTTP. Nothing in them is about persons: the steering committee may read them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict

from api.auth.access import May, Permit
from api.auth.roles import TEAM, Role
from api.routes.access import OfficerPermit, takes_json
from api.routes.activities import ActivityAnswer, Reader
from api.routes.call_parts import StepAnswer
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, expected_version, tag
from api.services.requests import actions as use
from api.services.requests import activities
from api.services.requests.actions import ActionCancellation, ActionCompletion, ActionData, NewAction, State
from api.services.storable import Id
from api.services.unit import Unit
from api.storage.tables import ActionRow
from matching.entities import Country

PREFIX = "/api/v1/actions"
router = APIRouter(prefix=PREFIX, tags=["actions"])
StepsReader = Annotated[Permit, Depends(May(*TEAM, Role.AUDITOR))]
Expected = Annotated[int | None, Depends(expected_version)]
ActionId = Annotated[Id, Path(max_length=100)]
Words = Annotated[Id | None, Query(max_length=200, description="in the code, the title or the name of the institution")]
EXAMPLE: dict[str, Any] = {
    "code": "2027-03",
    "title": "Counselling of young jobseekers",
    "country": "TG",
    "institution": "Agence nationale pour l'emploi",
    "fields": ["A.35"],
    "deliverables": ["Guide for counsellors"],
}


class DatedStep(BaseModel):
    """When a state was reached."""

    model_config = ConfigDict(from_attributes=True)

    step: str
    at: datetime


class ActionSummary(BaseModel):
    """An action in one line."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    code: str
    request_id: str | None
    title: str
    country: str | None
    institution: str | None
    fields: list[str]
    deliverables: list[str]
    state: State


class ActionAnswer(ActionSummary):
    """An action with its activities and the dates of its steps."""

    activities: list[ActivityAnswer]
    steps: list[DatedStep]


@router.get("", summary="Actions, newest first", responses=problems(401, 403, 422))
def listed(
    permit: Reader,
    limit: Limit = 50,
    after: After = None,
    state: State | None = None,
    country: Country | None = None,
    request_id: Annotated[Id | None, Query(max_length=100)] = None,
    words: Words = None,
) -> Page[ActionSummary]:
    """A page of actions."""
    with permit.reading() as unit:
        found = use.listed(
            unit, state=state, country=country, request_id=request_id, words=words, limit=limit, after=after
        )
        return Page(items=[ActionSummary.model_validate(row) for row in found.rows], next=found.next)


@router.post(
    "",
    status_code=201,
    summary="Open an action, from a request or without one",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def open_(
    permit: OfficerPermit, response: Response, data: Annotated[NewAction, Body(examples=[EXAMPLE])]
) -> ActionAnswer:
    """A new action; a request it comes from has to be found relevant."""
    with permit.writing() as unit:
        made = _answer(unit, response, use.open_(unit, data))
    response.headers["Location"] = f"{PREFIX}/{made.id}"
    return made


@router.get("/{id}", summary="One action", responses=problems(401, 403, 404, 422))
def read(permit: Reader, response: Response, id: ActionId) -> ActionAnswer:
    """What it is to bring, in which activities, and when it reached each state."""
    with permit.reading() as unit:
        return _answer(unit, response, use.get(unit, id))


@router.put(
    "/{id}",
    summary="Change an action",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def change(
    permit: OfficerPermit, response: Response, id: ActionId, data: ActionData, expected: Expected
) -> ActionAnswer:
    """Replace what is kept of it."""
    with permit.writing() as unit:
        return _answer(unit, response, use.change(unit, id, data, expected))


@router.post(
    "/{id}/complete",
    summary="Complete an action",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def complete(permit: OfficerPermit, response: Response, id: ActionId, data: ActionCompletion) -> ActionAnswer:
    """It is done; every call of it has to be decided or cancelled."""
    with permit.writing() as unit:
        return _answer(unit, response, use.complete(unit, id, data))


@router.post(
    "/{id}/cancel",
    summary="Cancel an action",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def cancel(permit: OfficerPermit, response: Response, id: ActionId, data: ActionCancellation) -> ActionAnswer:
    """It stops here, for the reason given; every call of it has to be decided or cancelled."""
    with permit.writing() as unit:
        return _answer(unit, response, use.cancel(unit, id, data))


@router.get("/{id}/steps", summary="The steps of an action, with reasons", responses=problems(401, 403, 404, 422))
def steps(permit: StepsReader, id: ActionId) -> list[StepAnswer]:
    """When it reached each state, by whom, and the reason where one was given."""
    with permit.reading() as unit:
        return [StepAnswer.model_validate(step) for step in use.steps(unit, use.get(unit, id).id)]


def _answer(unit: Unit, response: Response, row: ActionRow) -> ActionAnswer:
    tag(response, row)
    return ActionAnswer(
        **ActionSummary.model_validate(row).model_dump(),
        activities=[ActivityAnswer.model_validate(one) for one in activities.of_action(unit, row.id)],
        steps=[DatedStep.model_validate(step) for step in use.steps(unit, row.id)],
    )

"""Activities of actions over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.routes.access import OfficerPermit, takes_json
from api.routes.examples import problems
from api.routes.http import expected_version, tag
from api.services.requests import activities as use
from api.services.requests.activities import ActivityData
from api.services.storable import Id
from api.storage.tables import ActivityRow

router = APIRouter(prefix="/api/v1", tags=["actions"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
Expected = Annotated[int | None, Depends(expected_version)]
ItsId = Annotated[Id, Path(max_length=100)]


class ActivityAnswer(BaseModel):
    """An activity on record."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    action_id: str
    number: int
    title: str
    activity_types: list[str]
    start: date | None
    end: date | None


@router.post(
    "/actions/{id}/activities",
    status_code=201,
    summary="Add an activity to an action",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def add_activity(permit: OfficerPermit, response: Response, id: ItsId, data: ActivityData) -> ActivityAnswer:
    """One of up to four."""
    with permit.writing() as unit:
        made = _activity(response, use.add(unit, id, data))
    response.headers["Location"] = f"/api/v1/activities/{made.id}"
    return made


@router.get("/activities/{id}", summary="One activity", responses=problems(401, 403, 404, 422))
def read_activity(permit: Reader, response: Response, id: ItsId) -> ActivityAnswer:
    """What is kept of it."""
    with permit.reading() as unit:
        return _activity(response, use.get(unit, id))


@router.put(
    "/activities/{id}",
    summary="Change an activity",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def change_activity(
    permit: OfficerPermit, response: Response, id: ItsId, data: ActivityData, expected: Expected
) -> ActivityAnswer:
    """Replace what is kept of it, while its action goes on."""
    with permit.writing() as unit:
        return _activity(response, use.change(unit, id, data, expected))


@router.delete(
    "/activities/{id}",
    status_code=204,
    summary="Remove an activity",
    responses=problems(400, 401, 403, 404, 409, 412, 422, 428),
)
def remove_activity(permit: OfficerPermit, id: ItsId, expected: Expected) -> None:
    """One that has no calls."""
    with permit.writing() as unit:
        use.remove(unit, id, expected)


def _activity(response: Response, row: ActivityRow) -> ActivityAnswer:
    tag(response, row)
    return ActivityAnswer.model_validate(row)

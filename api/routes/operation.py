"""For those who operate the service: whether a process is ready, and its figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit, anyone
from api.auth.roles import Role
from api.metrics import MEDIA_TYPE, Metrics
from api.routes.examples import problems
from api.services import readiness as use

router = APIRouter(tags=["service"])
Operator = Annotated[Permit, Depends(May(Role.ADMINISTRATOR))]


class Ready(BaseModel):
    """Whether requests may be sent to this process."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": {"ready": True, "waits_for": []}})

    ready: bool
    waits_for: list[str] = Field(description="what is missing, in words")


@router.get(
    "/ready",
    summary="Whether requests may be sent to this process",
    responses={503: {"description": "Not yet", "model": Ready}},
)
def ready(permit: Annotated[Permit, Depends(anyone)], response: Response) -> Ready:
    """The database answers with this version's tables, and the roster is made."""
    found = use.readiness(permit.office)
    response.status_code = 200 if found.ready else 503
    return Ready.model_validate(found)


@router.get(
    "/metrics",
    summary="Figures of this process for Prometheus",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}, **problems(401, 403)},
)
def metrics(permit: Operator, request: Request) -> Response:
    """Requests by route and status, how long they took, sizes and what waits; send an administrator's token."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.as_text(), headers={"Content-Type": MEDIA_TYPE})

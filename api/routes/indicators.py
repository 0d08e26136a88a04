"""Indicators over HTTP, as JSON and as CSV."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.exports.figure_tables import FigureTables
from api.routes.examples import files, problems
from api.services.indicators import indicators as use
from api.services.indicators.indicator_subjects import By
from api.services.indicators.indicators import Indicators
from api.services.people.profiles import Day

router = APIRouter(prefix="/api/v1", tags=["indicators"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.ADMINISTRATOR, Role.AUDITOR))]
Since = Annotated[Day | None, Query(alias="from", description="first day; from the beginning if not given")]
Until = Annotated[Day | None, Query(alias="to", description="last day; today if not given")]
Broken = Annotated[By | None, Query(description="broken down by this; everything together if not given")]
CSV: dict[Any, Any] = {"text/csv": "The figures, one a line"}


@router.get("/indicators", summary="Indicators of a period", responses=problems(401, 403, 422))
def read(permit: Reader, since: Since = None, until: Until = None, by: Broken = None) -> Indicators:
    """Requests, actions, calls, applications, decisions, days, balance at every stage, and median days per step."""
    with permit.reading() as unit:
        return use.indicators(unit, since=since, until=until, by=by)


@router.get(
    "/indicators.csv",
    summary="Indicators of a period as CSV",
    response_class=Response,
    responses=files(CSV, 401, 403, 422),
)
def read_csv(permit: Reader, since: Since = None, until: Until = None, by: Broken = None) -> Response:
    """The same figures for a spreadsheet; in another language than English with its words for keys and groups."""
    with permit.reading() as unit:
        text = use.as_csv(use.indicators(unit, since=since, until=until, by=by))
    text = FigureTables(permit.language).text(text, by)
    name = f"indicators-{by or 'all'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

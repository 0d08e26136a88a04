"""Concentration and rotation over HTTP, as JSON and as CSV."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.exports.figure_tables import FigureTables
from api.routes.examples import files, problems
from api.routes.indicators import Since, Until
from api.services.supply import concentration as use
from api.services.supply.concentration import Concentration

router = APIRouter(prefix="/api/v1", tags=["supply"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
CSV: dict[Any, Any] = {"text/csv": "The shares, one group a line"}


@router.get("/concentration", summary="Concentration and rotation", responses=problems(401, 403, 422))
def read(permit: Reader, since: Since = None, until: Until = None) -> Concentration:
    """Shares of missions, days, applications and roster by nationality, institution and person; newcomers by year."""
    with permit.reading() as unit:
        return use.concentration(unit, since=since, until=until)


@router.get(
    "/concentration.csv",
    summary="Concentration as CSV",
    response_class=Response,
    responses=files(CSV, 401, 403, 422),
)
def read_csv(permit: Reader, since: Since = None, until: Until = None) -> Response:
    """The shares by nationality and institution for a spreadsheet."""
    with permit.reading() as unit:
        text = FigureTables(permit.language).text(use.as_csv(use.concentration(unit, since=since, until=until)))
    headers = {"Content-Disposition": 'attachment; filename="concentration.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

"""The forecast of demand over HTTP, as JSON and as CSV; counts of requests, nobody is in them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.exports.figure_tables import FigureTables
from api.routes.examples import files, problems
from api.services.supply import demand as use
from api.services.supply.demand import MOST_CHANGES, DemandForecast
from api.services.supply.demand_history import Of
from matching.forecasting import Change, Level, Period, read_change

router = APIRouter(prefix="/api/v1/supply", tags=["supply"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
Counted = Annotated[
    Of, Query(description="what is counted: requests as they are received, or calls as they are published")
]
By = Annotated[Level, Query(description="of what: everything together, or by area, field or language")]
Per = Annotated[Period, Query(description="length of a period")]
CSV: dict[Any, Any] = {"text/csv": "The forecast, a line for each area, field or language and period"}


def scenario(
    change: Annotated[
        list[str],
        Query(
            default_factory=list,
            max_length=MOST_CHANGES,
            description="a change of a scenario, as often as there are some: language:pt:2 for twice as often, field:A.20:1.5, "
            "region:Africa:0 for never",
        ),
    ],
) -> tuple[Change, ...]:
    """The changes of a scenario.

    Raises:
        InvalidSetting: one of them cannot be read.
    """
    return tuple(read_change(text) for text in change)


Scenario = Annotated[tuple[Change, ...], Depends(scenario)]


@router.get("/demand", summary="Forecast of demand", responses=problems(401, 403, 422))
def read(
    permit: Reader, changes: Scenario, of: Counted = "requests", by: By = "total", per: Per = "quarter"
) -> DemandForecast:
    """Demand of the coming year with 80 % intervals, by the method that beat the seasonal-naive baseline on the past.

    Where none was shown to beat it, the forecast is the baseline's, and the answer says so.
    """
    return use.demand(permit.office, permit.actor, of=of, level=by, period=per, changes=changes)


@router.get(
    "/demand.csv", summary="Forecast of demand as CSV", response_class=Response, responses=files(CSV, 401, 403, 422)
)
def read_csv(
    permit: Reader, changes: Scenario, of: Counted = "requests", by: By = "total", per: Per = "quarter"
) -> Response:
    """The same for a spreadsheet."""
    found = use.demand(permit.office, permit.actor, of=of, level=by, period=per, changes=changes)
    headers = {"Content-Disposition": f'attachment; filename="demand-{by}.csv"'}
    text = FigureTables(permit.language).text(use.as_csv(found), by)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

"""Where supply is short, over HTTP: demand and supply cell by cell, the calls behind a cell, and the next profiles."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.exports.figure_tables import FigureTables
from api.routes.examples import files, problems
from api.services.people.profiles import Day
from api.services.storable import Id
from api.services.supply import gaps as use
from api.services.supply import next_profiles as additions
from api.services.supply.calls_behind import CallSupply, calls_behind
from api.services.supply.gaps import Gaps
from api.services.supply.looking import Asked, Look, look
from api.services.supply.next_profiles import BEST, NextProfiles
from matching.entities import Cefr
from matching.forecasting import read_change
from matching.supply import DEPTH
from matching.supply.cells import Dimension

router = APIRouter(prefix="/api/v1/supply", tags=["supply"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
CallReader = Annotated[Permit, Depends(May(*STAFF, Role.AUDITOR))]
By = Annotated[
    list[Dimension],
    Query(default_factory=list, max_length=3, description="what to tell apart; everything together if not given"),
]
Code = Annotated[Id | None, Query(max_length=80)]
Scenario = Annotated[
    tuple[Id, ...], Query(max_length=12, description="of the forecast: language:pt:2, field:A.20:1.5, region:Africa:0")
]
Compared = Annotated[bool, Query(description="compare the eligible, to say whether the third-best would do")]
CSV: dict[Any, Any] = {"text/csv": "The cells, one a line"}


class CallsBehind(BaseModel):
    """Calls, those without a lawful team first, then those with fewest people."""

    items: list[CallSupply]


def asked(
    when: Annotated[
        Literal["open", "past", "all", "forecast"],
        Query(description="open: one may apply today; past: it is over; forecast: as may come within a year"),
    ] = "all",
    since: Annotated[Day | None, Query(description="without calls published before this day")] = None,
    fewer_than: Annotated[
        int, Query(ge=1, le=100, description="with fewer eligible people a position is thin")
    ] = DEPTH,
    sure: Annotated[bool, Query(description="count only people of whom all that is asked for is known")] = False,
    field: Annotated[Id | None, Query(max_length=80, description="code of a field, with those below it")] = None,
    language: Annotated[Id | None, Query(max_length=80, description="asked for; '-' for none")] = None,
    level: Annotated[
        Cefr | Literal["-"] | None, Query(description="the highest that is asked for in the language")
    ] = None,
    region: Annotated[Id | None, Query(max_length=80, description="continent of the partner, such as Africa")] = None,
    season: Annotated[
        Literal["Q1", "Q2", "Q3", "Q4", "-"] | None, Query(description="in which the work begins")
    ] = None,
    status: Annotated[Id | None, Query(max_length=80, description="of the eligible people")] = None,
    gender: Annotated[Literal["woman", "man", "other", "-"] | None, Query(description="as declared")] = None,
    nationality: Annotated[Id | None, Query(max_length=80, description="as declared")] = None,
    change: Scenario = (),
) -> Asked:
    """Which demand is looked at."""
    said: dict[Dimension, str | None] = {
        "field": field, "language": language, "level": level and str(level), "region": region, "season": season,
        "status": status, "gender": gender, "nationality": nationality,
    }  # fmt: skip
    where: dict[Dimension, str] = {name: value for name, value in said.items() if value is not None}
    return Asked(None if when == "all" else when, since, where, fewer_than, sure, tuple(map(read_change, change)))


Which = Annotated[Asked, Depends(asked)]


@router.get("/gaps", summary="Demand and supply, cell by cell", responses=problems(401, 403, 422))
def gaps(permit: Reader, which: Which, by: By, merit: Compared = False) -> Gaps:
    """Positions asked for, people eligible for them, how deep that goes, and how soon people say no."""
    return use.gaps(_look(permit, which, by, merit), by)


@router.get(
    "/gaps.csv",
    summary="Demand and supply, cell by cell, as CSV",
    response_class=Response,
    responses=files(CSV, 401, 403, 422),
)
def gaps_csv(permit: Reader, which: Which, by: By, merit: Compared = False) -> Response:
    """The same cells for a spreadsheet."""
    found = use.gaps(_look(permit, which, by, merit), by)
    text = FigureTables(permit.language).text(use.as_csv(found, permit.office.engine.vocabularies))
    name = f"supply-by-{'-'.join(by) or 'all'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/calls", summary="The calls behind a cell of supply", responses=problems(401, 403, 422))
def calls(permit: CallReader, which: Which) -> CallsBehind:
    """Each with its positions, how many are eligible, and why no lawful team could be put together, where that is so."""
    return CallsBehind(items=calls_behind(look(permit.office, permit.actor, which, merit="if_few")))


@router.get("/next-profiles", summary="Whom to look for", responses=problems(401, 403, 422))
def next_profiles(
    permit: Reader,
    which: Which,
    how_many: Annotated[int, Query(ge=1, le=10, description="people to add together; 1 for the next profile")] = BEST,
) -> NextProfiles:
    """The people to add who make most calls feasible and then give most depth, with a proven bound."""
    seen = look(permit.office, permit.actor, which)
    return additions.next_profiles(seen, permit.office.engine.vocabularies, how_many)


def _look(permit: Permit, which: Asked, by: list[Dimension], merit: bool) -> Look:
    return look(permit.office, permit.actor, which, [by], merit="yes" if merit else "no")

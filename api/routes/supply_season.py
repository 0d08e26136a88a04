"""A season over HTTP: the calls that wait for a decision staffed at once, as data and as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.routes.call_parts import Blind, TeamPersonal
from api.routes.examples import files, problems
from api.services.storable import Id
from api.services.supply import season as use
from api.services.supply import season_files
from api.services.supply.season_told import MOST_CALLS, Pool, SeasonPlan, SeasonWish

router = APIRouter(prefix="/api/v1", tags=["supply"])
Calls = Annotated[
    list[Id],
    Query(
        max_length=MOST_CALLS, description="id of a call, repeated for each; without any: all that wait for a decision"
    ),
]
Days = Annotated[float | None, Query(gt=0, le=1000, description="working days for one person")]
Homes = Annotated[int | None, Query(ge=1, le=1000, description="places for the people of one institution")]


def _wish(
    call: Calls = [],  # noqa: B006
    pool: Annotated[Pool, Query(description="applied: who applied or was invited; roster: everybody")] = "applied",
    most: Annotated[int, Query(ge=1, le=20, description="places for one person")] = 1,
    days: Days = None,
    per_institution: Homes = None,
    sure: Annotated[bool, Query(description="only who meets every rule")] = False,
) -> SeasonWish:
    return SeasonWish(calls=tuple(call), pool=pool, most=most, days=days, per_institution=per_institution, sure=sure)


Wish = Annotated[SeasonWish, Depends(_wish)]


@router.get("/season", summary="The open calls staffed at once", responses=problems(401, 403, 404, 409, 422))
def read(permit: TeamPersonal, wish: Wish, blind: Blind = False) -> SeasonPlan:
    """Most places filled, then most merit, proven, beside call after call. A proposal: nobody is invited by it."""
    return use.staffed(permit.office, permit.actor, wish, names=not blind)


@router.get(
    "/season/export",
    summary="The open calls staffed at once, as a file",
    response_class=Response,
    responses=files(season_files.KINDS, 401, 403, 404, 409, 422),
)
def export(permit: TeamPersonal, wish: Wish, format: season_files.Format = "xlsx", blind: Blind = False) -> Response:
    """A line for each place: who would take it at once, who call after call, and whom it lacks."""
    plan = use.staffed(permit.office, permit.actor, wish, names=not blind)
    content, media_type = season_files.as_file(plan, format, permit.language)
    headers = {"Content-Disposition": f'attachment; filename="season-{plan.as_of}.{format}"'}
    return Response(content, media_type=media_type, headers=headers)

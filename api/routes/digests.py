"""Whether a person wants letters about calls that suit them, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.people import PREFIX, ExpertId, Own
from api.services.suggestions import digests as use
from api.services.suggestions.digests import DigestData

router = APIRouter(tags=["suggestions"])
ADDRESS = f"{PREFIX}/{{id}}/digest"


@router.get(ADDRESS, summary="Whether letters about suitable calls are wanted", responses=problems(401, 403, 404, 422))
def read(permit: Own, id: ExpertId) -> DigestData:
    """For the person alone; who never said anything wants them."""
    with permit.reading() as unit:
        return DigestData(wanted=use.wanted(unit, id))


@router.put(
    ADDRESS,
    summary="Say whether letters about suitable calls are wanted",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 413, 415, 422),
)
def choose(permit: Own, id: ExpertId, data: DigestData) -> DigestData:
    """From now on; nobody else decides it."""
    with permit.writing() as unit:
        use.choose(unit, id, data)
    return data

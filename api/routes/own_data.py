"""A person's own data and results over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.explanations import PersonExplanation
from api.exports.tables import FORMATS as TABLES
from api.routes.examples import problems
from api.routes.people import PREFIX, ExpertId, Own
from api.services.people import own_data, own_results
from api.services.people.own_results import OwnResult
from api.services.storable import Id

router = APIRouter(prefix=PREFIX, tags=["personal data"])
DATA: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Everything, as one document, or with a table or sheet for each list of it",
        "content": {
            "application/json": {"schema": {"type": "object", "title": "Everything that is held about a person"}},
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
            TABLES["xlsx"].media_type: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class OwnPlace(BaseModel):
    """Where a person stood for one position."""

    model_config = ConfigDict(from_attributes=True)

    position_id: str
    title: str | None
    rank: int | None = Field(description="null: not eligible")
    score: float | None = Field(description="merit, 0 to 100")
    verdict: str


class OwnResultAnswer(BaseModel):
    """A shortlist on which a person stands, of a call that is closed or decided."""

    model_config = ConfigDict(from_attributes=True)

    shortlist_id: str
    call_id: str
    number: int | None
    reference: str | None
    title: str | None
    made_at: datetime
    places: list[OwnPlace]
    explanation: str = Field(description="where the reasons are")


class ExplainedOwnResult(OwnResultAnswer):
    """The same with its reasons, and what would have changed it."""

    reasons: PersonExplanation


@router.get(
    "/{id}/data",
    summary="Everything that is held about a person",
    response_class=Response,
    responses=DATA | problems(401, 403, 404, 422),
)
def data(permit: Own, id: ExpertId, format: Literal["json", "zip", "xlsx"] = "json") -> Response:
    """For the person alone. Of others it holds only the roles in which they acted; that it was given is noted.

    Tables and sheets speak the language of who asks (Accept-Language); the JSON document has the same keys in all.
    """
    with permit.reading() as unit:
        held = own_data.everything(unit, id)
    media_type, write = own_data.FORMATS[format]
    return Response(
        write(held, permit.language),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="my-data.{format}"'},
    )


@router.get("/{id}/shortlists", summary="A person's own results", responses=problems(401, 403, 404, 422))
def results(permit: Own, id: ExpertId) -> list[OwnResultAnswer]:
    """The shortlists of closed and decided calls on which the person stands, the newest first."""
    with permit.reading() as unit:
        return [OwnResultAnswer(**_told(id, result)) for result in own_results.results(unit, id)]


@router.get(
    "/{id}/shortlists/{shortlist_id}",
    summary="Why, why not, and what would change it",
    responses=problems(401, 403, 404, 422),
)
def explanation(permit: Own, id: ExpertId, shortlist_id: Annotated[Id, Path(max_length=200)]) -> ExplainedOwnResult:
    """The reasons for the person's own result; nobody else's."""
    with permit.reading() as unit:
        result, reasons = own_results.explanation(unit, id, shortlist_id)
    return ExplainedOwnResult(**_told(id, result), reasons=reasons)


def _told(expert_id: str, result: OwnResult) -> dict[str, Any]:
    link = f"{PREFIX}/{quote(expert_id, safe='')}/shortlists/{quote(result.shortlist_id, safe='')}"
    places = [OwnPlace.model_validate(place) for place in result.places]
    return {**vars(result), "places": places, "explanation": link}

"""Whom to ask for people of a kind that is short, over HTTP, and the draft of a call to them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.routes.examples import files, problems
from api.routes.people import StaffPersonal
from api.services.storable import Id
from api.services.supply import promotion as use
from api.services.supply.looking import Asked
from api.services.supply.promotion import Place, Promotion, Wanted
from api.services.supply.promotion_draft import FORMATS, DraftFormat, DraftLanguage, promotion_draft
from matching.entities import Cefr
from matching.supply.cells import Dimension

router = APIRouter(prefix="/api/v1/supply/promotion", tags=["supply"])
FieldCode = Annotated[
    Id | None, Query(max_length=80, description="code of a field; it, a language, or both are needed")
]
LanguageCode = Annotated[Id | None, Query(max_length=80, description="ISO 639 code")]
LevelSaid = Annotated[Cefr | None, Query(description="in speaking or writing, at least")]
Where = Annotated[Place | None, Query(description="union: institutions of Member States alone; elsewhere: of others")]
When = Annotated[Literal["open", "past", "all"], Query(description="which calls are counted as demand")]
KINDS: dict[Any, Any] = {FORMATS["docx"]: "A Word document", "text/plain": "The same as text"}


@router.get("", summary="Whom to ask for people of a kind", responses=problems(401, 403, 422))
def read(
    permit: StaffPersonal,
    field: FieldCode = None,
    language: LanguageCode = None,
    level: LevelSaid = None,
    place: Where = None,
    when: When = "all",
) -> Promotion:
    """Institutions whose people come nearest, their focal points, and the Member States with fewest of them."""
    return use.promotion(permit.office, permit.actor, _wanted(field, language, level, place, when))


@router.get(
    "/draft",
    summary="A draft call for promotion",
    response_class=Response,
    responses=files(KINDS, 401, 403, 422),
)
def draft(
    permit: StaffPersonal,
    field: FieldCode = None,
    language: LanguageCode = None,
    level: LevelSaid = None,
    when: When = "all",
    written: Annotated[DraftLanguage, Query(description="the language that it is written in")] = "en",
    format: Annotated[DraftFormat, Query()] = "docx",
) -> Response:
    """A letter to institutions, to be read and filled in by a person; no focal point is named in it."""
    made = promotion_draft(permit.office, permit.actor, _wanted(field, language, level, None, when), written, format)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.media_type, headers=headers)


def _wanted(
    field: str | None,
    language: str | None,
    level: Cefr | None,
    place: Place | None,
    when: Literal["open", "past", "all"],
) -> Wanted:
    said: dict[Dimension, str | None] = {"field": field, "language": language, "level": level and level.value}
    where: dict[Dimension, str] = {name: value for name, value in said.items() if value is not None}
    return Wanted(Asked(None if when == "all" else when, where=where), place)

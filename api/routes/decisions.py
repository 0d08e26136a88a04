"""The selection decision over HTTP: taken by a team leader, filed as the selection record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from api.routes.access import takes_json
from api.routes.call_parts import (
    DOCUMENTS,
    PREFIX,
    Blind,
    CallId,
    DocumentFormatName,
    FileLanguage,
    Leader,
    Reader,
    RecordReader,
    document_response,
)
from api.routes.examples import problems
from api.services.calls import decisions as use
from api.services.calls.decisions import DecisionData, Place
from api.services.calls.selection_records import selection_record
from api.services.unit import Unit
from api.storage.tables import DecisionRow

router = APIRouter(prefix=PREFIX, tags=["decisions"])
EXAMPLE: dict[str, Any] = {
    "id": "decision-1a2b",
    "call_id": "call-3c4d",
    "shortlist_id": "shortlist-5e6f",
    "chosen": {"1": "expert-7a8b", "2": "expert-9c0d"},
    "reserve": {"1": ["expert-1e2f"], "2": []},
    "departs": False,
    "reason": None,
    "at": "2026-12-17T09:00:00Z",
    "by": "account-3a4b",
    "places": [
        {
            "position_id": "1",
            "chosen": "expert-7a8b",
            "holder": "expert-7a8b",
            "state": "offered",
            "reserve": ["expert-1e2f"],
        },
        {
            "position_id": "2",
            "chosen": "expert-9c0d",
            "holder": "expert-9c0d",
            "state": "accepted",
            "reserve": [],
        },
    ],
}


class DecisionAnswer(BaseModel):
    """A selection decision, and who holds each place now."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    id: str
    call_id: str
    shortlist_id: str
    chosen: dict[str, str] = Field(description="expert by position")
    reserve: dict[str, list[str]]
    departs: bool = Field(description="from the ranking")
    reason: str | None
    at: datetime
    by: str
    places: list[Place]


def answer(unit: Unit, row: DecisionRow) -> DecisionAnswer:
    """A row in the shape of an answer."""
    kept = {name: getattr(row, name) for name in DecisionAnswer.model_fields if name != "places"}
    return DecisionAnswer(**kept, places=use.places(unit, row))


@router.post(
    "/{id}/decision",
    status_code=201,
    summary="Decide on a call",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def decide(permit: Leader, id: CallId, data: DecisionData) -> DecisionAnswer:
    """The machine ranks; a person decides, with a reason where the choice departs from the ranking."""
    with permit.writing() as unit:
        return answer(unit, use.decide(unit, id, data))


@router.get("/{id}/decision", summary="The decision on a call", responses=problems(401, 403, 404, 422))
def read(permit: Reader, id: CallId) -> DecisionAnswer:
    """Who was chosen, who is in reserve, and who holds each place now; ids alone."""
    with permit.reading() as unit:
        return answer(unit, use.of_call(unit, id))


@router.get(
    "/{id}/selection-record",
    summary="The selection record as a file",
    response_class=Response,
    responses=DOCUMENTS,
)
def record(
    permit: RecordReader, id: CallId, format: DocumentFormatName, blind: Blind = False, language: FileLanguage = None
) -> Response:
    """To be filed as it is; before the decision with a form for it."""
    with permit.reading() as unit:
        made = selection_record(unit, id, names=not blind, format=format)
    return document_response(made, format, f"selection-record-{id}", language or permit.language)

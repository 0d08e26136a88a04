"""Evaluation notes over HTTP: written by the team, read by the person after the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from api.routes import people
from api.routes.access import takes_json
from api.routes.call_parts import PREFIX, Blind, CallId, RecordReader, TeamPersonal
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.calls import evaluation_notes as use
from api.services.calls.evaluation_notes import NoteData
from api.services.storable import Id

router = APIRouter(tags=["evaluation"])
OWN: dict[str, Any] = {
    "id": "note-1a2b",
    "call_id": "call-3c4d",
    "position_id": "1",
    "expert_id": "expert-5e6f",
    "text": "Led two reforms of this kind; no recent work in the region.",
    "points": 78,
    "at": "2026-12-16T09:00:00Z",
}
Of = Annotated[Id | None, Query(max_length=200)]


class OwnEvaluationNote(BaseModel):
    """What was written about a person, without who wrote it."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": OWN})

    id: str
    call_id: str
    position_id: str
    expert_id: str
    text: str
    points: int | None
    at: datetime


class EvaluationNote(OwnEvaluationNote):
    """A note of an evaluator."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": OWN | {"by": "account-7a8b"}})

    by: str


@router.post(
    PREFIX + "/{id}/evaluation-notes",
    status_code=201,
    summary="Write a note about a person for a position",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def add(permit: TeamPersonal, id: CallId, data: NoteData) -> EvaluationNote:
    """It stays as it is written; the person can read it when the call is decided on."""
    with permit.writing() as unit:
        return EvaluationNote.model_validate(use.add(unit, id, data))


@router.get(
    PREFIX + "/{id}/evaluation-notes",
    summary="The notes on a call's candidates, in order of time",
    responses=problems(401, 403, 404, 422),
)
def of_call(
    permit: RecordReader,
    id: CallId,
    limit: Limit = 50,
    after: After = None,
    position: Of = None,
    expert: Of = None,
    blind: Blind = False,
) -> Page[EvaluationNote]:
    """A page of notes; of one position or person where given."""
    with permit.reading() as unit:
        part = use.of_call(unit, id, position_id=position, expert_id=expert, limit=limit, after=after, blind=blind)
        notes = [EvaluationNote.model_validate(row) for row in part.rows]
        told = use.struck(unit, id, part.rows) if blind else str
        return Page(items=[note.model_copy(update={"text": told(note.text)}) for note in notes], next=part.next)


@router.get(
    people.PREFIX + "/{id}/evaluation-notes",
    summary="What evaluators wrote about oneself, newest first",
    responses=problems(401, 403, 422),
)
def of_expert(
    permit: people.Own, id: people.ExpertId, limit: Limit = 50, after: After = None
) -> Page[OwnEvaluationNote]:
    """A page of notes on calls that are decided on."""
    with permit.reading() as unit:
        part = use.of_expert(unit, id, limit=limit, after=after)
        return Page(items=[OwnEvaluationNote.model_validate(row) for row in part.rows], next=part.next)

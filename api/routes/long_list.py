"""The long list of a call over HTTP, as data and as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.exports import Arrival, ListedPerson, LongList
from api.routes.call_parts import (
    DOCUMENTS,
    PREFIX,
    Blind,
    CallId,
    DocumentFormatName,
    FileLanguage,
    RecordReader,
    document_response,
)
from api.routes.examples import problems
from api.services.calls import long_list as use
from api.services.unit import reading

router = APIRouter(prefix=PREFIX, tags=["calls"])
Most = Annotated[
    int, Query(ge=0, le=use.MOST, description="people per position who could be invited; the others are counted")
]


class LongListPerson(ListedPerson):
    """One person of a long list; `collaborative`: their institution lends experts readily, which changes no order."""

    collaborative: bool


class LongListPosition(BaseModel):
    """The people considered for one position: who applied, who was invited, who could be invited."""

    position_id: str
    title: str | None
    people: list[LongListPerson]


class LongListAnswer(BaseModel):
    """The long list of a call as of today."""

    call_id: str
    made_at: datetime
    positions: list[LongListPosition]
    came: dict[Arrival, int] = Field(description="how many people came how, each counted once per position")
    notes: list[str]


def answer(call_id: str, made: LongList, collaborative: set[str]) -> LongListAnswer:
    """A long list in the shape of an answer."""
    listed = [person for position in made.positions for person in position.people]
    return LongListAnswer(
        call_id=call_id,
        made_at=made.made_at,
        positions=[
            LongListPosition(
                position_id=position.position_id or "",
                title=position.title,
                people=[
                    LongListPerson(**dict(person), collaborative=person.expert_id in collaborative)
                    for person in position.people
                ],
            )
            for position in made.positions
        ],
        came={arrival: sum(person.came is arrival for person in listed) for arrival in Arrival},
        notes=list(made.notes),
    )


@router.get("/{id}/long-list", summary="The long list of a call", responses=problems(401, 403, 404, 422))
def read(permit: RecordReader, id: CallId, most: Most = 200, blind: Blind = False) -> LongListAnswer:
    """Everyone who applied, was invited or could be invited, each with every rule and what it found."""
    made = use.long_list(permit.office, permit.actor, id, names=not blind, most=most, event="long_list.viewed")
    with reading(permit.office, permit.actor) as unit:
        return answer(id, made, use.collaborative(unit, made))


@router.get(
    "/{id}/long-list/export",
    summary="The long list as a file",
    response_class=Response,
    responses=DOCUMENTS,
)
def export(
    permit: RecordReader,
    id: CallId,
    format: DocumentFormatName,
    most: Most = 200,
    blind: Blind = False,
    language: FileLanguage = None,
) -> Response:
    """To be filed as it is: a Word document, a workbook or a PDF."""
    made = use.long_list(permit.office, permit.actor, id, names=not blind, most=most, event="shortlist.exported")
    return document_response(made, format, f"long-list-{id}", language or permit.language)

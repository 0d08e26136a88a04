"""Peers over HTTP: a question, a corridor between two countries, the survey of interests."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.routes.access import StaffPermit, takes_json
from api.routes.examples import problems
from api.routes.peer_answers import (
    CorridorAnswer,
    PeersAnswer,
    SurveyAnswer,
    corridor_answer,
    peers_answer,
    survey_answer,
)
from api.services.peers import asking, corridors
from api.services.peers import interests as surveys
from api.services.peers.asking import LONGEST_QUESTION, PeerQuestion
from api.services.peers.corridors import CorridorQuestion
from api.services.peers.interests import FIRST_SURVEY, LAST_SURVEY, InterestData
from api.services.storable import Id, Said
from matching.entities import Country

router = APIRouter(prefix="/api/v1/peers", tags=["peers"])
Reader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
Text = Annotated[Said, Query(max_length=LONGEST_QUESTION, description="in words, in any language")]
Fields = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=80)]], Query(max_length=50, description="codes of fields")
]
Most = Annotated[int, Query(ge=1, le=50, description="most of each kind")]


@router.get("", summary="Who knows about a topic", responses=problems(401, 403, 409, 422))
def topic(
    permit: Reader,
    text: Text = "",
    field: Fields = [],  # noqa: B006 - never changed
    country: Annotated[Country | None, Query(description="of who asks")] = None,
    limit: Most = 10,
    named: Annotated[bool, Query(description="with the names of people, for those who may see them")] = False,
) -> PeersAnswer:
    """People, institutions, communities and earlier work; what lies in other regions says so."""
    question = PeerQuestion(text=text, fields=field, country=country, limit=limit, named=named)
    return peers_answer(asking.ask_peers(permit.office, permit.actor, question))


@router.post(
    "",
    summary="Ask a question to peers",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def ask(permit: Reader, question: PeerQuestion) -> PeersAnswer:
    """The same for a question too long, or not meant, for an address; it is kept nowhere."""
    return peers_answer(asking.ask_peers(permit.office, permit.actor, question))


@router.get("/corridor", summary="Who deals with a subject on both sides", responses=problems(401, 403, 409, 422))
def corridor(
    permit: Reader,
    origin: Annotated[Country, Query(description="where people come from")],
    destination: Annotated[Country, Query(description="where they go")],
    text: Text = "",
    field: Fields = [],  # noqa: B006 - never changed
    limit: Most = 10,
) -> CorridorAnswer:
    """Ministries, agencies, cities and others in both countries, and communities in which both take part."""
    question = CorridorQuestion(origin=origin, destination=destination, text=text, fields=field, limit=limit)
    return corridor_answer(corridors.ask_corridor(permit.office, permit.actor, question))


@router.get("/interests", summary="Topics of the survey of interests", responses=problems(401, 403, 422))
def topics(
    permit: Reader,
    year: Annotated[
        int | None, Query(ge=FIRST_SURVEY, le=LAST_SURVEY, description="of the survey; the newest if not given")
    ] = None,
) -> SurveyAnswer:
    """What institutions want to exchange about, and which regions share it."""
    found = surveys.survey(permit.office, permit.actor, year)
    kind = permit.office.engine.vocabularies.fields
    return survey_answer(found, {t.code: kind.label(t.code, permit.language) for t in found.topics if t.code})


class Noted(InterestData):
    """An answer on record."""

    id: str


@router.post(
    "/interests",
    status_code=201,
    summary="Note an answer to the survey of interests",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def note(permit: StaffPermit, data: InterestData) -> Noted:
    """What an institution wants to exchange about, in words or by fields."""
    with permit.writing() as unit:
        row = surveys.add(unit, data)
        return Noted(**data.model_dump() | {"id": row.id, "fields": row.fields})


@router.delete(
    "/interests/{id}",
    status_code=204,
    summary="Remove an answer to the survey",
    responses=problems(400, 401, 403, 404, 422),
)
def remove(permit: StaffPermit, id: Annotated[Id, Path(max_length=200)]) -> None:
    """One answer, removed."""
    with permit.writing() as unit:
        surveys.remove(unit, id)

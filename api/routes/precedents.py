"""Precedents over HTTP: what was done before and is near to a request or a text, and who carried it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import TEAM, Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.request_answers import SimilarAnswer, similar_answer
from api.routes.requests import PREFIX as REQUESTS
from api.routes.requests import RequestId
from api.services.requests import precedents as use
from api.services.requests.delivered import Continuing
from api.services.requests.precedents import MOST, USUAL, Precedents
from api.services.requests.similar import Similar, SoughtData, similar, similar_to_text

router = APIRouter(tags=["precedents"])
Reader = Annotated[Permit, Depends(May(*TEAM, Role.BUSINESS, Role.AUDITOR))]
TeamPersonal = Annotated[Permit, Depends(May(*TEAM, personal=True))]
Most = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]
Blind = Annotated[bool, Query(description="without names")]
EXAMPLE: dict[str, Any] = {
    "text": "Formation des conseillers du service public de l'emploi au profilage des demandeurs d'emploi.",
    "country": "TG",
    "institution": "Agence nationale pour l'emploi",
}
Sought = Annotated[SoughtData, Body(examples=[EXAMPLE])]


class DelivererAnswer(BaseModel):
    """An institution that sent somebody to an action."""

    model_config = ConfigDict(from_attributes=True)

    institution: str | None
    country: str | None
    role: str | None = Field(description="title of the position; null: an assignment of which no more is on record")


class PrecedentAnswer(SimilarAnswer):
    """An earlier action or request that is near, why, and who carried it out."""

    delivered_by: list[DelivererAnswer]


class PrecedentsAnswer(BaseModel):
    """What was done before and is near, the nearest first."""

    precedents: list[PrecedentAnswer]
    people: int | None = Field(
        description="on the roster who went to one of these actions: null for fewer than 5, else to the nearest multiple "
        "of 5"
    )


class ContinuingAnswer(BaseModel):
    """Somebody who went to actions that are near, and could go on with the work."""

    model_config = ConfigDict(from_attributes=True)

    expert_id: str
    name: str | None
    institution: str | None
    country: str | None
    actions: list[str] = Field(description="codes, the nearest first")
    roles: list[str]
    free_to_go: bool = Field(description="with consent, validated, and not excluded")


@router.get(f"{REQUESTS}/{{id}}/precedents", summary="Precedents of a request", responses=problems(401, 403, 404, 422))
def of_request(permit: Reader, id: RequestId, limit: Most = USUAL) -> PrecedentsAnswer:
    """Earlier actions and requests in any language, with what they delivered and which institutions carried them out."""
    return _answer(use.of_request(permit.office, permit.actor, id, limit))


@router.get(
    f"{REQUESTS}/{{id}}/precedents/people",
    summary="Who went to the precedents of a request",
    responses=problems(401, 403, 404, 422),
)
def people_of_request(
    permit: TeamPersonal, id: RequestId, limit: Most = USUAL, blind: Blind = True
) -> list[ContinuingAnswer]:
    """People on the roster, those who went to most of these actions first: to go on with the same persons."""
    return _people(permit, similar(permit.office, permit.actor, id, limit), blind)


@router.post(
    "/api/v1/precedents",
    summary="Precedents of a text",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def of_text(permit: Reader, sought: Sought, limit: Most = USUAL) -> PrecedentsAnswer:
    """The same for a text in any language; it is kept nowhere."""
    return _answer(use.of_text(permit.office, permit.actor, sought, limit))


@router.post(
    "/api/v1/precedents/people",
    summary="Who went to the precedents of a text",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def people_of_text(
    permit: TeamPersonal, sought: Sought, limit: Most = USUAL, blind: Blind = True
) -> list[ContinuingAnswer]:
    """The same for a text in any language; it is kept nowhere."""
    return _people(permit, similar_to_text(permit.office, permit.actor, sought, limit), blind)


def _answer(found: Precedents) -> PrecedentsAnswer:
    return PrecedentsAnswer(
        precedents=[
            PrecedentAnswer(
                **dict(similar_answer(one)),
                delivered_by=[DelivererAnswer.model_validate(who) for who in found.by.get(one.likeness.id, ())],
            )
            for one in found.near
        ],
        people=found.went,
    )


def _people(permit: Permit, near: Sequence[Similar], blind: bool) -> list[ContinuingAnswer]:
    found: list[Continuing] = use.people_of(permit.office, permit.actor, near, named=not blind)
    return [ContinuingAnswer.model_validate(one) for one in found]

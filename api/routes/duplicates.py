"""Records that may be of one person, over HTTP: found, and merged by an officer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.experts import ExpertAnswer, answer
from api.routes.http import After, Limit, tag
from api.routes.people import PREFIX, Expected, ExpertId, TeamPersonal
from api.services.cvs import cv_vectors
from api.services.cvs import duplicates as use
from api.services.cvs.duplicates import Certainty, Reason
from api.services.cvs.merging import MergeData, merge
from api.services.people import experts, identities

router = APIRouter(tags=["CVs"])
OfficerPersonal = Annotated[Permit, Depends(May(Role.OFFICER, personal=True))]
Apart = Annotated[bool, Query(description="the pairs that somebody told apart, in place of all others")]
EXAMPLE: dict[str, Any] = {
    "items": [
        {
            "people": [
                {"expert_id": "expert-1a2b", "name": "Anna Surname"},
                {"expert_id": "expert-3c4d", "name": "SURNAME Anna"},
            ],
            "certainty": "possible",
            "reasons": ["name and employer"],
        }
    ],
    "next": None,
}


class Namesake(BaseModel):
    """One of the two records."""

    expert_id: str
    name: str | None


class PairAnswer(BaseModel):
    """Two records that may be of one person."""

    people: list[Namesake] = Field(min_length=2, max_length=2)
    certainty: Certainty = Field(description="same: one document, or one name and birth date; possible: less than that")
    reasons: list[Reason]


class Duplicates(BaseModel):
    """A page of them."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    items: list[PairAnswer]
    next: str | None


class Merged(BaseModel):
    """The record that stays, and how many rows followed from the other, by table."""

    expert: ExpertAnswer
    followed: dict[str, int]


@router.get("/api/v1/duplicates", summary="Records that may be of one person", responses=problems(401, 403, 422))
def listed(permit: TeamPersonal, limit: Limit = 50, after: After = None, apart: Apart = False) -> Duplicates:
    """Pairs, by id, with what speaks for it. Nothing is merged by itself; that their names were shown is noted."""
    with permit.reading() as unit:
        found = use.duplicates(unit, limit=limit, after=after, apart=apart)
        names = identities.names_of(unit, {one for pair in found.items for one in pair.expert_ids}, "duplicates")
        pairs = [
            PairAnswer(
                people=[Namesake(expert_id=one, name=names.get(one)) for one in pair.expert_ids],
                certainty=pair.certainty,
                reasons=list(pair.reasons),
            )
            for pair in found.items
        ]
        return Duplicates(items=pairs, next=found.next)


@router.post(
    PREFIX + "/{id}/merge",
    summary="Make two records of one person one",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def merge_into(
    permit: OfficerPersonal,
    response: Response,
    id: ExpertId,
    data: Annotated[MergeData, Body(examples=[{"goes": "expert-3c4d"}])],
    expected: Expected,
) -> Merged:
    """The record of this address stays. Applications, invitations, consents, notes, CVs, letters and account follow to
    it from the other, which is no longer there; the profile has what both said. This cannot be undone.

    Two that were told apart, or for which nothing speaks, are merged with `anyway`."""
    with permit.reading() as unit:
        before = [experts.as_matched(experts.get(unit, data.goes)), *cv_vectors.readings(unit, data.goes)]
    with permit.writing() as unit:
        row, counts = merge(unit, id, data, expected)
        tag(response, row)
        merged = Merged(expert=answer(unit, row), followed=counts)
    cv_vectors.let_go(permit.office, permit.actor, before, [id])
    return merged

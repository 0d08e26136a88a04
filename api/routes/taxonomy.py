"""The terms of the office over HTTP: every term of a kind with what stands under it, and what the office made of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.http import expected_version
from api.services.taxonomy import editing as use
from api.services.taxonomy.overlay import Kind, Taxonomy
from api.services.taxonomy.terms import Origin, TermTold, terms

router = APIRouter(prefix="/api/v1", tags=["settings"])
Reader = Annotated[Permit, Depends(May(Role.ADMINISTRATOR, Role.AUDITOR))]
Administrator = Annotated[Permit, Depends(May(Role.ADMINISTRATOR))]
Expected = Annotated[int | None, Depends(expected_version)]


class TermUses(BaseModel):
    """How many records name a term, by its code or by one that is read as it."""

    people: int | None = Field(description="on the roster, to the nearest five; null: fewer than five")
    calls: int
    work: int = Field(description="actions about a field, activities of a type")
    focal_points: int


class OfficeTerm(BaseModel):
    """A term as the office has it."""

    code: str
    labels: dict[str, str] = Field(description="by language")
    parent: str | None
    origin: Origin = Field(description="packaged; changed: a packaged one of which the office made something; own")
    retired: bool
    successor: str | None = Field(description="of a retired term: as what its code is read")
    former: list[str] = Field(description="retired codes that are read as this one")
    uses: TermUses


@router.get("/taxonomy/{kind}", summary="Terms of a kind", responses=problems(401, 403, 422))
def listed(permit: Reader, kind: Kind) -> list[OfficeTerm]:
    """Every field of expertise, competence or type of activity, retired ones last, with how much stands under each."""
    with permit.reading() as unit:
        value, _ = use.get(unit)
        return [_answer(term) for term in terms(unit, kind, value)]


@router.get("/settings/taxonomy", summary="What the office made of the terms", responses=problems(401, 403))
def read(permit: Reader, response: Response) -> Taxonomy:
    """Terms that the office renamed, moved, added or retired. The ETag, "0" at first, is needed to change it."""
    with permit.reading() as unit:
        value, version = use.get(unit)
    response.headers["ETag"] = f'"{version}"'
    return value


@router.put(
    "/settings/taxonomy",
    summary="Set what the office makes of the terms",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 412, 413, 415, 422, 428),
)
def change(permit: Administrator, response: Response, expected: Expected, value: Taxonomy) -> Taxonomy:
    """All of it at once; empty lists give back what is packaged. Every serving process uses it within moments.

    Refused where a parent or successor is unknown, a term would stand under itself, or something on record would lose
    its term.
    """
    with permit.writing() as unit:
        version = use.change(unit, value, expected)
        kept, _ = use.get(unit)
    response.headers["ETag"] = f'"{version}"'
    return kept


def _answer(term: TermTold) -> OfficeTerm:
    used = TermUses(
        people=term.uses.told, calls=term.uses.calls, work=term.uses.work, focal_points=term.uses.focal_points
    )
    return OfficeTerm(
        code=term.code, labels=dict(term.labels), parent=term.parent, origin=term.origin, retired=term.retired,
        successor=term.successor, former=list(term.former), uses=used,
    )  # fmt: skip

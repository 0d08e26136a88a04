"""The versions of a call's shortlist over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.call_parts import PREFIX, Blind, CallId, Reader, RecordReader
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.calls import call_differences as differences
from api.services.calls import call_shortlists as use
from api.services.calls.call_differences import Difference
from api.services.calls.call_names import names_for
from api.services.calls.call_shortlists import Pool, Version
from api.services.shortlists.blind import blind as for_a_blind_reading
from api.services.shortlists.naming import with_names
from api.services.unit import Unit, reading
from api.storage.tables import ShortlistRow
from matching.results import Shortlist

router = APIRouter(prefix=PREFIX, tags=["shortlists"])
Maker = Annotated[Permit, Depends(May(Role.OFFICER, personal=True))]
Number = Annotated[int, Path(ge=1, le=100_000, description="of a version: 1, 2, 3...")]
LINE: dict[str, Any] = {
    "id": "shortlist-1a2b",
    "number": 2,
    "pool": ["expert-3c4d", "expert-5e6f"],
    "named": {"expert-5e6f": ["1"]},
    "at": "2026-12-15T09:00:00Z",
    "by": "account-7a8b",
    "run_id": "0f1e2d3c4b5a6978",
    "content_hash": "9c1185a5c5e9fc54612808977ee8f548b2258d31a64f1a8c9e2f0f6f0f6f0f6f",
    "redacted_at": None,
}


class ShortlistWish(BaseModel):
    """Who is to be compared."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"pool": "applied"}})

    pool: Pool = Field(default="applied", description="applied: who applied or was invited; roster: everybody")


class VersionLine(BaseModel):
    """One version in one line."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": LINE})

    id: str
    number: int
    pool: list[str] | None = Field(description="ids of those who were compared; null: the whole roster")
    named: dict[str, list[str]] = Field(
        description="ids of positions by expert: of those who applied for or were invited to these alone, and were "
        "compared for no other"
    )
    at: datetime
    by: str
    run_id: str
    content_hash: str = Field(description="of the shortlist as it was made")
    redacted_at: datetime | None = Field(description="when somebody was erased from it")


class VersionAnswer(VersionLine):
    """One version, whole."""

    shortlist: Shortlist


SAME: dict[int | str, dict[str, Any]] = {
    200: {"model": VersionAnswer, "description": "Nothing changed: the version on record"}
}


def answer(unit: Unit, version: Version, *, blind: bool) -> VersionAnswer:
    """A version in the shape of an answer."""
    made = version.shortlist
    shortlist = for_a_blind_reading(unit, made) if blind else with_names(unit, version.id, made)
    return VersionAnswer(
        id=version.id,
        number=version.number,
        pool=list(version.pool) if version.pool is not None else None,
        named=version.named,
        at=version.at,
        by=version.by,
        run_id=shortlist.record.run_id,
        content_hash=version.content_hash,
        redacted_at=version.redacted_at,
        shortlist=shortlist,
    )


def line(row: ShortlistRow) -> VersionLine:
    """A row in one line."""
    return VersionLine.model_validate(row)


@router.post(
    "/{id}/shortlists",
    status_code=201,
    summary="Make the next version of a call's shortlist",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422) | SAME,
)
def make(permit: Maker, response: Response, id: CallId, wish: ShortlistWish, blind: Blind = False) -> VersionAnswer:
    """With the settings that were fixed at publication. The same people and facts give the version on record."""
    version, new = use.make(permit.office, permit.actor, id, wish.pool)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"{PREFIX}/{id}/shortlists/{version.number}"
    with reading(permit.office, permit.actor) as unit:
        return answer(unit, version, blind=blind)


@router.get("/{id}/shortlists", summary="The versions of a call's shortlist", responses=problems(401, 403, 404, 422))
def versions(permit: Reader, id: CallId, limit: Limit = 50, after: After = None) -> Page[VersionLine]:
    """A page of versions, newest first."""
    with permit.reading() as unit:
        part = use.versions(unit, id, limit=limit, after=after)
        return Page(items=[line(row) for row in part.rows], next=part.next)


@router.get(
    "/{id}/shortlists/{number}",
    summary="One version of a call's shortlist",
    responses=problems(401, 403, 404, 422),
)
def read(permit: RecordReader, id: CallId, number: Number, blind: Blind = False) -> VersionAnswer:
    """Everything on record; it is exported and explained under its id at /api/v1/shortlists."""
    with permit.reading() as unit:
        return answer(unit, use.opened(unit, id, number, blind=blind), blind=blind)


@router.get(
    "/{id}/shortlists/{number}/changes/{to}",
    summary="What changed from one version to another",
    responses=problems(401, 403, 404, 422),
)
def changes(permit: RecordReader, id: CallId, number: Number, to: Number, blind: Blind = False) -> Difference:
    """Who moved, by how much, and why; and what the two runs were given that differs."""
    with permit.reading() as unit:
        found = differences.difference(use.opened(unit, id, number, blind=blind), use.opened(unit, id, to, blind=blind))
        if blind:
            return found
        return differences.with_names(found, names_for(unit, id, differences.everybody(found)))

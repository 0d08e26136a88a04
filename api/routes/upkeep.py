"""The upkeep of the roster over HTTP: profiles that are outdated, inactive or incomplete, and letters that ask."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import STAFF
from api.routes.access import OfficerPermit
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.people import upkeep as use
from api.services.people.missing_parts import Missing
from api.services.people.upkeep import UpkeepKind

PREFIX = "/api/v1/upkeep"
router = APIRouter(prefix=PREFIX, tags=["upkeep"])
Staff = Annotated[Permit, Depends(May(*STAFF))]


class UpkeepCountAnswer(BaseModel):
    """How many people are of one kind."""

    model_config = ConfigDict(from_attributes=True)

    kind: UpkeepKind
    people: int
    to_ask: int = Field(description="of them, whom a letter would go to now: with an address, and not asked of late")


class PointAnswer(BaseModel):
    """One part that profiles lack, and what knowing it would bring."""

    model_config = ConfigDict(from_attributes=True)

    part: Missing
    people: int = Field(description="who lack it")
    calls: int = Field(description="open calls that ask for it of somebody who fails no rule")
    settles: int = Field(description="pairs of a person and an open call for which nothing else is missing")


class UpkeepAnswer(BaseModel):
    """The state of the roster's profiles; counts alone."""

    people: int
    counts: list[UpkeepCountAnswer]
    duplicates: int = Field(description="pairs of records that may be of one person")
    missing: list[PointAnswer] = Field(description="what would settle most first")


class UpkeepLineAnswer(BaseModel):
    """Somebody whose profile needs a word, by id."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    institution: str | None
    country: str | None
    confirmed_at: datetime | None
    since: datetime = Field(description="from when on nobody heard whether it is still true")
    missing: list[Missing]
    asked_at: datetime | None
    can_be_asked: bool = Field(description="now: with an address, and not asked within thirty days")


class AskedAnswer(BaseModel):
    """How many letters were put into the queue."""

    asked: int


@router.get("", summary="The state of the roster's profiles", responses=problems(401, 403))
def overview(permit: Staff) -> UpkeepAnswer:
    """How many profiles are outdated, inactive or incomplete, and what the missing parts would bring."""
    with permit.reading() as unit:
        found = use.overview(unit)
    return UpkeepAnswer(
        people=found.people,
        counts=[UpkeepCountAnswer.model_validate(one) for one in found.counts],
        duplicates=found.duplicates,
        missing=[PointAnswer.model_validate(one) for one in use.what_is_missing(permit.office, permit.actor)],
    )


@router.get("/{kind}", summary="People whose profiles need a word", responses=problems(401, 403, 422))
def listed(permit: Staff, kind: UpkeepKind, limit: Limit = 50, after: After = None) -> Page[UpkeepLineAnswer]:
    """By id, those of whom nobody heard longest first."""
    with permit.reading() as unit:
        found = use.listed(unit, kind, limit=limit, after=after)
    return Page(items=[UpkeepLineAnswer.model_validate(one) for one in found.rows], next=found.next)


@router.post("/{kind}/letters", summary="Ask them by letter", responses=problems(401, 403, 409, 422))
def ask(permit: OfficerPermit, kind: UpkeepKind) -> AskedAnswer:
    """Whether their profile is still true, or to complete it; nobody is asked twice within thirty days."""
    with permit.writing() as unit:
        return AskedAnswer(asked=use.ask(unit, kind))

"""Calls as everybody of the house sees them, experts included: open and past ones, never how candidates are compared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.auth.access import SIGNED_IN, May, Permit
from api.routes.call_parts import CallId
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.services.calls import calls as use
from api.services.calls.call_states import PAST
from api.services.calls.call_terms import terms_of
from api.services.steps import reached
from api.services.storable import Id
from api.services.unit import Unit
from api.storage.tables import CallRow
from matching.entities import Country, LanguageNeed, Phase, Position

router = APIRouter(prefix="/api/v1/published-calls", tags=["calls"])
Anybody = Annotated[Permit, Depends(May(*SIGNED_IN))]
Visible = Literal["published", "closed", "decided"]


class PublicLine(BaseModel):
    """A call in one line, as it is published."""

    id: str
    state: Visible
    reference: str | None
    title: str | None
    country: str | None
    deadline: date | None


class PublicCall(PublicLine):
    """A call as it is published."""

    text: str
    language: str | None
    institution: str | None
    action_code: str | None
    action_title: str | None
    activity_title: str | None
    activity_types: tuple[str, ...]
    objectives: tuple[str, ...]
    results: tuple[str, ...]
    phases: tuple[Phase, ...]
    languages: tuple[LanguageNeed, ...]
    positions: tuple[Position, ...]
    published_at: datetime | None


OF_TERMS = tuple(name for name in PublicCall.model_fields if name not in {*PublicLine.model_fields, "published_at"})


def line(row: CallRow) -> PublicLine:
    """A row in one line."""
    return PublicLine(**_line(row))


def answer(unit: Unit, row: CallRow) -> PublicCall:
    """A row as it is published; what is not named here stays inside."""
    terms = terms_of(row)
    parts = {name: getattr(terms, name) for name in OF_TERMS}
    return PublicCall(**_line(row), **parts, published_at=reached(unit, "call", row.id, "published"))


def _line(row: CallRow) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in ("id", "state", "reference", "title", "deadline")}
    return kept | {"country": row.terms["country"]}


@router.get("", summary="Open and past calls, newest first", responses=problems(401, 403, 422))
def listed(
    permit: Anybody,
    limit: Limit = 50,
    after: After = None,
    state: Annotated[list[Visible] | None, Query(max_length=3, description="published: open to applications")] = None,
    country: Annotated[Country | None, Query(max_length=80)] = None,
    q: Annotated[Id | None, Query(max_length=300, description="words in the title or reference")] = None,
) -> Page[PublicLine]:
    """A page of calls; past ones stay."""
    with permit.reading() as unit:
        found = use.listed(unit, states=state or PAST, country=country, words=q, limit=limit, after=after)
        return Page(items=[line(row) for row in found.rows], next=found.next)


@router.get("/{id}", summary="One open or past call", responses=problems(401, 403, 404, 422))
def read(permit: Anybody, id: CallId) -> PublicCall:
    """What the call asks for, and until when one may apply."""
    with permit.reading() as unit:
        return answer(unit, use.visible(unit, id))

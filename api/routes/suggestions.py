"""Calls that suit people, over HTTP: every open call for one person, and how evenly they are suggested."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.routes.examples import problems
from api.routes.http import After, Limit, Page
from api.routes.people import PREFIX, ExpertId, TeamOrOwn
from api.services.suggestions import suggested as use
from api.services.suggestions.suggested import SuggestedCall
from matching.suggesting.changes import Way
from matching.suggesting.exposure import Exposure
from matching.suggesting.suggestions import Suggestion

router = APIRouter(tags=["suggestions"])
Watcher = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]


class SuggestionAnswer(Suggestion):
    """An open call for a person: how it stands, why, why not, what would change it, why it stands above the next."""

    applied: bool
    smallest_way: Way = Field(description="the smallest change that would make it yes, or what is in the way")


@router.get(
    f"{PREFIX}/{{id}}/suggestions", summary="The open calls that suit a person", responses=problems(401, 403, 404, 422)
)
def suggestions(permit: TeamOrOwn, id: ExpertId, limit: Limit = 20, after: After = None) -> Page[SuggestionAnswer]:
    """Every open call, eligible or not, best first; 'above' says which question puts a call before the next one."""
    page = use.suggested(permit.office, permit.actor, id, limit=limit, after=after)
    return Page(items=[_answer(one) for one in page.calls], next=page.next)


@router.get("/api/v1/suggestions/exposure", summary="How evenly calls are suggested", responses=problems(401, 403))
def exposure(permit: Watcher) -> Exposure:
    """Whether the open calls are suggested to many or to the same few: counts over the roster, nobody is named."""
    return use.exposure_now(permit.office, permit.actor)


def _answer(one: SuggestedCall) -> SuggestionAnswer:
    return SuggestionAnswer(**dict(one.suggestion), applied=one.applied, smallest_way=one.suggestion.way)

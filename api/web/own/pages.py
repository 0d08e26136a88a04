"""What an expert reads of themselves: profile, calls, results, data; nothing here changes anything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.routes.http import After
from api.services.people import own_results
from api.web.own.access import Me, ShortlistId
from api.web.own.data_showing import data_page, erasure_page
from api.web.own.rules import kind_of
from api.web.own.showing import calls_page, profile_page, shown

router = APIRouter(include_in_schema=False)
Done = Annotated[str, Query(max_length=40)]


@router.get("/me")
def profile(me: Me, done: Done = "") -> HTMLResponse:
    """The profile as matching reads it, what is missing, and what can be changed."""
    return profile_page(me, done=done)


@router.get("/me/calls")
def calls(me: Me) -> HTMLResponse:
    """The calls that are open, and how the rules of each stand for this person."""
    return calls_page(me)


@router.get("/me/results")
def results(me: Me) -> HTMLResponse:
    """The shortlists of closed and decided calls on which this person stands."""
    with me.permit.reading() as unit:
        found = own_results.results(unit, me.expert_id)
    return shown(me, "own_results.html", "results", results=found)


@router.get("/me/results/{shortlist_id}")
def result(me: Me, shortlist_id: ShortlistId) -> HTMLResponse:
    """One of these results: why, why not, and what would have changed it."""
    with me.permit.reading() as unit:
        found, reasons = own_results.explanation(unit, me.expert_id, shortlist_id)
    titles = {place.position_id: place.title for place in found.places}
    return shown(me, "own_result.html", "results", result=found, reasons=reasons, titles=titles, kind_of=kind_of)


@router.get("/me/data")
def data(me: Me, done: Done = "", after: After = None) -> HTMLResponse:
    """What is held and for how long, who looked at it, and what was agreed to."""
    return data_page(me, done=done, after=after)


@router.get("/me/erasure")
def erasure(me: Me) -> HTMLResponse:
    """What an erasure takes away and what stays, and the form that asks for it."""
    return erasure_page(me)

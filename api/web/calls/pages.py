"""The list of calls and the page of one, for whoever is signed in; what each shows follows from the rules."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.errors import NotOnRecord
from api.routes.http import After
from api.services.calls import call_overviews
from api.services.calls.call_states import PAST
from api.speech.speech import speech
from api.web.calls.access import At, Visitor, room_of
from api.web.calls.showing import show, spoken
from api.web.rendering import page
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
SHOWN = 25  # calls on a page
STATES = ("draft", "published", "closed", "decided", "cancelled")

Wanted = Annotated[Literal["", "draft", "published", "closed", "decided", "cancelled"], Query()]
Words = Annotated[str, Query(max_length=300)]


@router.get("/calls")
def listed(permit: Visitor, request: Request, state: Wanted = "", q: Words = "", after: After = None) -> HTMLResponse:
    """Calls, newest first: for the team with what came in, for an expert after those in which they have a part."""
    room = room_of(permit, request)
    offered = STATES if room.works else PAST
    states = [state] if state in offered else list(offered)
    words = q.replace("\x00", "").strip() or None
    first = after is None and words is None and not state
    with permit.reading() as unit:
        if room.works:
            part = call_overviews.overviews(unit, states=states, words=words, limit=SHOWN, after=after)
            found: dict[str, Any] = {"overviews": part.rows, "lines": [], "next": part.next}
        else:
            seen = call_overviews.lines(unit, states=states, words=words, limit=SHOWN, after=after)
            found = {"overviews": [], "lines": seen.rows, "next": seen.next}
        own = call_overviews.own_parts(unit, room.expert_id) if room.expert_id and first else []
        today = unit.today
    return page(
        "calls.html",
        viewer=viewer_of(permit),
        say=speech(permit.language, "calls"),
        room=room,
        own=own,
        states=offered,
        asked={"state": state, "q": q},
        first=after is None,
        today=today,
        **found,
    )


@router.get("/calls/{id}")
def read(permit: Visitor, at: At, done: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
    """One call: the published terms for everybody, the record for those who keep it, one's own part for an expert."""
    try:
        return show(permit, at, done=done)
    except NotOnRecord as error:
        say = spoken(permit, room_of(permit, at.request))
        raise NotOnRecord(say("unknown.what"), "", say("unknown.next")) from error

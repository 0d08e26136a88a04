"""The upkeep of the roster for the office: what is old, silent, doubled or incomplete, and one button each to ask."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.routes.http import After
from api.services.people import upkeep as use
from api.services.people.upkeep import UpkeepKind
from api.speech.speech import speech
from api.web.rendering import page
from api.web.roster.access import Officer, Staff, room_of
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE, PATH = "upkeep", "/upkeep"
SHOWN = 25  # people on a page
Kind = Annotated[UpkeepKind, Query(description="whom the list shows")]
Blind = Annotated[bool, Query(description="without names")]
Asked = Annotated[int | None, Query(ge=0, le=10_000_000, description="letters that were just put into the queue")]


@router.get(PATH)
def look(
    permit: Staff,
    request: Request,
    of: Kind = "outdated",
    blind: Blind = True,
    after: After = None,
    asked: Asked = None,
) -> HTMLResponse:
    """Counts of all, what the missing parts would bring, and those of one kind; with names for those who may see them."""
    room = room_of(permit, request)
    named = room.personal and not blind
    with permit.reading() as unit:
        state = use.overview(unit)
        found = use.listed(unit, of, limit=SHOWN, after=after, named=named)
    return page(
        "roster_upkeep.html",
        viewer=viewer_of(permit),
        say=speech(permit.language, "roster", PAGE),
        room=room,
        state=state,
        points=use.what_is_missing(permit.office, permit.actor),
        kind=of,
        lines=found.rows,
        next=found.next,
        first=after is None,
        named=named,
        asked=asked,
    )


@router.post(f"{PATH}/{{kind}}/letters")
def ask(permit: Officer, kind: UpkeepKind) -> RedirectResponse:
    """Ask everybody of a kind by letter."""
    with permit.writing() as unit:
        asked = use.ask(unit, kind)
    return RedirectResponse(f"{PATH}?of={kind}&asked={asked}", status_code=303)

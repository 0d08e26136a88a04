"""What somebody can do here: a few ways to begin, for each role of theirs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse

from api.auth.access import SIGNED_IN, May, Permit
from api.auth.roles import Role
from api.services.sample_office import is_sample_office
from api.speech.speech import speech
from api.web.rendering import page
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE, OF_THE_OFFICE = "tour", "tour_office"
OWN = (
    ("/me", "profile"),
    ("/me/cv", "cv"),
    ("/me/suggested", "suggested"),
    ("/me/results", "results"),
    ("/me/data", "data"),
)
WAYS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.OFFICER: (("/new", "new"), ("/requests", "requests"), ("/calls", "publish"), ("/experts", "roster")),
    Role.LEADER: (("/shortlists", "compare"), ("/calls?state=closed", "decide"), ("/figures", "figures")),
    Role.BUSINESS: (
        ("/experts", "roster"), ("/institutions", "institutions"), ("/imports", "imports"), ("/supply", "supply"),
        ("/figures", "figures")
    ),
    Role.AUDITOR: (("/log/verification", "verify"), ("/log", "log"), ("/calls", "follow")),
    Role.STEERING: (("/actions", "actions"), ("/figures", "figures")),
    Role.ADMINISTRATOR: (("/operation", "operation"), ("/accounts", "accounts"), ("/log", "log")),
}  # fmt: skip


@router.get("/tour")
def tour(permit: Annotated[Permit, Depends(May(*SIGNED_IN))]) -> HTMLResponse:
    """Ways to begin, each with where it leads; and whether everything here is invented."""
    viewer, actor = viewer_of(permit), permit.actor
    ways = dict.fromkeys(way for role, ways in WAYS.items() if actor.is_any(role) for way in ways)
    say = speech(permit.language, PAGE, *([OF_THE_OFFICE] if ways else []))
    own = OWN if viewer.expert_id else ()
    return page("tour.html", viewer=viewer, say=say, own=own, ways=ways, sample=is_sample_office(permit.office))

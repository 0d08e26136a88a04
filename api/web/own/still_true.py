"""The page that a letter leads to now and then: the profile at a glance, and one click that says it is still true."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse

from api.services.people import experts
from api.services.people.own_profile import own_profile
from api.speech.speech import speech
from api.web.own.access import PAGE, Me
from api.web.own.showing import shown
from api.web.sent import SentForm

router = APIRouter(include_in_schema=False)
PATH = "/me/still-true"
Done = Annotated[str, Query(max_length=40)]


@router.get(PATH)
def look(me: Me, done: Done = "") -> HTMLResponse:
    """What is on record in short, when it was last confirmed, and where it can be changed."""
    with me.permit.reading() as unit:
        own = own_profile(unit, me.expert_id)
    return shown(
        me,
        "own_still_true.html",
        "profile",
        done="still_true" if done else "",
        say=speech(me.permit.language, PAGE, "still_true"),
        own=own,
        person=own.person,
    )


@router.post(PATH)
def say_so(me: Me, sent: SentForm) -> RedirectResponse:
    """Everything is still true."""
    with me.permit.writing() as unit:
        experts.confirm(unit, me.expert_id)
    return RedirectResponse(f"{PATH}?done=yes", status_code=303)

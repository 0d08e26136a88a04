"""The page of precedents: what was done before and is near to a request or to a text that somebody brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import May, Permit
from api.auth.roles import TEAM
from api.services.requests import precedents as use
from api.services.requests import request_page
from api.services.requests.delivered import Continuing
from api.services.requests.precedents import Precedents
from api.services.requests.request_page import RequestSeen
from api.services.requests.similar import Similar, SoughtData
from api.services.storable import Id
from api.speech.speech import speech
from api.web.intake.access import OF_ACTIONS, RequestReader
from api.web.intake.offers import countries
from api.web.intake.posted import PostedForm
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, answer
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PATH, FORM = "/precedents", "look"
TEAM_PERSONAL = May(*TEAM, personal=True)  # parts in actions, with the persons
LEAST_ALIKE = 0.1  # similarity below which two have nothing to do with each other
OfRequest = Annotated[Id, Query(max_length=100, description="id of a request on record")]
Blind = Annotated[bool, Query(description="without names")]


def _may_see_persons(permit: RequestReader, request: Request) -> bool:
    return TEAM_PERSONAL.lets_in(permit, request)


Persons = Annotated[bool, Depends(_may_see_persons)]


@router.get(PATH)
def look(
    permit: RequestReader, request: Request, persons: Persons, of: OfRequest = "", blind: Blind = True
) -> HTMLResponse:
    """The form; for a request on record what is near to it, too."""
    if not of:
        return _show(permit, request)
    with permit.reading() as unit:
        asked = request_page.seen(unit, of)
    found = use.of_request(permit.office, permit.actor, of)
    people = _people(permit, found.near, named=not blind) if persons else None
    return _show(permit, request, asked=asked, found=found, people=people, blind=blind)


@router.post(PATH)
def find(permit: RequestReader, request: Request, persons: Persons, posted: PostedForm) -> Response:
    """What is near to a text in any language; it is kept nowhere."""
    sent = Sent(posted.sent.values, posted.sent.several, FORM)
    blind = not sent.ticked("named")

    def act() -> Response:
        typed = {name: sent.text(name) for name in ("text", "country", "institution")}
        if typed["text"] is None:
            raise NotFilled(Missing("text"))
        found = use.of_text(permit.office, permit.actor, SoughtData.model_validate(typed))
        people = _people(permit, found.near, named=not blind) if persons else None
        return _show(permit, request, found=found, people=people, sent=sent, blind=blind)

    def again(wrong: Sent, status: int) -> HTMLResponse:
        return _show(permit, request, sent=wrong, status=status, blind=blind)

    return answer(sent, FORM, act, then=PATH, again=again, say=speech(permit.language, "requests", "precedents"))


def _people(permit: Permit, near: Sequence[Similar], *, named: bool) -> list[Continuing]:
    return use.people_of(permit.office, permit.actor, _shown(near), named=named)


def _shown(near: Sequence[Similar]) -> list[Similar]:
    return [one for one in near if one.likeness.similarity >= LEAST_ALIKE]


def _show(
    permit: Permit,
    request: Request,
    *,
    asked: RequestSeen | None = None,
    found: Precedents | None = None,
    people: list[Continuing] | None = None,
    blind: bool = True,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
) -> HTMLResponse:
    say = speech(permit.language, "requests", "precedents")
    return page(
        "precedents.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        asked=asked,
        found=found,
        near=_shown(found.near) if found else [],
        people=people,
        blind=blind,
        persons=TEAM_PERSONAL.lets_in(permit, request),
        reads_actions=OF_ACTIONS.lets_in(permit, request),
        countries=countries(say),
        sent=sent,
    )

"""The page of a corridor between two countries: who deals with a subject on both sides."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.peers.corridors import CorridorQuestion, ToldCorridor, ask_corridor
from api.speech.speech import speech
from api.web.intake.offers import countries
from api.web.peers.access import Reader, Words
from api.web.peers.showing import show
from api.web.peers.typed import country_of
from api.web.roster.finding import code_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, answer
from matching.errors import UnknownCode

router = APIRouter(include_in_schema=False)
PAGE, PATH, FORM = "peers", "/peers/corridor", "corridor"
SHOWN = 10  # institutions on each side


@router.get(PATH)
def look(
    permit: Reader,
    request: Request,
    origin: Words = "",
    destination: Words = "",
    subject: Words = "",
    field: Words = "",
) -> Response:
    """The form; with two countries and a subject the answer, too."""
    typed = {"origin": origin, "destination": destination, "subject": subject, "field": field}
    if not any(typed.values()):
        return _show(permit, request)
    sent = Sent(typed, form=FORM)

    def act() -> Response:
        return _show(permit, request, sent, found=ask_corridor(permit.office, permit.actor, _question(sent)))

    return answer(
        sent,
        FORM,
        act,
        then=PATH,
        again=lambda wrong, status: _show(permit, request, wrong, status),
        say=speech(permit.language, PAGE),
    )


def _question(sent: Sent) -> CorridorQuestion:
    missing = [Missing(name) for name in ("origin", "destination") if sent.text(name) is None]
    text, typed = sent.text("subject"), sent.text("field")
    if text is None and typed is None:
        missing.append(Missing("subject"))
    origin, destination = country_of(sent, "origin"), country_of(sent, "destination")
    if missing or origin is None or destination is None:
        raise NotFilled(*missing)
    if origin == destination:
        raise NotFilled(Missing("destination", "problem.same"))
    try:
        fields = [code_of("fields", typed)] if typed else []
    except UnknownCode:
        raise NotFilled(Missing("field", "problem.field")) from None
    subject = (text or "").replace("\x00", "")
    return CorridorQuestion(origin=origin, destination=destination, text=subject, fields=fields, limit=SHOWN)


def _show(
    permit: Permit, request: Request, sent: Sent = NOTHING_SENT, status: int = 200, *, found: ToldCorridor | None = None
) -> HTMLResponse:
    say = speech(permit.language, PAGE)
    return show(
        permit,
        request,
        "peers_corridor.html",
        say,
        sent,
        status,
        found=found,
        countries=countries(say),
    )

"""The page of the survey of interests: topics that institutions want to exchange about, and which regions share them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.peers import interests as use
from api.services.peers.interests import FIRST_SURVEY, LAST_SURVEY, InterestData
from api.services.peers.offers import Offered, offers
from api.speech.speech import speech
from api.web.peers.access import Done, GivenId, Reader, Staff, room_of
from api.web.peers.showing import show
from api.web.peers.typed import fields_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer, in_unit

router = APIRouter(include_in_schema=False)
PAGE, PATH = "peers", "/peers/interests"
OF_FIGURES = "figures"  # whose names of regions are said here, too
DONE = ("noted", "dropped")
Year = Annotated[int | None, Query(ge=FIRST_SURVEY, le=LAST_SURVEY)]


@router.get(PATH)
def topics(permit: Reader, request: Request, year: Year = None, done: Done = "") -> HTMLResponse:
    """The topics of a year, of the newest survey where none is named."""
    return _show(permit, request, year=year, done=done)


@router.post(PATH)
def note(permit: Staff, request: Request, sent: SentForm) -> Response:
    """An answer to the survey."""
    return answer(
        sent,
        "note",
        in_unit(permit, lambda unit: use.add(unit, _data(sent))),
        then=f"{PATH}?done=noted",
        again=lambda wrong, status: _show(permit, request, wrong, status),
        say=speech(permit.language, PAGE),
    )


@router.post(f"{PATH}/{{id}}/remove")
def remove(permit: Staff, request: Request, id: GivenId, sent: SentForm) -> Response:
    """An answer, removed."""
    return answer(
        sent,
        "drop",
        in_unit(permit, lambda unit: use.remove(unit, id)),
        then=f"{PATH}?done=dropped",
        again=lambda wrong, status: _show(permit, request, wrong, status),
        say=speech(permit.language, PAGE),
    )


def _data(sent: Sent) -> InterestData:
    """An answer as it was typed; raises NotFilled or ValidationError where it cannot be."""
    institution, year = sent.text("institution"), sent.number("year")
    missing = [Missing("institution")] if institution is None else []
    if year is None:
        missing.append(Missing("year", "problem.year"))
    fields = fields_of(sent, "ticked")
    if sent.text("interest") is None and not fields:
        missing.append(Missing("interest"))
    if missing or institution is None or year is None:
        raise NotFilled(*missing)
    return InterestData(institution_id=institution, year=year, text=sent.text("interest") or "", fields=fields)


def _show(
    permit: Permit,
    request: Request,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    *,
    year: int | None = None,
    done: str = "",
) -> HTMLResponse:
    say, room = speech(permit.language, OF_FIGURES, PAGE), room_of(permit, request)
    found = use.survey(permit.office, permit.actor, year)
    institutions = Offered().institutions
    if room.keeps:
        with permit.reading() as unit:
            institutions = offers(unit, points=False).institutions
    return show(
        permit,
        request,
        "peers_interests.html",
        say,
        sent,
        status,
        found=found,
        institutions=institutions,
        today=permit.office.clock.today(),
        done=done if done in DONE else "",
    )

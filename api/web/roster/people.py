"""The list of people on the roster, and the form for somebody new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.routes.http import After
from api.services.people import experts
from api.services.people.experts import NewExpertData
from api.services.people.identities import IdentityData
from api.services.people.roster_overview import RosterLine, overview
from api.speech.speech import NAMES, speech
from api.storage.paging import Part
from api.web import cv_sent
from api.web.cv_sent import SentDocument
from api.web.cv_words import LEVELS, terms
from api.web.rendering import page
from api.web.roster.access import Staff, StaffPersonal, room_of
from api.web.roster.finding import STATES, asked
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
SHOWN = 25  # people on a page
Blind = Annotated[bool, Query(description="without names")]


@router.get("/experts")
def listed(permit: Staff, request: Request, blind: Blind = True, after: After = None) -> HTMLResponse:
    """People by id, narrowed by what they can do and by what waits; with names for those who may see them."""
    room, say = room_of(permit, request), speech(permit.language, "roster")
    sought = asked(request, say, named=room.personal and not blind, knows_exclusions=room.team)
    found: Part[RosterLine] = Part([], None)
    if not sought.problems:
        with permit.reading() as unit:
            found = overview(unit, sought.wanted, limit=SHOWN, after=after)
    return page(
        "roster.html",
        422 if sought.problems else 200,
        viewer=viewer_of(permit),
        say=say,
        room=room,
        asked=sought,
        lines=found.rows,
        next=found.next,
        first=after is None,
        states=STATES,
        levels=LEVELS,
        fields=terms("fields", say),
        statuses=terms("statuses", say),
    )


@router.get("/experts/new")
def new(permit: StaffPersonal, request: Request) -> HTMLResponse:
    """Somebody new: by their CV, or by name."""
    return _form(permit, request)


@router.post("/experts/new/cv")
def add_by_cv(permit: StaffPersonal, request: Request, sent: SentForm, document: SentDocument) -> Response:
    """Read the CV of somebody; who is on the roster already is recognised."""

    def use() -> Response:
        kept = cv_sent.send(permit, document, None)
        return _on_to(f"{_address(kept.expert_id)}/cvs/{quote(kept.cv_id, safe='')}?done=read_{kept.outcome}")

    return _answer(permit, request, sent, "upload", use)


@router.post("/experts/new")
def add(permit: StaffPersonal, request: Request, sent: SentForm) -> Response:
    """Put somebody on the roster by name; their profile is empty until a CV is confirmed."""

    def use() -> Response:
        identity = identity_of(sent)
        with permit.writing() as unit:
            row = experts.add(unit, NewExpertData(segments=[], identity=identity))
            return _on_to(f"{_address(row.id)}?blind=false&done=added")

    return _answer(permit, request, sent, "person", use)


def identity_of(sent: Sent) -> IdentityData:
    """Name and contact as they were typed.

    Raises:
        NotFilled: there is no name.
        ValidationError: one of them cannot be.
    """
    typed = {name: sent.text(name) for name in ("name", "email", "phone", "language")}
    if typed["name"] is None:
        raise NotFilled(Missing("name"))
    return IdentityData.model_validate(typed)


def _answer(permit: Permit, request: Request, sent: Sent, form: str, use: Callable[[], Response]) -> Response:
    say = speech(permit.language, "roster", "cv")
    return answer(sent, form, use, then="", again=lambda wrong, status: _form(permit, request, wrong, status), say=say)


def _on_to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def _form(permit: Permit, request: Request, sent: Sent = NOTHING_SENT, status: int = 200) -> HTMLResponse:
    return page(
        "roster_new.html",
        status,
        viewer=viewer_of(permit),
        say=speech(permit.language, "roster", "cv"),
        room=room_of(permit, request),
        sent=sent,
        notice_languages=NAMES,
    )


def _address(expert_id: str) -> str:
    return f"/experts/{quote(expert_id, safe='')}"

"""Communities of practice: the list, one of them with its members, and what staff keep of them."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.routes.http import After
from api.services.peers import communities as use
from api.services.peers.communities import CommunityData
from api.services.peers.offers import Offered, offers
from api.services.unit import Unit
from api.speech.speech import speech
from api.web.peers.access import Done, GivenId, Reader, Staff, StaffPersonal, room_of
from api.web.peers.showing import show
from api.web.peers.typed import countries_of, fields_of, languages_of, lines_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer

router = APIRouter(include_in_schema=False)
PAGE, PATH = "peers", "/peers/communities"
SHOWN = 50
DONE = ("added", "changed", "removed")


@router.get(PATH)
def listed(permit: Reader, request: Request, after: After = None, done: Done = "") -> HTMLResponse:
    """Communities by name."""
    return _list(permit, request, after=after, done=done)


@router.post(PATH)
def add(permit: StaffPersonal, request: Request, sent: SentForm) -> Response:
    """A new community, and on to its page."""

    def act() -> Response:
        with permit.writing() as unit:
            row = use.add(unit, _data(sent))
            return RedirectResponse(f"{address(row.id)}?done=added", status_code=303)

    return answer(
        sent,
        "add",
        act,
        then=PATH,
        again=lambda wrong, status: _list(permit, request, wrong, status),
        say=speech(permit.language, PAGE),
    )


@router.get(f"{PATH}/{{id}}")
def read(permit: Reader, request: Request, id: GivenId, done: Done = "") -> HTMLResponse:
    """One community; with the names of its members for those who may see them, which is noted."""
    return _one(permit, request, id, done=done)


@router.post(f"{PATH}/{{id}}")
def change(permit: StaffPersonal, request: Request, id: GivenId, sent: SentForm) -> Response:
    """What is kept of a community, replaced."""

    def act() -> None:
        with permit.writing() as unit:
            use.change(unit, id, _data(sent), sent.number("version"))

    return answer(
        sent,
        "change",
        act,
        then=f"{address(id)}?done=changed",
        again=lambda wrong, status: _one(permit, request, id, wrong, status),
        say=speech(permit.language, PAGE),
    )


@router.post(f"{PATH}/{{id}}/remove")
def remove(permit: Staff, request: Request, id: GivenId, sent: SentForm) -> Response:
    """A community, removed."""

    def act() -> None:
        with permit.writing() as unit:
            use.remove(unit, id, sent.number("version"))

    return answer(
        sent,
        "remove",
        act,
        then=f"{PATH}?done=removed",
        again=lambda wrong, status: _one(permit, request, id, wrong, status),
        say=speech(permit.language, PAGE),
    )


def address(community_id: str) -> str:
    """Of the page of a community."""
    return f"{PATH}/{quote(community_id, safe='')}"


def _data(sent: Sent) -> CommunityData:
    """A community as it was typed; raises NotFilled or ValidationError where it cannot be."""
    name = sent.text("name")
    if name is None:
        raise NotFilled(Missing("name"))
    return CommunityData(
        name=name,
        description=sent.text("description") or "",
        topics=lines_of(sent, "topics"),
        fields=fields_of(sent),
        countries=countries_of(sent),
        languages=languages_of(sent),
        coordinator=sent.text("coordinator"),
        members=list(sent.several.get("member", ())),
    )


def _offered(unit: Unit, keeps: bool) -> Offered:
    return offers(unit) if keeps else Offered()


def _list(
    permit: Permit,
    request: Request,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    after: str | None = None,
    done: str = "",
) -> HTMLResponse:
    say, room = speech(permit.language, PAGE), room_of(permit, request)
    with permit.reading() as unit:
        found = use.listed(unit, limit=SHOWN, after=after)
        return show(
            permit,
            request,
            "peers_communities.html",
            say,
            sent,
            status,
            rows=found.rows,
            next=found.next,
            first=after is None,
            members=use.member_counts(unit),
            offered=_offered(unit, room.personal),
            address=address,
            done=done if done in DONE else "",
        )


def _one(
    permit: Permit, request: Request, id: str, sent: Sent = NOTHING_SENT, status: int = 200, done: str = ""
) -> HTMLResponse:
    say, room = speech(permit.language, PAGE), room_of(permit, request)
    with permit.reading() as unit:
        found = use.read(unit, id)
        return show(
            permit,
            request,
            "peers_community.html",
            say,
            sent,
            status,
            row=found.row,
            coordinator=found.coordinator,
            members=found.members,
            chosen=[one.focal_point.id for one in found.members if one.focal_point],
            offered=_offered(unit, room.personal),
            path=address(id),
            done=done if done in DONE else "",
        )

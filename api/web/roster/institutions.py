"""Institutions: the list, one of them with its focal points, and what staff keep of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.routes.http import After
from api.services.people import focal_points, institutions
from api.services.people.institutions import InstitutionData
from api.services.unit import Unit
from api.speech.speech import Speech, speech
from api.web.cv_words import terms
from api.web.rendering import page
from api.web.roster.access import Done, InstitutionId, InstitutionReader, Staff, room_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer, in_unit
from api.web.viewer import viewer_of
from matching.codes import country_code

router = APIRouter(include_in_schema=False)
PAGE = "institutions"
SHOWN = 50
MOST_POINTS = 100  # focal points of one institution that are shown
PARTNER = "partner"  # the one kind that is no status of people
DONE = ("added", "changed", "removed", "point_added", "point_changed", "point_removed")
Words = Annotated[str, Query(max_length=300)]
Lends = Annotated[Literal["", "yes", "no"], Query()]


@router.get("/institutions")
def listed(
    permit: InstitutionReader,
    request: Request,
    q: Words = "",
    country: Words = "",
    lends: Lends = "",
    after: After = None,
    done: Done = "",
) -> HTMLResponse:
    """Institutions by name."""
    return _list(permit, request, {"q": q, "country": country, "lends": lends}, after=after, done=done)


@router.post("/institutions")
def add(permit: Staff, request: Request, sent: SentForm) -> Response:
    """A new institution, and on to its page."""
    say = speech(permit.language, PAGE)

    def use() -> Response:
        data = data_of(sent)
        with permit.writing() as unit:
            row = institutions.add(unit, data)
            return RedirectResponse(f"{address(row.id)}?done=added", status_code=303)

    return answer(
        sent, "add", use, then="", again=lambda wrong, status: _list(permit, request, {}, wrong, status), say=say
    )


@router.get("/institutions/{id}")
def read(permit: InstitutionReader, request: Request, id: InstitutionId, done: Done = "") -> HTMLResponse:
    """One institution; with its focal points for those who may see them, which is noted."""
    return show(permit, request, id, done=done)


@router.post("/institutions/{id}")
def change(permit: Staff, request: Request, id: InstitutionId, sent: SentForm) -> Response:
    """What is kept of an institution, replaced."""

    def use(unit: Unit) -> None:
        institutions.change(unit, id, data_of(sent), sent.number("version"))

    return answered(permit, request, id, sent, "change", "changed", use)


@router.post("/institutions/{id}/remove")
def remove(permit: Staff, request: Request, id: InstitutionId, sent: SentForm) -> Response:
    """An institution and its focal points, removed."""

    def use() -> Response:
        with permit.writing() as unit:
            institutions.remove(unit, id, sent.number("version"))
        return RedirectResponse("/institutions?done=removed", status_code=303)

    return answer(
        sent,
        "remove",
        use,
        then="",
        again=lambda wrong, status: show(permit, request, id, wrong, status),
        say=speech(permit.language, PAGE),
    )


def answered(permit: Permit, request: Request, id: str, sent: Sent, form: str, done: str, use: Any) -> Response:
    """Do what a form of an institution's page asks for, and go back to it."""
    return answer(
        sent,
        form,
        in_unit(permit, use),
        then=f"{address(id)}?done={done}",
        again=lambda wrong, status: show(permit, request, id, wrong, status),
        say=speech(permit.language, PAGE),
    )


def show(
    permit: Permit, request: Request, id: str, sent: Sent = NOTHING_SENT, status: int = 200, done: str = ""
) -> HTMLResponse:
    """The page of an institution.

    Raises:
        NotOnRecord: there is none with this id.
    """
    room, say = room_of(permit, request), speech(permit.language, PAGE)
    with permit.reading() as unit:
        row = institutions.get(unit, id)
        there = institutions.people_at(unit, [row])[row.id] if room.keeps_institutions else None
        points = []
        if room.personal:
            found = focal_points.listed(unit, institution_id=id, category=None, on=None, limit=MOST_POINTS, after=None)
            points = found.rows
        today = unit.today
        return page(
            "roster_institution.html",
            status,
            viewer=viewer_of(permit),
            say=say,
            room=room,
            row=row,
            there=there,
            points=points,
            path=address(id),
            today=today,
            kinds=kinds(say),
            fields=terms("fields", say),
            sent=sent,
            done=done if done in DONE else "",
        )


def data_of(sent: Sent) -> InstitutionData:
    """An institution as it was typed.

    Raises:
        NotFilled: it has no name, or there is no such country.
        ValidationError: one of the values cannot be.
    """
    name, typed = sent.text("name"), sent.text("country")
    if name is None:
        raise NotFilled(Missing("name"))
    try:
        country = country_code(typed) if typed else None
    except ValueError:
        raise NotFilled(Missing("country", "problem.country")) from None
    return InstitutionData(name=name, country=country, kind=sent.text("kind"), collaborative=sent.ticked("lends"))


def kinds(say: Speech) -> tuple[tuple[str, str], ...]:
    """What an institution can be: a partner, or where people of a status work; one without such words keeps its label."""
    of_people = (
        (code, say("kind." + code) if say.has("kind." + code) else label) for code, label in terms("statuses", say)
    )
    return ((PARTNER, say("kind.partner")), *of_people)


def address(institution_id: str) -> str:
    """Of the page of an institution."""
    return f"/institutions/{quote(institution_id, safe='')}"


def _list(
    permit: Permit,
    request: Request,
    asked: dict[str, str],
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    after: str | None = None,
    done: str = "",
) -> HTMLResponse:
    room, say = room_of(permit, request), speech(permit.language, PAGE)
    asked = {name: asked.get(name, "").replace("\x00", "").strip() for name in ("q", "country", "lends")}
    try:
        country, problem = country_code(asked["country"]) if asked["country"] else None, ""
    except ValueError:
        country, problem, status = None, say("problem.country"), 422
    lends = {"yes": True, "no": False}.get(asked["lends"])
    with permit.reading() as unit:
        found = institutions.listed(
            unit, country=country, collaborative=lends, words=asked["q"] or None, limit=SHOWN, after=after
        )
        people = institutions.people_at(unit, found.rows) if room.keeps_institutions else {}
        return page(
            "roster_institutions.html",
            status,
            viewer=viewer_of(permit),
            say=say,
            room=room,
            asked=asked,
            problem=problem,
            rows=[] if problem else found.rows,
            next=found.next,
            first=after is None,
            people=people,
            kinds=kinds(say),
            sent=sent,
            done=done if done in DONE else "",
        )

"""One call as a page: what the rules let somebody see of it, put together for the template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.exports.labels import position_name
from api.services.calls import call_choices, call_page
from api.services.calls.call_page import CallFacts
from api.services.calls.call_people import apart, people_of
from api.services.calls.decisions import TIME_TO_CONFIRM
from api.services.calls.own_call import own_call
from api.web.calls.access import Place, Room, room_of
from api.web.rendering import PageLinks, page
from api.web.sent import NOTHING_SENT, Sent
from api.web.sent import answer as sent_answer
from api.web.speech import speech
from api.web.viewer import viewer_of
from matching.entities import Call

OPEN = ("published", "closed")  # states in which people are asked and compared
TIME_TO_ANSWER = timedelta(days=10)  # proposed for an invitation
DOCUMENTS = ("docx", "pdf", "xlsx")
DONE = (  # what the page can say it has just done
    *("drafted", "terms", "deadline", "published", "closed", "cancelled", "listed", "invited", "taken_back", "decided"),
    *("applied", "changed", "withdrawn", "accepted", "declined"),
)


class CallLinks:
    """Where the page of a call, its forms and its files are; who reads it blind goes on reading it blind."""

    def __init__(self, call_id: str, blind: bool) -> None:
        self.path, self.blind = f"/calls/{quote(call_id, safe='')}", blind
        self._named = "" if blind else "?blind=false"

    @property
    def page(self) -> str:
        """The page itself."""
        return self.path + self._named

    @property
    def other(self) -> str:
        """The same with names, or without."""
        return self.path + ("?blind=false" if self.blind else "")

    def to(self, *parts: str) -> str:
        """The address of a form."""
        return "/".join([self.path, *(quote(part, safe="") for part in parts)]) + self._named

    def done(self, what: str) -> str:
        """The page after something was done."""
        return f"{self.page}{'?' if self.blind else '&'}done={what}"

    def shortlist(self, shortlist_id: str) -> str:
        """The page of a version of the shortlist."""
        return PageLinks(shortlist_id, self.blind).page

    def file(self, document: str, kind: str) -> str:
        """A document to keep: "long-list/export" or "selection-record"."""
        return f"/api/v1{self.path}/{document}?format={kind}&blind={'true' if self.blind else 'false'}"


def show(permit: Permit, place: Place, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    """The page of a call for whoever holds a permit.

    Raises:
        NotOnRecord: there is no such call, or it is not for them to see.
    """
    room = room_of(permit, place.request)
    blind = place.blind or not room.records
    with permit.reading() as unit:
        see = call_page.of_office if room.works else None
        call = see(unit, place.call_id) if see else call_page.of_visitor(unit, place.call_id, room.expert_id)
        own = own_call(unit, call, room.expert_id) if room.expert_id else None
        figures = call_page.figures(unit, call) if room.works else None
        today = unit.today
    return page(
        "call.html",
        status,
        viewer=viewer_of(permit),
        say=speech(permit.language, "call"),
        call=call,
        terms=call.terms,
        places=places_of(call.terms),
        room=room,
        own=own,
        figures=figures,
        sent=sent,
        done=done if done in DONE else "",
        links=CallLinks(call.id, blind),
        documents=DOCUMENTS,
        **_people(permit, room, call, blind),
        **_dates(call, today),
    )


def answer(permit: Permit, place: Place, sent: Sent, form: str, done: str, act: Callable[[], object]) -> Response:
    """Do what a form of the page asks for, and go back to the page, which says what was done or what is wrong."""
    return sent_answer(
        sent,
        form,
        act,
        then=CallLinks(place.call_id, place.blind).done(done),
        again=lambda wrong, status: show(permit, place, wrong, status),
        say=speech(permit.language, "call"),
    )


def places_of(terms: Call) -> dict[str, str]:
    """The name of each position by its id."""
    return {p.id: position_name(p.id, p.title, number) for number, p in enumerate(terms.positions, start=1)}


def _people(permit: Permit, room: Room, call: CallFacts, blind: bool) -> dict[str, Any]:
    """What the page shows of people, and whom its forms offer to choose."""
    nobody: dict[str, Any] = {"people": None, "apart": apart, "ranking": None, "invitable": {}, "next_of_reserve": {}}
    if not room.records or call.state == "draft":
        return nobody
    people = people_of(permit.office, permit.actor, call.id, names=not blind)
    with permit.reading() as unit:
        ranking = call_choices.proposal(unit, call.id) if call.state in OPEN else None
        line = call_choices.next_of_reserve(unit, call.id) if call.state == "decided" else {}
    invitable = call_choices.invitable(people, ranking) if call.state in OPEN else {}
    return nobody | {"people": people, "ranking": ranking, "invitable": invitable, "next_of_reserve": line}


def _dates(call: CallFacts, today: date) -> dict[str, date]:
    return {"today": today, "answer_by": today + TIME_TO_ANSWER, "confirm_by": today + TIME_TO_CONFIRM}

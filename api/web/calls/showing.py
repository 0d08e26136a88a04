"""One call as a page: what the rules let somebody see of it, put together for the template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.calls import call_choices, call_page
from api.services.calls.call_page import CallFacts
from api.services.calls.call_people import apart, people_of
from api.services.calls.decisions import TIME_TO_CONFIRM
from api.services.calls.own_call import OwnCall, own_call
from api.services.people.own_profile import own_profile
from api.services.unit import Unit
from api.speech.speech import Speech, speech
from api.web.calls.access import Place, Room, room_of
from api.web.own.rules import Standing, kind_of, standings
from api.web.own.words import Words
from api.web.rendering import PageLinks, page
from api.web.sent import NOTHING_SENT, Sent
from api.web.sent import answer as sent_answer
from api.web.shortlists.telling import Telling
from api.web.viewer import viewer_of
from matching.entities import Call

OPEN = ("published", "closed")  # states in which people are asked and compared
TIME_TO_ANSWER = timedelta(days=10)  # proposed for an invitation
DOCUMENTS = ("docx", "pdf", "xlsx")
RESULTS = "standing"  # the sentences about results and terms of reference, which other pages say, too
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
    blind, say = place.blind or not room.records, spoken(permit, room)
    tell = Telling(speech(say.language, RESULTS))
    with permit.reading() as unit:
        see = call_page.of_office if room.works else None
        call = see(unit, place.call_id) if see else call_page.of_visitor(unit, place.call_id, room.expert_id)
        own = own_call(unit, call, room.expert_id) if room.expert_id else None
        rules = _rules(unit, call, own, say) if own else {}
        figures = call_page.figures(unit, call) if room.works else None
        today = unit.today
    places = places_of(call.terms, tell)
    return page(
        "call.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        tell=tell,
        call=call,
        terms=call.terms,
        places=places,
        applied_for=[places.get(one, one) for one in own.application.positions] if own and own.application else [],
        room=room,
        own=own,
        rules=rules,
        kind_of=kind_of,
        words=Words(say),
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
        say=spoken(permit, room_of(permit, place.request)),
    )


def spoken(permit: Permit, room: Room) -> Speech:
    """The sentences of the page for somebody; what it says of the work on a call only those need who do that work."""
    own = ("own",) if room.expert_id or not room.works else ()
    return speech(permit.language, RESULTS, *own, "call_own", *(("call",) if room.works else ()))


def places_of(terms: Call, tell: Telling) -> dict[str, str]:
    """The name of each position by its id."""
    return {position.id: tell.place(number, position.title) for number, position in enumerate(terms.positions, start=1)}


def _rules(unit: Unit, call: CallFacts, own: OwnCall, say: Speech) -> dict[str, Standing]:
    """How the rules of each position stand for the expert, where that still says something."""
    if not own.standing:
        return {}
    person = own_profile(unit, own.expert_id).person
    made = standings(call.terms, own.standing, person, unit.today, Words(say))
    return {position.id: one for position, one in zip(call.terms.positions, made, strict=True)}


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

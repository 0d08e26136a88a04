"""One person as a page of the roster: what the rules let somebody see of them, put together for the template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.people import person_page
from api.services.people.person_page import PersonFacts
from api.speech.speech import NAMES, Speech, speech
from api.storage.tables import CvRow
from api.web.cv_words import terms, words_of
from api.web.rendering import page
from api.web.roster.access import Place, room_of
from api.web.sent import NOTHING_SENT, Sent
from api.web.sent import answer as sent_answer
from api.web.viewer import viewer_of
from matching.entities import SKILLS, LanguageClaim

PAGES = ("roster", "cv")
DONE = ("added", "identity", "validated", "asked", "work", "noted", "excluded", "let_in", "confirmed", "withdrawn")
NEWEST = 8  # entries of a career shown before the rest


def show(permit: Permit, place: Place, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    """The page of a person for whoever holds a permit.

    Raises:
        NotOnRecord: nobody on the roster has this id.
    """
    room, say = room_of(permit, place.request), speech(permit.language, *PAGES)
    with permit.reading() as unit:
        person = person_page.facts(unit, place.expert_id)
        identity = None if place.blind else person_page.identity(unit, person.id)
        parts = person_page.parts_in_calls(unit, person.id) if room.team else None
        notes = person_page.notes(unit, person.id) if room.team and place.notes else None
        views = person_page.views(unit, person.id) if room.views else None
        return page(
            "roster_person.html",
            status,
            viewer=viewer_of(permit),
            say=say,
            room=room,
            place=place,
            person=person,
            expert=person.expert,
            identity=identity,
            parts=parts,
            notes=notes,
            views=views,
            sent=sent,
            done=done if done in DONE else "",
            statuses=terms("statuses", say),
            notice_languages=NAMES,
            levels=lambda claim: levels(claim, say),
            newest=NEWEST,
            **_status(person, say),
        )


def answer(permit: Permit, place: Place, sent: Sent, form: str, done: str, act: Callable[[], object]) -> Response:
    """Do what a form of the page asks for, and go back to the page, which says what was done or what is wrong."""
    return sent_answer(
        sent,
        form,
        act,
        then=place.done(done),
        again=lambda wrong, status: show(permit, place, wrong, status),
        say=speech(permit.language, *PAGES),
    )


def levels(claim: LanguageClaim, say: Speech) -> list[tuple[str, str]]:
    """Each skill of a language with its level, or with the word for one that was not said."""
    known = ((say(f"cv.skill.{skill}"), claim.level(skill)) for skill in SKILLS)
    return [(words, level.value if level else say("cv.level.none")) for words, level in known]


def _status(person: PersonFacts, say: Speech) -> dict[str, Any]:
    """The status that the newest CV shows, in words, with the reason."""
    rows: tuple[CvRow, ...] = person.cvs
    found = next((one for row in rows if (one := person_page.proposed_status(row))), None)
    return {"proposed": found, "proposed_words": words_of("status", found.code, say) if found else ""}

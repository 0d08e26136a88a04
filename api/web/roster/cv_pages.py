"""A person's CV as the office works on it: each fact beside the words it was read from, decided on, confirmed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.people import person_page
from api.speech.speech import speech
from api.web import cv_sent
from api.web.cv_showing import cv_view
from api.web.rendering import page
from api.web.roster.access import At, CvId, Done, Place, StaffPersonal
from api.web.sent import NOTHING_SENT, Sent, SentForm, answer
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGES = ("roster", "cv")
DONE = ("read_new", "read_newer", "read_same", "read_possible", "decided")


@router.get("/experts/{id}/cvs/{cv_id}")
def read(permit: StaffPersonal, at: At, cv_id: CvId, done: Done = "") -> HTMLResponse:
    """A CV for the office; what a person declares of themselves is covered."""
    return _show(permit, at, cv_id, done=done)


@router.post("/experts/{id}/cvs/{cv_id}/facts")
def decide(permit: StaffPersonal, at: At, cv_id: CvId, sent: SentForm) -> Response:
    """Accept, correct or remove the facts of a card."""
    say = speech(permit.language, *PAGES)
    card = sent.text("card") or ""
    then = f"{at.done('decided', 'cvs', cv_id)}#{card}"
    return _answer(permit, at, cv_id, sent, card, then, lambda: cv_sent.decide(permit, at.expert_id, cv_id, sent, say))


@router.post("/experts/{id}/cvs/{cv_id}/confirm")
def confirm(permit: StaffPersonal, at: At, cv_id: CvId, sent: SentForm) -> Response:
    """Lay what was confirmed into the profile, and go back to the person."""
    then = at.done("confirmed")
    return _answer(permit, at, cv_id, sent, "confirm", then, lambda: cv_sent.confirm(permit, at.expert_id, cv_id, sent))


@router.post("/experts/{id}/cvs/{cv_id}/withdraw")
def withdraw(permit: StaffPersonal, at: At, cv_id: CvId, sent: SentForm) -> Response:
    """Take a CV back, and go back to the person."""
    then = at.done("withdrawn")
    return _answer(
        permit, at, cv_id, sent, "withdraw", then, lambda: cv_sent.withdraw(permit, at.expert_id, cv_id, sent)
    )


def _answer(
    permit: Permit, at: Place, cv_id: str, sent: Sent, form: str, then: str, use: Callable[[], None]
) -> Response:
    return answer(
        sent,
        form,
        use,
        then=then,
        again=lambda wrong, status: _show(permit, at, cv_id, wrong, status),
        say=speech(permit.language, *PAGES),
    )


def _show(
    permit: Permit, at: Place, cv_id: str, sent: Sent = NOTHING_SENT, status: int = 200, done: str = ""
) -> HTMLResponse:
    say = speech(permit.language, *PAGES)
    with permit.reading() as unit:
        view = cv_view(unit, at.expert_id, cv_id, say)
        identity = None if at.blind else person_page.identity(unit, at.expert_id)
        return page(
            "roster_cv.html",
            status,
            viewer=viewer_of(permit),
            say=say,
            place=at,
            view=view,
            identity=identity,
            base=f"{at.path}/cvs/{quote(cv_id, safe='')}",
            sent=sent,
            done=done if done in DONE else "",
        )

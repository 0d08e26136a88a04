"""An expert's CVs: sent, read, looked through fact by fact, confirmed, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.routes.http import After
from api.services.cvs import cv_confirming, cv_vectors, cvs
from api.services.cvs.cv_confirming import DecisionsData
from api.speech.speech import Speech, speech
from api.web import cv_sent
from api.web.cv_sent import SentDocument
from api.web.cv_showing import cv_view
from api.web.own.access import PAGE, CvId, Me, Oneself
from api.web.own.showing import shown
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer

router = APIRouter(include_in_schema=False)
LISTED = 20
Done = Annotated[str, Query(max_length=40)]


@router.get("/me/cv")
def start(me: Me, done: Done = "", after: After = None) -> HTMLResponse:
    """The form to send a CV, and those that were read."""
    return _start(me, done=done, after=after)


@router.post("/me/cv")
def send(me: Me, sent: SentForm, document: SentDocument) -> Response:
    """Read a CV that was chosen or pasted, and go on to its facts."""

    def use() -> Response:
        kept = cv_sent.send(me.permit, document, me.expert_id)
        done = "cv_same" if kept.outcome == "same" else "cv_sent"
        return RedirectResponse(f"{_address(kept.cv_id)}?done={done}", status_code=303)

    return answer(
        sent, "upload", use, then="/me/cv", again=lambda wrong, status: _start(me, wrong, status), say=_say(me)
    )


@router.get("/me/cvs/{cv_id}")
def read(me: Me, cv_id: CvId, done: Done = "") -> HTMLResponse:
    """A CV with each of its facts beside the words that show it, and what can be done with them."""
    return _show(me, cv_id, done=done)


@router.post("/me/cvs/{cv_id}/facts")
def decide(me: Me, cv_id: CvId, sent: SentForm) -> Response:
    """Accept, correct or remove the facts of one card."""
    card = sent.text("card") or "card"
    then = f"{_address(cv_id)}?done=cv_decided#{quote(card, safe='')}"
    return _answer(me, cv_id, sent, card, then, lambda: cv_sent.decide(me.permit, me.expert_id, cv_id, sent, _say(me)))


@router.post("/me/cvs/{cv_id}/sure")
def accept_sure(me: Me, cv_id: CvId, sent: SentForm) -> Response:
    """Accept all that is sure and on which nothing was decided; what is open stays open."""

    def use() -> None:
        with me.permit.reading() as unit:
            before = cv_vectors.readings(unit, me.expert_id)
            facts = cvs.visible(unit, cvs.get(unit, me.expert_id, cv_id))
        sure = [f.path for f in facts if f.state == "proposed" and f.value is not None and f.sure and not f.question]
        if not sure:
            raise NotFilled(Missing("other", "problem.none_sure"))
        data = DecisionsData.model_validate({"decisions": [{"path": path, "state": "accepted"} for path in sure]})
        with me.permit.writing() as unit:
            cv_confirming.decide(unit, me.expert_id, cv_id, data, sent.number("version"))
        cv_vectors.let_go(me.permit.office, me.permit.actor, before, [me.expert_id])

    return _answer(me, cv_id, sent, "sure", f"{_address(cv_id)}?done=cv_decided", use)


@router.post("/me/cvs/{cv_id}/confirm")
def confirm(me: Me, cv_id: CvId, sent: SentForm) -> Response:
    """Lay the CV into the profile, as a whole."""
    then = "/me?done=cv_confirmed"
    return _answer(me, cv_id, sent, "confirm", then, lambda: cv_sent.confirm(me.permit, me.expert_id, cv_id, sent))


@router.post("/me/cvs/{cv_id}/withdraw")
def withdraw(me: Me, cv_id: CvId, sent: SentForm) -> Response:
    """Take the CV back."""
    then = "/me/cv?done=cv_withdrawn"
    return _answer(me, cv_id, sent, "withdraw", then, lambda: cv_sent.withdraw(me.permit, me.expert_id, cv_id, sent))


def _start(
    me: Oneself, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "", after: str | None = None
) -> HTMLResponse:
    with me.permit.reading() as unit:
        part = cvs.listed(unit, state=None, expert_id=me.expert_id, limit=LISTED, after=after)
        lines = [(row.id, row.state, row.read_at) for row in part.rows]
    return shown(
        me, "own_cv.html", "cv", sent=sent, status=status, done=done, say=_say(me),
        lines=lines, next=part.next, first=after is None,
    )  # fmt: skip


def _show(me: Oneself, cv_id: str, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    say = _say(me)
    with me.permit.reading() as unit:
        view = cv_view(unit, me.expert_id, cv_id, say)
    base = _address(cv_id)
    return shown(me, "own_cv_facts.html", "cv", sent=sent, status=status, done=done, say=say, view=view, base=base)


def _answer(me: Oneself, cv_id: str, sent: Sent, form: str, then: str, use: Callable[[], None]) -> Response:
    return answer(sent, form, use, then=then, again=lambda wrong, status: _show(me, cv_id, wrong, status), say=_say(me))


def _say(me: Oneself) -> Speech:
    return speech(me.permit.language, PAGE, "cv")


def _address(cv_id: str) -> str:
    return f"/me/cvs/{quote(cv_id, safe='')}"

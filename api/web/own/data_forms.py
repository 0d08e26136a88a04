"""What an expert decides about their data: to agree, to withdraw that, and to be erased."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.auth.cookies import SIGN_IN, take_cookie
from api.services.erasure import erasure
from api.services.people import consents
from api.services.people.consents import ConsentData
from api.services.unit import Unit
from api.web.own.access import Me, MeInPerson, Oneself
from api.web.own.data_showing import data_page, erasure_page
from api.web.rendering import page
from api.web.sent import Missing, NotFilled, Sent, SentForm, answer, in_unit
from api.web.viewer import Viewer

router = APIRouter(include_in_schema=False)


@router.post("/me/consent")
def agree(me: Me, sent: SentForm) -> Response:
    """Agree to the privacy notice that was read."""

    def use(unit: Unit) -> None:
        consents.give(unit, me.expert_id, ConsentData(notice=sent.text("notice") or "-"))

    return _answer(me, sent, "consent", "consented", use)


@router.post("/me/consent/withdrawal")
def withdraw(me: Me, sent: SentForm) -> Response:
    """Take that back; from then on one takes no part in matching."""
    return _answer(me, sent, "withdraw", "withdrawn", lambda unit: consents.withdraw(unit, me.expert_id))


@router.post("/me/erasure")
def erase(me: MeInPerson, sent: SentForm) -> Response:
    """Everything about the person is removed, once the box is ticked and the word is written; the sign-in ends."""

    def use() -> Response:
        missing = [] if sent.ticked("understood") else [Missing("understood", "problem.understood")]
        if (sent.text("word") or "").casefold() != me.say("erase.word").casefold():
            missing.append(Missing("word", "problem.word", {"word": me.say("erase.word")}))
        if missing:
            raise NotFilled(*missing)
        return _erased(me)

    return answer(
        sent, "erase", use, then="/me/erasure", again=lambda wrong, status: erasure_page(me, wrong, status), say=me.say
    )


def _erased(me: Oneself) -> HTMLResponse:
    office = me.permit.office
    proof = erasure.erase(office, me.permit.actor, me.expert_id, wait=False)
    gone = page("own_erased.html", viewer=Viewer(language=me.permit.language), say=me.say, proof=proof)
    take_cookie(office.settings, gone, SIGN_IN)
    return gone


def _answer(me: Oneself, sent: Sent, form: str, done: str, use: Callable[[Unit], object]) -> Response:
    return answer(
        sent, form, in_unit(me.permit, use), then=f"/me/data?done={done}",
        again=lambda wrong, status: data_page(me, wrong, status), say=me.say,
    )  # fmt: skip

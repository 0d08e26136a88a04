"""The page of an institution among peers: what it says of itself, who answers for it, and in which communities it is."""

from __future__ import annotations

from typing import get_args
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.peers import institution_profiles as use
from api.services.peers.institution_profiles import InstitutionProfileData
from api.services.peers.standing import Standing, standing
from api.speech.speech import speech
from api.web.peers.access import Done, GivenId, Reader, Staff
from api.web.peers.showing import show
from api.web.peers.typed import countries_of, fields_of, languages_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer, in_unit
from matching.peers.values import Form

router = APIRouter(include_in_schema=False)
PAGE, PATH = "peers", "/peers/institutions"
FORMS: tuple[str, ...] = get_args(Form)


@router.get(f"{PATH}/{{id}}")
def read(permit: Reader, request: Request, id: GivenId, done: Done = "") -> HTMLResponse:
    """One institution; with its focal points for those who may see them, which is noted."""
    return _show(permit, request, id, done=done)


@router.post(f"{PATH}/{{id}}")
def describe(permit: Staff, request: Request, id: GivenId, sent: SentForm) -> Response:
    """What it says of itself, for the first time or replaced."""
    return answer(
        sent,
        "describe",
        in_unit(permit, lambda unit: use.put(unit, id, _data(sent), sent.number("version"))),
        then=f"{PATH}/{quote(id, safe='')}?done=described",
        again=lambda wrong, status: _show(permit, request, id, wrong, status),
        say=speech(permit.language, PAGE),
    )


def _data(sent: Sent) -> InstitutionProfileData:
    """A profile as it was typed; raises NotFilled or ValidationError where it cannot be."""
    if sent.text("house") not in FORMS:
        raise NotFilled(Missing("house"))
    said = {
        "form": sent.text("house"),
        "description": sent.text("description") or "",
        "fields": fields_of(sent),
        "countries": countries_of(sent),
        "languages": languages_of(sent),
    }
    return InstitutionProfileData.model_validate(said)


def _show(
    permit: Permit, request: Request, id: str, sent: Sent = NOTHING_SENT, status: int = 200, *, done: str = ""
) -> HTMLResponse:
    say = speech(permit.language, PAGE)
    with permit.reading() as unit:
        found: Standing = standing(unit, id)
        return show(
            permit,
            request,
            "peers_institution.html",
            say,
            sent,
            status,
            found=found,
            path=f"{PATH}/{quote(id, safe='')}",
            forms=[(form, say(f"form.{form}")) for form in FORMS],
            done=done if done == "described" else "",
        )

"""The page of a question to peers: people, institutions, communities and earlier work, other regions apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.services.peers.asking import LONGEST_QUESTION, PeerQuestion, Peers, ask_peers
from api.speech.speech import speech
from api.web.intake.offers import countries
from api.web.peers.access import ACTIONS, REQUESTS, Reader, Words
from api.web.peers.showing import show
from api.web.peers.typed import country_of
from api.web.roster.finding import code_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer
from matching.errors import UnknownCode
from matching.peers import FoundInstitution

router = APIRouter(include_in_schema=False)
PAGE, PATH, FORM = "peers", "/peers", "ask"
SHOWN = 5  # of each kind, in the own region and in the others
LEAST_ALIKE = 0.1  # similarity below which earlier work has nothing to do with a question


@dataclass(frozen=True)
class Group:
    """What was found on one side. `key`: of its title."""

    key: str
    people: tuple[Any, ...]
    institutions: tuple[FoundInstitution, ...]
    communities: tuple[Any, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found there."""
        return not (self.people or self.institutions or self.communities)


@router.get(PATH)
def look(permit: Reader, request: Request, field: Words = "", country: Words = "") -> Response:
    """The form; for a topic its answer, too. Words of a question are sent by the form and stand in no address."""
    if not field:
        return _show(permit, request)
    sent = Sent({"field": field, "country": country})
    return _answered(permit, request, sent)


@router.post(PATH)
def ask(permit: Reader, request: Request, sent: SentForm) -> Response:
    """The answer to a question in any language; the question is kept nowhere."""
    return _answered(permit, request, sent)


def _answered(permit: Permit, request: Request, sent: Sent) -> Response:
    sent = Sent(sent.values, sent.several, FORM)

    def act() -> Response:
        found = ask_peers(permit.office, permit.actor, _question(sent))
        return _show(permit, request, sent, found=found)

    return answer(
        sent,
        FORM,
        act,
        then=PATH,
        again=lambda wrong, status: _show(permit, request, wrong, status),
        say=speech(permit.language, PAGE),
    )


def _question(sent: Sent) -> PeerQuestion:
    text, typed = sent.text("text"), sent.text("field")
    if text is None and typed is None:
        raise NotFilled(Missing("text"))
    try:
        fields = [code_of("fields", typed)] if typed else []
    except UnknownCode:
        raise NotFilled(Missing("field", "problem.field")) from None
    return PeerQuestion(
        text=(text or "").replace("\x00", ""),
        fields=fields,
        country=country_of(sent),
        limit=SHOWN,
        named=sent.ticked("named"),
    )


def groups_of(found: Peers) -> tuple[Group, ...]:
    """What was found in the own region and in others; all of it as one, where who asks did not say where they are."""
    answer = found.answer
    people: Sequence[Any] = answer.people or found.roles
    known = any(one.elsewhere is not None for one in (*people, *answer.institutions, *answer.communities))
    sides: Iterable[tuple[str, tuple[bool | None, ...]]]
    sides = (("here", (False, None)), ("elsewhere", (True,))) if known else (("all", (None,)),)
    return tuple(
        Group(
            key,
            tuple(one for one in people if one.elsewhere in where),
            tuple(one for one in answer.institutions if one.elsewhere in where),
            tuple(one for one in answer.communities if one.elsewhere in where),
        )
        for key, where in sides
    )


def _show(
    permit: Permit, request: Request, sent: Sent = NOTHING_SENT, status: int = 200, *, found: Peers | None = None
) -> HTMLResponse:
    say = speech(permit.language, PAGE)
    return show(
        permit,
        request,
        "peers.html",
        say,
        sent,
        status,
        found=found,
        groups=groups_of(found) if found else (),
        near=[one for one in found.precedents if one.likeness.similarity >= LEAST_ALIKE] if found else [],
        reads_requests=REQUESTS.lets_in(permit, request),
        reads_actions=ACTIONS.lets_in(permit, request),
        countries=countries(say),
        longest=LONGEST_QUESTION,
    )

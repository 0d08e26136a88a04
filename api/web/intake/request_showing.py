"""The pages of requests put together for their templates."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.services.requests import request_page, similar
from api.services.requests.request_states import WAYS
from api.speech.speech import Speech, speech
from api.web.intake.access import OF_ACTIONS, OFFICER
from api.web.intake.offers import codes, countries
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.viewer import viewer_of

SHOWN = 25  # requests on a page
SIMILAR = 5  # earlier actions and requests shown at most
LEAST_ALIKE = 0.1  # similarity below which two have nothing to do with each other
USUAL = ("received", "eligible", "relevant", "action")  # the way of a request that leads somewhere
DONE = ("received", "changed", "judged", "withdrawn", "merged")


def say_of(permit: Permit) -> Speech:
    """The sentences of the pages of requests."""
    return speech(permit.language, "requests")


def show_list(
    permit: Permit,
    request: Request,
    *,
    state: str = "",
    words: str = "",
    after: str | None = None,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
) -> HTMLResponse:
    """The list, with the form to receive a request for whoever may."""
    say = say_of(permit)
    wanted = words.replace("\x00", "").strip() or None
    with permit.reading() as unit:
        part = request_page.lines(unit, state=state or None, words=wanted, limit=SHOWN, after=after)
        today = unit.today
    return page(
        "requests.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        lines=part.rows,
        next=part.next,
        first=after is None,
        states=tuple(WAYS),
        asked={"state": state, "q": words},
        receives=OFFICER.lets_in(permit, request),
        countries=countries(say),
        today=today,
        sent=sent,
    )


def show(
    permit: Permit,
    request: Request,
    request_id: str,
    *,
    done: str = "",
    sent: Sent = NOTHING_SENT,
    status: int = 200,
) -> HTMLResponse:
    """One request; raises NotOnRecord where there is none with this id."""
    say = say_of(permit)
    works = OFFICER.lets_in(permit, request)
    with permit.reading() as unit:
        seen = request_page.seen(unit, request_id)
        others = request_page.mergeable(unit, request_id) if works and "merge" in seen.ways else []
        today = unit.today
    nearest = similar.similar(permit.office, permit.actor, request_id, SIMILAR)
    return page(
        "request.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        seen=seen,
        one=seen.line,
        near=[found for found in nearest if found.likeness.similarity >= LEAST_ALIKE],
        to_come=USUAL[USUAL.index(seen.line.state) + 1 :] if seen.line.state in USUAL else (),
        others=others,
        works=works,
        offered=codes(permit.office, "fields", say) if works and "act" in seen.ways else [],
        reads_actions=OF_ACTIONS.lets_in(permit, request),
        countries=countries(say),
        today=today,
        done=done if done in DONE else "",
        sent=sent,
    )

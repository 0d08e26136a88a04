"""The pages of actions put together for their templates; nothing in them is about persons."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.services.calls.call_states import PAST, WAYS
from api.services.requests import action_page
from api.services.requests.activities import MOST
from api.speech.speech import Speech, speech
from api.web.intake.access import OF_EVERY_CALL, OF_REASONS, OF_REQUESTS, OFFICER
from api.web.intake.offers import codes, countries
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.viewer import viewer_of

SHOWN = 25  # actions on a page
STATES = ("open", "completed", "cancelled")
DONE = ("opened", "changed", "completed", "cancelled", "added", "activity", "removed")


def say_of(permit: Permit) -> Speech:
    """The sentences of the pages of actions."""
    return speech(permit.language, "actions")


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
    """The list, with the form to open an action for whoever may."""
    say = say_of(permit)
    wanted = words.replace("\x00", "").strip() or None
    with permit.reading() as unit:
        part = action_page.lines(unit, state=state or None, words=wanted, limit=SHOWN, after=after)
    opens = OFFICER.lets_in(permit, request)
    return page(
        "actions.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        lines=part.rows,
        next=part.next,
        first=after is None,
        states=STATES,
        asked={"state": state, "q": words},
        opens=opens,
        countries=countries(say),
        offered=codes(permit.office, "fields", say) if opens else [],
        sent=sent,
    )


def show(
    permit: Permit, request: Request, action_id: str, *, done: str = "", sent: Sent = NOTHING_SENT, status: int = 200
) -> HTMLResponse:
    """One action; raises NotOnRecord where there is none with this id."""
    say = say_of(permit)
    works = OFFICER.lets_in(permit, request)
    states = tuple(WAYS) if OF_EVERY_CALL.lets_in(permit, request) else PAST
    with permit.reading() as unit:
        seen = action_page.seen(unit, action_id, states=states, reasons=OF_REASONS.lets_in(permit, request))
        today = unit.today
    return page(
        "action.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        seen=seen,
        one=seen.line,
        works=works,
        reads_requests=OF_REQUESTS.lets_in(permit, request),
        most=MOST,
        countries=countries(say),
        offered=codes(permit.office, "fields", say) if works else [],
        types=[term.code for term in permit.office.engine.vocabularies.activity_types] if works else [],
        today=today,
        done=done if done in DONE else "",
        sent=sent,
    )

"""The pages of an expert, put together for their templates."""

from __future__ import annotations

from typing import Any

from starlette.responses import HTMLResponse

from api.services.calls import call_overviews, own_calls
from api.services.people.own_profile import own_profile
from api.speech.speech import NAMES
from api.web.own.access import Oneself
from api.web.own.rules import kind_of, standings
from api.web.own.words import Words
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.viewer import viewer_of
from matching.entities import Verdict

PIECES = ("summary", "post", "assignment", "degree", "training", "publication", "skills", "other")
DONE = (  # what a page can say it has just done
    *("availability", "contact", "declared", "undeclared", "still_true"),
    *("consented", "withdrawn"),
    *("cv_sent", "cv_same", "cv_decided", "cv_confirmed", "cv_withdrawn"),
)
EMPTY_ROWS = 2  # for further absences


def shown(
    me: Oneself,
    template: str,
    here: str,
    *,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    done: str = "",
    **context: Any,
) -> HTMLResponse:
    """A page of the room; `here`: which, as its navigation names it."""
    said = done if done in DONE else ""
    room: dict[str, Any] = {"here": here, "sent": sent, "done": said, "words": Words(me.say), "say": me.say}
    return page(template, status, viewer=viewer_of(me.permit), **(room | context))


def profile_page(me: Oneself, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    """What is on record, what is missing and what it would bring, and what can be changed here."""
    with me.permit.reading() as unit:
        own = own_profile(unit, me.expert_id)
        found = own_calls.open_calls(unit, me.expert_id)
    points = [(*kind_of(point.gate), point) for point in own_calls.open_points(found)]
    pieces = [(kind, [one for one in own.person.segments if one.kind == kind]) for kind in PIECES]
    away = own.person.absences or ()
    return shown(
        me, "own.html", "profile", sent=sent, status=status, done=done,
        own=own, person=own.person, points=points, pieces=[(kind, some) for kind, some in pieces if some],
        open_calls=len(found), rows=range(1, len(away) + EMPTY_ROWS + 1), away=away, spoken=NAMES,
    )  # fmt: skip


def calls_page(me: Oneself) -> HTMLResponse:
    """The calls that are open, by how the rules stand; no ranking."""
    with me.permit.reading() as unit:
        own = own_profile(unit, me.expert_id)
        found = own_calls.open_calls(unit, me.expert_id)
        parts = call_overviews.own_parts(unit, me.expert_id)
        today = unit.today
    lines = [(call, standings(call.terms, call.gates, own.person, today, Words(me.say))) for call in found]
    groups = [(verdict, [line for line in lines if line[0].verdict is verdict]) for verdict in Verdict]
    return shown(me, "own_calls.html", "calls", parts=parts, groups=[(v, some) for v, some in groups if some])

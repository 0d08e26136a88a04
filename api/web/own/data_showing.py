"""The page of a person's data: consent, who looked, how long it is kept; and the page on which they have it erased."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import HTMLResponse

from api.services.office_settings import RetentionPeriods, setting
from api.services.people import consents, viewing
from api.services.people.own_profile import own_profile
from api.web.own.access import Oneself
from api.web.own.showing import shown
from api.web.sent import NOTHING_SENT, Sent

VIEWS = 20  # on a page
CONSENT = {True: "given", False: "withdrawn", None: "none"}


def data_page(
    me: Oneself, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "", after: str | None = None
) -> HTMLResponse:
    """What is held, for how long, who looked, and what was agreed to."""
    with me.permit.reading() as unit:
        own = own_profile(unit, me.expert_id)
        views = viewing.views(unit, me.expert_id, limit=VIEWS, after=after)
        periods = setting(unit, RetentionPeriods)
        notice = consents.notice(unit)
        said = [(row.notice, row.given, row.at) for row in consents.consents(unit, me.expert_id)]
    kept = timedelta(days=periods.unconfirmed_cvs)
    return shown(
        me, "own_data.html", "data", sent=sent, status=status, done=done,
        own=own, consent=CONSENT[own.person.consent], consents=said, notice=notice,
        periods=periods, views=views.rows, next=views.next, first=after is None,
        waiting=[(row.id, row.read_at, row.read_at + kept) for row in own.waiting],
    )  # fmt: skip


def erasure_page(me: Oneself, sent: Sent = NOTHING_SENT, status: int = 200) -> HTMLResponse:
    """What goes and what stays, and the form that asks for it."""
    return shown(me, "own_erasure.html", "data", sent=sent, status=status)

"""The log as a story, newest first, and the chain of its hashes verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.record.events import EVENTS
from api.routes.http import After
from api.services import audit as use
from api.services.audit import Verification
from api.services.log_told import told_to
from api.speech.speech import speech
from api.storage.paging import Part
from api.storage.tables import EntryRow
from api.web.house.access import LogReader
from api.web.house.log_links import WITHOUT_ACCOUNT, Shown, subject_links
from api.web.house.period import days
from api.web.rendering import page
from api.web.sent import NOTHING_SENT
from api.web.viewer import viewer_of
from matching.errors import InvalidSetting

router = APIRouter(include_in_schema=False)
OF_PEOPLE = "own_log"  # what happens to people, which own data say in more languages
SHOWN = 50  # entries on a page
FIELDS = ("event", "subject", "actor", "from", "to")
Words = Annotated[str, Query(max_length=200)]


@router.get("/log")
def read(
    permit: LogReader,
    request: Request,
    event: Words = "",
    subject: Words = "",
    actor: Words = "",
    since: Annotated[Words, Query(alias="from")] = "",
    until: Annotated[Words, Query(alias="to")] = "",
    after: After = None,
) -> HTMLResponse:
    """What happened, narrowed to an event, a subject, somebody who acted, and days."""
    values = (event, subject, actor, since, until)
    asked = {name: text.replace("\x00", "").strip() for name, text in zip(FIELDS, values, strict=True)}
    return _show(permit, request, asked, after=after)


@router.get("/log/verification")
def verify(permit: LogReader, request: Request) -> HTMLResponse:
    """Every hash of the log computed again, and what came of it above the newest entries."""
    with permit.reading() as unit:
        found = use.verify(unit)
    return _show(permit, request, dict.fromkeys(FIELDS, ""), verified=found)


def _show(
    permit: Permit,
    request: Request,
    asked: dict[str, str],
    *,
    after: str | None = None,
    verified: Verification | None = None,
) -> HTMLResponse:
    say = speech(permit.language, "log", OF_PEOPLE)
    period, sent = days(asked, ("from", "to"), say)
    found: Part[EntryRow] = Part([], None)
    with permit.reading() as unit:
        if not sent.is_wrong:
            try:
                found = use.listed(
                    unit,
                    limit=SHOWN,
                    after=after,
                    actor=asked["actor"] or None,
                    events=[asked["event"]] if asked["event"] else [],
                    subject_id=asked["subject"] or None,
                    since=_midnight(period["from"]),
                    until=_midnight(period["to"], days=1),
                )
            except InvalidSetting:
                sent = replace(sent, error=InvalidSetting(say("wrong.event"), "", say("wrong.event.next")))
        return page(
            "log.html",
            422 if sent.is_wrong else 200,
            viewer=viewer_of(permit),
            say=say,
            sent=sent if sent.is_wrong else NOTHING_SENT,
            asked=asked,
            events=tuple(EVENTS),
            rows=found.rows,
            next=found.next,
            first=after is None,
            filtered=any(asked.values()),
            query=urlencode({name: text for name, text in asked.items() if text}),
            verified=verified,
            now=unit.now,
            link=subject_links(permit, request),
            told=Shown(told_to(permit.actor), say.language),
            without_account=WITHOUT_ACCOUNT,
        )


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The beginning of a day, or of the one so many days later; None where there is no such day."""
    if day is None or day > date.max - timedelta(days=days):
        return None
    return datetime.combine(day + timedelta(days=days), time(), UTC)

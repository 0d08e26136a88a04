"""The figures of a period as a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.services.indicators import indicators as use
from api.services.indicators.indicator_subjects import By
from api.speech.speech import speech
from api.web.house.access import FigureReader
from api.web.house.figures_showing import SECTIONS, Section, sections
from api.web.house.period import days
from api.web.rendering import page
from api.web.viewer import viewer_of
from matching.errors import InvalidSetting

router = APIRouter(include_in_schema=False)
Day = Annotated[str | None, Query(max_length=40)]
Broken = Annotated[By | Literal[""], Query(description="broken down by this")]
About = Annotated[Literal["", "requests", "actions", "calls", "part", "people", "time"], Query()]


@router.get("/figures")
def read(
    permit: FigureReader,
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
    by: Broken = "",
    about: About = "",
) -> HTMLResponse:
    """Requests, actions, calls, people and days of a period: of this year until another one is asked for."""
    say = speech(permit.language, "figures")
    with permit.reading() as unit:
        year = unit.today.year
        asked = {"from": f"{year}-01-01" if since is None else since, "to": until or "", "by": by}
        asked["about"] = about or (next(iter(SECTIONS)) if by else "")
        period, sent = days(asked, ("from", "to"), say)
        shown: list[Section] = []
        if not sent.is_wrong:
            try:
                found = use.indicators(unit, since=period["from"], until=period["to"], by=by or None)
                shown = sections(found, asked["about"], say)
            except InvalidSetting:
                sent = replace(sent, error=InvalidSetting(say("wrong.order"), "", say("wrong.order.next")))
        return page(
            "figures.html",
            422 if sent.is_wrong else 200,
            viewer=viewer_of(permit),
            say=say,
            sent=sent,
            asked=asked,
            since=period.get("from"),
            until=period.get("to") or unit.today,
            sections=shown,
            abouts=tuple(SECTIONS),
            ways=get_args(By),
            several=by in use.SEVERAL,
            withheld=use.withheld(unit, by or None),
            year=year,
            query=urlencode({name: asked[name] for name in ("from", "to", "by") if asked[name]}),
        )

"""The page of concentration and rotation: who the missions of a period went to."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.routes.supply_concentration import Reader
from api.services.indicators.indicators import withheld
from api.services.supply import concentration as use
from api.speech.speech import speech
from api.web.house.period import days
from api.web.rendering import page
from api.web.supply.concentration_showing import Telling
from api.web.supply.rooms import ROW, rooms_of
from api.web.viewer import viewer_of
from matching.errors import InvalidSetting

router = APIRouter(include_in_schema=False)
PAGE = "concentration"
Day = Annotated[str, Query(max_length=40)]


@router.get("/supply/concentration")
def read(
    permit: Reader, since: Annotated[Day, Query(alias="from")] = "", until: Annotated[Day, Query(alias="to")] = ""
) -> HTMLResponse:
    """Shares by nationality, institution and person beside those of the roster, and newcomers year by year."""
    say = speech(permit.language, ROW, PAGE)
    asked = {"from": since, "to": until}
    period, sent = days(asked, ("from", "to"), say)
    found = None
    with permit.reading() as unit:
        if not sent.is_wrong:
            try:
                found = use.concentration(unit, since=period["from"], until=period["to"])
            except InvalidSetting:
                sent = replace(sent, error=InvalidSetting(say("wrong.order"), "", say("wrong.order.next")))
        return page(
            "supply_concentration.html",
            422 if sent.is_wrong else 200,
            viewer=viewer_of(permit),
            say=say,
            rooms=rooms_of(permit),
            sent=sent,
            asked=asked,
            found=found,
            tell=Telling(found, say) if found else None,
            withheld=withheld(unit, None),
            query=urlencode({name: value for name, value in asked.items() if value}),
        )

"""The page of gaps: demand and supply as a heat map that one can narrow, cell by cell, down to the calls behind."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.services.supply.calls_behind import calls_behind
from api.services.supply.gaps import gaps
from api.services.supply.looking import Asked, Look, look
from api.services.supply.told_cells import withheld
from api.speech.speech import Speech, speech
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.supply.access import CALLS, PROMOTION, GapReader
from api.web.supply.gaps_showing import axes, heat_map, people_words, table, tables_of
from api.web.supply.narrowing import ORDER, YEARS, Narrowed, Which, change_words, value_words
from api.web.supply.rooms import ROW, rooms_of
from api.web.viewer import viewer_of
from matching.errors import InvalidSetting, UnknownCode

router = APIRouter(include_in_schema=False)
PAGE, OF_FIGURES = "supply", "figures"  # whose names of regions are said here, too
FEW_CALLS = 12  # of which merit is worked out while somebody waits
SHOWN = 20  # calls that are listed


@router.get("/supply")
def read(permit: GapReader, request: Request, which: Which) -> HTMLResponse:
    """Where supply is short, for whatever the address narrows it to."""
    say = speech(permit.language, OF_FIGURES, ROW, PAGE)
    try:
        seen = _look(permit, which)
    except (InvalidSetting, UnknownCode) as error:
        return _page(permit, request, say, Narrowed(None, 0, False, {}), Sent({}, error=error), 422)
    return _page(permit, request, say, which, NOTHING_SENT, 200, seen)


def _look(permit: Permit, which: Narrowed) -> Look:
    asked, fields = which.asked(permit.office.clock.today()), permit.office.engine.vocabularies.fields
    by = [(), *([one] if (one := axes(which, fields)) else []), *([name] for name in tables_of(which, fields))]
    return look(permit.office, permit.actor, asked, by, merit="if_few", most=FEW_CALLS if which.where else 0)


def _page(
    permit: Permit,
    request: Request,
    say: Speech,
    which: Narrowed,
    sent: Sent,
    status: int,
    seen: Look | None = None,
) -> HTMLResponse:
    seen = seen or look(permit.office, permit.actor, Asked())
    whole, told = gaps(seen, ()), axes(which, seen.fields)
    shown = [table(gaps(seen, [name]), which, seen.asked.since, say) for name in tables_of(which, seen.fields)]
    calls = calls_behind(seen) if CALLS.lets_in(permit, request) else []
    return page(
        "supply.html",
        status,
        viewer=viewer_of(permit),
        say=say,
        sent=sent,
        rooms=rooms_of(permit),
        which=which,
        scenario=[change_words(one, say) for one in which.changes if which.when == "forecast"],
        since=seen.asked.since,
        steps=[(name, value_words(name, which.where[name], say)) for name in ORDER if name in which.where],
        found=whole,
        heat=heat_map(gaps(seen, told), which, say) if told else None,
        tables=[one for one in shown if one],
        calls=calls[:SHOWN],
        more=max(len(calls) - SHOWN, 0),
        sees_calls=CALLS.lets_in(permit, request),
        promotes=PROMOTION.lets_in(permit, request),
        withheld=withheld(permit.actor),
        people=lambda number: people_words(number, say),
        years=YEARS,
    )

"""The page of demand: what was asked for, what a year may bring, and what a scenario makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import HTMLResponse

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.services.supply.demand import DemandForecast, demand
from api.services.supply.demand_history import Of
from api.speech.speech import speech
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.supply.demand_showing import cells, line_words, pictures, rows, verdict_words
from api.web.supply.rooms import ROW, rooms_of
from api.web.viewer import viewer_of
from matching.errors import InvalidSetting, UnknownCode
from matching.forecasting import KINDS, Change, Level, Period, read_change

router = APIRouter(include_in_schema=False)
DemandReader = Annotated[Permit, Depends(May(*STAFF, Role.STEERING, Role.AUDITOR))]
PAGE, OF_FIGURES = "demand", "figures"  # whose names of regions are said here, too
HERE = "/supply/demand"
TIMES = ("0", "0.5", "1.5", "2", "3")
Short = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True)
class Wished:
    """What the address asks for."""

    of: Of
    by: Level
    per: Period
    cell: str
    scenario: dict[str, tuple[str, str]]  # kind -> code, times; both as they were sent

    def changes(self) -> Iterator[Change]:
        """The changes of the scenario.

        Raises:
            InvalidSetting: one cannot be read.
        """
        yield from (read_change(text) for _, text in self._sent())

    @property
    def has_scenario(self) -> bool:
        """Whether something is changed, be it in vain."""
        return any(code or times for code, times in self.scenario.values())

    @property
    def query(self) -> dict[str, str]:
        """The same as an address has it, without the line that is drawn."""
        asked: dict[str, str] = {"of": self.of, "by": self.by, "per": self.per}
        for kind, (code, times) in self.scenario.items():
            asked |= {kind: code, f"{kind}_times": times} if code and times else {}
        return asked

    def line(self, code: str) -> str:
        """The address at which a line is drawn."""
        return f"{HERE}?{urlencode(self.query | {'cell': code})}#line"

    def csv(self) -> str:
        """The address of the same for a spreadsheet."""
        return f"/api/v1{HERE}.csv?{urlencode([('of', self.of), ('by', self.by), ('per', self.per), *self._sent()])}"

    def gaps(self) -> str:
        """The address at which the roster is measured against what is expected."""
        return f"/supply?{urlencode([('when', 'forecast'), *self._sent()])}"

    def _sent(self) -> Iterator[tuple[str, str]]:
        for kind, (code, times) in self.scenario.items():
            if code and times:
                yield "change", f"{kind}:{code}:{times}"


def wished(
    of: Of = "requests",
    by: Level = "total",
    per: Period = "quarter",
    cell: Short = "",
    language: Short = "",
    language_times: Short = "",
    field: Short = "",
    field_times: Short = "",
    region: Short = "",
    region_times: Short = "",
) -> Wished:
    """What the address asks for."""
    sent = ((language, language_times), (field, field_times), (region, region_times))
    return Wished(of, by, per, cell, dict(zip(KINDS, sent, strict=True)))


@router.get(HERE)
def read(permit: DemandReader, asked: Annotated[Wished, Depends(wished)]) -> HTMLResponse:
    """Demand by period with the forecast of a year."""
    plain = demand(permit.office, permit.actor, of=asked.of, level=asked.by, period=asked.per)
    try:
        changes = list(asked.changes())
        found = _under(permit, asked, changes) if changes else plain
    except (InvalidSetting, UnknownCode):
        say = speech(permit.language, OF_FIGURES, ROW, PAGE)
        wrong = InvalidSetting(say("wrong.scenario"), "", say("wrong.scenario.next"))
        return _page(permit, asked, plain, None, Sent({}, error=wrong))
    return _page(permit, asked, found, plain if changes else None, NOTHING_SENT)


def _under(permit: Permit, asked: Wished, changes: list[Change]) -> DemandForecast:
    return demand(permit.office, permit.actor, of=asked.of, level=asked.by, period=asked.per, changes=changes)


def _page(
    permit: Permit, asked: Wished, found: DemandForecast, plain: DemandForecast | None, sent: Sent
) -> HTMLResponse:
    say = speech(permit.language, OF_FIGURES, ROW, PAGE)
    changed, _ = asked.scenario.get("field" if asked.by == "area" else asked.by, ("", ""))
    wanted = asked.cell or changed  # what a scenario is about is drawn first
    drawn = next((one for one in found.lines if (one.cell or "") == wanted), next(iter(found.lines), None))
    sentence, figures = verdict_words(found, say)
    return page(
        "supply_demand.html",
        422 if sent.is_wrong else 200,
        viewer=viewer_of(permit),
        say=say,
        sent=sent,
        rooms=rooms_of(permit),
        here=HERE,
        asked=asked,
        found=found,
        ofs=get_args(Of),
        bys=get_args(Level),
        pers=get_args(Period),
        kinds=KINDS,
        times=TIMES,
        cells=cells(found, plain, say),
        compared=plain is not None,
        drawn=drawn,
        drawn_words=line_words(found, drawn, say) if drawn else "",
        pictures=pictures(found, drawn) if drawn else [],
        rows=list(rows(found, drawn, say)) if drawn else [],
        verdict=sentence,
        figures=figures,
    )

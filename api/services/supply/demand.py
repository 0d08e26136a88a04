"""Demand of the coming year: forecast with its intervals, what the forecast is worth, and what a scenario makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import lru_cache

from pydantic import BaseModel, Field

from api.exports.sheets import cell_text
from api.services.office import Office
from api.services.supply.demand_history import Of, demand_history
from api.services.unit import Actor, reading
from matching.entities import Call
from matching.errors import InvalidSetting
from matching.forecasting import (
    ALL,
    KINDS,
    Ask,
    Change,
    Expected,
    Forecast,
    Level,
    Method,
    Period,
    Verdict,
    forecast,
    forecast_calls,
    judged,
    period_start,
    total_expected,
    weights_of,
)
from matching.vocabulary import Vocabularies
from matching.vocabulary.terms import Vocabulary

MOST_CHANGES = 12  # of a scenario


class ChangeAnswer(BaseModel):
    """A change of the scenario, and how many asks on record it is about: none, and it changes nothing."""

    kind: str = Field(description=f"one of {', '.join(KINDS)}")
    code: str
    times: float = Field(description="how many times as often")
    about: int


class DemandLine(BaseModel):
    """Everything together, or one area, field or language."""

    cell: str | None = Field(description="code; null for everything together")
    label: str | None = Field(description="the field in words; null for everything else")
    observed: list[int] = Field(description="for each past period")
    expected: list[Expected] = Field(description="for each coming period: the mean, and the 10, 50 and 90 % points")
    year: float = Field(description="the mean of all coming periods together; ends of intervals do not add up")


class Codes(BaseModel):
    """What was ever asked for, by kind: what the changes of a scenario can be about."""

    language: list[str]
    field: list[str] = Field(description="with those above them in the tree")
    region: list[str]


class DemandForecast(BaseModel):
    """Demand by period, as it was and as it is expected, and whether the forecast was shown to be worth anything."""

    of: Of
    level: Level
    period: Period
    past: list[str] = Field(description="periods from the first ask on, such as 2026-Q3")
    coming: list[str] = Field(description="those of a year; the first has begun")
    lines: list[DemandLine] = Field(description="the most asked for first; none where the history is too short")
    method: Method = Field(
        description="model: it was shown to beat the baseline; baseline: it was not, and this is the same season of last year"
    )
    verdict: Verdict | None = Field(description="of the back-test; null where the history is too short")
    enough: bool = Field(description="whether the history is long enough to forecast from")
    needed: int = Field(description="periods that are needed")
    rare: int = Field(description="areas, fields or languages asked for too seldom to be forecast one by one")
    asks: int = Field(description="requests or calls counted")
    invented: int = Field(description="how many of them belong to the invented history of the sample")
    scenario: list[ChangeAnswer]
    codes: Codes


def demand(
    office: Office,
    actor: Actor,
    *,
    of: Of = "requests",
    level: Level = "total",
    period: Period = "quarter",
    changes: Sequence[Change] = (),
) -> DemandForecast:
    """The forecast of a year, from all that is on record up to the period that has begun.

    Args:
        of: what is counted: requests as they are received, or calls as they are published.
        level: of what: everything together, by area, by field, or by language.
        changes: a scenario.

    Raises:
        UnknownCode: the scenario names a field that the vocabulary does not hold.
        InvalidSetting: it has too many changes.
    """
    with reading(office, actor) as unit:
        history, today = demand_history(unit, of), unit.today
    if len(changes) > MOST_CHANGES:
        raise InvalidSetting(
            "The scenario is too long.", f"Found {len(changes)} changes.", f"Give {MOST_CHANGES} at most."
        )
    vocabularies = office.engine.vocabularies
    fields = vocabularies.fields
    verdict = _judged(history.asks, period_start(today, period), level, period, fields)
    found = forecast(history.asks, today, fields, level=level, period=period, scenario=changes, verdict=verdict)
    return DemandForecast(
        of=of,
        level=level,
        period=period,
        past=list(found.past),
        coming=list(found.coming),
        lines=_lines(found, vocabularies),
        method=found.method,
        verdict=found.verdict,
        enough=found.is_long_enough,
        needed=found.needed,
        rare=found.rare,
        asks=len(history.asks),
        invented=history.invented,
        scenario=[_about(change, history.asks, vocabularies) for change in changes],
        codes=_codes(history.asks, fields),
    )


def expected_calls(office: Office, actor: Actor, *, of: Of = "requests", changes: Sequence[Change] = ()) -> list[Call]:
    """The calls of the coming year as they may come, none where the history is too short; see `forecast_calls`.

    Raises:
        UnknownCode: the scenario names a field that the vocabulary does not hold.
    """
    with reading(office, actor) as unit:
        history, today = demand_history(unit, of), unit.today
    fields = office.engine.vocabularies.fields
    verdict = _judged(history.asks, period_start(today, "quarter"), "total", "quarter", fields)
    total = forecast(history.asks, today, fields, scenario=changes, verdict=verdict)
    return forecast_calls(total, history.asks, today, fields, changes)


def as_csv(found: DemandForecast) -> str:
    """A line for each cell and period; a past one has its count, a coming one what is expected."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["cell", "label", "period", "observed", "mean", "low", "middle", "high"])
    for line in found.lines:
        own = [line.cell or "", cell_text(line.label) if line.label else ""]
        writer.writerows(
            [*own, name, number, "", "", "", ""] for name, number in zip(found.past, line.observed, strict=True)
        )
        for name, one in zip(found.coming, line.expected, strict=True):
            writer.writerow([*own, name, "", one.mean, one.low, one.middle, one.high])
    return out.getvalue()


_judged = lru_cache(maxsize=32)(judged)  # the costly part: the same until a period ends or the past is another


def _lines(found: Forecast, vocabularies: Vocabularies) -> list[DemandLine]:
    coded = found.level in ("area", "field")
    return [
        DemandLine(
            cell=line.cell if line.cell != ALL else None,
            label=vocabularies.fields.label(line.cell) if coded else None,
            observed=list(line.observed),
            expected=list(line.expected),
            year=round(total_expected(line), 2),
        )
        for line in found.cells
    ]


def _codes(asks: Sequence[Ask], fields: Vocabulary) -> Codes:
    named = {fields.normalise(code) for ask in asks for code in ask.fields if fields.has(code)}
    return Codes(
        language=sorted({code for ask in asks for code in ask.languages}),
        field=sorted(named | {above.code for code in named for above in fields.ancestors(code)}),
        region=sorted({ask.region for ask in asks if ask.region}),
    )


def _about(change: Change, asks: Sequence[Ask], vocabularies: Vocabularies) -> ChangeAnswer:
    probe = Change(change.kind, change.code, 0.0)
    about = weights_of(asks, [probe], vocabularies.fields).count(0.0)
    return ChangeAnswer(kind=change.kind, code=change.code, times=change.times, about=about)

"""A forecast of demand as a page shows it: lines in words, pictures, and in a sentence what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from api.services.supply.demand import DemandForecast, DemandLine
from api.speech.speech import Speech
from api.web.supply.time_line import TimeLine, time_line
from matching.forecasting import SEASON, Expected, Verdict

WIDE, NARROW = 720.0, 340.0
ON_A_TELEPHONE = {"month": 24, "quarter": 16, "year": 12}  # past periods
PATTERNS = {"month": "MMM y", "quarter": "QQQ y", "year": "y"}


@dataclass(frozen=True)
class Cell:
    """A line in words. `before`: the forecast of a year without the scenario, where there is one."""

    code: str
    words: str
    last_year: str
    next: str
    between: str
    year: str
    before: str


@dataclass(frozen=True)
class Row:
    """One period of the line that is drawn: what was counted, or what is expected."""

    words: str
    observed: str
    mean: str
    between: str


def cells(found: DemandForecast, plain: DemandForecast | None, say: Speech) -> list[Cell]:
    """Every line; `plain`: the same without the scenario."""
    before = {line.cell: line.year for line in plain.lines} if plain else {}
    season = SEASON[found.period]
    return [
        Cell(
            code=line.cell or "",
            words=line_words(found, line, say),
            last_year=say.number(sum(line.observed[-season:])),
            next=say.number(line.expected[0].mean, 1),
            between=_between(line.expected[0], say),
            year=say.number(line.year, 1),
            before=say.number(before[line.cell], 1) if line.cell in before else "",
        )
        for line in found.lines
    ]


def line_words(found: DemandForecast, line: DemandLine, say: Speech) -> str:
    """What a line is about."""
    if line.cell is None:
        return say(f"all.{found.of}")
    return say.language_name(line.cell) if found.level == "language" else say.term("fields", line.cell)


def rows(found: DemandForecast, line: DemandLine, say: Speech) -> Iterator[Row]:
    """The numbers behind a picture, the latest first."""
    for name, one in reversed(list(zip(found.coming, line.expected, strict=True))):
        yield Row(period_words(name, found, say), "", say.number(one.mean, 1), _between(one, say))
    for name, number in reversed(list(zip(found.past, line.observed, strict=True))):
        yield Row(period_words(name, found, say), say.number(number), "", "")


def pictures(found: DemandForecast, line: DemandLine) -> list[TimeLine]:
    """The line for a wide screen, and for a telephone."""
    names = [*found.past, *found.coming]
    sizes = (("wide", WIDE, None), ("narrow", NARROW, ON_A_TELEPHONE[found.period]))
    return [
        time_line(name, found.period, names, line.observed, line.expected, width, most=most)
        for name, width, most in sizes
    ]


def period_words(name: str, found: DemandForecast, say: Speech) -> str:
    """A period as people write it: Sept 2026, Q3 2026, 2026."""
    year, _, part = name.partition("-")
    month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
    return str(format_date(date(int(year), month, 1), PATTERNS[found.period], locale=say.locale))


def verdict_words(found: DemandForecast, say: Speech) -> tuple[str, str]:
    """Whether the forecast is worth more than last year's numbers, in a sentence, and the figures that say so."""
    verdict = found.verdict
    if verdict is None:
        return say("verdict.nothing"), ""
    few = verdict.low is None
    return say(f"verdict.{'few' if few else verdict.state}"), _figures(verdict, say)


def _figures(verdict: Verdict, say: Speech) -> str:
    facts = {
        "forecasts": say.number(verdict.forecasts),
        "model": say.number(verdict.model.pinball, 2),
        "baseline": say.number(verdict.baseline.pinball, 2),
        "inside": say.percent(verdict.model.coverage),
        "inside_baseline": say.percent(verdict.baseline.coverage),
    }
    said = say("figures.tried", count=verdict.origins, **facts)
    if verdict.low is None or verdict.high is None:
        return said
    return f"{said} {say('figures.sure', low=say.number(verdict.low, 2), high=say.number(verdict.high, 2))}"


def _between(one: Expected, say: Speech) -> str:
    return say("between", low=say.number(one.low), high=say.number(one.high))

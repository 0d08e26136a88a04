"""The plain values of a forecast of demand: what was asked for and when, what is expected, and whether it can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["total", "area", "field", "language"]
Period = Literal["month", "quarter", "year"]
Method = Literal["model", "baseline"]
State = Literal["better", "not_shown", "worse"]
LEVELS: tuple[Level, ...] = ("total", "area", "field", "language")
PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
SEASON = {"month": 12, "quarter": 4, "year": 1}  # periods until the same season comes again
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)  # of which the loss is taken; the first and the last bound the 80 % interval
ALL = ""  # the one cell of the level "total"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request or call: when it came and what it asks for; what it does not say is empty or None."""

    day: date
    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    region: str | None = None
    country: str | None = None  # of the region, where it is known: a call that may come is of one


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected in one period: the mean, and the 10 %, 50 % and 90 % points, which are whole numbers from 0 up."""

    mean: float
    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class CellForecast:
    """One line of a forecast: a field, a language, or everything.

    Attributes:
        cell: its code; `ALL` for everything.
        observed: how often it was asked for in each past period.
        expected: what is expected in each coming one.
    """

    cell: str
    observed: tuple[int, ...]
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How a method did in the back-test.

    Attributes:
        pinball: mean loss over `QUANTILES`, in requests; lower is better (Koenker and Bassett 1978).
        mase: mean absolute error of the middle, over that of the seasonal-naive method within the history known at the
            time (Hyndman and Koehler 2006); below 1 is better than it; None where that method never erred.
        coverage: share of counts that fell within the 80 % interval.
    """

    pinball: float
    mase: float | None
    coverage: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the model beats the seasonal-naive baseline: both forecast, again and again, what had not happened yet.

    Attributes:
        state: "better" or "worse" where the interval leaves out 0; "not_shown" otherwise, or where `origins` are too few.
        model, baseline: how each did on the same counts.
        difference: mean pinball loss of the model less the baseline's; `low` and `high` are its 95 % interval, from a
            paired bootstrap over blocks of origins; None where there are too few of them to tell.
        origins: days from which was forecast.
        forecasts: counts that were forecast.
    """

    state: State
    model: Score
    baseline: Score
    difference: float
    low: float | None
    high: float | None
    origins: int
    forecasts: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Demand by period, as it was and as it is expected.

    Attributes:
        past, coming: the periods by name, such as "2026-Q3"; the first of `coming` is the one that has begun.
        cells: the most asked for first; none where the history is too short.
        method: whose forecast this is: the model's where it was shown to be better, else the baseline's.
        verdict: of the back-test, on what happened, whatever the scenario; None where the history is too short.
        rare: cells that were asked for too seldom to be forecast one by one.
        needed: periods of history that a forecast needs.
    """

    level: Level
    period: Period
    past: tuple[str, ...]
    coming: tuple[str, ...]
    cells: tuple[CellForecast, ...]
    method: Method
    verdict: Verdict | None
    rare: int
    needed: int

    @property
    def is_long_enough(self) -> bool:
        """Whether there is history enough for a forecast."""
        return len(self.past) >= self.needed


def total_expected(cell: CellForecast) -> float:
    """The mean of all coming periods together; the ends of intervals may not be added up."""
    return sum(one.mean for one in cell.expected)

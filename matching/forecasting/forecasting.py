"""The flow of a forecast, top to bottom: count, judge both methods on the past, let the better one expect what comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.forecasting.backtest import first_origin, horizon_of, judge, model_of
from matching.forecasting.counting import Counts, Floats, count
from matching.forecasting.methods import expect_as_before
from matching.forecasting.scenarios import Change, weights_of
from matching.forecasting.values import (
    QUANTILES,
    SEASON,
    Ask,
    CellForecast,
    Expected,
    Forecast,
    Level,
    Method,
    Period,
    Verdict,
)
from matching.vocabulary.terms import Vocabulary

LEAST = 8  # asks in the whole history from which on a field or a language is forecast by itself
LOW, MIDDLE, HIGH = (QUANTILES.index(level) for level in (0.1, 0.5, 0.9))


def needed_periods(period: Period) -> int:
    """Periods of history without which nothing is forecast: those of the first origin, and a year to be judged by."""
    return first_origin(SEASON[period]) + SEASON[period]


def judged(asks: Sequence[Ask], today: date, level: Level, period: Period, fields: Vocabulary) -> Verdict | None:
    """The verdict of the back-test alone, the costly part of `forecast`; None where the history is too short for one."""
    counts = count(asks, today, level, period, fields, least=LEAST)
    return judge(counts) if len(counts.total) >= needed_periods(period) and counts.cells else None


def forecast(
    asks: Sequence[Ask],
    today: date,
    fields: Vocabulary,
    *,
    level: Level = "total",
    period: Period = "quarter",
    scenario: Sequence[Change] = (),
    verdict: Verdict | None = None,
) -> Forecast:
    """Demand of the coming year, the period that has begun included, by the method that the back-test bears out.

    Args:
        asks: requests or calls, in any order; those of the period that has begun, and later ones, are not looked at.
        today: the day on which the forecast is made.
        fields: the vocabulary of fields; codes that it does not hold count in the total alone.
        scenario: changes to demand; none for demand as it is.
        verdict: as `judged` gave it for the same asks, where that is at hand.

    Raises:
        UnknownCode: the scenario names a field that the vocabulary does not hold.
    """
    weights = weights_of(asks, scenario, fields)
    counts = count(asks, today, level, period, fields, least=LEAST)
    long_enough = len(counts.total) >= needed_periods(period)
    if long_enough and verdict is None:
        verdict = judged(asks, today, level, period, fields)
    method: Method = "model" if verdict is not None and verdict.state == "better" else "baseline"
    weighted = count(asks, today, level, period, fields, weights, least=LEAST) if scenario else None
    past, horizon = len(counts.total), horizon_of(SEASON[period])
    return Forecast(
        level=level,
        period=period,
        past=counts.names(0, past),
        coming=counts.names(past, past + horizon),
        cells=_cells(counts, weighted, method) if long_enough else (),
        method=method,
        verdict=verdict if long_enough else None,
        rare=counts.rare,
        needed=needed_periods(period),
    )


def _cells(counts: Counts, weighted: Counts | None, method: Method) -> tuple[CellForecast, ...]:
    season = SEASON[counts.period]
    if method == "model":
        found = model_of(counts, weighted)
        mean, points = found.mean, found.quantiles()
    else:
        mean, points = expect_as_before((weighted or counts).by_cell, season, horizon_of(season))
    return tuple(
        CellForecast(cell, tuple(int(n) for n in counts.by_cell[row]), tuple(_expected(mean[row], points[:, row])))
        for row, cell in enumerate(counts.cells)
    )


def _expected(mean: Floats, points: Floats) -> list[Expected]:
    return [
        Expected(
            round(float(mean[step]), 2), int(points[LOW, step]), int(points[MIDDLE, step]), int(points[HIGH, step])
        )
        for step in range(len(mean))
    ]

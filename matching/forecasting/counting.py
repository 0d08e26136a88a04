"""From dated asks to counts by period and cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.forecasting.values import ALL, SEASON, Ask, Level, Period
from matching.vocabulary.terms import Vocabulary

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Counts of the whole periods from the first ask to the last day known.

    Attributes:
        first: number of the first period.
        total: (T,) asks.
        cells: codes, the most asked for first.
        by_cell: (C, T) asks for each. One that asks for two fields counts in both, and once in `total`.
        rare: cells left out because they were asked for too seldom.
    """

    period: Period
    first: int
    total: Floats
    cells: tuple[str, ...]
    by_cell: Floats
    rare: int

    def names(self, start: int, stop: int) -> tuple[str, ...]:
        """The names of periods, counted from the first."""
        return tuple(period_name(self.first + i, self.period) for i in range(start, stop))


def period_of(day: date, period: Period) -> int:
    """The number of the period that a day lies in; the next period has the next number."""
    return {"month": day.year * 12 + day.month - 1, "quarter": day.year * 4 + (day.month - 1) // 3, "year": day.year}[
        period
    ]


def period_name(number: int, period: Period) -> str:
    """A period by name: 2026-09, 2026-Q3 or 2026."""
    if period == "year":
        return str(number)
    year, part = divmod(number, SEASON[period])
    return f"{year}-Q{part + 1}" if period == "quarter" else f"{year}-{part + 1:02}"


def first_day(number: int, period: Period) -> date:
    """The first day of a period."""
    year, part = divmod(number, SEASON[period])
    return date(year, part * (12 // SEASON[period]) + 1, 1)


def period_start(day: date, period: Period) -> date:
    """The first day of the period that a day lies in."""
    return first_day(period_of(day, period), period)


def cells_of(ask: Ask, level: Level, fields: Vocabulary) -> frozenset[str]:
    """The cells in which an ask counts; a code that is in no vocabulary counts in none."""
    if level == "total":
        return frozenset({ALL})
    if level == "language":
        return frozenset(ask.languages)
    known = {fields.normalise(code) for code in ask.fields if fields.has(code)}
    if level == "field":
        return frozenset(known)
    return frozenset([fields.get(code), *fields.ancestors(code)][-1].code for code in known)


def count(
    asks: Sequence[Ask],
    until: date,
    level: Level,
    period: Period,
    fields: Vocabulary,
    weights: Sequence[float] | None = None,
    least: int = 1,
) -> Counts:
    """Count asks by period and cell; the period of `until` has not ended and is left out, with what comes later.

    Args:
        weights: of the asks, 1 each if not given.
        least: cells with fewer asks than this, without weights, are left out.
    """
    end = period_of(until, period)
    dated = [(period_of(ask.day, period), ask, w) for ask, w in zip(asks, weights or [1.0] * len(asks), strict=True)]
    known = [(at, cells_of(ask, level, fields), weight) for at, ask, weight in dated if at < end]
    first = min((at for at, _, _ in known), default=end)
    asked: dict[str, int] = {}
    for _, cells, _ in known:
        for cell in cells:
            asked[cell] = asked.get(cell, 0) + 1
    kept = tuple(sorted((cell for cell in asked if asked[cell] >= least), key=lambda cell: (-asked[cell], cell)))
    rows = {cell: row for row, cell in enumerate(kept)}
    total, by_cell = np.zeros(end - first), np.zeros((len(kept), end - first))
    for at, cells, weight in known:
        total[at - first] += weight
        for cell in cells & rows.keys():
            by_cell[rows[cell], at - first] += weight
    return Counts(period, first, total, kept, by_cell, len(asked) - len(kept))

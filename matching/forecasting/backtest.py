"""Whether the model beats the baseline: both forecast from every past day on with what was known then (rolling origin)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.forecasting.counting import Counts, Floats
from matching.forecasting.methods import (
    Distribution,
    expect_as_before,
    expect_cells,
    expect_shares,
    expect_total,
    recency,
)
from matching.forecasting.values import ALL, QUANTILES, SEASON, Score, State, Verdict

YEARS_TO_LEARN = 2  # of seasons that the first origin knows
BLOCKS = 5  # blocks of origins under which no interval is given: fewer cannot tell chance from skill
ROUNDS = 2000  # of the bootstrap
SURE = (2.5, 97.5)  # percentiles of a 95 % interval
MIDDLE, LOW, HIGH = QUANTILES.index(0.5), 0, len(QUANTILES) - 1


def horizon_of(season: int) -> int:
    """Periods that are forecast: a year."""
    return season


def first_origin(season: int) -> int:
    """Periods that the first origin knows."""
    return YEARS_TO_LEARN * season


def model_of(known: Counts, weighted: Counts | None = None) -> Distribution:
    """What the model expects after some counts; `weighted`: the same asks as a scenario weighs them."""
    season, asked = SEASON[known.period], weighted or known
    total = expect_total(known.total, season, horizon_of(season), known.first)
    if weighted is not None:  # a scenario moves the total by what it makes of the asks of the last years
        recent = recency(len(known.total), season)
        before = float(known.total @ recent)
        factor = float(weighted.total @ recent) / before if before else 1.0
        total = Distribution(total.mean * factor, total.spread)
    if known.cells == (ALL,):
        return total
    return expect_cells(total, *expect_shares(asked.by_cell, asked.total, season))


def judge(counts: Counts) -> Verdict | None:
    """The back-test on a history; None where it is too short for a single origin."""
    season = SEASON[counts.period]
    horizon, periods = horizon_of(season), len(counts.total)
    model, baseline = _Tally(), _Tally()
    for origin in range(first_origin(season), periods):
        known = _known_at(counts, origin)
        came = counts.by_cell[:, origin : origin + horizon]
        scale = _naive_error(known.by_cell, season)
        model.add(model_of(known).quantiles(), came, scale)
        baseline.add(expect_as_before(known.by_cell, season, horizon)[1], came, scale)
    if not model.losses:
        return None
    ours, theirs = np.asarray(model.losses), np.asarray(baseline.losses)
    sizes = np.asarray(model.sizes)
    state, low, high = _told_apart(ours - theirs, sizes, horizon)
    difference = float((ours - theirs).sum() / sizes.sum())
    forecasts = int(sizes.sum())
    return Verdict(state, model.score(), baseline.score(), difference, low, high, len(ours), forecasts)


def _known_at(counts: Counts, origin: int) -> Counts:
    total, by_cell = counts.total[:origin], counts.by_cell[:, :origin]
    return Counts(counts.period, counts.first, total, counts.cells, by_cell, counts.rare)


class _Tally:
    """What a method lost, origin by origin."""

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.sizes: list[int] = []
        self.errors = self.scales = self.inside = 0.0

    def add(self, points: Floats, came: Floats, scale: Floats) -> None:
        """One origin: (Q, C, H) points and the (C, h) counts that came; `scale`: (C,) error to measure by."""
        points = points[:, :, : came.shape[1]]
        levels = np.asarray(QUANTILES)[:, None, None]
        missed = came - points
        self.losses.append(float(np.maximum(levels * missed, (levels - 1) * missed).mean(axis=0).sum()))
        self.sizes.append(came.size)
        self.errors += float(np.abs(missed[MIDDLE]).sum())
        self.scales += float(scale.sum() * came.shape[1])
        self.inside += float(((points[LOW] <= came) & (came <= points[HIGH])).sum())

    def score(self) -> Score:
        """The means over all counts."""
        size = sum(self.sizes)
        mase = self.errors / self.scales if self.scales else None
        return Score(sum(self.losses) / size, mase, self.inside / size)


def _naive_error(past: Floats, season: int) -> Floats:
    return np.asarray(np.abs(past[:, season:] - past[:, :-season]).mean(axis=1), dtype=np.float64)


def _told_apart(differences: Floats, sizes: NDArray[np.int64], block: int) -> tuple[State, float | None, float | None]:
    """Neighbouring origins forecast the same counts: whole blocks of them are drawn, in a circle, never single ones."""
    origins = len(differences)
    if origins < BLOCKS * block:
        return "not_shown", None, None
    random = np.random.default_rng(0)
    starts = random.integers(0, origins, size=(ROUNDS, -(-origins // block)))
    drawn = ((starts[:, :, None] + np.arange(block)) % origins).reshape(ROUNDS, -1)[:, :origins]
    means = differences[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = (float(end) for end in np.percentile(means, SURE))
    return ("better" if high < 0 else "worse" if low > 0 else "not_shown"), low, high

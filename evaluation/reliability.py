"""Is a stated confidence worth what it says? Reliability by bins and the expected calibration error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.findings import Figure
from evaluation.statistics import LEVEL, interval

BINS = 10
Stated = Sequence[Sequence[tuple[float, bool]]]  # per query, what was stated from 0 to 1 and whether it is true


@dataclass(frozen=True)
class Bin:
    """What was stated between `start` and `end`: how often, the mean stated, and the share that is true."""

    start: float
    end: float
    n: int
    stated: float
    true: float
    low: float  # 95 % interval of the share that is true
    high: float


def reliability(said: Stated) -> list[Bin]:
    """Ten bins of equal width; empty ones are left out."""
    pairs = np.array([pair for query in said for pair in query], dtype=np.float64).reshape(-1, 2)
    place = _bin_of(pairs[:, 0])
    found = []
    for i in sorted(set(place.tolist())):
        inside = pairs[place == i]
        share, low, high = interval(inside[:, 1].tolist())
        found.append(Bin(i / BINS, (i + 1) / BINS, len(inside), float(inside[:, 0].mean()), share, low, high))
    return found


def calibration_error(judge: str, said: Stated, group: str = "", seed: int = 0, rounds: int = 2000) -> Figure:
    """Expected calibration error (Naeini et al. 2015): mean over bins of |true share - mean stated|, by proposals.

    The interval is by drawing queries; n counts them.
    """
    if not any(said):
        unknown = float("nan")
        return Figure(judge, "calibration error", unknown, unknown, unknown, 0, group, higher_is_better=False)
    gap, count = _sums(said)
    drawn = np.random.default_rng(seed).integers(0, len(said), size=(rounds, len(said)))
    draws = [_error(gap[rows].sum(axis=0), count[rows].sum()) for rows in drawn if count[rows].sum()]
    low, high = np.percentile(draws, LEVEL)
    value = _error(gap.sum(axis=0), count.sum())
    return Figure(judge, "calibration error", value, float(low), float(high), len(said), group, higher_is_better=False)


def _sums(said: Stated) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(queries, bins) the sum of true less stated, and (queries, bins) how many there are."""
    gap, count = np.zeros((len(said), BINS)), np.zeros((len(said), BINS))
    for row, query in enumerate(said):
        for stated, true in query:
            place = int(_bin_of(np.array([stated]))[0])
            gap[row, place] += true - stated
            count[row, place] += 1
    return gap, count


def _error(gap: NDArray[np.float64], count: float) -> float:
    """|sum of true - sum of stated| per bin, over all proposals: each bin's distance weighted by its size."""
    return float(np.abs(gap).sum() / count)


def _bin_of(stated: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum((stated * BINS).astype(np.int64), BINS - 1)

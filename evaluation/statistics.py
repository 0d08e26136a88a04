"""How sure a figure is: bootstrap intervals, paired randomisation, and figures made of both. Every seed is fixed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaluation.findings import Figure

LEVEL = (2.5, 97.5)  # percentiles of a 95 % interval
AT_ONCE = 500  # draws held in memory at a time


def known(values: ArrayLike) -> NDArray[np.float64]:
    """The values without those that are NaN: queries for which a measure has no value."""
    given = np.asarray(values, dtype=np.float64)
    return given[~np.isnan(given)]


def interval(values: Sequence[float], seed: int = 0, rounds: int = 2000) -> tuple[float, float, float]:
    """Mean with its 95 % bootstrap interval over the values (percentile method, Efron and Tibshirani 1993).

    NaN is left out; all three are NaN where nothing is left.
    """
    found = known(values)
    if not len(found):
        return float("nan"), float("nan"), float("nan")
    random = np.random.default_rng(seed)
    sizes = [min(AT_ONCE, rounds - done) for done in range(0, rounds, AT_ONCE)]
    draws = np.concatenate([random.choice(found, size=(size, len(found))).mean(axis=1) for size in sizes])
    low, high = np.percentile(draws, LEVEL)
    return float(found.mean()), float(low), float(high)


def ratio_interval(
    parts: Sequence[float], wholes: Sequence[float], seed: int = 0, rounds: int = 2000
) -> tuple[float, float, float]:
    """The sum of `parts` over that of `wholes`, with its 95 % interval by drawing the people (or queries) they belong to.

    For measures that pool over people: a loss divided by a total, pairs in order among all pairs.
    """
    part, whole = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    if not whole.sum() > 0:
        return float("nan"), float("nan"), float("nan")
    drawn = np.random.default_rng(seed).integers(0, len(part), size=(rounds, len(part)))
    below = whole[drawn].sum(axis=1)
    low, high = np.percentile(part[drawn].sum(axis=1)[below > 0] / below[below > 0], LEVEL)
    return float(part.sum() / whole.sum()), float(low), float(high)


def paired_randomisation(a: Sequence[float], b: Sequence[float], seed: int = 0, rounds: int = 10000) -> float:
    """Two-sided p of the mean difference of two systems on the same queries (Fisher; Smucker, Allan and Carterette 2007).

    Under the hypothesis that the systems are alike, the sign of each difference is a coin's. The observed arrangement
    counts as one of the draws, so that p is never 0. Queries for which either is NaN are left out; 1.0 where none is left.

    Raises:
        ValueError: the two do not have the same length.
    """
    if len(a) != len(b):
        raise ValueError(f"paired values are needed; found {len(a)} and {len(b)}")
    difference = known(np.subtract(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)))
    if not difference.any():
        return 1.0
    random = np.random.default_rng(seed)
    observed = abs(difference.sum()) - 1e-12
    as_far = 0
    for done in range(0, rounds, AT_ONCE):
        signs = random.integers(0, 2, size=(min(AT_ONCE, rounds - done), len(difference))) * 2 - 1
        as_far += int((np.abs(signs @ difference) >= observed).sum())
    return (as_far + 1) / (rounds + 1)


def figure(
    judge: str,
    measure: str,
    values: Sequence[float],
    group: str = "",
    unit: str = "queries",
    higher_is_better: bool | None = True,
) -> Figure:
    """The mean of `values` with its interval; n counts those that are not NaN."""
    mean, low, high = interval(values)
    return Figure(judge, measure, mean, low, high, len(known(values)), group, unit, higher_is_better)


def ratio_figure(
    judge: str,
    measure: str,
    parts: Sequence[float],
    wholes: Sequence[float],
    group: str = "",
    unit: str = "people",
    higher_is_better: bool | None = True,
) -> Figure:
    """A pooled ratio with its interval; n counts those who have something to be pooled."""
    value, low, high = ratio_interval(parts, wholes)
    return Figure(judge, measure, value, low, high, sum(w > 0 for w in wholes), group, unit, higher_is_better)


def p_figure(judge: str, measure: str, ours: Sequence[float], theirs: Sequence[float], group: str) -> Figure:
    """The p of a paired comparison as a figure: a probability has no interval of its own."""
    p = paired_randomisation(ours, theirs)
    both = known(np.subtract(np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)))
    return Figure(judge, measure, p, p, p, len(both), group, "queries", None)

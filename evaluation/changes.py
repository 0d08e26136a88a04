"""What a swap changes: each person's merit and place before and after, and the figures that sum it up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.findings import Figure
from evaluation.rankings import Ranked
from evaluation.statistics import LEVEL

NEAR = 50  # places from the top within which somebody can come onto a shortlist
ROUNDS = 500
SHARES = {"median": 0.5, "p95": 0.95}

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """One person for one position. `score`: points of merit won or lost, of 100; `rank`: places won (+) or lost (-)."""

    position: str
    person: str
    score: float
    rank: int
    near: bool  # among the first `NEAR` before or after


def changes(before: Sequence[Ranked], after: Sequence[Ranked], people: Collection[str] | None = None) -> list[Change]:
    """The change of everyone ranked both times, or of `people` alone; positions in the same order both times."""
    found = []
    for old, new in zip(before, after, strict=True):
        place = {person: i for i, person in enumerate(new.people)}
        for i, person in enumerate(old.people):
            if person in place and (people is None or person in people):
                j = place[person]
                found.append(Change(old.id, person, new.merit[person] - old.merit[person], i - j, min(i, j) < NEAR))
    return found


def change_figures(judge: str, found: Sequence[Change], group: str, near_only: bool = False) -> list[Figure]:
    """Median, 95th percentile and greatest change of merit and of rank, whichever way it goes.

    The intervals come from drawing people, because what happens to one person in several positions belongs together. The
    greatest change has none: it says what was seen.

    Args:
        near_only: only where the person stands among the first `NEAR` before or after, of the same people.
    """
    kept = [c for c in found if c.near or not near_only]
    if not kept:
        return []
    people, person = np.unique([c.person for c in kept], return_inverse=True)
    times = _times_drawn(len(people))
    figures = []
    for what, values in (
        ("score", np.array([abs(c.score) for c in kept])),
        ("rank", np.array([abs(c.rank) for c in kept], dtype=np.float64)),
    ):
        for name, share in SHARES.items():
            value = float(np.quantile(values, share, method="inverted_cdf"))
            low, high = np.percentile(_quantiles(values, times[:, person], share), LEVEL)
            figures.append(_figure(judge, f"{what} change, {name}", value, float(low), float(high), len(kept), group))
        most = float(values.max())
        figures.append(_figure(judge, f"{what} change, max", most, most, most, len(kept), group))
    return figures


def _figure(judge: str, measure: str, value: float, low: float, high: float, pairs: int, group: str) -> Figure:
    return Figure(judge, measure, value, low, high, pairs, group, "pairs", higher_is_better=False)


def _times_drawn(people: int) -> NDArray[np.int32]:
    """(rounds, people): how often each person is drawn in each round of the bootstrap, from a fixed seed."""
    draws = np.random.default_rng(0).multinomial(people, np.full(people, 1 / people), size=ROUNDS)
    return draws.astype(np.int32)


def _quantiles(values: Values, times: NDArray[np.int32], share: float) -> Values:
    """(rounds,) the least value that this share of the pairs drawn do not exceed; `times` (rounds, pairs)."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(times[:, order], axis=1)
    place = (reached < share * reached[:, -1:]).sum(axis=1)
    return values[order][place]


def value_of(figures: Sequence[Figure], measure: str, group: str) -> float:
    """The value of one figure.

    Raises:
        KeyError: there is no such figure.
    """
    for figure in figures:
        if (figure.measure, figure.group) == (measure, group):
            return figure.value
    raise KeyError(f"{measure} of {group or 'the whole'}")

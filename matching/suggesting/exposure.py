"""How evenly suggestions are spread over the roster, so that it is seen where the same few are suggested time and again.

A call is suggested to a person where it is among the first `FIRST` calls of their list and they could take part: no gate
fails. Beside each figure stands what the same number of suggestions would give, spread as evenly as can be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from matching.entities import Value
from matching.gates import FAIL, PASS
from matching.suggesting.standing import CallStanding

FIRST = 5  # calls of a person's list that count as suggested: what a letter names


class Exposure(Value):
    """Counts over a roster; nobody is named."""

    people: int
    calls: int
    suggestions: int = Field(description="pairs of a person and one of their first calls in which they could take part")
    without: int = Field(description="people to whom no call is suggested")
    gini: float = Field(description="0: everybody has as many; near 1: a few have all")
    gini_even: float = Field(description="of the same number, spread as evenly as can be")
    top_tenth: float = Field(description="share of the suggestions that the tenth of people with most of them have")
    top_tenth_even: float
    least_suggested_call: int = Field(description="people to whom the call with fewest is suggested")
    best_places_top_tenth: float = Field(
        description="share that a tenth of the people has of the ten best eligible places of every position"
    )


def suggested(standings: Sequence[CallStanding], first: int = FIRST) -> NDArray[np.bool_]:
    """(calls, people) which calls are among the first of each person's list, of those in which they could take part."""
    verdicts = np.stack([one.verdicts for one in standings])
    merit = np.nan_to_num(np.stack([one.merit for one in standings]).astype(np.float64), nan=-1.0)
    order = np.lexsort((-np.round(merit, 2), verdicts), axis=0)  # verdict first, then merit; ties in the calls' order
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(len(standings))[:, None], axis=0)
    return np.asarray((place < first) & (verdicts != FAIL))


def exposure(standings: Sequence[CallStanding], first: int = FIRST) -> Exposure:
    """The figures for how these calls stand for a roster; zeros without a call."""
    people = len(standings[0].verdicts) if standings else 0
    pairs = suggested(standings, first) if standings else np.zeros((0, 0), dtype=np.bool_)
    counts = pairs.sum(axis=0)
    even = evenly(int(counts.sum()), people)
    return Exposure(
        people=people,
        calls=len(standings),
        suggestions=int(counts.sum()),
        without=int((counts == 0).sum()),
        gini=round(gini(counts), 3),
        gini_even=round(gini(even), 3),
        top_tenth=round(top_tenth(counts), 3),
        top_tenth_even=round(top_tenth(even), 3),
        least_suggested_call=int(pairs.sum(axis=1).min()) if len(pairs) else 0,
        best_places_top_tenth=round(top_tenth(_best_places(standings, people)), 3),
    )


def gini(counts: NDArray[np.int64]) -> float:
    """Gini coefficient of counts; 0 where there is nothing to share."""
    total, n = counts.sum(), len(counts)
    if not total:
        return 0.0
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ np.sort(counts) / (n * total))


def top_tenth(counts: NDArray[np.int64]) -> float:
    """Share that the tenth with the highest counts has, at least one of them; 0 where there is nothing to share."""
    total = counts.sum()
    return float(np.sort(counts)[::-1][: max(len(counts) // 10, 1)].sum() / total) if total else 0.0


def evenly(total: int, people: int) -> NDArray[np.int64]:
    """So many things shared out as evenly as can be."""
    if not people:
        return np.zeros(0, dtype=np.int64)
    return np.asarray(total // people + (np.arange(people) < total % people), dtype=np.int64)


def _best_places(standings: Sequence[CallStanding], people: int, places: int = 10) -> NDArray[np.int64]:
    """(people,) how often each is among the ten of highest merit who pass a position."""
    counts = np.zeros(people, dtype=np.int64)
    for standing in standings:
        for one in standing.positions:
            passing = np.flatnonzero((one.verdicts == PASS) & ~np.isnan(one.merit))
            counts[passing[np.argsort(-one.merit[passing], kind="stable")][:places]] += 1
    return counts

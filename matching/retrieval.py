"""The pool: who is scored in full. A small roster is scored whole; of a large one the first cut takes the nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.gates import FAIL, Verdicts
from matching.queries import PositionQuery
from matching.roster import Roster
from matching.searching import ByVector, Mask, Rows, WordsFound
from matching.settings import MatchSettings

SCORED_WHOLE = 2000  # people up to which everyone is scored: it costs less than asking who should be
NEAR_MISSES = 25  # people who fail a gate that are scored all the same, so that the best of them can be named

Nearest = Callable[[Mask, int], Rows]  # rows of those nearest to one position among some people, best first


def nearness(roster: Roster, queries: Sequence[PositionQuery]) -> list[Nearest]:
    """Per position how its nearest are found. Nobody is looked at before that is asked, and then once for all positions."""
    people: ByVector = roster.people
    near = people.near(np.stack([query.vector for query in queries]))
    return [partial(near.best, number) for number in range(len(queries))]


def first_cut(
    roster: Roster,
    nearest: Nearest,
    words: WordsFound,
    verdicts: Verdicts,
    settings: MatchSettings,
    outside: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Rows of the pool in ascending order.

    From a large roster: of those who fail no gate the nearest by vector and the best by words, half of the pool each
    (one who is both makes room for another of neither), and of those compared who fail the nearest. `outside` (roster,):
    who is not compared at all; None where everybody is. Everyone's vector is looked at, once:
    an approximate search that filters afterwards loses most of the eligible.
    """
    if len(roster) <= SCORED_WHOLE:
        return np.arange(len(roster), dtype=np.int64)
    open_rows = verdicts != FAIL
    size = min(settings.pool, int(np.count_nonzero(open_rows)))
    by_vector = nearest(open_rows, size).tolist()
    by_words = words.best(open_rows, size // 2).tolist()
    pool = dict.fromkeys([*by_vector[: size - size // 2], *by_words, *by_vector])
    failing = nearest(~open_rows if outside is None else ~(open_rows | outside), NEAR_MISSES)
    return np.array(sorted({*list(pool)[:size], *failing.tolist()}), dtype=np.int64)

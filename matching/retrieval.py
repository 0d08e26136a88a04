"""The pool: who is scored in full. A small roster is scored whole; of a large one the first cut takes the nearest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.gates import FAIL, Verdicts
from matching.lexical import LexicalScores
from matching.queries import PositionQuery
from matching.roster import Roster
from matching.settings import MatchSettings

SCORED_WHOLE = 2000  # people up to which everyone is scored: it costs less than asking who should be
NEAR_MISSES = 25  # people who fail a gate that are scored all the same, so that the best of them can be named


def nearness(roster: Roster, queries: Sequence[PositionQuery]) -> list[NDArray[np.float32]]:
    """Per position how near everyone's vector is, in one pass over the roster; nothing where everyone is scored anyway."""
    if len(roster) <= SCORED_WHOLE:
        return [np.empty(0, dtype=np.float32)] * len(queries)
    return list(roster.people.scores(np.stack([query.vector for query in queries])))


def first_cut(
    roster: Roster,
    near: NDArray[np.float32],
    lexical: LexicalScores,
    verdicts: Verdicts,
    settings: MatchSettings,
    outside: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Rows of the pool in ascending order. `near` (roster,): how near everyone's vector is; empty for a small roster.

    From a large roster: of those who fail no gate the nearest by vector and the best by words, half of the pool each
    (one who is both makes room for another of neither), and of those compared who fail the nearest. `outside` (roster,):
    who is not compared at all; None where everybody is. Everyone's vector is looked at, once:
    an approximate search that filters afterwards loses most of the eligible.
    """
    if len(roster) <= SCORED_WHOLE:
        return np.arange(len(roster), dtype=np.int64)
    open_rows = verdicts != FAIL
    size = min(settings.pool, int(open_rows.sum()))
    by_vector = _best(np.where(open_rows, near, -np.inf), size)
    words = np.nan_to_num(lexical.scores, nan=-1.0)
    by_words = _best(np.where(open_rows & (words > 0), words, -np.inf), size // 2)
    pool = dict.fromkeys([*by_vector[: size - size // 2].tolist(), *by_words.tolist(), *by_vector.tolist()])
    closed = open_rows if outside is None else open_rows | outside
    failing = _best(np.where(closed, -np.inf, near), NEAR_MISSES)
    return np.array(sorted({*list(pool)[:size], *failing.tolist()}), dtype=np.int64)


def _best(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Rows of the highest finite scores, highest first."""
    count = min(count, int(np.isfinite(scores).sum()))
    if count == 0:
        return np.empty(0, dtype=np.int64)
    rows = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
    rows = rows[np.argsort(-scores[rows], kind="stable")][:count]
    return rows.astype(np.int64)

"""How many of those truly nearest the first cut finds, with everybody eligible and with few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.coarse import CoarseVectors, highest
from embeddings.rows_file import RowsFile
from matching.comparing import embed
from matching.entities import Call
from matching.pipeline import Matcher
from matching.searching import ByVector

DEPTH = 50
SHARES = (1.0, 0.5, 0.1, 0.01)  # of the people who are eligible, drawn by chance
AT_ONCE = 20_000  # vectors read at a time
QUERIES = 60


def recall_of(matcher: Matcher, calls: Sequence[Call]) -> dict[str, float]:
    """The mean share of the DEPTH truly nearest that is found, by the share of people eligible.

    "8 bits alone" is without scoring the best again.
    """
    people = matcher.roster.people
    assert isinstance(people, CoarseVectors)
    queries = queries_of(matcher, calls)
    truth = truth_of(people, queries)
    found = recall(people, queries, truth)
    depth = min(DEPTH, len(people))
    alone = people.near(queries).everyone()
    hits = [len(set(_top(a, depth)) & set(_top(t, depth))) for a, t in zip(alone, truth, strict=True)]
    return found | {"8 bits alone": float(np.mean(hits)) / depth}


def queries_of(matcher: Matcher, calls: Sequence[Call]) -> NDArray[np.float32]:
    """(m, d): the positions of some calls."""
    return np.stack([p.vector for call in calls for p in embed(call, matcher.engine).positions])[:QUERIES]


def recall(people: ByVector, queries: NDArray[np.float32], truth: NDArray[np.float32]) -> dict[str, float]:
    """The mean share of the DEPTH truly nearest that an engine finds, by the share of people eligible."""
    near, again, found = people.near(queries), np.random.default_rng(3), {}
    for share in SHARES:
        among = np.asarray(again.random(truth.shape[1]) < share)
        depth = min(DEPTH, int(among.sum()))
        hits = [
            len(set(near.best(i, among, depth).tolist()) & set(_top(np.where(among, row, -np.inf), depth)))
            for i, row in enumerate(truth)
        ]
        found[f"{share:.0%}"] = float(np.mean(hits)) / max(depth, 1)
    return found


def truth_of(people: CoarseVectors, queries: NDArray[np.float32]) -> NDArray[np.float32]:
    """(m, n): inner products with the vectors as they are kept, in half precision, read piece by piece."""
    return np.concatenate([queries @ piece.T for piece in _pieces(people.exact)], axis=1)


def _top(scores: NDArray[np.float32], depth: int) -> list[int]:
    return [int(row) for row in highest(scores, depth)]


def _pieces(vectors: NDArray[np.float16] | RowsFile) -> Iterator[NDArray[np.float32]]:
    for first in range(0, len(vectors), AT_ONCE):
        yield vectors[first : first + AT_ONCE].astype(np.float32)

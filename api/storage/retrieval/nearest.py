"""The nearest by vector, found by the database among those who are eligible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from api.storage.retrieval.asking import Generation

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

AGAIN = (
    1.5  # times as many as asked for are compared in half precision, and the best of them again with the query itself
)
FEW = 20_000  # eligible people up to whom all of them are looked at
SHARE = 0.2  # of more eligible people, the share that is looked at: those in the nearest lists

OF_FEW = (
    "select row from (select row, vector from {person} where row = any(cast(%(rows)s as integer[]))"
    " order by vector <#> cast(%(half)s as halfvec) limit %(wanted)s) found"
    " order by vector::vector <#> cast(%(query)s as vector), row limit %(count)s"
)
OF_LISTS = (
    "select row from (select row, vector from {person} where list = any(cast(%(lists)s as integer[]))"
    " and get_bit(%(among)s, row) = 1"
    " order by vector <#> cast(%(half)s as halfvec) limit %(wanted)s) found"
    " order by vector::vector <#> cast(%(query)s as vector), row limit %(count)s"
)


class PublishedVectors:
    """People by one vector each, in a generation.

    Args:
        centres: (lists, d) of length 1.
        lists: (n,) in which list each person is.
    """

    def __init__(self, generation: Generation, centres: Floats, lists: NDArray[np.int32]) -> None:
        self._generation, self._centres, self._lists = generation, centres, lists

    def __len__(self) -> int:
        return len(self._lists)

    def near(self, queries: Floats) -> PublishedNearness:
        """How near everyone is to queries (m, d)."""
        return PublishedNearness(self._generation, self._lists, queries, queries @ self._centres.T)


class PublishedNearness:
    """How near everyone is to some queries; the database is asked each time.

    Args:
        lists: (n,) in which list each person is.
        queries: (m, d).
        to_centres: (m, lists) the inner products of the queries with the centres.
    """

    def __init__(self, generation: Generation, lists: NDArray[np.int32], queries: Floats, to_centres: Floats) -> None:
        self._generation, self._lists, self._queries, self._to_centres = generation, lists, queries, to_centres

    def best(self, query: int, among: Mask, count: int) -> Rows:
        """The nearest to one query among some rows, best first, equals in the order of rows; see `matching.searching`."""
        there = int(np.count_nonzero(among))
        wanted = min(there, int(np.ceil(AGAIN * count)))
        if wanted <= 0:
            return np.empty(0, dtype=np.int64)
        asked = self._queries[query]
        given = {
            "half": _written(asked.astype(np.float16)),
            "query": _written(asked),
            "wanted": wanted,
            "count": min(there, count),
        }
        if there <= FEW:
            found = self._generation.ask(OF_FEW, given | {"rows": _listed(np.flatnonzero(among))})
        else:
            lists = self._to_look_at(query, among, max(FEW, SHARE * there))
            bits = np.packbits(among, bitorder="little").tobytes()
            found = self._generation.ask(OF_LISTS, given | {"lists": _listed(lists), "among": bits})
        return np.array([row for (row,) in found], dtype=np.int64)

    def _to_look_at(self, query: int, among: Mask, enough: float) -> NDArray[np.int64]:
        """The nearest lists that hold enough of the eligible together, of those with any."""
        eligible = np.bincount(self._lists[among], minlength=self._to_centres.shape[1])
        order = np.argsort(-self._to_centres[query], kind="stable")
        order = order[eligible[order] > 0]
        return order[: int(np.searchsorted(np.cumsum(eligible[order]), enough)) + 1]


def _written(vector: NDArray[np.floating]) -> str:
    return "[" + ",".join(map(str, vector.tolist())) + "]"


def _listed(numbers: NDArray[np.int64]) -> str:
    return "{" + ",".join(map(str, numbers.tolist())) + "}"

"""Who may be among the nearest, by 4 bits of each value: everybody is looked at, at a fraction of what 8 bits cost.

The grid is fixed, the same for every value of every vector: nothing is learnt from the vectors, so that a row's code hangs on
that row alone. Values of vectors of length 1 lie about 0, and scatter by one over the root of their number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Looks = NDArray[np.uint8]

LEVELS = 16
WIDEST = 2.8  # where the grid ends, in what the values scatter by: of 2.5, 2.8 and 3.2 the one that found most of the nearest
SCATTER = 2 * WIDEST / LEVELS / 12**0.5  # of an inner product with a query of length 1, times the root of d


def looks_of(vectors: Floats) -> Looks:
    """(n, half of d, rounded up): of vectors (n, d) of length 1 or less, two values a byte, the first in its lower half."""
    steps = (vectors * (np.sqrt(max(1, vectors.shape[1])) / WIDEST) + 1) * (LEVELS / 2)
    codes = np.clip(np.floor(steps), 0, LEVELS - 1).astype(np.uint8)
    if codes.shape[1] % 2:
        codes = np.pad(codes, ((0, 0), (0, 1)))
    both: Looks = codes[:, 0::2] | codes[:, 1::2] << 4
    return both


class FirstLook:
    """Looks at (n, half of d), put in order for faiss' fast scan.

    Args:
        looks: from `looks_of`.
        wide: d, values in each vector.
    """

    def __init__(self, looks: Looks, wide: int) -> None:
        import faiss

        grid = ((np.arange(LEVELS) + 0.5) * (2 / LEVELS) - 1) * WIDEST / np.sqrt(wide)
        rows = faiss.IndexPQ(wide, wide, LEVELS.bit_length() - 1, faiss.METRIC_INNER_PRODUCT)
        faiss.copy_array_to_vector(np.tile(grid, wide).astype(np.float32), rows.pq.centroids)
        faiss.copy_array_to_vector(np.ascontiguousarray(looks).ravel(), rows.codes)
        rows.is_trained, rows.ntotal = True, len(looks)
        self._index = faiss.IndexPQFastScan(rows)  # type: ignore[arg-type] # faiss' stubs know but one of its ways

    def likeliest(self, queries: Floats, count: int) -> tuple[Rows, Floats]:
        """(m, count) rows by queries (m, d), best first, and how near they are: whoever is not among them is no nearer.

        `count` is at most n. Rows are -1 where there is nothing to tell them apart by: for a query of nothing.
        """
        scores, rows = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), count)
        order = np.argsort(-scores, axis=1, kind="stable")
        return np.take_along_axis(rows, order, axis=1), np.take_along_axis(scores, order, axis=1)

"""The nearest rows of a matrix by inner product, exactly: which of FAISS and numpy does it, and how.

Figures on two cores at 100,000 x 384: one query takes 8 ms in numpy and 15 ms in FAISS, which does not split one query
across threads; for 64 queries FAISS merges the product and the choice of the best. With few rows eligible, gathering
them and scoring only those takes 0.3 ms at 1 % and 2.5 ms at 10 %, against 0.5-0.7 and 1.6-4.5 ms with FAISS's own
selectors for one query, and 9-20 ms for 16 queries where gathering takes 1-6.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]
Matrix = NDArray[np.float32]

GATHER_BELOW = 0.25  # share of eligible rows under which copying them out beats scoring everything
_FAISS_FROM = 4  # queries from which FAISS is used
_SCORES_AT_ONCE = 4_000_000  # scores held at a time when many queries meet many rows: 16 MB


def nearest(matrix: Matrix, queries: Matrix, k: int, eligible: Rows | None = None) -> tuple[Rows, Scores]:
    """The k rows with the highest inner product, for each query.

    Args:
        matrix: shape (n, d).
        queries: shape (m, d).
        k: how many; fewer come back when fewer rows are eligible.
        eligible: rows that may be found, in ascending order; None for all.

    Returns:
        rows and scores, both shape (m, min(k, rows eligible)), best first, equal scores by ascending row.
    """
    if eligible is not None and len(eligible) < GATHER_BELOW * len(matrix):
        rows, scores = nearest(matrix[eligible], queries, k)
        return eligible[rows], scores
    k = min(k, len(matrix) if eligible is None else len(eligible))
    if k == 0 or len(queries) == 0:
        return np.empty((len(queries), k), dtype=np.intp), np.empty((len(queries), k), dtype=np.float32)
    if eligible is None and len(queries) >= _FAISS_FROM:
        return _with_faiss(matrix, queries, k)
    return _with_numpy(matrix, queries, k, eligible)


def _with_faiss(matrix: Matrix, queries: Matrix, k: int) -> tuple[Rows, Scores]:
    faiss = tuned_faiss()
    scores, rows = faiss.knn(
        np.ascontiguousarray(queries), np.ascontiguousarray(matrix), k, metric=faiss.METRIC_INNER_PRODUCT
    )
    order = np.lexsort((rows, -scores))
    return np.take_along_axis(rows, order, axis=1).astype(np.intp), np.take_along_axis(scores, order, axis=1)


def _with_numpy(matrix: Matrix, queries: Matrix, k: int, eligible: Rows | None) -> tuple[Rows, Scores]:
    rows = np.empty((len(queries), k), dtype=np.intp)
    best = np.empty((len(queries), k), dtype=np.float32)
    closed = None if eligible is None else np.ones(len(matrix), dtype=bool)
    if closed is not None:
        closed[eligible] = False
    at_once = max(1, _SCORES_AT_ONCE // len(matrix))
    for first in range(0, len(queries), at_once):
        for offset, scores in enumerate(queries[first : first + at_once] @ matrix.T):
            if closed is not None:
                scores[closed] = -np.inf
            rows[first + offset] = best_rows(scores, k)
            best[first + offset] = scores[rows[first + offset]]
    return rows, best


def best_rows(scores: Scores, k: int) -> Rows:
    """The places of the k highest scores, best first, equal scores by ascending place (also at the edge)."""
    edge = np.partition(scores, len(scores) - k)[len(scores) - k]
    candidates = np.flatnonzero(scores >= edge)
    return candidates[np.argsort(-scores[candidates], kind="stable")[:k]]


def tuned_faiss() -> Any:
    """FAISS, told to multiply matrices for batches of any size.

    By default faiss 1.15 scores batches under 128,000 queries one query at a time; and its blocks of 1,024 rows make
    threads wait for each other on busy machines.
    """
    import faiss

    faiss.cvar.distance_compute_blas_threshold = _FAISS_FROM
    faiss.cvar.distance_compute_blas_database_bs = 16384
    return faiss

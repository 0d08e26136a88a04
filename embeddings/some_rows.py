"""Some rows of a matrix and one query: a few rows at a time, so that what is made of them stays in the processor's cache."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.halves import singles
from embeddings.rows_file import RowsFile

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

TAKEN = 2**16  # bytes at a time: so few that torch asks no other thread to help, which would be waited for


def inner_products(matrix: NDArray[Any] | RowsFile, rows: Rows, query: Floats) -> Floats:
    """(rows,) of some rows of a matrix (n, d), of whole numbers or in half precision, with a query (d,).

    Of a matrix in memory whole rows are copied by `take`, which takes a third of the time of indexing.
    """
    found = np.empty(len(rows), dtype=np.float32)
    step = max(1, TAKEN // max(1, matrix.dtype.itemsize * matrix.shape[1]))
    for first in range(0, len(rows), step):
        some = rows[first : first + step]
        taken = matrix.take(some, axis=0) if isinstance(matrix, np.ndarray) else matrix[some]
        np.dot(singles(taken), query, out=found[first : first + step])
    return found

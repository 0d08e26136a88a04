"""A .npy file written piece by piece, of which nobody knows beforehand how many rows it will have."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class GrowingRows:
    """A file to which rows are added, a context in which it stays open; read by `np.load` and `RowsFile` afterwards.

    Args:
        path: the file; one that is there is replaced.
        dtype: of the values.
        width: values in a row; None: the file holds single values.

    Attributes:
        count: rows so far.
    """

    def __init__(self, path: Path, dtype: DTypeLike, width: int | None = None) -> None:
        self._dtype, self._width, self.count = np.dtype(dtype), width, 0
        self._file = path.open("wb")
        self._head()

    def add(self, rows: NDArray[Any]) -> None:
        """Write further rows.

        Raises:
            ValueError: rows of another width.
        """
        if rows.shape[1:] != self._shape[1:]:
            raise ValueError(f"rows of shape {rows.shape[1:]} where {self._shape[1:]} are kept")
        np.ascontiguousarray(rows, dtype=self._dtype).tofile(self._file)
        self.count += len(rows)

    def __enter__(self) -> GrowingRows:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._file.seek(0)
            self._head()
        self._file.close()

    @property
    def _shape(self) -> tuple[int, ...]:
        return (self.count,) if self._width is None else (self.count, self._width)

    def _head(self) -> None:
        """NumPy leaves room for the number of rows to grow, so that a later head is as long as the first."""
        head = {"descr": np.lib.format.dtype_to_descr(self._dtype), "fortran_order": False, "shape": self._shape}
        np.lib.format.write_array_header_1_0(self._file, head)

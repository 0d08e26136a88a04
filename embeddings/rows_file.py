"""A matrix left on disk, of which some rows are read when they are asked for; nothing of it is held in memory.

Mapped into memory, the system brings in the neighbours of every row too, and after some thousand shortlists of a large
roster all of its vectors are held. Read by place, a shortlist costs the rows that it needs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from embeddings.errors import IndexDamaged
from embeddings.label import REBUILD


def opened(path: Path, mode: Literal["r", "c"] | None = None) -> NDArray[Any]:
    """The array of a .npy file: mapped into memory where a mode is given, else read.

    Raises:
        IndexDamaged: the file is empty, shorter than it says, or none of the kind.
        OSError: there is none.
    """
    try:
        return np.asanyarray(np.load(path, mmap_mode=mode))
    except (ValueError, EOFError) as error:  # what NumPy says of a file that is cut off, and of an empty one
        raise IndexDamaged(f"{path.name} holds no whole array", f"{error}", REBUILD) from error


class RowsFile:
    """The rows of a .npy file of one or two dimensions, which stays open. May be used from many threads.

    Args:
        path: the file; it must not change while it is in use.

    Attributes:
        shape: rows and, where there are several, values in each.
        dtype: of the values.

    Raises:
        IndexDamaged: it holds no such matrix, is empty, or is shorter than it says.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        mapped = opened(path, "r")  # reads the header; no row is looked at
        if mapped.ndim not in (1, 2) or not mapped.flags.c_contiguous:
            raise IndexDamaged(f"{path.name} is no matrix stored row by row", f"Its shape is {mapped.shape}", REBUILD)
        self.shape: tuple[int, ...] = mapped.shape
        self.dtype: np.dtype[Any] = mapped.dtype
        self._offset = int(mapped.offset) if isinstance(mapped, np.memmap) else 0
        self._file = path.open("rb", buffering=0)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: NDArray[np.int64] | slice) -> NDArray[Any]:
        """m rows, in the order asked for; those that lie side by side are read together.

        Raises:
            IndexError: a row that is not there.
            IndexDamaged: the file became shorter.
        """
        if isinstance(rows, slice):
            first, last, step = rows.indices(len(self))
            if step == 1:
                return self._read(np.array([first]), np.array([max(last - first, 0)]))
            rows = np.arange(first, last, step)
        if len(rows) and not 0 <= int(rows.min()) <= int(rows.max()) < len(self):
            raise IndexError(f"rows {int(rows.min())} to {int(rows.max())} of {len(self)}")
        begins = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
        return self._read(rows[begins], np.diff(begins, append=len(rows)))

    def astype(self, kind: DTypeLike) -> NDArray[Any]:
        """The whole matrix in memory, as another type."""
        return self[:].astype(kind)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return self[:] if dtype is None else self.astype(dtype)

    def _read(self, firsts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[Any]:
        found = np.empty((int(counts.sum()), *self.shape[1:]), dtype=self.dtype)
        size = self.dtype.itemsize * int(np.prod(self.shape[1:]))
        into: Any = memoryview(found.view(np.uint8).reshape(-1))  # type: ignore[arg-type] # arrays are buffers from 3.12 on
        at = 0
        for first, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            begin, end = at, at + count * size
            while at < end:
                read = os.preadv(self._file.fileno(), [into[at:end]], self._offset + first * size + at - begin)
                if not read:
                    raise IndexDamaged(
                        f"{self._path.name} ends before its last row", f"Row {first} is not there", REBUILD
                    )
                at += read
        return found

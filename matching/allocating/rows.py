"""Rows of a sparse matrix, collected in blocks: `rows @ columns <= limit`, or `==`."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csr_array

from matching.allocating.numbers import Bools, Floats, Ints


class Rows:
    """Rows as they are collected. Every column lies between 0 and 1."""

    def __init__(self) -> None:
        self._row: list[Ints] = []
        self._column: list[Ints] = []
        self._entry: list[Floats] = []
        self._limit: list[Floats] = []
        self._equal: list[Bools] = []
        self._height = 0

    def block(self, row: Ints, columns: Ints, entries: Floats | float, limits: Floats, equal: bool = False) -> None:
        """As many rows as there are limits; `row` counts from the first of them."""
        self._row.append(self._height + row)
        self._column.append(columns)
        self._entry.append(np.broadcast_to(np.asarray(entries, dtype=np.float64), columns.shape))
        self._limit.append(np.asarray(limits, dtype=np.float64))
        self._equal.append(np.full(len(limits), equal))
        self._height += len(limits)

    def at_most(self, label: Ints, columns: Ints, entries: Floats | float, most: Floats | Ints) -> None:
        """Columns with the same label come to at most `most[label]`; a label that cannot exceed it needs no row."""
        entries = np.broadcast_to(np.asarray(entries, dtype=np.float64), columns.shape)
        crowded = np.bincount(label, entries, minlength=len(most)) > most
        inside = crowded[label]
        row = (np.cumsum(crowded) - 1)[label[inside]]
        self.block(row, columns[inside], entries[inside], np.asarray(most, dtype=np.float64)[crowded])

    def matrix(self, columns: int) -> csr_array:
        """The rows over so many columns."""
        none = [np.zeros(0, dtype=np.int64)]
        row, column = np.concatenate(none + self._row), np.concatenate(none + self._column)
        return csr_array(
            coo_array((np.concatenate([np.zeros(0), *self._entry]), (row, column)), (self._height, columns))
        )

    def limits(self) -> Floats:
        """The right-hand sides."""
        return np.concatenate([np.zeros(0), *self._limit])

    def equal(self) -> Bools:
        """Which rows hold with equality."""
        return np.concatenate([np.zeros(0, dtype=np.bool_), *self._equal])

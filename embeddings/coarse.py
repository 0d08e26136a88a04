"""One vector per row in 8 bits: all are looked at, and the best of them scored again by the vectors themselves.

An approximate index that filters afterwards loses most of the eligible where they are few; one pass over everybody loses
nobody, and in 8 bits it costs a quarter. What the rounding moves is put right by scoring some more than asked for again.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import BadVectors, IndexDamaged
from embeddings.halves import singles
from embeddings.label import REBUILD
from embeddings.products import LARGEST, Codes, products
from embeddings.rows_file import RowsFile, opened

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

AGAIN = 1.5  # times as many as asked for are scored again
FEW = 0.2  # share of the rows, all queries together, up to which those asked for alone are looked at, each time anew
AT_ONCE = 32_768  # rows looked at at a time
STEP = 61  # every which row is looked at to guess where the best begin; a prime, so as to follow no pattern of the rows


class CoarseVectors:
    """Vectors of length 1 or less, twice: as codes with a scale per row, and as they are.

    Args:
        codes: (n, d) from -127 to 127.
        scales: (n,): a code times its row's scale is the value, within half a scale.
        exact: (n, d) the vectors, in memory or in a file.
    """

    def __init__(self, codes: Codes, scales: Floats, exact: NDArray[np.float16] | RowsFile) -> None:
        self.codes, self.scales, self.exact = codes, scales, exact

    @classmethod
    def of(cls, vectors: Floats) -> CoarseVectors:
        """From vectors (n, d), which are kept in half precision.

        Raises:
            BadVectors: no matrix, or a value that is no number.
        """
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise BadVectors("The vectors cannot be kept", f"Found shape {vectors.shape}", "Encode their texts again")
        return cls(*coded(vectors), vectors.astype(np.float16))

    def __len__(self) -> int:
        return len(self.codes)

    def near(self, queries: Floats) -> Nearness:
        """How near everyone is to queries (m, d)."""
        return Nearness(self, queries)

    def save(self, folder: Path) -> None:
        """Write the three matrices."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "codes.npy", self.codes)
        np.save(folder / "scales.npy", self.scales)
        np.save(folder / "exact.npy", np.asarray(self.exact))

    @classmethod
    def load(cls, folder: Path) -> CoarseVectors:
        """Read what `save` wrote: codes are mapped into memory, vectors stay in their file.

        Raises:
            IndexDamaged: one of the three is not whole, or they do not belong together.
        """
        codes = opened(folder / "codes.npy", "c")  # "c": see `products`
        scales, exact = opened(folder / "scales.npy"), RowsFile(folder / "exact.npy")
        if codes.dtype != np.int8 or codes.shape != exact.shape or scales.shape != codes.shape[:1]:
            raise IndexDamaged(
                f"The vectors in {folder} do not belong together",
                f"Found shapes {codes.shape}, {scales.shape} and {exact.shape}",
                REBUILD,
            )
        return cls(codes, scales, exact)


class Nearness:
    """How near everyone is to some queries; everyone is looked at when that is first needed, once for all queries."""

    def __init__(self, vectors: CoarseVectors, queries: Floats) -> None:
        self._vectors, self._queries = vectors, queries
        self._looked: Floats | None = None
        self._looking = Lock()  # of this object alone: whoever asks for something else does not wait

    def best(self, query: int, among: Mask, count: int) -> Rows:
        """The nearest to one query among some rows, best first, equals in the order of rows.

        Args:
            query: its number.
            among: (n,) who may be found.
            count: how many; fewer come back where there are fewer.
        """
        there = int(np.count_nonzero(among))
        wanted = min(there, int(np.ceil(AGAIN * count)))
        if wanted <= 0:
            return np.empty(0, dtype=np.int64)
        if wanted == there:
            rows = np.flatnonzero(among)
        elif there * len(self._queries) <= FEW * len(among) and self._looked is None:
            some, alone = np.flatnonzero(among), Nearness(self._vectors, self._queries[query : query + 1])
            inner = alone._of(self._vectors.codes[some], self._vectors.scales[some])[0]
            rows = some[np.sort(highest(inner, wanted))]
        else:
            rows = np.sort(highest_among(self._everyone()[query], among, wanted))
        found = singles(self._vectors.exact[rows]) @ self._queries[query]
        return rows[np.argsort(-found, kind="stable")[:count]]

    def _everyone(self) -> Floats:
        with self._looking:
            if self._looked is None:
                self._looked = self._of(self._vectors.codes, self._vectors.scales)
            return self._looked

    def _of(self, codes: Codes, scales: Floats) -> Floats:
        """(m, rows): about the inner products with every query."""
        asked, units = coded(self._queries)
        # What a query loses by rounding is as much again as what a vector does, and free to put right: it is coded too.
        rest, finer = coded(self._queries - asked * units[:, None])
        both, found = np.concatenate([asked, rest]), np.empty((len(asked), len(codes)), dtype=np.float32)
        for first in range(0, len(codes), AT_ONCE):
            piece = slice(first, first + AT_ONCE)
            high, low = np.split(products(both, codes[piece]), 2)
            found[:, piece] = (high * units[:, None] + low * finer[:, None]) * scales[piece]
        return found


def coded(vectors: Floats) -> tuple[Codes, Floats]:
    """Codes (n, d) of vectors (n, d), and their scales (n,)."""
    largest = np.abs(vectors).max(axis=1, initial=0.0)
    scales = np.where(largest > 0, largest / LARGEST, 1.0).astype(np.float32)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def highest(scores: Floats, count: int) -> Rows:
    """Places of the `count` highest, of equal ones the first, in no order; all where there are fewer."""
    if count >= len(scores):
        return np.arange(len(scores), dtype=np.int64)
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    above = np.flatnonzero(scores > least)
    return np.concatenate([above, np.flatnonzero(scores == least)[: count - len(above)]]).astype(np.int64)


def highest_among(scores: Floats, among: Mask, count: int) -> Rows:
    """The same among some places; at most as many as there are among them.

    A sample tells from which score on to look, so that millions are compared with a number and not put in order.
    """
    sample = scores[::STEP][among[::STEP]]
    likely = 2 * count // STEP + 10  # of the sample; twice as many as are looked for, so that they are seldom too few
    if likely < len(sample):
        edge = np.partition(sample, len(sample) - likely)[len(sample) - likely]
        places = np.flatnonzero((scores >= edge) & among)
        if len(places) >= count:
            return places[highest(scores[places], count)]
    places = np.flatnonzero(among)
    return places[highest(scores[places], count)]

"""One vector per row in 8 bits: all are looked at, and the best of them scored again by the vectors themselves.

An approximate index that filters afterwards loses most of the eligible where they are few; one pass over everybody loses
nobody, and in 8 bits it costs a quarter. What the rounding moves is put right by scoring some more than asked for again.
Where there are many, a first look in 4 bits says whom to score at all; if too few of those are eligible, it looks for more,
and at last everybody is looked at in 8 bits.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import BadVectors, IndexDamaged
from embeddings.first_look import SCATTER, FirstLook, Looks, looks_of
from embeddings.label import REBUILD
from embeddings.mapped import let_go
from embeddings.rows_file import RowsFile, opened
from embeddings.some_rows import inner_products

Codes = NDArray[np.int8]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

PARTS = ("codes", "scales", "exact", "looks")  # the files, and what they hold
LARGEST = 127  # codes run from -127 to 127
AGAIN = 1.5  # times as many as asked for are scored again
FEW = 0.2  # share of the rows, all queries together, up to which those asked for alone are looked at, each time anew
MANY = 16_384  # rows from which on there is a first look
FEWER = 0.05  # the same share, for each query, where there is one
SPARE = 4  # times as many as are scored again that the first look is asked for, were the eligible spread evenly
SURE = 3  # scatters of what rounding moves a score by, from which on it is taken to move none by more
MOST = 0.125  # share of the rows up to which it is worth looking for more
HELD = 2**27  # bytes up to which a matrix is mapped into memory whole, and what was read of it may stay there
AT_HAND = 4096  # rows found by a first look up to which the vectors themselves are taken, in memory or in a file
AT_ONCE = 1024  # rows turned into float32 at a time, so that they stay in the processor's cache
STEP = 61  # every which row is looked at to guess where the best begin; a prime, so as to follow no pattern of the rows


class CoarseVectors:
    """Vectors of length 1 or less, twice: as codes with a scale per row, and as they are.

    Args:
        codes: (n, d) from -127 to 127.
        scales: (n,): a code times its row's scale is the value, within half a scale.
        exact: (n, d) the vectors, in memory or in a file.
        looks: (n, half of d) what the first look sees of them.
    """

    def __init__(self, codes: Codes, scales: Floats, exact: NDArray[np.float16] | RowsFile, looks: Looks) -> None:
        self.codes, self.scales, self.exact, self.looks = codes, scales, exact, looks
        self._first: FirstLook | None = None
        self._making = Lock()

    @classmethod
    def of(cls, vectors: Floats) -> CoarseVectors:
        """From vectors (n, d), which are kept in half precision.

        Raises:
            BadVectors: no matrix, or a value that is no number.
        """
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise BadVectors("The vectors cannot be kept", f"Found shape {vectors.shape}", "Encode their texts again")
        return cls(*coded(vectors), vectors.astype(np.float16), looks_of(vectors))

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def widest(self) -> float:
        """The largest scale: no value lies farther than half of it from its code."""
        return float(self.scales.max(initial=0.0))

    def near(self, queries: Floats) -> Nearness:
        """How near everyone is to queries (m, d)."""
        return Nearness(self, queries)

    def first_look(self) -> FirstLook:
        """At everybody; made when it is first needed, which takes a second for a million rows."""
        with self._making:
            if self._first is None:
                self._first = FirstLook(self.looks, self.codes.shape[1])
                let_go(self.looks)  # it holds its own, in another order
            return self._first

    def save(self, folder: Path) -> None:
        """Write the four matrices."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in PARTS:
            np.save(folder / f"{name}.npy", np.asarray(getattr(self, name)))

    @classmethod
    def load(cls, folder: Path) -> CoarseVectors:
        """Read what `save` wrote: codes and looks are mapped into memory, vectors where there are few; many stay in their file.

        Raises:
            IndexDamaged: one of the four is not whole, or they do not belong together.
        """
        codes, looks = opened(folder / "codes.npy", "r"), opened(folder / "looks.npy", "r")
        scales, exact = opened(folder / "scales.npy"), _mapped_or_left(folder / "exact.npy")
        found = codes.shape, scales.shape, exact.shape, looks.shape
        people, wide = codes.shape if codes.ndim == 2 else (0, 0)
        belong = found == ((people, wide), (people,), (people, wide), (people, (wide + 1) // 2))
        if not belong or codes.dtype != np.int8 or looks.dtype != np.uint8:
            raise IndexDamaged(
                f"The vectors in {folder} do not belong together", f"Found shapes {', '.join(map(str, found))}", REBUILD
            )
        return cls(codes, scales, exact, looks)


class Nearness:
    """How near everyone is to some queries; everyone is looked at when that is first needed, once for all queries."""

    def __init__(self, vectors: CoarseVectors, queries: Floats) -> None:
        self._vectors, self._queries = vectors, queries
        self._likely = np.empty((len(queries), 0), dtype=np.int64)
        self._seen = np.empty((len(queries), 0), dtype=np.float32)  # how near they are, as far as looks say
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
        rows = np.sort(self._worth_it(query, among, there, wanted, count))
        scores = inner_products(self._vectors.exact, rows, self._queries[query])
        likely = np.flatnonzero(scores >= _last_of(scores, min(count, there)))
        return rows[likely[np.argsort(-scores[likely], kind="stable")[:count]]]

    def _worth_it(self, query: int, among: Mask, there: int, wanted: int, count: int) -> Rows:
        """Some rows with the nearest among them, in no order.

        The `wanted` nearest as far as looks and codes can say; of few, all who could be of the `count` asked for.
        """
        if wanted == there:
            return np.flatnonzero(among)
        few = FEWER * len(among) if len(among) >= MANY else FEW * len(among) / len(self._queries)
        if there <= few and self._looked is None:
            return self._of_few(query, among, count)
        if len(among) >= MANY and self._looked is None:
            likely = self._likeliest(query, among, there, wanted, count)
            if likely is not None:
                return likely
            if there <= FEW * len(among):  # five queries of so many are as much work as everybody for all
                return self._of_few(query, among, count)
        return highest_among(self.everyone()[query], among, wanted)

    def _of_few(self, query: int, among: Mask, count: int) -> Rows:
        """All of some rows who could be of the `count` nearest, as far as codes can say, which are half as much to read."""
        some = np.flatnonzero(among)
        scores = self._alone(query, some, by_codes=True)
        return some[scores >= _last_of(scores, count) - 2 * self._unsure(query)]

    def _likeliest(self, query: int, among: Mask, there: int, wanted: int, count: int) -> Rows | None:
        """The same by a first look; None where it would have to look for so many that 8 bits of everybody are less work.

        Where many are alike, a look cannot tell the nearest from the next: it looks for more until all who could be are seen.
        Alike are moved alike by its rounding, farther than those drawn at random: how far is read off those found.
        """
        asked = self._queries[query]
        usual = SURE * SCATTER * float(np.linalg.norm(asked)) / np.sqrt(len(asked))
        size = int(np.ceil(SPARE * wanted * len(among) / there))
        while size <= MOST * len(among):
            with self._looking:
                if self._likely.shape[1] < size:
                    self._likely, self._seen = self._vectors.first_look().likeliest(self._queries, size)
                likely, seen = self._likely[query, :size], self._seen[query, :size]
            places = np.flatnonzero(among[likely] & (likely >= 0))
            if len(places) >= wanted:
                places = places[np.argsort(likely[places])]
                found = likely[places]
                scores = self._alone(query, found)
                moved = scores - seen[places]
                margin = max(usual, float(moved.mean() + SURE * moved.std()))
                if _last_of(scores, count) >= seen[-1] + margin:
                    return found[highest(scores, wanted)]
            size *= 2
        return None

    def _alone(self, query: int, rows: Rows, by_codes: bool = False) -> Floats:
        """(rows,): about the inner products of one query with some rows; of few by the vectors themselves."""
        if not by_codes and len(rows) <= AT_HAND:
            return inner_products(self._vectors.exact, rows, self._queries[query])
        scores = inner_products(self._vectors.codes, rows, self._queries[query]) * self._vectors.scales[rows]
        if self._vectors.codes.nbytes > HELD:
            let_go(self._vectors.codes)
        return scores

    def _unsure(self, query: int) -> float:
        """By how much 8 bits seldom miss an inner product with a query."""
        return SURE * self._vectors.widest * float(np.linalg.norm(self._queries[query])) / 12**0.5

    def everyone(self) -> Floats:
        """(m, n): about the inner products of all queries with everybody, as 8 bits have them; computed once."""
        with self._looking:
            if self._looked is None:
                self._looked = self._of(self._vectors.codes, self._vectors.scales)
            return self._looked

    def _of(self, codes: Codes, scales: Floats) -> Floats:
        """(m, rows): about the inner products with every query."""
        import torch

        found = np.empty((len(self._queries), len(codes)), dtype=np.float32)
        queries, out = torch.from_numpy(np.ascontiguousarray(self._queries, dtype=np.float32)), torch.from_numpy(found)
        for first in range(0, len(codes), AT_ONCE):
            piece = torch.from_numpy(codes[first : first + AT_ONCE].astype(np.float32))
            out[:, first : first + AT_ONCE] = queries @ piece.T
        return found * scales


def _mapped_or_left(path: Path) -> NDArray[np.float16] | RowsFile:
    """A row is read from a file by a call of the system, some microseconds each, which a map spares while it is small."""
    return np.asarray(opened(path, "r")) if path.stat().st_size <= HELD else RowsFile(path)


def coded(vectors: Floats) -> tuple[Codes, Floats]:
    """Codes (n, d) of vectors (n, d), and their scales (n,)."""
    largest = np.abs(vectors).max(axis=1, initial=0.0)
    scales = np.where(largest > 0, largest / LARGEST, 1.0).astype(np.float32)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def highest(scores: Floats, count: int) -> Rows:
    """Places of the `count` highest, of equal ones the first, in no order; all where there are fewer."""
    if count >= len(scores):
        return np.arange(len(scores), dtype=np.int64)
    least = _last_of(scores, count)
    above = np.flatnonzero(scores > least)
    return np.concatenate([above, np.flatnonzero(scores == least)[: count - len(above)]]).astype(np.int64)


def highest_among(scores: Floats, among: Mask, count: int) -> Rows:
    """The same among some places; at most as many as there are among them.

    A sample tells from which score on to look, so that millions are compared with a number and not put in order.
    """
    sample = scores[::STEP][among[::STEP]]
    likely = 2 * count // STEP + 10  # of the sample; twice as many as are looked for, so that they are seldom too few
    if likely < len(sample):
        places = np.flatnonzero((scores >= _last_of(sample, likely)) & among)
        if len(places) >= count:
            return places[highest(scores[places], count)]
    places = np.flatnonzero(among)
    return places[highest(scores[places], count)]


def _last_of(scores: Floats, count: int) -> float:
    """The lowest of the `count` highest; there are at least so many."""
    place = len(scores) - count
    return float(np.partition(scores, place)[place])

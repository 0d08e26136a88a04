"""Vectors under our own ids, searched exactly, and kept on disk with a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings import index_files
from embeddings.errors import BadVectors
from embeddings.label import Label
from embeddings.search import Matrix, Scores, nearest

_SCORED_AT_ONCE = 1024  # vectors, 1.5 MB at 384 dimensions: they stay in the cache while every query meets them

Eligible = NDArray[np.bool_] | Sequence[str]


class Neighbours(NamedTuple):
    """What a search found: per query the ids, best first, and their scores, shape (queries, found)."""

    ids: list[list[str]]
    scores: Scores


class VectorIndex:
    """Vectors with string ids: add, replace, remove, search by inner product (cosine, for vectors of length 1).

    Search is exact: on a filtered roster approximate indexes lose most of what should be found (with 1 % eligible,
    HNSW finds 10-60 % of it), so those who are eligible are picked first and scored exactly.

    Args:
        label: the model the vectors come from; its dimension is that of the vectors.

    Attributes:
        ids: the ids in order; row i of `vectors` belongs to ids[i].
        vectors: float32, shape (n, dimension), read-only.
    """

    def __init__(self, label: Label) -> None:
        self.label = label
        self._ids: list[str] = []
        self._row: dict[str, int] = {}
        self._vectors: Matrix = np.empty((0, label.dimension), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._row

    @property
    def ids(self) -> Sequence[str]:
        return self._ids  # not a copy: callers index it in loops, and a sequence is not for changing

    @property
    def vectors(self) -> Matrix:
        view = self._vectors[: len(self._ids)]
        view.flags.writeable = False
        return view

    def rows(self, ids: Sequence[str]) -> NDArray[np.intp]:
        """The rows of `vectors` that belong to `ids`, in their order.

        Raises:
            BadVectors: an id that is not in the index.
        """
        try:
            return np.fromiter((self._row[identifier] for identifier in ids), dtype=np.intp, count=len(ids))
        except KeyError as error:
            raise BadVectors(
                "An id is not in the index", f"Found {error.args[0]!r}", "Add its vector first, or leave the id out"
            ) from error

    def add(self, ids: Sequence[str], vectors: ArrayLike) -> None:
        """Add vectors under new ids.

        Args:
            ids: n different ids, none of them in the index.
            vectors: shape (n, dimension).

        Raises:
            BadVectors: an id twice or already there; a wrong shape; a value that is no number. The index is as it was.
        """
        known = next((identifier for identifier in ids if identifier in self._row), None)
        if known is not None:
            raise BadVectors(
                "An id is already in the index", f"Found {known!r}", "Use replace for vectors that changed"
            )
        self.replace(ids, vectors)

    def replace(self, ids: Sequence[str], vectors: ArrayLike) -> None:
        """Put vectors under ids, whether the ids are new or not; see add for arguments and errors."""
        rows = self._checked(ids, vectors)
        new = [identifier for identifier in ids if identifier not in self._row]
        self._make_room(len(self._ids) + len(new))
        for identifier in new:
            self._row[identifier] = len(self._ids)
            self._ids.append(identifier)
        self._vectors[self.rows(ids)] = rows

    def remove(self, ids: Sequence[str]) -> int:
        """Remove ids, those not in the index passed over; the others keep their order. Returns how many went."""
        gone = {self._row[identifier] for identifier in ids if identifier in self._row}
        if gone:
            keep = [row for row in range(len(self._ids)) if row not in gone]
            self._vectors = self._vectors[keep]
            self._ids = [self._ids[row] for row in keep]
            self._row = {identifier: row for row, identifier in enumerate(self._ids)}
        return len(gone)

    def search(self, queries: ArrayLike, k: int, eligible: Eligible | None = None) -> Neighbours:
        """The k nearest by inner product, exactly, among those eligible.

        Args:
            queries: shape (m, dimension), or (dimension,) for one query.
            k: at least 1; fewer come back when fewer are eligible.
            eligible: who may be found: a boolean mask of length n in the order of `ids`, or ids (each in the index,
                repetitions allowed); None for all.

        Returns:
            Neighbours(ids, scores), both m long, best first; equal scores in the order of `ids`.

        Raises:
            BadVectors: queries, mask or ids that do not fit the index, or k under 1.
        """
        matrix = as_vectors(np.atleast_2d(np.asarray(queries, dtype=np.float32)), self.label.dimension)
        if k < 1:
            raise BadVectors("At least one neighbour must be asked for", f"Found k = {k}", "Ask for 1 or more")
        rows, scores = nearest(self.vectors, matrix, k, self._eligible_rows(eligible))
        return Neighbours([[self._ids[row] for row in line] for line in rows.tolist()], scores)

    def scores(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """Inner products (m, n) of m queries (m, dimension) with every vector, in the order of `ids`.

        Piece by piece, so that the vectors come from memory once for all queries, and on two threads.
        """
        vectors, found = self.vectors, np.empty((len(queries), len(self)), dtype=np.float32)

        def score(starts: Iterable[int]) -> None:
            for first in starts:
                piece = vectors[first : first + _SCORED_AT_ONCE]
                for row, query in enumerate(queries):
                    np.matmul(piece, query, out=found[row, first : first + len(piece)])

        starts = range(0, len(self), _SCORED_AT_ONCE)
        half = len(starts) // 2
        with ThreadPoolExecutor(1) as other:
            done = other.submit(score, starts[:half])
            score(starts[half:])
            done.result()
        return found

    def save(self, folder: Path, *, now: datetime | None = None) -> Label:
        """Write the index to `folder`; a reader sees the index saved before or this one, whole.

        Args:
            now: the moment to note in the label, the present if not given.

        Raises:
            StorageFull: no room, or not allowed to write; what was saved before is still there.
        """
        self.label = index_files.save(folder, self.label, self._ids, self.vectors, now)
        return self.label

    @classmethod
    def load(cls, folder: Path, expect: Label, *, verify: bool = True) -> VectorIndex:
        """Read a saved index; the vectors are memory-mapped and copied only when the index is changed.

        Args:
            expect: the label the index should bear (Label.of(encoder)); its count is compared when not None.
            verify: compare the contents with the label's hash (0.2 s per 100,000 x 384). Label, sizes, shape and count
                are always checked.

        Raises:
            IndexDamaged: a file is missing, cut or altered.
            IndexMismatch: the index is of another model, dimension, variant, count or format.
        """
        label, ids, vectors = index_files.load(folder, expect, verify=verify)
        index = cls(label)
        index._ids, index._vectors = ids, vectors
        index._row = {identifier: row for row, identifier in enumerate(ids)}
        return index

    def _checked(self, ids: Sequence[str], vectors: ArrayLike) -> Matrix:
        rows = as_vectors(vectors, self.label.dimension)
        if len(rows) != len(ids):
            raise BadVectors(
                "Each vector needs one id", f"Found {len(rows)} vectors and {len(ids)} ids", "Give as many of each"
            )
        if isinstance(ids, str) or not all(isinstance(identifier, str) for identifier in ids):
            raise BadVectors("Ids are strings in a list", f"Found {ids!r:.80}", "Convert them to strings")
        if len(set(ids)) != len(ids):
            twice = next(identifier for at, identifier in enumerate(ids) if identifier in ids[:at])
            raise BadVectors("An id is given twice", f"Found {twice!r} more than once", "Give each id once")
        return rows

    def _make_room(self, count: int) -> None:
        """A writable array with room for `count` rows, growing by half so that adding one by one stays cheap."""
        if count <= len(self._vectors) and self._vectors.flags.writeable:
            return
        room = count if count <= len(self._vectors) else max(count, len(self._vectors) * 3 // 2)
        grown = np.empty((room, self.label.dimension), dtype=np.float32)
        grown[: len(self._ids)] = self._vectors[: len(self._ids)]
        self._vectors = grown

    def _eligible_rows(self, eligible: Eligible | None) -> NDArray[np.intp] | None:
        if eligible is None:
            return None
        if isinstance(eligible, np.ndarray):
            if eligible.dtype != np.bool_ or eligible.shape != (len(self),):
                raise BadVectors(
                    "The mask does not fit the index",
                    f"Found {eligible.dtype} of shape {eligible.shape} for {len(self)} vectors",
                    "Give one true or false per id, in the order of ids",
                )
            return np.flatnonzero(eligible)
        return np.unique(self.rows(eligible))


def as_vectors(vectors: ArrayLike, dimension: int) -> Matrix:
    """Float32, shape (n, dimension), every value a number.

    Raises:
        BadVectors: another shape, or a value that is no number.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or rows.shape[1] != dimension:
        raise BadVectors(
            "The vectors have the wrong shape",
            f"Found {rows.shape}, and (n, {dimension}) was expected",
            "Encode them with the model this index was made for",
        )
    if not np.isfinite(rows).all():
        at = int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0])
        raise BadVectors("A vector holds a value that is no number", f"Found one in row {at}", "Encode that text again")
    return rows

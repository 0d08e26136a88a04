"""Vectors kept by content, so that a text is encoded once and an interrupted run goes on where it stopped.

This is what stores have in common, wherever they keep the vectors: `store.py` has them in a file of this machine; another
may stand in its place. Vectors are kept in float16, half the room: for vectors of length 1 the loss is at most 0.0003 in
any value. Every vector passes through float16, fresh ones too, so that a second run gives exactly the first's.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, Kind, Progress, Vectors, distinct, unit_rows

log = logging.getLogger(__name__)

_BATCH = (
    128  # texts encoded and saved at a time, unless the encoder asks for more: what an interruption can cost at most
)

Stored = tuple[bytes, bytes, int]  # key, vector in float16, checksum of it


class TextVectors(ABC):
    """Vectors under the hash of (encoder's fingerprint, kind, text). No text is kept.

    Safe for several threads and processes. A vector that does not match its checksum is removed and encoded again; that is
    logged in words.

    Attributes:
        new: vectors that this object added.
        again: vectors that it was about to add and found there, another process having encoded the same text meanwhile.
    """

    def __init__(self) -> None:
        self.new = self.again = 0

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the vectors are, for messages."""

    @abstractmethod
    def __len__(self) -> int:
        """Vectors in the store, of all encoders."""

    @abstractmethod
    def _start(self) -> None:
        """Make the store ready for its first use."""

    @abstractmethod
    def _find(self, keys: Sequence[bytes]) -> Iterator[Stored]:
        """Those of the keys that are there, read in pieces of a bounded size."""

    @abstractmethod
    def _add(self, rows: list[Stored]) -> int:
        """Keep these rows, all or none, where there is none under their key; how many were new."""

    @abstractmethod
    def _remove(self, keys: Sequence[bytes]) -> int:
        """Remove the rows of these keys for good; how many there were."""

    def encode_with_store(
        self, encoder: Encoder, texts: Sequence[str], kind: Kind, progress: Progress | None = None
    ) -> Vectors:
        """The vectors of `texts`, encoding only those that are not in the store, and adding them as it goes.

        Args:
            progress: called with (texts done, texts in all); texts found in the store count as done from the start.

        Returns:
            as Encoder.encode, to 0.001 in every value and the same in every run.

        Raises:
            BadTexts: see Encoder.encode.
            StorageFull: no room, or not allowed to write; the batches before stay.
        """
        different, inverse = distinct(texts, kind)
        times = np.bincount(inverse, minlength=len(different))
        keys = [key_of(encoder.fingerprint, kind, text) for text in different]
        self._start()
        vectors = np.empty((len(different), encoder.dimension), dtype=np.float16)
        missing = np.flatnonzero(~self._fill(vectors, keys)).tolist()
        done = len(texts) - int(times[missing].sum())
        report = progress or (lambda done, total: None)
        report(done, len(texts))
        at_once = getattr(encoder, "texts_at_once", _BATCH)
        for start in range(0, len(missing), at_once):
            batch = missing[start : start + at_once]
            vectors[batch] = encoder.encode([different[place] for place in batch], kind=kind)
            self._keep([(keys[place], vectors[place].tobytes()) for place in batch])
            done += int(times[batch].sum())
            report(done, len(texts))
        return unit_rows(vectors)[inverse]

    def forget(self, keys: Iterable[bytes]) -> int:
        """Remove the vectors under these keys (`key_of`), for good. Returns how many went."""
        return self._remove(list(dict.fromkeys(keys)))

    def _fill(self, vectors: NDArray[np.float16], keys: Sequence[bytes]) -> NDArray[np.bool_]:
        """Put the vectors that are there into their rows; which rows that is. Damaged ones go."""
        row_of = {key: row for row, key in enumerate(keys)}
        there, damaged = np.zeros(len(keys), dtype=bool), []
        for key, vector, checksum in self._find(keys):
            if zlib.crc32(vector) == checksum and len(vector) == 2 * vectors.shape[1]:
                vectors[row_of[key]] = np.frombuffer(vector, dtype=np.float16)
                there[row_of[key]] = True
            else:
                damaged.append(key)
        if damaged:
            log.warning(
                "%d stored vector(s) in %s are damaged; their texts are encoded again", len(damaged), self.place
            )
            self._remove(damaged)
        return there

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        new = self._add([(key, vector, zlib.crc32(vector)) for key, vector in rows])
        self.new += new
        self.again += len(rows) - new


def key_of(fingerprint: str, kind: str, text: str) -> bytes:
    """SHA-256 of encoder, kind and text (the first two hold no line break, so the three cannot run together)."""
    return hashlib.sha256(f"{fingerprint}\n{kind}\n{text}".encode("utf-8", "replace")).digest()

"""A tiny encoder without any learning: for unit tests and a first look, not for real matching."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from embeddings.encoder import Kind, Progress, Vectors, distinct, unit_rows

_WORD = re.compile(r"\w+")
_GRAM = 4  # characters per n-gram: short enough to join "inspector" and "inspection"
_GRAM_WEIGHT = 0.5  # a whole word counts twice as much as one of its n-grams


class HashingEncoder:
    """Words and character n-grams, each hashed to one signed place of the vector (the hashing trick, Weinberger et al.
    2009). Texts that share words are near; texts in different languages are not. The same on every machine.

    Args:
        dimension: values per vector, at least 8.
    """

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.name = f"hashing-{dimension}"
        self.fingerprint = hashlib.sha256(f"hashing 1 {dimension}".encode()).hexdigest()[:16]

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """See Encoder.encode; both kinds give the same vectors."""
        different, inverse = distinct(texts, kind)
        vectors = np.zeros((len(different), self.dimension), dtype=np.float32)
        for row, text in enumerate(different):
            for feature, weight in _features(text):
                digest = hashlib.blake2b(feature.encode("utf-8"), digest_size=8).digest()
                value = int.from_bytes(digest, "little")
                vectors[row, value % self.dimension] += weight if value >> 63 else -weight
        if progress is not None:
            progress(len(texts), len(texts))
        return unit_rows(vectors)[inverse]


def _features(text: str) -> Iterator[tuple[str, float]]:
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        yield word, 1.0
        marked = f"<{word}>"
        for start in range(len(marked) - _GRAM + 1):
            yield marked[start : start + _GRAM], _GRAM_WEIGHT

"""An encoder that counts what it encodes, to see what is not encoded again."""

from __future__ import annotations

from collections.abc import Sequence

from embeddings import HashingEncoder, Kind
from embeddings.encoder import Progress, Vectors


class CountingEncoder(HashingEncoder):
    """Counts the texts that it encodes, and how many of them were queries."""

    encoded = queries = 0

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """See Encoder."""
        self.encoded += len(texts)
        self.queries += len(texts) if kind == "query" else 0
        return super().encode(texts, kind=kind, progress=progress)

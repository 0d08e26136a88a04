"""The served encoder with a memory: the same call is asked many times here, and encoding it is most of the cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from embeddings import Kind, Progress, Vectors
from matching.engine import Engine


@dataclass(frozen=True)
class RememberedQueries:
    """An engine's encoder that takes queries from memory or the engine's store where they are there already.

    Vectors that pass through the store are rounded to half precision, as those of CVs are: at most 0.0003 in any value.
    """

    engine: Engine
    known: dict[str, Vectors] = field(default_factory=dict, compare=False)
    queries_as: Kind = "query"

    @property
    def name(self) -> str:
        """See Encoder."""
        return self.engine.encoder.name

    @property
    def dimension(self) -> int:
        """See Encoder."""
        return self.engine.encoder.dimension

    @property
    def fingerprint(self) -> str:
        """See Encoder."""
        return self.engine.encoder.fingerprint

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """See Encoder."""
        if kind == "passage":
            return self.engine.encode_passages(list(texts), progress)
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, self._from_store(new, progress), strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self.known[text] for text in texts])

    def _from_store(self, texts: list[str], progress: Progress | None) -> Vectors:
        if self.engine.store is None:
            return self.engine.encoder.encode(texts, kind=self.queries_as, progress=progress)
        return self.engine.store.encode_with_store(self.engine.encoder, texts, self.queries_as, progress)


def with_memory(engine: Engine) -> Engine:
    """The same engine, whose queries are encoded once; itself where it has a memory already."""
    if isinstance(engine.encoder, RememberedQueries):
        return engine
    return replace(engine, encoder=RememberedQueries(engine))


def calls_as_passages(engine: Engine) -> Engine:
    """An engine that encodes what is looked for as it encodes what is looked through: one prompt and one centre for both."""
    served = _served(engine)
    alike = RememberedQueries(served, queries_as="passage")
    return replace(served, encoder=alike, query_centres=served.passage_centres)


def for_now_only(engine: Engine) -> Engine:
    """The same engine for texts that must be kept nowhere: a new memory that ends with it, and no store."""
    served = _served(engine)
    return replace(served, encoder=RememberedQueries(replace(served, store=None)), store=None)


def _served(engine: Engine) -> Engine:
    return engine.encoder.engine if isinstance(engine.encoder, RememberedQueries) else engine

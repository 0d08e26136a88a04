"""The served encoder with a memory: the same call is asked many times here, and encoding it is most of the cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from embeddings import Encoder, Kind, Progress, StoredEncoder, Vectors
from matching.engine import Engine


@dataclass(frozen=True)
class RememberedQueries(StoredEncoder):
    """An encoder that takes queries from memory or a store where they are there already.

    Vectors that pass through the store are rounded to half precision, as those of CVs are: at most 0.0003 in any value.
    """

    known: dict[str, Vectors] = field(default_factory=dict, compare=False)
    queries_as: Kind = "query"

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """See Encoder."""
        if kind == "passage":
            return super().encode(texts, kind=kind, progress=progress)
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, super().encode(new, kind=self.queries_as, progress=progress), strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self.known[text] for text in texts])


def with_memory(engine: Engine) -> Engine:
    """The same engine, whose queries are encoded once; itself where it has a memory already."""
    if isinstance(engine.encoder, RememberedQueries):
        return engine
    return _remembering(engine)


def calls_as_passages(engine: Engine) -> Engine:
    """An engine that encodes what is looked for as it encodes what is looked through: one prompt and one centre for both."""
    alike = _remembering(_served(engine), "passage")
    return replace(alike, query_centres=engine.passage_centres)


def for_now_only(engine: Engine) -> Engine:
    """The same engine for texts that must be kept nowhere: a new memory that ends with it, and no store."""
    return _remembering(replace(_served(engine), store=None))


def _remembering(engine: Engine, queries_as: Kind = "query") -> Engine:
    english = engine.english and RememberedQueries(engine.english, engine.store)
    encoder = RememberedQueries(engine.encoder, engine.store, queries_as=queries_as)
    return replace(engine, encoder=encoder, english=english)


def _served(engine: Engine) -> Engine:
    """The engine without a memory."""
    return replace(engine, encoder=_plain(engine.encoder), english=engine.english and _plain(engine.english))


def _plain(encoder: Encoder) -> Encoder:
    return encoder.encoder if isinstance(encoder, RememberedQueries) else encoder

"""From a call to the texts that are embedded and the words that are looked up: one query per position."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import LanguageCentres
from matching.entities import Call, Position
from matching.texts import chunks, detect_language

CHUNK_WORDS = 220  # about 300 to 400 tokens: below the 512 that the bundled model reads
MAX_CHUNKS = 6  # of the call; what follows in a very long text rarely says who is wanted
POSITION_SHARE = 0.5  # of a position's vector that comes from its own text, the rest from the call


@dataclass(frozen=True)
class PositionQuery:
    """What one position asks for. `vector` (d,) is centred and of length 1; `text` holds the words for BM25."""

    position: Position
    vector: NDArray[np.float32]
    text: str


@dataclass(frozen=True)
class CallQuery:
    """A call made ready for retrieval: `language` of its text, and a query per position, in their order."""

    language: str | None
    chunks: tuple[str, ...]
    vectors: NDArray[np.float32]  # (chunks, d), centred
    positions: tuple[PositionQuery, ...]


def call_text(call: Call) -> str:
    """What the whole call says about the work, without places, names and dates, which say nothing of expertise."""
    parts = [call.title, call.action_title, call.activity_title, *call.objectives, *call.results]
    said = "\n".join(part for part in parts if part)
    return said if call.objectives or call.results or not call.text else f"{said}\n{call.text}".strip()


def position_text(position: Position) -> str:
    """What one position says about the person wanted."""
    parts = [position.title, *position.tasks, *position.essential, *position.desirable]
    return "\n".join(part for part in parts if part)


@dataclass(frozen=True)
class QueryTexts:
    """The texts that a call is encoded by: pieces of the call, then one per position that has a text of its own."""

    pieces: tuple[str, ...]
    own: tuple[str, ...]  # per position, empty where it says nothing itself
    shared: str

    @property
    def texts(self) -> list[str]:
        """What is encoded, in order."""
        return [*self.pieces, *(text for text in self.own if text)]


def query_texts(call: Call) -> QueryTexts:
    """Cut a call into the texts that are encoded, each short enough for the model."""
    shared = call_text(call)
    own = tuple(" ".join(position_text(p).split()[:CHUNK_WORDS]) for p in call.positions)
    return QueryTexts(tuple(chunks(shared, CHUNK_WORDS)[:MAX_CHUNKS]), own, shared)


def build_query(call: Call, encode: Callable[[list[str]], NDArray[np.float32]], centres: LanguageCentres) -> CallQuery:
    """Encode the call's text and each position's own text in one batch, centred by language."""
    said = query_texts(call)
    language = call.language or detect_language("\n".join(said.texts))
    vectors = centres.apply(encode(said.texts), [language or ""] * len(said.texts))
    whole = vectors[: len(said.pieces)].mean(axis=0) if said.pieces else np.zeros(vectors.shape[1], dtype=np.float32)
    queries, at = [], len(said.pieces)
    for position, text in zip(call.positions, said.own, strict=True):
        vector = whole
        if text:
            vector = POSITION_SHARE * vectors[at] + (1 - POSITION_SHARE) * _unit(whole) if said.pieces else vectors[at]
            at += 1
        queries.append(PositionQuery(position, _unit(vector), f"{said.shared}\n{text}"))
    return CallQuery(language, said.pieces, vectors[: len(said.pieces)], tuple(queries))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return (vector / length if length > 0 else vector).astype(np.float32)

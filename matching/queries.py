"""From a call to the texts that are embedded and the words that are looked up: one query per position."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings import LanguageCentres
from matching.english import ENGLISH, EnglishQuery, telling_sentences
from matching.entities import Call, Position
from matching.neutral_wording import neutral
from matching.texts import chunks, detect_language

CHUNK_WORDS = 220  # about 300 to 400 tokens: below the 512 that the bundled model reads
MAX_CHUNKS = 6  # of the call; what follows in a very long text rarely says who is wanted
CALL_SENTENCES = 40  # compared one by one, of the call and of each position: a very long text costs no more
POSITION_SHARE = 0.5  # of a position's vector that comes from its own text, the rest from the call


Encode = Callable[[list[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class PositionQuery:
    """What one position asks for. `vector` (d,) is centred and of length 1; `text` holds the words for BM25."""

    position: Position
    vector: NDArray[np.float32]
    text: str
    english: EnglishQuery | None = None  # of a call in English, where there is an encoder for it


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


def build_query(call: Call, encode: Encode, centres: LanguageCentres, english: Encode | None = None) -> CallQuery:
    """Encode the call's text and each position's own text in one batch, centred by language.

    Args:
        encode: texts to vectors, as queries.
        centres: of queries.
        english: the same by the encoder for English, by which a call in English is read a second time.
    """
    said = query_texts(call)
    language = call.language or detect_language("\n".join(said.texts))
    vectors = centres.apply(encode(said.texts), [language or ""] * len(said.texts))
    queries = [
        PositionQuery(position, vector, f"{said.shared}\n{text}")
        for position, text, vector in zip(call.positions, said.own, _of_positions(said, vectors), strict=True)
    ]
    if english is not None and language == ENGLISH:
        read = _read_in_english(call, said, english)
        queries = [replace(query, english=mine) for query, mine in zip(queries, read, strict=True)]
    return CallQuery(language, said.pieces, vectors[: len(said.pieces)], tuple(queries))


def _of_positions(said: QueryTexts, vectors: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Per position its vector (d,), of length 1: part its own text, part the call; the call alone where it has none."""
    whole = vectors[: len(said.pieces)].mean(axis=0) if said.pieces else np.zeros(vectors.shape[1], dtype=np.float32)
    found, at = [], len(said.pieces)
    for text in said.own:
        vector = whole
        if text:
            vector = POSITION_SHARE * vectors[at] + (1 - POSITION_SHARE) * _unit(whole) if said.pieces else vectors[at]
            at += 1
        found.append(_unit(vector))
    return found


def _read_in_english(call: Call, said: QueryTexts, encode: Encode) -> list[EnglishQuery]:
    """Per position the same, and its sentences: those of the call and its own, each half of the weight, in one batch."""
    shared = telling_sentences(neutral(said.shared, ENGLISH), CALL_SENTENCES) if said.shared else []
    own = [position_text(position) for position in call.positions]
    parts = [telling_sentences(neutral(text, ENGLISH), CALL_SENTENCES) if text else [] for text in own]
    whole = [neutral(text, ENGLISH) for text in said.texts]
    vectors = encode([*whole, *shared, *(sentence for part in parts for sentence in part)])
    of_call = vectors[len(whole) : len(whole) + len(shared)]
    at = len(whole) + len(shared)
    queries = []
    for part, vector in zip(parts, _of_positions(said, vectors[: len(whole)]), strict=True):
        groups = [group for group in (of_call, vectors[at : at + len(part)]) if len(group)]
        at += len(part)
        weights = [np.full(len(group), 1 / len(group) / len(groups), dtype=np.float32) for group in groups]
        queries.append(EnglishQuery(vector, np.concatenate(groups), np.concatenate(weights)))
    return queries


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return (vector / length if length > 0 else vector).astype(np.float32)

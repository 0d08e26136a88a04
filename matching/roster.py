"""The roster made ready to be searched: experts, their facts as columns, their words, and the vectors of their segments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import CoarseVectors, RowsFile, let_go
from embeddings.encoder import unit_rows
from matching.columns import Columns, build_columns
from matching.declared import DeclaredColumns, build_declared
from matching.engine import Engine
from matching.english import EnglishVectors, build_english, english_texts
from matching.entities import Expert, Segment
from matching.errors import EmptyRoster
from matching.field_evidence import shown_fields, vocabulary_fit
from matching.lexical import LexicalIndex
from matching.neutral_wording import neutral
from matching.texts import detect_language

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Roster:
    """Experts in a fixed order, and everything derived from them. `starts` (n + 1,) bounds each person's segments."""

    experts: Sequence[Expert]
    ids: Sequence[str]
    row_of: dict[str, int]
    columns: Columns
    declared: DeclaredColumns
    lexical: LexicalIndex
    shown: NDArray[np.float16]  # (n, fields) from 0 to 1: how clearly a CV shows each field
    practice: NDArray[np.float16]  # (n,) from 0 to 1: how far a CV's posts do the work of a field, not stand beside it
    fit: float  # from 0 to 1: how far the roster speaks of the vocabulary's fields at all
    segments: NDArray[np.float16] | RowsFile  # (s, d) centred, length 1; half precision is enough beside a text's noise
    starts: NDArray[np.int64]
    people: CoarseVectors  # one vector per person, the mean of their segments, for the first cut of a large roster
    content_hash: str
    english: EnglishVectors | None = None  # where the engine has an English encoder
    without_text: tuple[str, ...] = ()  # ids of people left out because their profile holds no text
    mapped: tuple[
        NDArray[Any], ...
    ] = ()  # of a large roster on disk: what is mapped into memory, looked at here and there

    def __len__(self) -> int:
        return len(self.experts)

    def let_go(self) -> None:
        """Give back the memory of what was looked at in mapped files, so that it does not add up call after call."""
        for array in self.mapped:
            let_go(array)


def build_roster(experts: Sequence[Expert], engine: Engine, progress: Progress | None = None) -> Roster:
    """Encode what is new and index everything.

    Raises:
        EmptyRoster: there is no expert with a text.
    """
    written = [expert for expert in experts if _has_text(expert)]
    if not written:
        raise EmptyRoster(
            "The roster holds no expert with a text to match on.",
            f"Found {len(experts)} expert(s), none with a segment.",
            'Give each expert at least {"id": ..., "segments": [{"text": ...}]}.',
        )
    kept = _made_ready(written, segment_languages(written))
    languages = [segment.language for expert in kept for segment in expert.segments]
    texts = [segment.text for expert in kept for segment in expert.segments]
    starts = np.concatenate([[0], np.cumsum([len(expert.segments) for expert in kept])]).astype(np.int64)
    # What is embedded and looked up; evidence is shown from the texts as they stand.
    said = [neutral(text, language) for text, language in zip(texts, languages, strict=True)]
    vectors = engine.passage_centres.apply(
        engine.encode_passages(said, progress), [language or "" for language in languages]
    )
    per_person = [
        list(zip(said[a:b], languages[a:b], strict=True)) for a, b in zip(starts[:-1], starts[1:], strict=True)
    ]
    return Roster(
        experts=kept,
        ids=[expert.id for expert in kept],
        row_of={expert.id: row for row, expert in enumerate(kept)},
        columns=build_columns(kept, engine.vocabularies),
        declared=build_declared(kept),
        lexical=LexicalIndex.build(per_person),
        shown=shown_fields(vectors, said, languages, starts, engine),
        practice=engine.practice.of_people(vectors, [s.kind for expert in kept for s in expert.segments], starts),
        fit=vocabulary_fit(said, languages, engine.vocabularies.fields),
        segments=vectors.astype(np.float16),
        starts=starts,
        people=CoarseVectors.of(person_vectors(vectors, starts)),
        content_hash=_content_hash(written),
        english=build_english(said, languages, starts, engine.encode_english, progress) if engine.english else None,
        without_text=tuple(expert.id for expert in experts if not _has_text(expert)),
    )


def forget_people(experts: Sequence[Expert], engine: Engine) -> int:
    """Remove the vectors of everything these people wrote from the store; how many went.

    A text that somebody else wrote word for word loses its vector too; it is encoded again when it is needed.
    """
    written = [expert for expert in experts if _has_text(expert)]
    if engine.store is None or not written:
        return 0
    # A segment whose language was found with the person's others is the same text in either case: neutral wording and
    # the English reading follow from its language, which is found here just as `build_roster` does.
    kept = _made_ready(written, segment_languages(written))
    languages = [segment.language for expert in kept for segment in expert.segments]
    said = [neutral(segment.text, segment.language) for expert in kept for segment in expert.segments]
    gone = engine.store.forget(engine.encoder, said, "passage")
    if engine.english is not None:
        gone += engine.store.forget(engine.english, english_texts(said, languages), "passage")
    return gone


def _has_text(expert: Expert) -> bool:
    return any(segment.text.strip() for segment in expert.segments)


def segment_languages(experts: Sequence[Expert]) -> list[str | None]:
    """The language of every segment: as given, else detected, else that of the person's other segments."""
    languages: list[str | None] = []
    for expert in experts:
        found = [segment.language or detect_language(segment.text) for segment in expert.segments]
        said = [language for language in found if language]
        usual = max(set(said), key=said.count) if said else None
        languages += [language or usual for language in found]
    return languages


def _made_ready(experts: Sequence[Expert], languages: Sequence[str | None]) -> list[Expert]:
    """The experts with the language of every segment filled in, and what a CV says twice said once.

    A copy would count again among a person's best segments. Segments keep the number they had in the CV as their id.
    """
    ready, at = [], 0
    for expert in experts:
        own = list(zip(expert.segments, languages[at : at + len(expert.segments)], strict=True))
        at += len(own)
        told: dict[str, Segment] = {}
        for number, (segment, language) in enumerate(own, start=1):
            key = f"{segment.kind} {segment.start} {' '.join(segment.text.split())}"
            told.setdefault(key, segment.model_copy(update={"language": language, "id": segment.id or str(number)}))
        ready.append(expert.model_copy(update={"segments": tuple(told.values())}))
    return ready


def person_vectors(vectors: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """(n, d): the mean of each person's segment vectors, scaled to length 1."""
    means = np.add.reduceat(vectors, starts[:-1], axis=0) / np.diff(starts)[:, None]
    return unit_rows(means)


def _content_hash(experts: Sequence[Expert]) -> str:
    digest = hashlib.sha256()
    for expert in experts:
        digest.update(expert.model_dump_json().encode())
        digest.update(b"\n")
    return digest.hexdigest()[:16]

"""The roster made ready to be searched: experts, their facts as columns, their words, and the vectors of their segments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import CoarseVectors, let_go
from embeddings.encoder import unit_rows
from embeddings.text_vectors import key_of
from matching.columns import Columns, build_columns
from matching.declared import DeclaredColumns, build_declared
from matching.engine import Engine
from matching.english import EnglishVectors, build_english, english_texts
from matching.entities import Expert, Segment
from matching.errors import EmptyRoster
from matching.field_evidence import shown_fields, vocabulary_fit, without_employer
from matching.lexical import LexicalIndex
from matching.neutral_wording import neutral
from matching.searching import ByVector, ByWords, Matrix
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
    lexical: ByWords
    shown: NDArray[np.float16]  # (n, fields) from 0 to 1: how clearly a CV shows each field
    practice: NDArray[np.float16]  # (n,) from 0 to 1: how far a CV's posts do the work of a field, not stand beside it
    fit: float  # from 0 to 1: how far the roster speaks of the vocabulary's fields at all
    segments: Matrix  # (s, d) centred, length 1; half precision is enough beside a text's noise
    starts: NDArray[np.int64]
    people: ByVector  # one vector per person, the mean of their segments, for the first cut of a large roster
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


@dataclass(frozen=True)
class Reading:
    """What is read of some people whoever else is on the roster: their texts, and what derives from their vectors."""

    experts: list[Expert]
    said: list[str]  # of every segment: what is embedded and looked up; evidence is shown from the texts as they stand
    languages: list[str | None]
    starts: NDArray[np.int64]  # (n + 1,)
    segments: NDArray[np.float16]
    people: CoarseVectors
    shown: NDArray[np.float16]
    practice: NDArray[np.float16]
    english: EnglishVectors | None

    @property
    def per_person(self) -> Iterator[list[tuple[str, str | None]]]:
        """Each person's texts with their languages."""
        for first, last in zip(self.starts[:-1], self.starts[1:], strict=True):
            yield list(zip(self.said[first:last], self.languages[first:last], strict=True))


def build_roster(experts: Sequence[Expert], engine: Engine, progress: Progress | None = None) -> Roster:
    """Encode what is new and index everything.

    Raises:
        EmptyRoster: there is no expert with a text.
    """
    written, without_text = with_text(experts)
    if not written:
        raise nobody_with_text(len(experts))
    read = read_people(written, engine, progress)
    content = ContentHash()
    content.add(written)
    return Roster(
        experts=read.experts,
        ids=[expert.id for expert in read.experts],
        row_of={expert.id: row for row, expert in enumerate(read.experts)},
        columns=build_columns(read.experts, engine.vocabularies),
        declared=build_declared(read.experts),
        lexical=LexicalIndex.build(read.per_person),
        shown=read.shown,
        practice=read.practice,
        fit=vocabulary_fit(read.said, read.languages, engine.vocabularies.fields),
        segments=read.segments,
        starts=read.starts,
        people=read.people,
        content_hash=content.digits,
        english=read.english,
        without_text=without_text,
    )


def read_people(written: Sequence[Expert], engine: Engine, progress: Progress | None = None) -> Reading:
    """Encode what is new of some people, at least one, each of whom has a text."""
    kept = _made_ready(written, segment_languages(written))
    segments = [segment for expert in kept for segment in expert.segments]
    languages = [segment.language for segment in segments]
    starts = np.concatenate([[0], np.cumsum([len(expert.segments) for expert in kept])]).astype(np.int64)
    said = [neutral(segment.text, segment.language) for segment in segments]
    homes = [neutral(segment.employer or "", segment.language) for segment in segments]  # worded as in the texts
    work = [without_employer(text, home) for text, home in zip(said, homes, strict=True)]
    kinds = [segment.kind for segment in segments]
    vectors = engine.passage_centres.apply(
        engine.encode_passages(said, progress), [language or "" for language in languages]
    )
    return Reading(
        experts=kept,
        said=said,
        languages=languages,
        starts=starts,
        segments=vectors.astype(np.float16),
        people=CoarseVectors.of(person_vectors(vectors, starts)),
        shown=shown_fields(vectors, work, languages, kinds, starts, engine),
        practice=engine.practice.of_people(vectors, kinds, starts),
        english=build_english(said, languages, starts, engine.encode_english, progress) if engine.english else None,
    )


def homes_of(experts: Sequence[Expert]) -> Sequence[tuple[str, str]]:
    """Everybody's institution and its country, '' where it is not said; large rosters have them at hand."""
    at_hand: Sequence[tuple[str, str]] | None = getattr(experts, "homes", None)
    if at_hand is not None:
        return at_hand
    return [(expert.institution or "", expert.institution_country or "") for expert in experts]


def with_text(experts: Sequence[Expert]) -> tuple[list[Expert], tuple[str, ...]]:
    """Those with a text to match on, and the ids of all others."""
    return [e for e in experts if _has_text(e)], tuple(e.id for e in experts if not _has_text(e))


def nobody_with_text(people: int) -> EmptyRoster:
    """The error of a roster of so many people, none of whom has a text."""
    return EmptyRoster(
        "The roster holds no expert with a text to match on.",
        f"Found {people} expert(s), none with a segment.",
        'Give each expert at least {"id": ..., "segments": [{"text": ...}]}.',
    )


def encode_people(experts: Sequence[Expert], engine: Engine) -> int:
    """Put the vectors of everything these people wrote into the store, where `build_roster` finds them; texts."""
    said, languages = _embedded(experts)
    if said:
        engine.encode_passages(said)
    english = english_texts(said, languages) if engine.english is not None else []
    if english:
        engine.encode_english(english)
    return len(said) + len(english)


def forget_people(experts: Sequence[Expert], engine: Engine) -> int:
    """Remove the vectors of everything these people wrote from the store; how many went.

    A text that somebody else wrote word for word loses its vector too; it is encoded again when it is needed.
    """
    if engine.store is None:
        return 0
    english = engine.english.fingerprint if engine.english is not None else None
    return engine.store.forget(vector_keys(experts, engine.encoder.fingerprint, english))


def vector_keys(experts: Sequence[Expert], encoder: str, english: str | None) -> list[bytes]:
    """Under which keys the vectors of everything these people wrote lie in a store, by encoders of these fingerprints.

    A model used before, or one to come, need not be loaded for it.
    """
    said, languages = _embedded(experts)
    keys = [key_of(encoder, "passage", text) for text in said]
    return keys + [key_of(english, "passage", text) for text in english_texts(said, languages)] if english else keys


def _embedded(experts: Sequence[Expert]) -> tuple[list[str], list[str | None]]:
    """What is encoded of these people, and in which languages it is.

    A segment whose language was found with the person's others is the same text in either case: neutral wording and the
    English reading follow from its language, which is found here just as `build_roster` does.
    """
    written = [expert for expert in experts if _has_text(expert)]
    kept = _made_ready(written, segment_languages(written))
    languages = [segment.language for expert in kept for segment in expert.segments]
    return [neutral(segment.text, segment.language) for expert in kept for segment in expert.segments], languages


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


class ContentHash:
    """What people wrote and declared in 16 hexadecimal digits, taken piece by piece."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, experts: Sequence[Expert]) -> None:
        """Take further people, as they were given."""
        for expert in experts:
            self._digest.update(expert.model_dump_json().encode())
            self._digest.update(b"\n")

    @property
    def digits(self) -> str:
        """Of everybody so far."""
        return self._digest.hexdigest()[:16]

"""The parts a matcher stands on: encoder, vector store, vocabularies, and what is derived from the three once.

The vocabulary's descriptions say the same in six languages. Their vectors give two things: the mean vector of each
language, which is subtracted from every text of that language (without it the encoder ranks by language first), and
the unit in which similarities are read (how far those of unrelated texts scatter). The examples that the fields give are
requests in short; a request is compared with them, and with the descriptions where there are none.

Beside the multilingual encoder an English one may stand, which reads English calls and CVs a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, Kind, Label, LanguageCentres, RecentQueries, StoredEncoder, TextVectors
from matching.codes import WORKING_LANGUAGES
from matching.english import ENGLISH, NO_BACKGROUND, Background
from matching.example_questions import ExampleQuestions, build_examples
from matching.practice import PracticeReader, build_practice
from matching.vocabulary import Vocabularies, Vocabulary

Progress = Callable[[int, int], None]

Encode = Callable[[list[str], list[str]], NDArray[np.float32]]  # texts and their languages to centred vectors

NEAREST = 3  # examples of a term whose mean likeness counts: one may be like a text by chance, and not all can be


@dataclass(frozen=True)
class Examples:
    """Vectors of the examples of a kind of terms: (n, d), centred and of length 1.

    `places` (terms, most) holds each term's rows of them, -1 where it has fewer than the term that has most; `spoken` (n,)
    the language of each.
    """

    vectors: NDArray[np.float32]
    places: NDArray[np.int64]
    spoken: NDArray[np.str_]

    def likeness(self, vectors: NDArray[np.float32], language: str | None) -> NDArray[np.float32]:
        """(m, terms): mean cosine of each of m vectors with the NEAREST most similar examples of each term.

        Args:
            vectors: of texts in one language.
            language: examples in it and in English count. All do where it is not known or none of ours, and of a term
                that has none in either.
        """
        known = self.places >= 0
        own = known & np.isin(self.spoken, (language, ENGLISH))[self.places] if language in WORKING_LANGUAGES else known
        counting = np.where(own.any(axis=1, keepdims=True), own, known)
        near = np.where(counting, (vectors @ self.vectors.T)[:, self.places], -np.inf)
        best = -np.partition(-near, NEAREST - 1, axis=2)[:, :, :NEAREST]
        found = np.isfinite(best)
        return np.asarray(np.where(found, best, 0).sum(axis=2) / found.sum(axis=2), dtype=np.float32)


@dataclass(frozen=True)
class KindVectors:
    """Vectors of one kind of terms: (terms, languages, d), centred and of length 1, in file and language order."""

    codes: tuple[str, ...]
    vectors: NDArray[np.float32]
    examples: Examples | None = None  # where some term of the kind has any

    @cached_property
    def every(self) -> NDArray[np.float32]:
        """(terms, d): the mean over the languages."""
        return np.asarray(self.vectors.mean(axis=1), dtype=np.float32)


@dataclass(frozen=True)
class Engine:
    """Everything that matching needs beside the roster.

    `spread`: deviation of the cosine of unrelated texts. `remembers`: calls whose vectors stay in memory, for as long as
    the engine does; with 0 every call is encoded each time that it is read.
    """

    encoder: Encoder
    store: TextVectors | None
    vocabularies: Vocabularies
    query_centres: LanguageCentres
    passage_centres: LanguageCentres
    spread: float
    fields: KindVectors
    competences: KindVectors
    english: Encoder | None = None
    english_background: Background = NO_BACKGROUND
    remembers: int = 0

    @cached_property
    def _recent(self) -> RecentQueries:
        return RecentQueries(self.remembers)

    @cached_property
    def practice(self) -> PracticeReader:
        """Trained when it is first asked for: an import of CVs never does, and saves the 60 MB of the trainer's library."""
        return build_practice(lambda texts, spoken: self.passage_centres.apply(self.encode_passages(texts), spoken))

    @cached_property
    def example_questions(self) -> ExampleQuestions:
        """What questions to peers are compared with, encoded when the first is asked."""
        known = self.vocabularies.fields.has
        return build_examples(
            known,
            lambda texts, spoken: self.query_centres.apply(
                _encode(self.encoder, self.store, texts, "query", None), spoken
            ),
        )

    @property
    def label(self) -> Label:
        """What an index of this engine's centred passages should bear."""
        return Label.of(self.encoder, variant=f"centred {self.passage_centres.fingerprint}")

    def encode_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors (n, d) of texts that are looked for, not centred."""
        return self._recent.encode(self.encoder, texts)

    def encode_english_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """The same by the English encoder, which there must be."""
        assert self.english is not None
        return self._recent.encode(self.english, texts)

    def encode_passages(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (n, d) of passages, not centred; from the store where they are there already."""
        return _encode(self.encoder, self.store, texts, "passage", progress)

    def encode_english(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (n, d) of English passages by the English encoder, which there must be; from the store where there."""
        assert self.english is not None
        return _encode(self.english, self.store, texts, "passage", progress)


def build_engine(
    encoder: Encoder,
    vocabularies: Vocabularies,
    store: TextVectors | None = None,
    progress: Progress | None = None,
    english: Encoder | None = None,
) -> Engine:
    """Encode the vocabularies (a few hundred short texts, once per model where there is a store).

    Args:
        encoder: for texts in every language.
        english: a second one, for texts in English; without it they are read by the first alone.
    """
    kinds = {"fields": vocabularies.fields, "competences": vocabularies.competences}
    passages = {name: term_texts(kind) for name, kind in kinds.items()}
    texts = [text for rows in passages.values() for row in rows for text in row]
    as_passage = _encode(encoder, store, texts, "passage", progress)
    languages = [language for rows in passages.values() for _ in rows for language in WORKING_LANGUAGES]
    passage_centres = LanguageCentres.fit(as_passage, languages)
    as_query = _encode(encoder, store, texts, "query", None)
    query_centres = LanguageCentres.fit(as_query, languages)
    centred = passage_centres.apply(as_passage, languages)
    split = len(passages["fields"]) * len(WORKING_LANGUAGES)
    encode_queries: Encode = lambda texts, spoken: query_centres.apply(  # noqa: E731
        _encode(encoder, store, texts, "query", progress), spoken
    )
    fields = _kind_vectors(vocabularies.fields, centred[:split], encode_queries)
    return Engine(
        encoder=encoder,
        store=store,
        vocabularies=vocabularies,
        query_centres=query_centres,
        passage_centres=passage_centres,
        spread=_spread(vocabularies.fields, fields),
        fields=fields,
        competences=_kind_vectors(vocabularies.competences, centred[split:], encode_queries),
        english=english,
        english_background=_background(vocabularies.fields, english, store) if english else NO_BACKGROUND,
    )


def _encode(
    encoder: Encoder, store: TextVectors | None, texts: list[str], kind: Kind, progress: Progress | None
) -> NDArray[np.float32]:
    return StoredEncoder(encoder, store).encode(texts, kind=kind, progress=progress)


def term_texts(kind: Vocabulary) -> list[list[str]]:
    """Per term its text in each working language: label and description, the English one where a language is missing."""
    rows = []
    for term in kind:
        row = []
        for language in WORKING_LANGUAGES:
            label = term.labels.get(language) or term.labels["en"]
            description = term.descriptions.get(language) or term.descriptions.get("en", "")
            row.append(f"{label}: {description}" if description else label)
        rows.append(row)
    return rows


def example_texts(kind: Vocabulary) -> dict[tuple[str, str], list[int]]:
    """Every example by language and text, with the places in the file of the terms that give it."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, term in enumerate(kind):
        for language, texts in term.examples.items():
            for text in texts:
                found.setdefault((language, text), []).append(place)
    return found


def _kind_vectors(kind: Vocabulary, vectors: NDArray[np.float32], encode_queries: Encode) -> KindVectors:
    codes = tuple(term.code for term in kind)
    described = vectors.reshape(len(codes), len(WORKING_LANGUAGES), -1)
    return KindVectors(codes, described, _examples(kind, described, encode_queries))


def _examples(kind: Vocabulary, described: NDArray[np.float32], encode_queries: Encode) -> Examples | None:
    """Descriptions stand in for the examples of a term that has none; None where no term has any."""
    given = example_texts(kind)
    if not given:
        return None
    rows = [[row for row, terms in enumerate(given.values()) if place in terms] for place in range(len(kind))]
    spoken = [language for language, _ in given]
    every = [encode_queries([text for _, text in given], spoken)]
    for place, own in enumerate(rows):
        if not own:
            first = sum(map(len, every))
            own += range(first, first + described.shape[1])
            every.append(described[place])
            spoken += WORKING_LANGUAGES
    places = np.full((len(kind), max(NEAREST, *map(len, rows))), -1, dtype=np.int64)
    for place, own in enumerate(rows):
        places[place, : len(own)] = own
    return Examples(np.concatenate(every), places, np.array(spoken))


def _spread(kind: Vocabulary, vectors: KindVectors) -> float:
    """Deviation of the cosine between descriptions of fields under different roots, language by language."""
    unrelated = kind.similarity_matrix() == 0
    cosines = [(v @ v.T)[unrelated] for v in np.moveaxis(vectors.vectors, 1, 0)]
    found = np.concatenate(cosines) if cosines else np.empty(0)
    return float(found.std()) or 1.0 if found.size else 1.0


def english_term_texts(kind: Vocabulary) -> list[str]:
    """Per term its text in English."""
    return [row[WORKING_LANGUAGES.index(ENGLISH)] for row in term_texts(kind)]


def _background(kind: Vocabulary, english: Encoder, store: TextVectors | None) -> Background:
    """Cosines, by the English encoder, of descriptions of fields under different roots."""
    vectors = _encode(english, store, english_term_texts(kind), "passage", None)
    found = (vectors @ vectors.T)[kind.similarity_matrix() == 0]
    return Background(float(found.mean()), float(found.std()) or 1.0) if found.size else NO_BACKGROUND

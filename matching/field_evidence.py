"""Which fields a CV shows, whether or not its owner confirmed them: from the vectors of its segments and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.codes import WORKING_LANGUAGES
from matching.engine import Engine
from matching.texts import stems
from matching.understanding import telling_words
from matching.vocabulary import Vocabulary

Floats = NDArray[np.float32]

TOP = 3  # segments whose mean counts, as for relevance
WORD = 0.95  # what a telling word adds, in background deviations of the cosine
WORD_LIMIT = 2
HALF, SLOPE = 2.8, 0.75  # background deviations at which a field is half shown, and over which the points rise
CLAIMS = ("training", "skills")  # kinds of segments that tell what somebody heard, taught or lists, not what they did
CLAIM = 1.0  # background deviations by which such a segment shows a field less than one that tells of work
LIST = 8  # fields that one segment names from which on it is a list of catchwords and shows none of them
PEOPLE_AT_ONCE = 512
FIT_SAMPLE = 2000  # segments looked at for the fit
FITS_NOT, FITS = 0.1, 0.4  # shares of segments at which a roster fits not at all, and fully


def shown_fields(
    vectors: Floats,
    texts: Sequence[str],
    languages: Sequence[str | None],
    kinds: Sequence[str],
    starts: NDArray[np.int64],
    engine: Engine,
) -> NDArray[np.float16]:
    """(people, fields) from 0 to 1: how clearly each person's best segments speak of each field.

    Args:
        vectors: (s, d) of all segments, centred.
        texts: of the same segments, without their employers (`without_employer`).
        languages, kinds: of the same segments.
        starts: (people + 1,) where each person's segments begin.
    """
    shown = np.empty((len(starts) - 1, len(engine.fields.codes)), dtype=np.float16)
    for first in range(0, len(shown), PEOPLE_AT_ONCE):
        last = min(first + PEOPLE_AT_ONCE, len(shown))
        a, b = int(starts[first]), int(starts[last])
        evidence = less_for_claims(segment_evidence(vectors[a:b], texts[a:b], languages[a:b], engine), kinds[a:b])
        shown[first:last] = _points(_top_mean(evidence, starts[first : last + 1] - a))
    return shown


def without_employer(text: str, employer: str | None) -> str:
    """A text without its employer's name: that an office has a field in its name does not tell who did the work of it."""
    return re.sub(re.escape(employer), " ", text, flags=re.IGNORECASE) if employer else text


def less_for_claims(evidence: Floats, kinds: Sequence[str]) -> Floats:
    """(segments, fields): the same evidence, less where a segment tells of courses or lists catchwords."""
    claims = np.array([kind in CLAIMS for kind in kinds], dtype=np.float32)
    return np.asarray(evidence - CLAIM * claims[:, None], dtype=np.float32)


def vocabulary_fit(texts: Sequence[str], languages: Sequence[str | None], kind: Vocabulary) -> float:
    """How far a roster speaks of the fields of the vocabulary at all, from 0 to 1.

    From the share of segments that use an expression of several words for some field: three in four of the sample's do,
    one in fifteen of computer scientists' papers. Where a roster does not fit, fields proposed from a text mean nothing.
    """
    step = fit_step(len(texts))
    return fit_of(texts[::step], languages[::step], kind)


def fit_step(texts: int) -> int:
    """Every which of so many segments is looked at for the fit, from the first on."""
    return max(1, texts // FIT_SAMPLE)


def fit_of(texts: Sequence[str], languages: Sequence[str | None], kind: Vocabulary) -> float:
    """`vocabulary_fit` from the segments that are looked at."""
    some = list(zip(texts, languages, strict=True))
    speaking = sum(any(True for _ in _fields_named(kind, text, spoken or "en", least=2)) for text, spoken in some)
    return float(np.clip((speaking / len(some) - FITS_NOT) / (FITS - FITS_NOT), 0.0, 1.0))


def segment_evidence(
    vectors: Floats,
    texts: Sequence[str],
    languages: Sequence[str | None],
    engine: Engine,
    columns: Sequence[int] | None = None,
) -> Floats:
    """(segments, fields): similarity with the field's descriptions in background deviations, and its telling words.

    Args:
        vectors, texts, languages: of the segments.
        columns: the fields that are asked for, in the order wanted; all by default.
    """
    kind = engine.vocabularies.fields
    wanted = list(range(len(kind))) if columns is None else list(columns)
    descriptions = engine.fields.vectors[wanted]
    every = vectors @ engine.fields.every[wanted].T
    own = every.copy()
    for place, language in enumerate(WORKING_LANGUAGES):
        rows = [i for i, spoken in enumerate(languages) if spoken == language]
        if rows:
            own[rows] = vectors[rows] @ descriptions[:, place].T
    words = np.zeros_like(every)
    place_of = {column: at for at, column in enumerate(wanted)}
    among = None if columns is None else tuple(wanted)
    for row, (text, spoken_in) in enumerate(zip(texts, languages, strict=True)):
        for column in _fields_named(kind, text, spoken_in or "en", among=among):
            words[row, place_of[column]] += WORD
    evidence = (every + own) / 2 / engine.spread + np.minimum(words, WORD * WORD_LIMIT)
    if among is None:
        evidence[(words > 0).sum(axis=1) > LIST] = 0.0
    return np.asarray(evidence, dtype=np.float32)


def _top_mean(evidence: Floats, starts: NDArray[np.int64]) -> Floats:
    """(people, fields): per person and field the mean over the best segments."""
    counts = np.diff(starts)
    padded = np.full((len(counts), int(counts.max()), evidence.shape[1]), -np.inf, dtype=np.float32)
    person = np.repeat(np.arange(len(counts)), counts)
    padded[person, np.arange(len(evidence)) - np.repeat(starts[:-1], counts)] = evidence
    if padded.shape[1] > TOP:
        padded = -np.partition(-padded, TOP - 1, axis=1)[:, :TOP]
    total = np.where(np.isfinite(padded), padded, 0.0).sum(axis=1)
    return np.asarray(total / np.minimum(counts, TOP)[:, None], dtype=np.float32)


def _points(evidence: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(evidence - HALF) / SLOPE)), dtype=np.float32)


def _fields_named(
    kind: Vocabulary, text: str, language: str, least: int = 1, among: tuple[int, ...] | None = None
) -> Iterable[int]:
    """Columns of the fields whose telling words a text uses, once per word; expressions of `least` words and more.

    `among`: the columns that are looked for; all where it is None.
    """
    by_first = _by_first_stem(kind, language, among)
    found = stems(text, language)
    for at, stem in enumerate(found):
        for rest, column in by_first.get(stem, ()):
            if len(rest) >= least and found[at : at + len(rest)] == rest:
                yield column


@lru_cache(maxsize=256)
def _by_first_stem(
    kind: Vocabulary, language: str, among: tuple[int, ...] | None
) -> dict[str, list[tuple[list[str], int]]]:
    index: dict[str, list[tuple[list[str], int]]] = {}
    for column, term in enumerate(kind):
        if among is not None and column not in among:
            continue
        for _, row in telling_words(kind, term.code, language):
            words = row.split()
            index.setdefault(words[0], []).append((words, column))
    return index

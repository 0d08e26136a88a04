"""The second reading of what is in English: by an encoder for English alone, as whole segments and sentence by sentence.

Only a call in English and the English segments of a CV are read so. It adds what the multilingual encoder blurs: on
human-labelled data the English one alone orders people better than the multilingual one and the words together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings import singles
from matching.late_interaction import max_sim
from matching.relevance import EnglishEvidence, best_segments, taken
from matching.searching import Matrix
from matching.texts import sentences

Floats = NDArray[np.float32]
Starts = NDArray[np.int64]
Encode = Callable[[list[str]], Floats]

ENGLISH = "en"
LEAST_WORDS = 4  # of a sentence; shorter ones are headings and names
MOST_SENTENCES = 12  # of one segment: bounds what a long text costs; nearly all segments have fewer
AT_ONCE = 4096  # texts encoded before they are rounded to half precision: bounds the memory of a large roster


@dataclass(frozen=True)
class Background:
    """Mean and deviation of the cosine of unrelated English texts."""

    mean: float
    deviation: float


NO_BACKGROUND = Background(0.0, 1.0)


@dataclass(frozen=True)
class EnglishVectors:
    """The English texts of a roster of n people, person after person; not centred, rows of length 1."""

    segments: Matrix  # (e, d)
    starts: Starts  # (n + 1,) where each person's English segments begin
    sentences: Matrix  # (m, d)
    sentence_starts: Starts  # (n + 1,)

    @cached_property
    def exact(self) -> tuple[Floats, Floats]:
        """Both in single precision, for a roster scored whole: to convert them for every position costs more than to
        compare them."""
        return self.segments.astype(np.float32), self.sentences.astype(np.float32)

    def of(self, rows: NDArray[np.int64]) -> tuple[Floats, Starts, Floats, Starts]:
        """The same four for the people in `rows`, ascending."""
        segments, starts = taken(self.starts, rows)
        sentences, sentence_starts = taken(self.sentence_starts, rows)
        if len(rows) == len(self.starts) - 1:
            return self.exact[0], starts, self.exact[1], sentence_starts
        return (
            singles(self.segments[segments]),
            starts,
            singles(self.sentences[sentences]),
            sentence_starts,
        )


@dataclass(frozen=True)
class EnglishQuery:
    """One position of an English call: `vector` (d,) of the whole, and its sentences (q, d) with weights (q,)."""

    vector: Floats
    sentences: Floats
    weights: Floats


def telling_sentences(text: str, most: int = MOST_SENTENCES) -> list[str]:
    """The first sentences of a text that have words enough to say something; the whole text where none has."""
    found = [text[start:end] for start, end in sentences(text)]
    return [sentence for sentence in found if len(sentence.split()) >= LEAST_WORDS][:most] or [text]


def english_texts(said: Sequence[str], languages: Sequence[str | None]) -> list[str]:
    """What the English encoder reads of these segments: the English ones, and after them their sentences."""
    segments = [text for text, language in zip(said, languages, strict=True) if language == ENGLISH]
    return [*segments, *(sentence for text in segments for sentence in telling_sentences(text))]


def build_english(
    said: Sequence[str],
    languages: Sequence[str | None],
    starts: Starts,
    encode: Callable[[list[str], Callable[[int, int], None] | None], Floats],
    progress: Callable[[int, int], None] | None = None,
) -> EnglishVectors:
    """Encode the English segments of a roster and their sentences.

    Args:
        said: (s,) texts of all segments, person after person.
        languages: of the same segments.
        starts: (n + 1,) where each person's segments begin.
        encode: texts and a report of progress in, vectors (texts, d) of length 1 out.
        progress: called with (texts done, texts in all).
    """
    english = np.array([language == ENGLISH for language in languages], dtype=bool)
    segments = [text for text, mine in zip(said, english, strict=True) if mine]
    parts = [telling_sentences(text) for text in segments]
    of_segments = np.concatenate([[0], np.cumsum(english)])[starts].astype(np.int64)
    of_sentences = np.concatenate([[0], np.cumsum([len(part) for part in parts])])[of_segments].astype(np.int64)
    texts = english_texts(said, languages)
    vectors = [encode([], None).astype(np.float16)]
    for at in range(0, len(texts), AT_ONCE):
        report = _further(progress, at, len(texts))
        vectors.append(encode(texts[at : at + AT_ONCE], report).astype(np.float16))
    together = np.concatenate(vectors)
    return EnglishVectors(together[: len(segments)], of_segments, together[len(segments) :], of_sentences)


def _further(progress: Callable[[int, int], None] | None, before: int, total: int) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, _: progress(before + done, total)


def english_evidence(
    query: EnglishQuery,
    people: EnglishVectors,
    rows: NDArray[np.int64],
    all_starts: Starts,
    background: Background,
    k: int,
) -> EnglishEvidence:
    """What the English reading finds about the people in `rows`.

    Args:
        query: of the position.
        people: of the whole roster.
        rows: (pool,) of the roster.
        all_starts: (n + 1,) where each person's segments of every language begin.
        background: cosines of unrelated texts, of the English encoder: the unit in which strength is read.
        k: best segments that count.
    """
    segments, starts, parts, sentence_starts = people.of(rows)
    whole = np.full(len(rows), np.nan, dtype=np.float32)
    counts = np.diff(starts)
    some = counts > 0
    if some.any():
        whole[some] = best_segments(segments @ query.vector, np.append(starts[:-1][some], starts[-1]), k)[0]
    by_sentence = max_sim(query.sentences, query.weights, parts, sentence_starts)
    every = all_starts[rows + 1] - all_starts[rows]
    share = np.minimum(counts, k) / np.minimum(every, k)
    strength = ((whole + by_sentence) / 2 - background.mean) / background.deviation
    return EnglishEvidence(whole, by_sentence, strength.astype(np.float32), share.astype(np.float32))

"""Relevance: how well a person's CV answers the text of a position, from vectors and from words, on one fixed scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Evidence x earns x^p / (x^p + h^p) points (the Hill equation): half at h, never quite all, so that very strong evidence
# of one person can still be told from that of another. Half-way points are those of the sample's calls.
DENSE_AT_HALF = 2.0  # background deviations
DENSE_STEEPNESS = 3.0
LEXICAL_AT_HALF = 0.08  # share of the request's weight of words
LEXICAL_STEEPNESS = 1.5
LEXICAL_SHARE = 0.35  # of relevance that comes from words where call and CV share a language
# Where call and CV are in English the English reading takes the place of the words and of half of the other vectors.
# Shares and curve were chosen by hand, looking at all 58 reviewers (see docs/matching.md) and at the sample's English
# calls: between shares of 0.6 and 1 and with words up to 0.25 the figures of both differ by less than chance.
ENGLISH_AT_HALF = 2.0  # background deviations of the English encoder
ENGLISH_STEEPNESS = 2.0
ENGLISH_SHARE = 0.7
LEAST_FOR_A_LINE = 10  # people from whom on a line is fitted through two kinds of evidence


@dataclass(frozen=True)
class EnglishEvidence:
    """What the English reading found about each person of the pool; NaN for people without a text in English."""

    whole: Floats  # (n,) mean cosine of the best English segments with the position
    by_sentence: Floats  # (n,) mean over the call's sentences of the best cosine with a sentence of the CV
    strength: Floats  # (n,) the mean of both, in background deviations of the English encoder
    share: Floats  # (n,) of the segments that count which could be English ones: 1 for a CV with enough of them


@dataclass(frozen=True)
class Relevance:
    """Per person of the pool: `points` from 0 to 1, and `best` (n, k) the indices of their best segments, best first."""

    points: Floats
    dense: Floats  # mean similarity of the best segments
    lexical: Floats  # NaN where the person has no text in the language of the call
    best: NDArray[np.int64]  # indices into the segments given; -1 where there are fewer than k
    english: EnglishEvidence | None = None  # where it counted, in the place of the words


def taken(starts: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64] | slice, NDArray[np.int64]]:
    """What belongs to some people: its places, and (rows + 1,) where each of them begins among it.

    Args:
        starts: (n + 1,) where each person's items begin.
        rows: of these people, ascending; where it is everyone, the items are taken as they lie, without copying.
    """
    counts = starts[rows + 1] - starts[rows]
    begin = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    if len(rows) == len(starts) - 1:
        return slice(None), begin
    within = np.arange(begin[-1]) - np.repeat(begin[:-1], counts)
    return np.repeat(starts[rows], counts) + within, begin


def best_segments(similarity: Floats, starts: NDArray[np.int64], k: int) -> tuple[Floats, NDArray[np.int64]]:
    """Mean of each person's k highest similarities, and which segments those are.

    Args:
        similarity: (s,) of every segment, person after person.
        starts: (n + 1,) where each person's segments begin; the last is s. Everyone has at least one segment.
        k: how many segments count. On human-labelled reviewer data the mean of three beat one vector per person, the
            maximum and the overall mean (Stelmakh et al. 2023 data; see docs/matching.md).
    """
    counts = np.diff(starts)
    person = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((-similarity, person))
    place = np.arange(len(order)) - np.repeat(starts[:-1], counts)
    kept = place < k
    best = np.full((len(counts), k), -1, dtype=np.int64)
    best[person[kept], place[kept]] = order[kept]
    total = np.where(best >= 0, similarity[best], 0.0).sum(axis=1)
    return (total / np.minimum(counts, k)).astype(np.float32), best


def relevance(
    similarity: Floats,
    starts: NDArray[np.int64],
    lexical: Floats,
    spread: float,
    k: int,
    english: EnglishEvidence | None = None,
) -> Relevance:
    """Put each kind of evidence on a scale from 0 to 1 that depends on person and call alone, and mix them.

    Args:
        similarity: (s,) cosine of every segment of the pool with the position.
        starts: (n + 1,) as in `best_segments`.
        lexical: (n,) share of the request's words found, NaN for people without text in the call's language.
        spread: deviation of the cosine between unrelated texts, of the encoder in use: its unit.
        k: best segments that count.
        english: the English reading of an English call, which takes the place of the words; None for any other call.

    Where no language is shared, the points from words, or from English, are those that people of the same dense score
    have on average (a line fitted through the others), so that nobody gains or loses by the language of their CV. Who
    has some segments in English, but fewer than count, is given part of the one and part of the other.
    """
    dense, best = best_segments(similarity, starts, k)
    from_vectors = _points(dense / spread, DENSE_AT_HALF, DENSE_STEEPNESS)
    read = english is not None and not np.isnan(english.strength).all()
    if english is not None and read:
        points = _mixed(from_vectors, _from_english(english, from_vectors), ENGLISH_SHARE)
    elif not np.isnan(lexical).all():
        points = _mixed(from_vectors, _from_words(lexical, from_vectors), LEXICAL_SHARE)
    else:
        points = from_vectors
    points = np.clip(points, 0, 1).astype(np.float32)
    return Relevance(points, dense, lexical, best, english if read else None)


def _mixed(one: Floats, other: Floats, share: float) -> Floats:
    return (1 - share) * one + share * other


def _from_words(lexical: Floats, from_vectors: Floats) -> Floats:
    points = _points(lexical, LEXICAL_AT_HALF, LEXICAL_STEEPNESS)
    shared = ~np.isnan(points)
    return np.where(shared, points, _line(from_vectors[shared], points[shared], from_vectors))


def _from_english(english: EnglishEvidence, from_vectors: Floats) -> Floats:
    points = _points(english.strength, ENGLISH_AT_HALF, ENGLISH_STEEPNESS)
    known = ~np.isnan(points)
    expected = _line(from_vectors[known], points[known], from_vectors, usual=1.0)
    return np.where(known, english.share * points + (1 - english.share) * expected, expected)


def _points(evidence: Floats, half: float, steepness: float) -> Floats:
    raised = np.maximum(evidence, 0) ** steepness  # NaN stays NaN
    return np.asarray(raised / (raised + half**steepness), dtype=np.float32)


def _line(x: Floats, y: Floats, at: Floats, usual: float = 0.0) -> Floats:
    """Least squares through (x, y), read at other points and kept within 0 and 1; the usual slope for too few points."""
    few = len(x) < LEAST_FOR_A_LINE or float(x.std()) < 1e-6
    slope = usual if few else float(((x - x.mean()) * (y - y.mean())).mean() / x.var())
    return np.asarray(np.clip(y.mean() + slope * (at - x.mean()), 0, 1), dtype=np.float32)

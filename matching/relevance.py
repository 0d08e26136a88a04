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


@dataclass(frozen=True)
class Relevance:
    """Per person of the pool: `points` from 0 to 1, and `best` (n, k) the indices of their best segments, best first."""

    points: Floats
    dense: Floats  # mean similarity of the best segments
    lexical: Floats  # NaN where the person has no text in the language of the call
    best: NDArray[np.int64]  # indices into the segments given; -1 where there are fewer than k


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


def relevance(similarity: Floats, starts: NDArray[np.int64], lexical: Floats, spread: float, k: int) -> Relevance:
    """Put both kinds of evidence on a scale from 0 to 1 that depends on person and call alone, and mix them.

    Args:
        similarity: (s,) cosine of every segment of the pool with the position.
        starts: (n + 1,) as in `best_segments`.
        lexical: (n,) share of the request's words found, NaN for people without text in the call's language.
        spread: deviation of the cosine between unrelated texts, of the encoder in use: its unit.
        k: best segments that count.

    Where no language is shared, the lexical points are those that people of the same dense score have on average
    (a line fitted through the others), so that nobody gains or loses by the language of their CV.
    """
    dense, best = best_segments(similarity, starts, k)
    from_vectors = _points(dense / spread, DENSE_AT_HALF, DENSE_STEEPNESS)
    from_words = _points(lexical, LEXICAL_AT_HALF, LEXICAL_STEEPNESS)
    shared = ~np.isnan(lexical)
    if shared.any():
        expected = _line(from_vectors[shared], from_words[shared], from_vectors)
        from_words = np.where(shared, from_words, expected)
        points = (1 - LEXICAL_SHARE) * from_vectors + LEXICAL_SHARE * from_words
    else:
        points = from_vectors
    return Relevance(np.clip(points, 0, 1).astype(np.float32), dense, lexical, best)


def _points(evidence: Floats, half: float, steepness: float) -> Floats:
    raised = np.maximum(evidence, 0) ** steepness  # NaN stays NaN
    return np.asarray(raised / (raised + half**steepness), dtype=np.float32)


def _line(x: Floats, y: Floats, at: Floats) -> Floats:
    """Least squares through (x, y), read at other points and kept within 0 and 1; a flat line for too few points."""
    if len(x) < 10 or float(x.std()) < 1e-6:
        return np.full(len(at), y.mean(), dtype=np.float32)
    slope = float(((x - x.mean()) * (y - y.mean())).mean() / x.var())
    return np.asarray(np.clip(y.mean() + slope * (at - x.mean()), 0, 1), dtype=np.float32)

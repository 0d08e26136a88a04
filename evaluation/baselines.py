"""What the matcher has to beat: plain methods that score everybody on a roster for one position, from its text alone.

Gates stand outside: whoever fails one is left out of every ranking, ours and these, by `order`.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from matching.engine import Engine
from matching.entities import Call
from matching.queries import build_query
from matching.relevance import best_segments
from matching.roster import Roster, person_vectors

Floats = NDArray[np.float64]
TOP = 3  # segments whose mean is a person's score
RANK_CONSTANT = 60  # of reciprocal rank fusion, as Cormack, Clarke and Buettcher (2009) set it


@dataclass(frozen=True)
class Query:
    """A position as the baselines see it: the words and the vector that the matcher itself makes of its text."""

    id: str  # "call-001:1"
    text: str
    language: str | None
    vector: NDArray[np.float32]  # (d,), centred, of length 1


Baseline = Callable[[Roster, Engine, Query], Floats]


def queries_of(call: Call, engine: Engine) -> list[Query]:
    """One query per position of a call, in their order."""
    made = build_query(call, engine.encode_queries, engine.query_centres)
    return [Query(f"{call.id}:{p.position.id}", p.text, made.language, p.vector) for p in made.positions]


def order(roster: Roster, scores: Floats, failing: Container[str] = (), seed: int = 0) -> list[str]:
    """Ids by score, best first, without those who fail a gate; equal scores fall as drawn, as in the matcher."""
    ties = np.random.default_rng(seed).permutation(len(roster))
    places = np.lexsort((ties, -scores))
    return [expert_id for row in places if (expert_id := roster.ids[int(row)]) not in failing]


def chance(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Any order, another one for every position, the same in every run."""
    return np.random.default_rng(crc32(query.id.encode())).random(len(roster))


def roster_order(roster: Roster, engine: Engine, query: Query) -> Floats:
    """First come, first served."""
    return -np.arange(len(roster), dtype=np.float64)


def tfidf(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Cosine of words weighted by TF-IDF, one document per person, sublinear counts, over all languages at once."""
    vectorizer, documents = _tfidf_of(_key(roster, engine))
    return np.asarray((documents @ vectorizer.transform([query.text]).T).todense(), dtype=np.float64)[:, 0]


def bm25(roster: Roster, engine: Engine, query: Query) -> Floats:
    """BM25 over people in the language of the call, the matcher's own index; 0 without a text in that language."""
    return np.nan_to_num(_words(roster, query), nan=0.0)


def dense_one(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Cosine with one vector per person, the mean of their segments."""
    return np.asarray(_people_of(_key(roster, engine)) @ query.vector, dtype=np.float64)


def dense_many(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Mean cosine of a person's three best segments."""
    similarity = _segments_of(_key(roster, engine)) @ query.vector
    return best_segments(similarity, roster.starts, TOP)[0].astype(np.float64)


def reciprocal_rank(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Reciprocal rank fusion of dense segments and BM25; who has no text in the call's language has a dense rank alone."""
    words = _words(roster, query)
    return _by_rank(dense_many(roster, engine, query)) + np.where(np.isnan(words), 0.0, _by_rank(words))


def z_score(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Mean of the z-scores of dense segments and BM25; the dense one alone where call and CV share no language."""
    dense, words = _standard(dense_many(roster, engine, query)), _standard(_words(roster, query))
    return np.where(np.isnan(words), dense, (dense + words) / 2)


def z_score_tfidf(roster: Roster, engine: Engine, query: Query) -> Floats:
    """Mean of the z-scores of dense segments and TF-IDF."""
    return (_standard(dense_many(roster, engine, query)) + _standard(tfidf(roster, engine, query))) / 2


BASELINES: dict[str, Baseline] = {
    "random": chance,
    "roster order": roster_order,
    "TF-IDF": tfidf,
    "BM25": bm25,
    "dense, one vector": dense_one,
    "dense, segments": dense_many,
    "dense + BM25, reciprocal rank": reciprocal_rank,
    "dense + BM25, z-score": z_score,
    "dense + TF-IDF, z-score": z_score_tfidf,
}


@dataclass(frozen=True)
class _Key:
    """A roster known by its content and the encoder of its vectors, so that what is derived from it is made once."""

    content: str
    fingerprint: str
    roster: Roster = field(compare=False)


def _key(roster: Roster, engine: Engine) -> _Key:
    return _Key(roster.content_hash, engine.encoder.fingerprint, roster)


@lru_cache(maxsize=2)
def _tfidf_of(key: _Key) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True)
    texts = ["\n".join(segment.text for segment in expert.segments) for expert in key.roster.experts]
    return vectorizer, vectorizer.fit_transform(texts)


@lru_cache(maxsize=2)
def _segments_of(key: _Key) -> NDArray[np.float32]:
    return key.roster.segments.astype(np.float32)


@lru_cache(maxsize=2)
def _people_of(key: _Key) -> NDArray[np.float32]:
    return person_vectors(_segments_of(key), key.roster.starts)


def _words(roster: Roster, query: Query) -> Floats:
    found = roster.lexical.score(query.text, query.language)
    return found.of(np.arange(len(roster), dtype=np.int64)).astype(np.float64)


def _by_rank(scores: Floats) -> Floats:
    """1 / (60 + rank), best first, equal scores at their mean rank."""
    from scipy.stats import rankdata

    ranks = np.asarray(rankdata(np.where(np.isnan(scores), np.inf, -scores)), dtype=np.float64)
    return 1 / (RANK_CONSTANT + ranks)


def _standard(scores: Floats) -> Floats:
    """Scores in deviations from their mean, over those that are known; 0 where all are alike."""
    known = scores[~np.isnan(scores)]
    spread = float(known.std()) if len(known) else 0.0
    return (scores - known.mean()) / spread if spread > 0 else np.where(np.isnan(scores), np.nan, 0.0)

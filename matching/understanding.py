"""What a call is about, in codes: fields and competences that it does not name are proposed from its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.codes import WORKING_LANGUAGES
from matching.criteria import Wanted
from matching.engine import Engine, KindVectors
from matching.entities import Call, Position, Proposal
from matching.queries import CallQuery, call_text, position_text
from matching.texts import stems
from matching.vocabulary import Vocabulary

PROPOSED = 6  # codes taken into scoring where a position names none
LEAST = 0.02  # confidence under which a proposal is not used
BROAD = 15  # terms below it above which a term is an area as a whole: of the fields, work and social protection

OWN_LANGUAGE = 0.3  # share of the description in the call's own language; the rest is the mean over all languages
WORD_LIMIT = 2  # telling words of a term from which on more say no more
UNASKED = 0.5  # requests added to the published count of every term: what was never asked for may still be
POSITION = 0.7  # share of a position's own text in what that position is about; the rest is the whole call's


@dataclass(frozen=True)
class _Weights:
    """How a term's evidence adds up to the logarithm of its share, up to a constant (a conditional logit)."""

    likeness: float  # per background deviation of the cosine
    words: float  # the telling words that the text uses, from 0 to 1
    demand: float  # log of how often past requests used it


# By examples: fitted by maximum likelihood to the codes of 64 published requests and rounded; leaving any one of them out
# moves the first by 3 %, the others by a fifth at most. By descriptions: chosen by hand on the sample's calls.
BY_EXAMPLES = _Weights(likeness=2.3, words=0.6, demand=0.3)
BY_DESCRIPTIONS = _Weights(likeness=1.67, words=2.5, demand=0.67)

# Officers rarely give one code: they add the area as a whole and its neighbours. Round values from a plateau, chosen on one
# half of those requests and confirmed on the other: half or twice as much changes no measure by more than its error.
PASSED_ON = 0.15  # share of a term's that goes to the terms related to it
AREA = 0.4  # power of the share of the whole area (letter) by which a term's own is multiplied

# From the share of a field, which sums to 1 over all of them, to the probability that an officer would give it: slope and
# intercept on the logits, fitted to the codes of the same requests (Platt 1999). Several can be probable at once.
SLOPE, INTERCEPT = 1.1, 1.25

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """The whole tree ranked, most likely first."""

    fields: tuple[Proposal, ...]
    competences: tuple[Proposal, ...]


@dataclass(frozen=True)
class Understood(Ranked):
    """What the call is about, and `positions`, in the call's order, what each of them is about."""

    positions: tuple[Ranked, ...] = ()


def understand(call: Call, query: CallQuery, engine: Engine) -> Understood:
    """Rank every field and every competence by how well the call's text, and each position's own, speaks of it."""
    own = [position_text(p) for p in call.positions]
    text = "\n".join([call_text(call), *own])
    vectors = query.vectors if len(query.vectors) else np.stack([p.vector for p in query.positions])
    kinds = (
        (engine.vocabularies.fields, engine.fields),
        (engine.vocabularies.competences, engine.competences),
    )
    whole = [_evidence(kind, known, vectors, text, query.language, engine.spread) for kind, known in kinds]
    positions = []
    for said, asked in zip(own, query.positions, strict=True):
        evidence = whole
        if said:
            alone = asked.vector[None]
            narrow = [_evidence(kind, known, alone, said, query.language, engine.spread) for kind, known in kinds]
            evidence = [_mixed(all_of_it, part) for all_of_it, part in zip(whole, narrow, strict=True)]
        positions.append(Ranked(*_both(kinds, evidence)))
    return Understood(*_both(kinds, whole), tuple(positions))


def _both(
    kinds: tuple[tuple[Vocabulary, KindVectors], ...], evidence: Sequence[_Evidence]
) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    fields, competences = (_ranked(*kind, found) for kind, found in zip(kinds, evidence, strict=True))
    return fields, competences


def wanted(position: Position, ranked: Ranked, engine: Engine) -> Wanted:
    """The codes to score a position on: those it gives, else those that were proposed with enough confidence."""
    return Wanted(
        _given(position.fields, engine.vocabularies.fields) or _likely(ranked.fields, engine.vocabularies.fields),
        _given(position.competences, engine.vocabularies.competences)
        or _likely(ranked.competences, engine.vocabularies.competences),
    )


def _given(codes: tuple[str, ...], kind: Vocabulary) -> tuple[Proposal, ...]:
    return tuple(Proposal(code=kind.normalise(code), confidence=1.0) for code in dict.fromkeys(codes))


def _likely(proposals: tuple[Proposal, ...], kind: Vocabulary) -> tuple[Proposal, ...]:
    """The likeliest terms but the broad ones, which are probable often and tell no two people apart."""
    sure = [p for p in proposals if p.confidence >= LEAST]
    return tuple(([p for p in sure if p.code not in _broad(kind)] or sure)[:PROPOSED])


@cache
def _broad(kind: Vocabulary) -> frozenset[str]:
    return frozenset(term.code for term in kind if len(kind.descendants(term.code)) > BROAD)


@dataclass(frozen=True)
class _Evidence:
    points: Shares  # (terms,) log of the share, up to a constant
    words: list[list[str]]  # per term, those that the text uses


def _evidence(
    kind: Vocabulary, known: KindVectors, vectors: Floats, text: str, language: str | None, spread: float
) -> _Evidence:
    weights = BY_DESCRIPTIONS if known.examples is None else BY_EXAMPLES
    words = [words_of(kind, code, text, language) for code in known.codes]
    said = np.array([min(len(found), WORD_LIMIT) for found in words]) / WORD_LIMIT
    demand = np.log(UNASKED + np.array([kind.get(code).demand for code in known.codes]))
    like = _likeness(known, vectors, language) / spread
    return _Evidence(weights.likeness * like + weights.words * said + weights.demand * demand, words)


def _likeness(known: KindVectors, vectors: Floats, language: str | None) -> Floats:
    """(terms,): mean cosine of a text's vectors with the nearest examples of each term, or with its descriptions."""
    if known.examples is not None:
        return np.asarray(known.examples.likeness(vectors, language).mean(axis=0), dtype=np.float32)
    near = np.einsum("cd,tld->ctl", vectors, known.vectors).mean(axis=0)  # (terms, languages)
    every = near.mean(axis=1)
    own = near[:, WORKING_LANGUAGES.index(language)] if language in WORKING_LANGUAGES else every
    return np.asarray(OWN_LANGUAGE * own + (1 - OWN_LANGUAGE) * every, dtype=np.float32)


def _mixed(whole: _Evidence, own: _Evidence) -> _Evidence:
    words = [list(dict.fromkeys([*a, *b])) for a, b in zip(own.words, whole.words, strict=True)]
    return _Evidence(POSITION * own.points + (1 - POSITION) * whole.points, words)


def _ranked(kind: Vocabulary, known: KindVectors, evidence: _Evidence) -> tuple[Proposal, ...]:
    share = _softmax(evidence.points)
    confidence = share if known.examples is None else _probable(_with_neighbours(share, kind))
    order = np.argsort(-confidence, kind="stable")
    return tuple(
        Proposal(
            code=known.codes[i],
            confidence=round(float(confidence[i]), 6),
            because=", ".join(evidence.words[i][:3]) or None,
        )
        for i in order
    )


def _with_neighbours(share: Shares, kind: Vocabulary) -> Shares:
    """Shares with a part of each passed on to related terms, leaning towards the areas that are likely as a whole."""
    passed = (1 - PASSED_ON) * share + PASSED_ON * share @ kind.related_matrix()
    area = (kind.similarity_matrix() > 0) @ passed
    leaning = passed * area**AREA
    return np.asarray(leaning / leaning.sum(), dtype=np.float64)


def _probable(share: Shares) -> Shares:
    """The probability that a term with this share of the whole would be given."""
    tiny = np.finfo(np.float64).tiny
    logit = np.log(np.maximum(share, tiny)) - np.log(np.maximum(1 - share, tiny))
    return np.asarray(1 / (1 + np.exp(-np.clip(SLOPE * logit + INTERCEPT, -500, 500))), dtype=np.float64)


def _softmax(x: Shares) -> Shares:
    e = np.exp(x - x.max())
    return np.asarray(e / e.sum(), dtype=np.float64)


def words_of(kind: Vocabulary, code: str, text: str, language: str | None) -> list[str]:
    """Labels and keywords of a term that a text uses, inflected or not, in the text's language and in English."""
    found = []
    for spoken in dict.fromkeys([language or "en", "en"]):
        said = _said(text, spoken)
        found += [word for word, stemmed in telling_words(kind, code, spoken) if stemmed in said]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=16)
def _said(text: str, language: str) -> str:
    """The stems of a text in a row, with a space on either side of each."""
    return f" {' '.join(stems(text, language))} "


@cache
def telling_words(kind: Vocabulary, code: str, language: str) -> tuple[tuple[str, str], ...]:
    """Each telling word of a term with its stems in a row. A label of one common word under a root tells nothing."""
    term = kind.get(code)
    label = re.sub(r"\(.*?\)", "", term.labels.get(language, ""))
    telling = [label] if term.parent or len(label.split()) > 1 else []
    stemmed = ((word, " ".join(stems(word, language))) for word in (*telling, *term.keywords.get(language, ())))
    return tuple((word.strip(), f" {row} ") for word, row in stemmed if row)

"""What a call is about, in codes: fields and competences that it does not name are proposed from its text."""

from __future__ import annotations

import re
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

# How a term's evidence adds up, in background deviations of the cosine: its own description, the words for it that the
# text uses, and how often past requests used it (log of the published count).
WORD_BONUS = 1.5
WORD_LIMIT = 2
DEMAND = 0.4
OWN_LANGUAGE = 0.3  # share of the description in the call's own language; the rest is the mean over all languages
POSITION = 0.7  # share of a position's own text in what that position is about; the rest is the whole call's
TEMPERATURE = 0.6  # of the softmax that turns evidence into confidence

Floats = NDArray[np.float32]


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
        positions.append(Ranked(_ranked(engine.fields, evidence[0]), _ranked(engine.competences, evidence[1])))
    return Understood(_ranked(engine.fields, whole[0]), _ranked(engine.competences, whole[1]), tuple(positions))


def wanted(position: Position, ranked: Ranked, engine: Engine) -> Wanted:
    """The codes to score a position on: those it gives, else those that were proposed with enough confidence."""
    return Wanted(
        _given(position.fields, engine.vocabularies.fields) or _likely(ranked.fields),
        _given(position.competences, engine.vocabularies.competences) or _likely(ranked.competences),
    )


def _given(codes: tuple[str, ...], kind: Vocabulary) -> tuple[Proposal, ...]:
    return tuple(Proposal(code=kind.normalise(code), confidence=1.0) for code in dict.fromkeys(codes))


def _likely(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    return tuple(p for p in proposals[:PROPOSED] if p.confidence >= LEAST)


@dataclass(frozen=True)
class _Evidence:
    points: NDArray[np.float64]  # (terms,) in background deviations
    words: list[list[str]]  # per term, those that the text uses


def _evidence(
    kind: Vocabulary, known: KindVectors, vectors: Floats, text: str, language: str | None, spread: float
) -> _Evidence:
    near = np.einsum("cd,tld->ctl", vectors, known.vectors).mean(axis=0) / spread  # (terms, languages)
    every = near.mean(axis=1)
    own = near[:, WORKING_LANGUAGES.index(language)] if language in WORKING_LANGUAGES else every
    words = [words_of(kind, code, text, language) for code in known.codes]
    said = np.array([min(len(found), WORD_LIMIT) for found in words]) / WORD_LIMIT
    demand = np.log1p([kind.get(code).demand for code in known.codes])
    return _Evidence(OWN_LANGUAGE * own + (1 - OWN_LANGUAGE) * every + WORD_BONUS * said + DEMAND * demand, words)


def _mixed(whole: _Evidence, own: _Evidence) -> _Evidence:
    words = [list(dict.fromkeys([*a, *b])) for a, b in zip(own.words, whole.words, strict=True)]
    return _Evidence(POSITION * own.points + (1 - POSITION) * whole.points, words)


def _ranked(known: KindVectors, evidence: _Evidence) -> tuple[Proposal, ...]:
    confidence = _softmax(evidence.points / TEMPERATURE)
    order = np.argsort(-confidence, kind="stable")
    return tuple(
        Proposal(
            code=known.codes[i],
            confidence=round(float(confidence[i]), 4),
            because=", ".join(evidence.words[i][:3]) or None,
        )
        for i in order
    )


def _softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
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

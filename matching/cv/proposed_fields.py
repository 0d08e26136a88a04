"""The fields and competences that the entries of a CV speak of, by their vectors and by their words.

Per entry the likeness with every field is a share that sums to 1; entries are added up with a weight for what they are,
how long they lasted and how long ago they ended. Words that tell a field in CVs are a second voice, the fields that
experts hold beside these a third (`field_scores`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.codes import WORKING_LANGUAGES
from matching.cv.encoded_entries import EncodedEntries
from matching.cv.field_scores import MOST_WORDS, company_of, field_scores, shares
from matching.cv.values import CodeProposal, Entry, Parts, Source
from matching.cv.word_lists import sentence_with, words_said
from matching.cv.years import months_of, years_in
from matching.engine import Engine, KindVectors
from matching.field_evidence import segment_evidence
from matching.understanding import words_of
from matching.vocabulary import Vocabulary

Floats = NDArray[np.float64]

WORDS = "field_words.json"
# What kinds of entries say of expertise beside a post: degrees tell what somebody learnt, posts what they did.
KINDS = {"post": 1.0, "assignment": 1.0, "summary": 1.5, "skills": 0.4, "publication": 0.6, "training": 0.4}
OTHER_KIND = 0.3
HALF_LIFE = 20  # years after which a post counts half
LENGTH = 0.3  # power of the length of a post, in units of five years, from half a year to ten years
SURE_AT, SURE_SLOPE = -2.78, 1.36  # from a score to the share of fields of such a score that were right (Platt 1999)

PROPOSED_FIELDS, PROPOSED_COMPETENCES = 8, 6
SPEAKS = 0.12  # share of an entry's likeness from which it speaks of a field without a word for it
LEAST_COMPETENCE = 0.3
HALF, SLOPE = 1.0, 0.4  # deviations at which a competence is half shown, and over which the points rise; by hand
TOP = 3  # entries whose mean shows a competence


@dataclass(frozen=True)
class Read:
    """The entries of a CV made ready: their texts as embedded, languages, and centred vectors (n, d)."""

    parts: Parts
    entries: tuple[Entry, ...]
    texts: list[str]
    languages: list[str | None]
    vectors: NDArray[np.float32]
    weights: Floats


def made_ready(parts: Parts, encoded: EncodedEntries, engine: Engine, today: date) -> Read | None:
    """The entries of a CV with their vectors; None where there is none with a text."""
    told = encoded.told
    if not told.entries:
        return None
    vectors = engine.passage_centres.apply(encoded.vectors, [language or "" for language in told.languages])
    weights = np.array([_weight(entry, today) for entry in told.entries])
    return Read(parts, told.entries, told.texts, told.languages, vectors, weights)


def _weight(entry: Entry, today: date) -> float:
    weight = KINDS.get(entry.kind, OTHER_KIND)
    months = months_of(entry, today)
    if entry.kind not in ("post", "assignment") or not months:
        return weight
    ago = max(0.0, (today.year * 12 + today.month - 1 - months[-1]) / 12)
    return float(weight * 0.5 ** (ago / HALF_LIFE) * (min(len(months) / 12, 10) / 5 + 0.5) ** LENGTH)


def propose_fields(read: Read, engine: Engine, today: date) -> tuple[CodeProposal, ...]:
    """The likeliest fields first, each with its words, the sentence that shows it and the years of work in it."""
    kind = engine.vocabularies.fields
    said = [words_said(entry.text, WORDS) for entry in read.entries]
    of_work = [_said_of_work(*pair) for pair in zip(read.entries, said, strict=True)]
    likeness = shares(segment_evidence(read.vectors, read.texts, read.languages, engine))
    scores = field_scores(kind, read.weights, likeness, _example_shares(read, engine), said, of_work)
    order = np.argsort(-scores, kind="stable")[:PROPOSED_FIELDS]
    return tuple(_field(read, kind, int(at), scores, said, likeness, today) for at in order)


def _example_shares(read: Read, engine: Engine) -> Floats | None:
    examples = engine.fields.examples
    if examples is None:
        return None
    likeness = np.empty((len(read.vectors), len(engine.fields.codes)), dtype=np.float32)
    for language in dict.fromkeys(read.languages):
        rows = [row for row, spoken in enumerate(read.languages) if spoken == language]
        likeness[rows] = examples.likeness(read.vectors[rows], language)
    return shares(2 * likeness / engine.spread)


def _said_of_work(entry: Entry, said: dict[str, list[str]]) -> dict[str, list[str]]:
    """What an entry says without the name of the employer, a full stop in its place.

    Args:
        said: what it says as a whole.
    """
    if not entry.employer or entry.employer not in entry.text:
        return said
    return words_said(entry.text.replace(entry.employer, " . "), WORDS)


def _field(
    read: Read, kind: Vocabulary, at: int, scores: Floats, said: Sequence[dict[str, list[str]]], likeness: Floats,
    today: date,
) -> CodeProposal:  # fmt: skip
    code = list(kind)[at].code
    words = [codes.get(code, []) for codes in said]
    spoken = list(dict.fromkeys(word for own in words for word in own))[:3]
    shown = code
    if spoken:
        reason = f"The CV says: {', '.join(spoken)}."
    elif likeness[:, at].max() < SPEAKS and (other := company_of(kind, scores, at)):
        shown = other
        reason = f"Not named in the CV, but experts in this field often know it: {kind.label(other)}."
    else:
        reason = "The text is like the description of the field."
    speaking = [
        entry for row, entry in enumerate(read.entries)
        if entry.kind in ("post", "assignment") and (words[row] or likeness[row, at] >= SPEAKS)
    ]  # fmt: skip
    return CodeProposal(
        code=code,
        confidence=round(1 / (1 + float(np.exp(-SURE_SLOPE * (scores[at] - SURE_AT)))), 3),
        reason=reason,
        source=_showing(read, shown, said, likeness[:, kind.index(shown)]),
        years=years_in(speaking, today) or None,
    )


def _showing(read: Read, code: str, said: Sequence[dict[str, list[str]]], likeness: Floats) -> Source:
    """The sentence that speaks most clearly of a field."""
    words = [codes.get(code, []) for codes in said]
    strength = read.weights * (np.array([min(len(own), MOST_WORDS) for own in words]) + likeness)
    best = int(strength.argmax())
    return sentence_with(read.parts, read.entries[best], words[best][0] if words[best] else "")


def propose_competences(read: Read, engine: Engine) -> tuple[CodeProposal, ...]:
    """The competences that the best entries show, likeliest first."""
    kind = engine.vocabularies.competences
    words = [
        [words_of(kind, code, text, language)[:MOST_WORDS] for code in engine.competences.codes]
        for text, language in zip(read.texts, read.languages, strict=True)
    ]
    counts = np.array([[len(own) for own in row] for row in words], dtype=np.float64)
    evidence = _likeness(engine.competences, read) / engine.spread + counts
    worth = evidence + np.log(np.maximum(read.weights, 0.05))[:, None]
    best = np.sort(worth, axis=0)[::-1][:TOP].mean(axis=0)
    points = 1 / (1 + np.exp(-(best - HALF) / SLOPE))
    proposals = []
    for at in np.argsort(-points, kind="stable")[:PROPOSED_COMPETENCES]:
        if points[at] < LEAST_COMPETENCE:
            break
        row = int(worth[:, at].argmax())
        spoken = list(dict.fromkeys(word for own in words for word in own[at]))[:3]
        proposals.append(
            CodeProposal(
                code=engine.competences.codes[at],
                confidence=round(float(points[at]), 3),
                reason=f"The CV says: {', '.join(spoken)}."
                if spoken
                else "The text is like the description of the competence.",
                source=sentence_with(read.parts, read.entries[row], words[row][at][0] if words[row][at] else ""),
            )
        )
    return tuple(proposals)


def _likeness(known: KindVectors, read: Read) -> Floats:
    """(entries, terms): cosine with the descriptions, half of it with those in the entry's own language."""
    every = read.vectors @ known.every.T
    own = every.copy()
    for place, language in enumerate(WORKING_LANGUAGES):
        rows = [row for row, spoken in enumerate(read.languages) if spoken == language]
        if rows:
            own[rows] = read.vectors[rows] @ known.vectors[:, place].T
    return np.asarray((every + own) / 2, dtype=np.float64)

"""The words of a CV that support a criterion, in their own language and at their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.codes import fold
from matching.entities import Expert, Proposal
from matching.results import Evidence
from matching.texts import sentences, stems
from matching.vocabulary import Vocabulary

ALIKE = 6  # letters at the beginning by which words of two languages are taken for one: statistical, statistique
ALIKE_WEIGHT = 0.5  # of the weight that the same word has in its own language: some are false friends
KEYWORD_WEIGHT = 6.0  # a term's own word counts as much as a rare word of the request
LONGEST = 320  # characters of evidence shown; a longer sentence is cut at a word


@dataclass(frozen=True)
class Clues:
    """What a supporting sentence would contain: rare words of the request by stem, and the fields' words by language.

    `terms`: by language the folded labels and keywords of the fields wanted. `alike`: the words of the request by their
    beginning in Latin letters, for sentences in other languages.
    """

    language: str | None
    weights: Mapping[str, float]
    terms: Mapping[str, frozenset[str]]
    alike: Mapping[str, float]


def gather_clues(
    language: str | None, weights: Mapping[str, float], fields: Sequence[Proposal], kind: Vocabulary
) -> Clues:
    """Clues for one position. Across languages the vocabulary's words are recognised, and words that begin alike."""
    terms: dict[str, set[str]] = {}
    for proposal in fields:
        term = kind.get(proposal.code)
        for spoken, label in term.labels.items():
            terms.setdefault(spoken, set()).update(
                filter(None, (fold(w) for w in (label, *term.keywords.get(spoken, ()))))
            )
    alike: dict[str, float] = {}
    for stem, weight in weights.items():
        if beginning := _beginning(stem):
            alike[beginning] = max(weight, alike.get(beginning, 0.0))
    return Clues(language, weights, {spoken: frozenset(words) for spoken, words in terms.items()}, alike)


def segment_id(expert: Expert, place: int) -> str:
    """The id of a segment: as given, else its number in the CV, counted from 1."""
    return expert.segments[place].id or str(place + 1)


def best_sentence(expert: Expert, place: int, clues: Clues) -> Evidence:
    """The sentence of one segment that holds most of the clues; the first one where none holds any."""
    segment = expert.segments[place]
    language = segment.language
    spans = sentences(segment.text) or [(0, len(segment.text))]
    start, end = max(spans, key=lambda span: (_weight(segment.text[span[0] : span[1]], language, clues), -span[0]))
    if end - start > LONGEST:
        end = start + max(segment.text[start : start + LONGEST].rfind(" "), LONGEST // 2)
    return Evidence(
        text=segment.text[start:end], segment=segment_id(expert, place), language=language, start=start, end=end
    )


def _weight(sentence: str, language: str | None, clues: Clues) -> float:
    weight = 0.0
    found = set(stems(sentence, language))
    if language == clues.language:
        weight += sum(clues.weights.get(stem, 0.0) for stem in found)
    else:
        weight += ALIKE_WEIGHT * sum(clues.alike.get(one, 0.0) for one in set(map(_beginning, found)))
    folded = f" {fold(sentence)} "
    return weight + sum(KEYWORD_WEIGHT for word in clues.terms.get(language or "", ()) if f" {word} " in folded)


def _beginning(stem: str) -> str:
    """The first letters of a stem without accents; nothing for short ones and for other letters than Latin ones."""
    first = fold(stem)[:ALIKE]
    return first if len(first) == ALIKE and first.isascii() and first.isalpha() else ""

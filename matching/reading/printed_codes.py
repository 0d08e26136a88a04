"""Codes and labels of the vocabulary that stand in a text as they are; what a text only means is proposed elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matching.errors import UnknownCode
from matching.reading.folding import plain
from matching.vocabulary import Vocabulary

# "A.35", "A 35", "A-35", "A. 35", "A35", "E.10.07", "E10 07"; a letter alone only before a label ("D - Labour law")
_LETTERED = re.compile(
    r"(?<![\w.])(?P<code>[A-Z](?:\s?[.–—-]{0,2}\s?\d{2})(?:\s?[.\s–—-]\s?\d{2}){0,2})(?![\w])|(?<![\w.])(?P<letter>[A-Z])(?=\s?[.:–—-]*\s|\s*[,;/]|\s*$)"
)
_NUMBERED = re.compile(r"(?<![\w.,])(?P<code>\d{1,2}\.\d{1,2}|[1-9X](?=\s?[.):–—-]*\s|\s*[,;/]|\s*$))(?![\w%])")
_DOTTED = re.compile(r"(?<![\w.])[A-Z]\.\d{2}(?:\.\d{2})?(?![\w]|\.\d)")
_PARTS = re.compile(r"[;\n\t|•]|,\s|\s/\s|،|؛")
_LEADING_CODE = re.compile(r"^[\s(]*(?:[A-Z][\s.–—-]*(?:\d\d[\s.–—-]*)*|\d[\d.]*)[\s.:)–—-]+")


NEARLY = 0.78  # likeness from which a label counts as nearly the same


@dataclass(frozen=True)
class PrintedCodes:
    """Codes found, canonical and in order, and what was printed like a code but is unknown, with near ones."""

    codes: tuple[str, ...]
    unknown: tuple[UnknownCode, ...] = ()


def read_codes(texts: Sequence[str], terms: Vocabulary, *, numbered: bool = False, loose: bool = False) -> PrintedCodes:
    """The terms that texts beside a label ("Fields:", "Competences:") name by code or by label in any language.

    Args:
        texts: what stands beside or under the label.
        terms: the namespace that the label implies.
        numbered: codes are figures ("5.2"), not letters with figures ("A.35").
        loose: of a short closed list, part of a label is enough ("advice" for "Expert advice, coaching").
    """
    found: dict[str, None] = {}
    unknown: list[UnknownCode] = []
    for text in texts:
        for part in _PARTS.split(text):
            codes = _codes_in(part, terms, numbered, unknown)
            if not codes:
                words = _LEADING_CODE.sub("", part)
                codes = _labels_in(words, terms) or (_nearest(words, terms) if loose else [])
            found.update(dict.fromkeys(codes))
    return PrintedCodes(tuple(found), tuple(unknown))


def _codes_in(part: str, terms: Vocabulary, numbered: bool, unknown: list[UnknownCode]) -> list[str]:
    codes = []
    for match in (_NUMBERED if numbered else _LETTERED).finditer(part):
        printed = match["code"] or match["letter"]
        try:
            codes.append(terms.normalise(printed))
        except UnknownCode as error:
            if match["code"] and not numbered:  # a lone letter or a bare figure may be no code at all
                unknown.append(error)
    return codes


def dotted_codes(text: str, terms: Vocabulary) -> tuple[str, ...]:
    """Known codes with their dots ("A.35") anywhere in a text, where no label tells what stands there."""
    return tuple(dict.fromkeys(terms.normalise(code) for code in _DOTTED.findall(text) if terms.has(code)))


def _labels_in(part: str, terms: Vocabulary) -> list[str]:
    words = _stems(part)
    if not words:
        return []
    exact = [code for label, code in _labels(terms) if label == words]
    if exact:
        return exact[:1]
    inside = [(label, code) for label, code in _labels(terms) if _holds(words, label) and len(label) > 1]
    longest = [pair for pair in inside if not any(_holds(o, pair[0]) and len(o) > len(pair[0]) for o, _ in inside)]
    return list(dict.fromkeys(code for _, code in longest))


def _nearest(part: str, terms: Vocabulary) -> list[str]:
    """The one term whose label holds every word of a part, or whose label is nearly the same."""
    words = _stems(part)
    holding = sorted((len(label), code) for label, code in _labels(terms) if words and _within(words, label))
    shortest = {code for length, code in holding if length == holding[0][0]}
    if len(shortest) == 1:
        return list(shortest)
    return [term.code for term, _ in terms.find(part, cutoff=NEARLY)[:1]]


def _within(words: tuple[str, ...], label: tuple[str, ...]) -> bool:
    return all(any(word.startswith(other) or other.startswith(word) for other in label) for word in words)


@lru_cache(maxsize=16)
def _labels(terms: Vocabulary) -> tuple[tuple[tuple[str, ...], str], ...]:
    """(stems of a label, code) for every label of every term."""
    named = terms.kind == "activity type"  # a short closed list whose keywords are other names for the same
    names = [
        (name, term.code)
        for term in terms
        for label in [*term.labels.values(), *(k for ks in term.keywords.values() for k in ks if named)]
        for name in _variants(label)
    ]
    pairs = [(_stems(name), code) for name, code in names]
    return tuple((stems, code) for stems, code in pairs if stems)


def _variants(label: str) -> list[str]:
    """A label, and the same without what stands in brackets."""
    return list(dict.fromkeys([label, re.sub(r"\s*\([^)]*\)", "", label)]))


def _holds(words: tuple[str, ...], label: tuple[str, ...]) -> bool:
    return any(words[i : i + len(label)] == label for i in range(len(words) - len(label) + 1))


_SMALL = {
    "of",
    "the",
    "and",
    "or",
    "for",
    "de",
    "des",
    "du",
    "la",
    "le",
    "les",
    "l",
    "d",
    "et",
    "del",
    "los",
    "las",
    "y",
    "el",
    "para",
    "da",
    "do",
    "das",
    "dos",
    "e",
    "o",
    "a",
    "в",
    "и",
    "по",
}


def _stems(text: str) -> tuple[str, ...]:
    """The words of a text without their endings and without the smallest words, so that inflected labels still fit."""
    return tuple(_stem(word) for word in re.findall(r"\w+", plain(text)) if word not in _SMALL)


def _stem(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        word = re.sub(r"^(?:و?(?:ال|لل)|ب(?=ال))", "", word)
        return re.sub(r"(?:ين|ون|ات|ه)$", "", word) if len(word) > 4 else word
    return word[: max(4, len(word) - 3)] if len(word) > 4 else word

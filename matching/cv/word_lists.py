"""Lists of words that tell a code, in six languages, found in the text of a CV: the words are data beside this file.

A star stands for the rest of a word; a word written in capitals is an abbreviation and counts in capitals only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from matching.cv.employers import flexible, is_arabic, without_article
from matching.cv.values import Entry, Parts, Source
from matching.reading.folding import plain
from matching.texts import sentences

SHORT = 3  # letters of a word that counts in capitals only, as abbreviations are written
GAP = 3  # spaces and hyphens that may stand between two words of a phrase
STAR = "*"
_WORD = re.compile(r"\w+")
_BEFORE = ("", "ال", "لل", "بال", "ب", "ل", "ف")  # what an Arabic word may bear, after an "and"
_AND = "و"
_Phrases = dict[str, list["_Phrase"]]  # first letter of the second word ("" where nothing is known of one) -> phrases


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of a list: its words after the first, or where other signs stand in it an expression for the whole."""

    code: str
    listed: str
    rest: tuple[str, ...] = ()
    expression: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """By which one of several phrases counts: the longest."""
        return -len(self.listed), self.listed


def words_said(text: str, file: str) -> dict[str, list[str]]:
    """Code -> the different words for it that a text uses, as written, for every code that it speaks of.

    Args:
        text: of an entry.
        file: a list of words in this folder ("field_words.json").
    """
    line = _Line(plain(text))
    index, capitals = _index(file), _abbreviations(file)
    found: dict[str, dict[str, str]] = {}
    ends: dict[str, int] = {}
    for number, (start, _) in enumerate(line.places):
        for code, end in _said_at(line, number, index).items():
            if start < ends.get(code, 0):
                continue
            ends[code] = end
            written, said = text[start:end], line.flat[start:end]
            is_short = len(written) <= SHORT and written.isascii()
            if written.isupper() or not (is_short or said in capitals):
                found.setdefault(code, {}).setdefault(said, written)
    return {code: list(said.values()) for code, said in found.items()}


class _Line:
    """A plain text with its words and where they stand."""

    def __init__(self, flat: str) -> None:
        self.flat = flat
        self.places = [word.span() for word in _WORD.finditer(flat)]
        self.words = [flat[start:end] for start, end in self.places]

    def end_of(self, phrase: _Phrase, number: int) -> int:
        """Where a phrase ends whose first word is that of this number; -1 where its other words do not follow."""
        if phrase.expression:
            match = _compiled(phrase.expression).match(self.flat, self.places[number][0])
            return match.end() if match else -1
        for wanted in phrase.rest:
            number += 1
            if number == len(self.words) or not _is_word(wanted, self.words[number]):
                return -1
            gap = self.flat[self.places[number - 1][1] : self.places[number][0]]
            if len(gap) > GAP or gap.strip(" \n\t-"):
                return -1
        return self.places[number][1]

    def letters_after(self, number: int) -> set[str]:
        """The letters with which the word after that of this number may be said to begin."""
        return {form[:1] for form in _forms(self.words[number + 1])} if number + 1 < len(self.words) else set()


def _said_at(line: _Line, number: int, index: _Index) -> dict[str, int]:
    """Code -> where the longest of its phrases ends that begins with the word of this number."""
    best: dict[str, tuple[tuple[int, str], int]] = {}
    for phrases in index.beginning_with(line.words[number]):
        for letter in ("", *line.letters_after(number)):
            for phrase in phrases.get(letter, ()):
                if (end := line.end_of(phrase, number)) >= 0:
                    one = phrase.order, end
                    best[phrase.code] = min(best.get(phrase.code, one), one)
    return {code: end for code, (_, end) in best.items()}


def _is_word(wanted: str, word: str) -> bool:
    """Whether a word of a text is one of a list, which may stand for all that begin so."""
    if not is_arabic(wanted):
        return word.startswith(wanted[:-1]) if wanted[-1] == STAR else word == wanted
    if wanted[-1] == STAR:
        return any(form.startswith(wanted[:-1]) for form in _forms(word))
    return wanted in _forms(word)


def _forms(word: str) -> set[str]:
    """A word, and an Arabic one without what may be written together with it."""
    if not is_arabic(word):
        return {word}
    return {start.removeprefix(before) for start in (word, word.removeprefix(_AND)) for before in _BEFORE}


@cache
def _lists(file: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads((files("matching.cv") / file).read_text(encoding="utf-8"))
    return lists


@cache
def _abbreviations(file: str) -> frozenset[str]:
    return frozenset(plain(word) for words in _lists(file).values() for word in words if word.isupper())


class _Index:
    """The phrases of a list by their first words: whole ones, and beginnings of words with the lengths that there are."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._whole: dict[str, _Phrases] = {}
        self._open: dict[str, _Phrases] = {}
        for code, listed in lists.items():
            for phrase in dict.fromkeys(map(plain, listed)):
                self._add(code, phrase)
        self._sizes: dict[str, list[int]] = {}
        for size, start in sorted({(len(beginning), beginning[:2]) for beginning in self._open}):
            self._sizes.setdefault(start, []).append(size)

    def _add(self, code: str, phrase: str) -> None:
        first, *rest = map(without_article, phrase.split())
        if all(_WORD.fullmatch(word.removesuffix(STAR)) for word in (first, *rest)):
            one, letter = _Phrase(code, phrase, tuple(rest)), rest[0][0] if rest else ""
            beginning = self._open if first.endswith(STAR) else self._whole
            beginning.setdefault(first.removesuffix(STAR), {}).setdefault(letter, []).append(one)
        elif letters := _WORD.match(first):  # "l'emploi", "e-learning", "rr.hh."
            one = _Phrase(code, phrase, expression=rf"{flexible(phrase)}(?!\w)")
            self._open.setdefault(letters[0], {}).setdefault("", []).append(one)

    def beginning_with(self, word: str) -> Iterator[_Phrases]:
        """The phrases that may begin with a word of a text."""
        for form in _forms(word):
            if form in self._whole:
                yield self._whole[form]
            for start in (form[:1], form[:2]) if len(form) > 1 else (form,):
                for size in self._sizes.get(start, ()):
                    if size <= len(form) and form[:size] in self._open:
                        yield self._open[form[:size]]


@cache
def _index(file: str) -> _Index:
    return _Index(_lists(file))


_compiled = cache(re.compile)  # one by one as they are met


def sentence_with(parts: Parts, entry: Entry, word: str) -> Source:
    """The sentence of an entry that holds a word; its first sentence where none does."""
    start, end = entry.source.start, entry.source.end
    told = parts.text[start:end]
    spans = sentences(told) or [(0, len(told))]
    wanted = plain(word)
    a, b = next(((a, b) for a, b in spans if wanted and wanted in plain(told[a:b])), spans[0])
    return Source(start=start + a, end=start + b, text=told[a:b][:400], page=entry.source.page)

"""Lists of words that tell a code, in six languages, found in the text of a CV: the words are data beside this file.

A star stands for the rest of a word; a word written in capitals is an abbreviation and counts in capitals only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from matching.cv.employers import flexible
from matching.cv.values import Entry, Parts, Source
from matching.reading.folding import plain
from matching.texts import sentences

SHORT = 3  # letters of a word that counts in capitals only, as abbreviations are written
KEY = 3  # first letters by which words are looked up
_WORD = re.compile(r"\w+")
_ARABIC_BEFORE = re.compile(r"و?(?:ال|لل|بال|ب|ل|ف)?")  # what may stand before an Arabic word, written as one with it


def words_said(text: str, file: str) -> dict[str, list[str]]:
    """Code -> the different words for it that a text uses, as written, for every code that it speaks of.

    Args:
        text: of an entry.
        file: a list of words in this folder ("field_words.json").
    """
    flat = plain(text)
    index, capitals = _index(file), _abbreviations(file)
    found: dict[str, dict[str, str]] = {}
    ends: dict[str, int] = {}
    for word in _WORD.finditer(flat):
        for key in _keys(word[0]):
            for code, expression in index.get(key, {}).items():
                if word.start() < ends.get(code, 0):
                    continue
                match = _compiled(expression).match(flat, word.start())
                if match is None:
                    continue
                ends[code] = match.end()
                written = text[slice(*match.span())]
                is_short = len(written) <= SHORT and written.isascii()
                if written.isupper() or not (is_short or match[0] in capitals):
                    found.setdefault(code, {}).setdefault(match[0], written)
    return {code: list(said.values()) for code, said in found.items()}


@cache
def _lists(file: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads((files("matching.cv") / file).read_text(encoding="utf-8"))
    return lists


@cache
def _abbreviations(file: str) -> frozenset[str]:
    return frozenset(plain(word) for words in _lists(file).values() for word in words if word.isupper())


@cache
def _index(file: str) -> dict[str, dict[str, str]]:
    """First letters -> code -> an expression for its words that begin so, the longest first."""
    words: dict[str, dict[str, set[str]]] = {}
    for code, listed in _lists(file).items():
        for word in map(plain, listed):
            words.setdefault(_key(flexible(word)), {}).setdefault(code, set()).add(word)
    return {key: {code: _any(found) for code, found in codes.items()} for key, codes in words.items()}


def _any(words: set[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return rf"(?:{'|'.join(map(flexible, longest_first))})(?!\w)"


_compiled = cache(re.compile)  # one by one as they are met: a CV meets few of the thousands


def _key(expression: str) -> str:
    """The first letters that a text must show for an expression to be found."""
    bare = expression.removeprefix(_ARABIC_BEFORE.pattern)
    letters = _WORD.match(bare)
    return letters[0][:KEY] if letters else ""


def _keys(word: str) -> Iterator[str]:
    """Every key that a word of a text may have, each once."""
    bare = {word}
    if "\u0600" <= word[0] <= "\u06ff":
        for start in (word, word.removeprefix("و")):
            bare |= {start.removeprefix(before) for before in ("ال", "لل", "بال", "ب", "ل", "ف")}
    yield from {letters[:size] for letters in bare for size in range(1, KEY + 1)}


def sentence_with(parts: Parts, entry: Entry, word: str) -> Source:
    """The sentence of an entry that holds a word; its first sentence where none does."""
    start, end = entry.source.start, entry.source.end
    told = parts.text[start:end]
    spans = sentences(told) or [(0, len(told))]
    wanted = plain(word)
    a, b = next(((a, b) for a, b in spans if wanted and wanted in plain(told[a:b])), spans[0])
    return Source(start=start + a, end=start + b, text=told[a:b][:400], page=entry.source.page)

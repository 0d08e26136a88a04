"""Lists of words that tell a code, in six languages, found in the text of a CV: the words are data beside this file."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from matching.cv.employers import flexible
from matching.cv.values import Entry, Parts, Source
from matching.reading.folding import plain
from matching.texts import sentences

SHORT = 3  # letters of a word that counts in capitals only, as abbreviations are written


@cache
def word_patterns(file: str) -> dict[str, re.Pattern[str]]:
    """Code -> a pattern over plain text for any of its words, of a file in this folder ("field_words.json")."""
    lists = json.loads((files("matching.cv") / file).read_text(encoding="utf-8"))
    return {code: _pattern(words) for code, words in lists.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted({plain(word) for word in words}, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(flexible, longest_first))})(?!\w)")


def words_said(text: str, file: str) -> dict[str, list[str]]:
    """Code -> the different words for it that a text uses, as written, for every code that it speaks of."""
    flat = plain(text)
    found: dict[str, list[str]] = {}
    for code, pattern in word_patterns(file).items():
        said: dict[str, str] = {}
        for match in pattern.finditer(flat):
            written = text[slice(*match.span())]
            if len(written) > SHORT or written.isupper() or not written.isascii():
                said.setdefault(match[0], written)
        if said:
            found[code] = list(said.values())
    return found


def sentence_with(parts: Parts, entry: Entry, word: str) -> Source:
    """The sentence of an entry that holds a word; its first sentence where none does."""
    start, end = entry.source.start, entry.source.end
    told = parts.text[start:end]
    spans = sentences(told) or [(0, len(told))]
    wanted = plain(word)
    a, b = next(((a, b) for a, b in spans if wanted and wanted in plain(told[a:b])), spans[0])
    return Source(start=start + a, end=start + b, text=told[a:b][:400], page=entry.source.page)

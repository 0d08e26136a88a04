"""Phrases and patterns over plain text (`folding.plain`): how the words of protected data are compiled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, cast

from matching.reading.folding import for_plain, plain
from matching.reading.numbers_in_words import words as number_words

_ARTICLE = ("ال", r"ا\s?ل")  # some PDF files part the two letters of the Arabic article
_SIX = range(6)  # en, fr, es, pt, ru, ar


@cache
def phrases(kind: str, strength: str) -> tuple[str, ...]:
    """The labels of a kind in all languages; `strength` "sure" or "topic" (a word that may also name a subject of work)."""
    lists = json.loads((files("matching.cv.dropping") / "labels.json").read_text(encoding="utf-8"))
    return tuple(phrase for row in lists[kind][strength] for phrase in row)


@cache
def kinds() -> tuple[str, ...]:
    """All kinds that have labels, the neutral ones last."""
    return tuple(json.loads((files("matching.cv.dropping") / "labels.json").read_text(encoding="utf-8")))


def any_of(known: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first, grouped by their first letter so that few are tried."""
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted({plain(p) for p in known}, key=lambda p: (-len(p), p)):
        by_letter.setdefault(phrase[0], []).append(_flexible(phrase))
    groups = (f"(?={re.escape(letter)})(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return f"(?:{'|'.join(groups)})"


def _flexible(phrase: str) -> str:
    """One phrase with blanks, full stops and letters in brackets as people write them."""
    out = re.escape(phrase).replace(r"\(e\)", r"\(?e?\)?").replace(r"\(a\)", r"\(?a?\)?")
    out = re.sub(r"\bn\\?\.?[o°](?!\w)", r"(?:n(?:\\.?\\s?[o°]|r|um)?\\.?|numero|N)", out)
    out = out.replace(r"\.\ ", r"\.?\s{0,2}").replace(r"\.", r"\.?").replace(r"\ ", r"\s{1,3}").replace("/", r"\s?/\s?")
    return out.replace(*_ARTICLE)


class _Compiled:
    """A pattern that is compiled when something of it is first asked for: most processes never read a CV, and compiling all
    of them was the third part of loading what reads one."""

    def __init__(self, expression: str) -> None:
        self._expression = expression

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._expression)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copying and the like ask of an object that is not made yet
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # from now on asked for without coming here
        return found


def pattern(expression: str) -> re.Pattern[str]:
    """An expression written with the letters of six languages, for plain text; NUM stands for a number up to thirty."""
    flat = for_plain(expression.replace("NUM", _numbers())).replace(*_ARTICLE)
    return cast(re.Pattern[str], _Compiled(flat))


@cache
def _numbers() -> str:
    longest_first = sorted(number_words(), key=lambda word: (-len(word), word))
    return rf"(?:\d{{1,2}}|{'|'.join(map(re.escape, longest_first))})"

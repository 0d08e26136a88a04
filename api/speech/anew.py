"""Sentences that stand on record in English, said anew in the language of a page.

What matching and the services say (rules, facts found, questions, reasons, what was wrong) is made once, in English, and
is kept as it was made. "reasons" and "problems" hold a pattern of each such sentence under a key; a sentence that fits
one is taken apart into its facts and said again, with the facts as the other language writes them. One that fits none
stays as it is, marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Formatter

from markupsafe import Markup

from api.auth.language import ENGLISH
from api.speech.anew_facts import DAY, SHAPES, Facts, Level, NotTold, kind_of
from api.speech.speech import speech
from api.speech.text import clean
from api.speech.wording import read

FILES = ("reasons", "problems")
BETWEEN = {"; ": "", ". ": "."}  # what stands between two sentences, and what of it belongs to the first
OURS = (
    "error.",
    "title.",
    "role.",
    "skill.",
    "criterion.",
    "document",
    "level",
    "span",
    "after.",
)  # said of a fact, or by a page
LONGEST = 4000  # characters of a sentence that is looked at
DEEPEST = 4  # sentences within sentences
MOST = 300  # parts of a sentence that are looked at: what people wrote may be made to have many readings


@dataclass(frozen=True)
class Pattern:
    """An English sentence with places for its facts."""

    key: str
    begins: str  # what stands before its first fact
    ends: str  # what stands after its last one
    pieces: tuple[str, ...]  # what stands between them
    shape: re.Pattern[str]

    @property
    def letters(self) -> int:
        """How many are its own: the more, the surer it is the one that was meant."""
        return len(self.begins) + len(self.ends) + sum(map(len, self.pieces))

    def facts(self, sentence: str) -> dict[str, str] | None:
        """The facts of a sentence; None where it is another one. Words are looked for first: that is quick."""
        if not (sentence.startswith(self.begins) and sentence.endswith(self.ends)):
            return None
        if not all(piece in sentence for piece in self.pieces):
            return None
        found = self.shape.fullmatch(sentence)
        return found.groupdict() if found else None


class Anew:
    """Says in one language what stands on record in English."""

    def __init__(self, language: str) -> None:
        self.language, self.say = language, speech(language, *FILES)
        self.lacks = self.say.language != language  # whether what is on record stays in English here
        self._facts = Facts(self.say, self._nested)

    def __call__(self, sentence: str) -> str:
        """A sentence for a page: said anew, or marked as English where the page is not."""
        if self.language == ENGLISH or not sentence:
            return self.words(sentence)
        said = self.said(sentence)
        return Markup('<span lang="en" dir="ltr">{}</span>').format(clean(sentence)) if said is None else said

    def _in_words(self, day: re.Match[str]) -> str:
        try:
            return self.say.day(date.fromisoformat(day[0]))
        except ValueError:
            return day[0]

    def words(self, sentence: str) -> str:
        """The same within another sentence, where nothing can be marked; English ones tell their days in words."""
        if self.language == ENGLISH:
            return re.sub(DAY, self._in_words, sentence)
        return self.said(sentence) or sentence

    def said(self, sentence: str) -> str | None:
        """A sentence said anew; None where it is not known, or these sentences are lacking in the language."""
        if self.say.language == ENGLISH or len(sentence) > LONGEST:
            return None
        return self._said(sentence, Level(DEEPEST, {}))

    def _said(self, sentence: str, level: Level) -> str | None:
        return self._once("said", sentence, level, lambda: self._one(sentence, level) or self._several(sentence, level))

    def _one(self, sentence: str, level: Level) -> str | None:
        return self._once("one", sentence, level, lambda: self._fitting(sentence, level))

    def _once(self, how: str, sentence: str, level: Level, say: Callable[[], str | None]) -> str | None:
        known, at = level.looked_at, (how, sentence, level.deep)
        if at not in known:
            known[at] = None if len(known) >= MOST else say()
        return known[at]

    def _fitting(self, sentence: str, level: Level) -> str | None:
        for pattern in beginning(sentence[:1]):
            if self.say.has(pattern.key) and (facts := pattern.facts(sentence)) is not None:
                try:
                    return self.say(pattern.key, **self._facts.told(facts, level))
                except NotTold:
                    continue
        return None

    def _several(self, sentence: str, level: Level) -> str | None:
        """Sentences that follow one another, where each is known."""
        for between, ending in BETWEEN.items():
            first, sign, rest = sentence.partition(between)
            while sign:
                said = self._one(first + ending, level)
                others = self._said(rest, level) if said is not None else None
                if said is not None and others is not None:
                    return self.say("after." + ("stop" if ending else "pause"), sentence=said, sentence_2=others)
                more, sign, rest = rest.partition(between)
                first = f"{first}{between}{more}"
        return None

    def _nested(self, sentence: str, level: Level) -> str:
        within = Level(level.deep - 1, level.looked_at)
        said = self._said(sentence, within) if level.deep else None
        if said is None:
            raise NotTold
        return said


@cache
def anew_in(language: str) -> Anew:
    """What says English sentences anew in a language."""
    return Anew(language)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every sentence that can be said anew, those with most letters of their own first."""
    made = [_pattern(key, form) for file in FILES for key, form in _forms(file)]
    return tuple(sorted(made, key=lambda one: -one.letters))


@cache
def beginning(letter: str) -> tuple[Pattern, ...]:
    """Those of them with which a sentence may begin that has this first letter."""
    return tuple(one for one in patterns() if one.begins[:1] in ("", letter))


def _forms(file: str) -> Iterator[tuple[str, str]]:
    for key, sentence in read(file).items():
        if key.startswith(OURS):
            continue
        yield from ((key, form) for form in ([sentence] if isinstance(sentence, str) else sentence.values()))


def _pattern(key: str, sentence: str) -> Pattern:
    words, shape = [""], ""
    for literal, name, _, _ in Formatter().parse(sentence):
        words[-1] += literal
        shape += re.escape(literal)
        if name is not None:
            words.append("")
            again = f"(?P<{name}>" in shape
            shape += f"(?P={name})" if again else f"(?P<{name}>{SHAPES.get(kind_of(name), '.+?')})"
    return Pattern(key, words[0], words[-1], tuple(words[1:-1]), re.compile(shape, re.DOTALL))

"""Values of a form read one by one: what cannot be used is gathered, so that everything wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from api.web.sent import Missing, NotFilled
from matching.codes import country_code, fold, language_code
from matching.entities import FIRST_YEAR, LAST_YEAR, MOST_POSITIONS
from matching.errors import UnknownCode
from matching.vocabulary import Vocabularies, Vocabulary

SURE = 0.8  # likeness of a name to a label from which it is taken for it
NEAR = 3  # terms named where none is meant for sure
ADDED = "add"  # the end of the name of a field into which one more code is typed


class Reader:
    """Reads the fields of one form.

    Args:
        values: as they were sent.
        vocabularies: in which codes are looked up.
    """

    def __init__(self, values: Mapping[str, str], vocabularies: Vocabularies) -> None:
        self.values, self.vocabularies = values, vocabularies
        self._wrong: list[Missing] = []

    def check(self) -> None:
        """Raise NotFilled where anything was refused."""
        if self._wrong:
            raise NotFilled(*self._wrong)

    def refuse(self, name: str, key: str, **facts: Any) -> None:
        """Note what is wrong with a field, by the key of the sentence that says so."""
        self._wrong.append(Missing(name, key, facts))

    def text(self, name: str, longest: int) -> str | None:
        """A text of some characters at most; None where nothing was written."""
        value = " ".join(self.values.get(name, "").split())
        if len(value) > longest:
            self.refuse(name, "problem.too_long", max_length=longest)
        return value or None

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a text that say something, each once."""
        return tuple(dict.fromkeys(line for part in self.values.get(name, "").split("\n") if (line := part.strip())))

    def day(self, name: str) -> date | None:
        """A day as browsers send it."""
        value = self.values.get(name, "").strip()
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
        self.refuse(name, "problem.date")
        return None

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number between two others; a comma may stand for the point."""
        value = self.values.get(name, "").strip()
        if not value:
            return None
        if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", value, re.ASCII):
            found = float(value.replace(",", "."))
            if least <= found <= most:
                return found
        self.refuse(name, "problem.number", least=f"{least:g}", most=f"{most:g}")
        return None

    def count(self, name: str) -> int:
        """How many rows a form has; as many as a call may have positions at most."""
        value = self.values.get(name, "")
        return min(int(value), MOST_POSITIONS) if value.isascii() and value.isdecimal() and len(value) < 4 else 0

    def choice(self, name: str, offered: Collection[str]) -> str | None:
        """One of what a list offers."""
        value = self.values.get(name, "")
        if value in offered:
            return value
        if value:
            self.refuse(name, "problem.other")
        return None

    def country(self, name: str) -> str | None:
        """The code of a country."""
        return self._code(name, country_code)

    def language(self, name: str) -> str | None:
        """The code of a language."""
        return self._code(name, language_code)

    def codes(self, before: str, kind: str) -> tuple[str, ...]:
        """The codes whose boxes are ticked, and the one that was typed under its code or its name."""
        vocabulary: Vocabulary = getattr(self.vocabularies, kind)
        names = [name.removeprefix(before) for name, value in self.values.items() if name.startswith(before) and value]
        ticked = [code for code in names if code != ADDED and vocabulary.has(code)]
        typed = self.values.get(f"{before}{ADDED}", "").strip()
        if typed and (added := self._typed(f"{before}{ADDED}", typed, vocabulary)):
            ticked.append(added)
        return tuple(dict.fromkeys(vocabulary.normalise(code) for code in ticked))

    def _code(self, name: str, code_of: Any) -> str | None:
        value = self.values.get(name, "").strip()
        try:
            return str(code_of(value)) if value else None
        except ValueError:
            self.refuse(name, "problem.other")
            return None

    def _typed(self, name: str, typed: str, vocabulary: Vocabulary) -> str | None:
        """The code that somebody means: "A.35", "A.35 Employment Services" as a list offers it, or a name."""
        first, _, rest = typed.partition(" ")
        try:
            if not rest or _is_label(vocabulary, first, rest):
                return vocabulary.normalise(first)
        except UnknownCode:
            pass
        found = vocabulary.find(typed)
        if found and found[0][1] >= SURE:
            return found[0][0].code
        near = "; ".join(f"{term.code} {vocabulary.label(term.code)}" for term, _ in found[:NEAR])
        self.refuse(name, "problem.near" if near else "problem.unknown_code", typed=typed[:80], near=near)
        return None


def _is_label(vocabulary: Vocabulary, code: str, words: str) -> bool:
    """Whether words are the label of a code, in any language."""
    return vocabulary.has(code) and fold(words) in {fold(label) for label in vocabulary.get(code).labels.values()}

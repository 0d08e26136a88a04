"""What was noted with an entry of the log, fact by fact, in the reader's words; ids and marks stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from api.speech.anew import anew_in
from api.speech.speech import speech

PAGE, OF_PEOPLE = "log_facts", ("own", "own_files")  # the second hold what own data call letters, roles, scopes, parts
BORROWED = {"letter": "letter.", "roles": "role.", "scopes": "scope.", "parts": "head."}


class LogFacts:
    """Says facts of the log in one language."""

    def __init__(self, language: str) -> None:
        self._say, self._others, self._anew = speech(language, PAGE), speech(language, *OF_PEOPLE), anew_in(language)

    def told(self, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Each fact with its name, in the order of the names; a name that has no words as it is."""
        return sorted((self._name(name), self._value(name, value)) for name, value in facts.items())

    def _name(self, name: str) -> str:
        if self._say.has(f"fact.{name}"):
            return self._say(f"fact.{name}")
        return self._others(f"table.{name}") if self._others.has(f"table.{name}") else name

    def _value(self, name: str, value: Any) -> str:
        if value is None or value in ([], {}):
            return self._say("value.none")
        if isinstance(value, bool):
            return self._say("value.answer.yes" if value else "value.answer.no")
        if isinstance(value, (int, float)):
            return str(value) if name == "year" else self._say.number(value, _digits(value))
        if isinstance(value, Mapping):
            inner = ((self._name(key), self._value(name, part)) for key, part in value.items())
            return self._say.semicolon.join(f"{key}{self._say('frame.colon')}{words}" for key, words in inner)
        if isinstance(value, (list, tuple)):
            return self._say.comma.join(self._value(name, one) for one in value)
        return self._text(name, str(value))

    def _text(self, name: str, text: str) -> str:
        code = text.lower().replace(" ", "_")
        if self._say.has(f"value.{name}.{code}"):
            return self._say(f"value.{name}.{code}")
        if name in BORROWED and self._others.has(BORROWED[name] + code):
            return self._others(BORROWED[name] + code)
        return self._anew.words(text) if name == "problem" else text


def _digits(value: float) -> int:
    """How many digits a figure has after its point: the log shows what was noted, all of it."""
    if float(value).is_integer():
        return 0
    return len(format(Decimal(repr(value)), "f").partition(".")[2])


@cache
def log_facts(language: str) -> LogFacts:
    """What says the facts of the log in a language."""
    return LogFacts(language)

"""How a page speaks to somebody: its sentences, and days, numbers, countries and codes as their language writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from api.auth.language import ENGLISH
from api.speech.text import clean
from api.speech.wording import SHARED, Wording, languages_of, read
from api.spoken_terms import spoken_kind
from matching.codes import language_name
from matching.errors import UnknownCode

LOCALES = {"en": Locale("en", "GB"), "pt": Locale("pt", "PT")}  # days before months, as everywhere else in Europe
# Signs between which words have a direction of their own (UAX 9): that of their first letter, or from the right.
FIRST_STRONG, FROM_THE_RIGHT, END = "\u2068", "\u2067", "\u2069"
CODED = re.compile(r"[A-Z]?[.\d]+ [\u0600-\u06ff]")  # "N.10.01" before a name that runs from the right
NAMES = {"en": "English", "fr": "Français", "es": "Español", "pt": "Português", "ru": "Русский", "ar": "العربية"}


class Said(str):
    """A sentence of ours, with signs of direction that are meant: unlike words of others, it is written out as it is."""


class Speech:
    """One language, with the sentences of some pages in it. A call gives a sentence, as `Wording` does."""

    def __init__(self, language: str, wording: Wording) -> None:
        self.language, self.wording, self.locale = language, wording, LOCALES.get(language) or Locale(language)
        self.name = NAMES[language]
        self.direction = "rtl" if self.locale.character_order == "right-to-left" else "ltr"
        self.comma, self.semicolon = ("، ", "؛ ") if language == "ar" else (", ", "; ")

    def __call__(self, key: str, /, *, count: float | None = None, **facts: Any) -> str:
        """The sentence of a key; raises KeyError as `Wording` does."""
        if self.direction == "ltr":
            return self.wording(key, count=count, **facts)
        return Said(self.wording(key, count=count, **{name: _apart(fact) for name, fact in facts.items()}))

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.wording.sentences

    def day(self, value: date | None) -> str:
        """A day as people write it: 4 May 2026."""
        if value is None:
            return self("day.none")
        words = format_date(value, "long", locale=self.locale)
        return f"1er{words[1:]}" if self.language == "fr" and value.day == 1 else words  # the first has an ordinal

    def moment(self, value: datetime) -> str:
        """A day with its time, in UTC."""
        return f"{format_datetime(value.astimezone(UTC), 'medium', locale=self.locale)} UTC"

    def number(self, value: float, digits: int = 0) -> str:
        """A number with that many digits after the point, one of them at least where it is not whole."""
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, share: float) -> str:
        """A share from 0 to 1 as a whole percentage."""
        return str(format_percent(share, locale=self.locale))

    def country(self, code: str) -> str:
        """The name of a country."""
        return str(self.locale.territories.get(code, code))

    def language_name(self, code: str) -> str:
        """The name of a language, in the language that is spoken."""
        return language_name(code, self.language)

    def term(self, kind: str, code: str) -> str:
        """The label of a code of a vocabulary ("fields", "competences", "statuses"...), or the code where it is none of its."""
        try:
            return spoken_kind(kind).label(code, self.language)
        except UnknownCode:
            return code


def _apart(fact: Any) -> Any:
    """Words of others within a sentence, set apart: latin ones would pull figures and stops after them to their side."""
    if not isinstance(fact, str) or not fact:
        return fact
    words = fact if isinstance(fact, Said) else clean(fact)
    turned = CODED.match(words)  # the latin letter of a code does not turn round the name that follows it
    return Said(f"{FROM_THE_RIGHT if turned else FIRST_STRONG}{words}{END}")


@cache
def speech(language: str, *pages: str) -> Speech:
    """The sentences of some pages, in a language that all of them and the frame have, else in English."""
    if not all(language in languages_of(page) for page in (SHARED, *pages)):
        language = ENGLISH
    sentences = read(SHARED, language)
    for page in pages:
        sentences = sentences | read(page, language)
    return Speech(language, Wording(sentences, language))

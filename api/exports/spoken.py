"""In which language a file speaks: English, unless somebody asked for another one that files have, while it is made.

The language is that of the context in which a file is made, so that what words it (labels, facts, tables, templates)
needs no word about it. What stands on record in English is said anew as on the pages; what cannot be stays English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from api.auth.language import ENGLISH
from api.speech.anew import anew_in
from api.speech.speech import Speech, speech

LANGUAGES = ("en", "fr", "es")  # that files speak
PAGES = ("standing", "export")  # whose sentences they say
_language: ContextVar[str] = ContextVar("language of a file", default=ENGLISH)


@contextmanager
def spoken_in(language: str) -> Iterator[None]:
    """What is worded meanwhile is worded in this language; in English where files do not speak it."""
    before = _language.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _language.reset(before)


def voice() -> Speech:
    """What speaks in the file that is being made."""
    return speech(_language.get(), *PAGES)


def say(key: str, /, *, count: float | None = None, **facts: Any) -> str:
    """The sentence of a key, with its facts."""
    return voice()(key, count=count, **facts)


def again(sentence: str) -> str:
    """What stands on record in English, said anew; as it stands where that is not known."""
    return anew_in(_language.get()).words(sentence) if sentence else sentence


def is_english() -> bool:
    """Whether the file speaks English, the language of the record."""
    return _language.get() == ENGLISH


class Told(Mapping[Any, str]):
    """Words by key, each said when it is asked for."""

    def __init__(self, before: str, keys: tuple[Any, ...]) -> None:
        self.before, self.keys_in_order = before, keys

    def __getitem__(self, key: Any) -> str:
        if key not in self.keys_in_order:
            raise KeyError(key)
        return say(f"{self.before}.{getattr(key, 'value', key)}")

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys_in_order)

    def __len__(self) -> int:
        return len(self.keys_in_order)

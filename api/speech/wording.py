"""The sentences of pages and files, each in one place under a key: a file per page and language in the folder of the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

FOLDER = Path(__file__).parents[1] / "web" / "data"
SHARED = "shared"  # what several pages say
OTHER = "other"  # the form of a sentence that counts which every language has

Sentences = Mapping[str, str | Mapping[str, str]]


class Wording:
    """Sentences in one language; a call gives one of them with its facts put in."""

    def __init__(self, sentences: Sentences, language: str = "en") -> None:
        self.sentences, self._form_of = sentences, Locale(language).plural_form

    def __call__(self, key: str, /, *, count: float | None = None, **facts: Any) -> str:
        """The sentence of a key.

        Args:
            count: chooses the form of a sentence that counts (CLDR's names: one, two, few, many, other), and stands in it
                as {count}.

        Raises:
            KeyError: there is no such sentence, or it lacks a fact.
        """
        found = self.sentences[key]
        if not isinstance(found, str):
            found = found.get(self._form_of(count or 0), found[OTHER])
        return found.format(count=count, **facts)


@cache
def languages_of(page: str) -> frozenset[str]:
    """The languages in which a page has its sentences."""
    return frozenset(path.name.split(".")[1] for path in FOLDER.glob(f"{page}.*.json"))


def read(page: str, language: str = "en") -> dict[str, str | dict[str, str]]:
    """A file of sentences as it stands: key to sentence, or to the forms of one that counts."""
    found: dict[str, str | dict[str, str]] = json.loads((FOLDER / f"{page}.{language}.json").read_text("utf-8"))
    return found

"""The sentences of the pages, each in one place under a key: a file per page and language beside this one, in `data`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
SHARED = "shared"  # what several pages say
ONE, OTHER = "one", "other"  # forms of a sentence that counts

Sentences = Mapping[str, str | Mapping[str, str]]


class Wording:
    """The sentences of one page in one language; a call gives one of them with its facts put in."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences

    def __call__(self, key: str, /, *, count: int | None = None, **facts: Any) -> str:
        """The sentence of a key.

        Args:
            count: chooses the form of a sentence that counts, and stands in it as {count}.

        Raises:
            KeyError: there is no such sentence, or it lacks a fact.
        """
        found = self.sentences[key]
        if not isinstance(found, str):
            found = found[ONE if count == 1 else OTHER]
        return found.format(count=count, **facts)


@cache
def wording(page: str, language: str = "en") -> Wording:
    """The sentences of a page, and those that several pages share."""
    return Wording(read(SHARED, language) | read(page, language))


def read(page: str, language: str = "en") -> dict[str, str | dict[str, str]]:
    """A file of sentences as it stands: key to sentence, or to the forms of one that counts."""
    found: dict[str, str | dict[str, str]] = json.loads((FOLDER / f"{page}.{language}.json").read_text("utf-8"))
    return found

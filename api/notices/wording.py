"""The wording of every notice in every language, from one file per language in `data/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from babel import Locale

from matching.codes import WORKING_LANGUAGES

FALLBACK = "en"


@dataclass(frozen=True)
class Words:
    """How one kind of notice is worded in one language; words in braces are facts.

    Attributes:
        subject: the subject.
        opening: paragraphs before the facts.
        action: label of the link; None where the notice has none.
        after: paragraphs after the link.
        ask: how to ask, correct or object.
    """

    subject: str
    opening: tuple[str, ...]
    action: str | None
    after: tuple[str, ...]
    ask: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that may hold facts, in the order of the message."""
        return (self.subject, *self.opening, *self.after, self.ask)


@dataclass(frozen=True)
class Wording:
    """One language: how it writes, what frames every notice, the labels of facts, and the kinds."""

    language: str
    locale: Locale
    direction: Literal["ltr", "rtl"]
    frame: Mapping[str, str]
    labels: Mapping[str, str]
    kinds: Mapping[str, Words]


def notice_language(language: str | None) -> str:
    """The language a notice is written in: the person's where it is one of the six ('fr-CA' is 'fr'), else English."""
    code = (language or "").strip().replace("_", "-").partition("-")[0].lower()
    return code if code in WORKING_LANGUAGES else FALLBACK


@cache
def wording(language: str) -> Wording:
    """The wording of one of the working languages."""
    path = resources.files(__package__) / "data" / f"{language}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    kinds = {
        name: Words(
            subject=words["subject"],
            opening=tuple(words["opening"]),
            action=words.get("action"),
            after=tuple(words["after"]),
            ask=words["ask"],
        )
        for name, words in data["kinds"].items()
    }
    return Wording(language, Locale.parse(data["locale"]), data["direction"], data["frame"], data["labels"], kinds)

"""A sentence and its facts, as plain text and as HTML, with the direction of writing of each fact kept apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from urllib.parse import quote

from markupsafe import Markup, escape

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_AGAINST = {"ltr": {"R", "AL"}, "rtl": {"L"}}


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@dataclass(frozen=True)
class Text:
    """A fact as people read it.

    Attributes:
        words: what is written.
        direction: of the language around it.
    """

    words: str
    direction: str

    @property
    def plain(self) -> str:
        """As plain text, isolated where it runs against the language around it, so that nothing changes places."""
        if any(unicodedata.bidirectional(c) in _AGAINST[self.direction] for c in self.words):
            return f"{FIRST_STRONG_ISOLATE}{self.words}{POP_ISOLATE}"
        return self.words

    @property
    def html(self) -> Markup:
        """As HTML, in its own direction."""
        return Markup('<span dir="auto">{}</span>').format(self.words)


@dataclass(frozen=True)
class Address:
    """An e-mail address to write to. Never isolated in plain text: mail programs would take the mark for a letter."""

    address: str

    @property
    def plain(self) -> str:
        """The address alone."""
        return self.address

    @property
    def html(self) -> Markup:
        """A link that opens a new message."""
        return Markup('<a class="ask" dir="ltr" href="mailto:{}">{}</a>').format(
            quote(self.address, safe="@"), self.address
        )


@dataclass(frozen=True)
class Sentence:
    """A sentence whose words in braces are facts; only those facts may be missing that `known` says are not there."""

    template: str
    values: Mapping[str, Text | Address]

    @property
    def known(self) -> bool:
        """Whether every fact of the sentence is there; a sentence that is not known is left out."""
        return placeholders(self.template) <= set(self.values)

    @property
    def plain(self) -> str:
        """As plain text."""
        return self.template.format_map({name: value.plain for name, value in self.values.items()})

    @property
    def html(self) -> Markup:
        """As HTML, everything escaped."""
        return escape(self.template).format(**{name: value.html for name, value in self.values.items()})

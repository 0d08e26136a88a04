"""What something without a title may be called: the first words of its text that say something."""

from __future__ import annotations

import re

from matching.reading.call_facts import names_its_kind

LONGEST = 90  # characters
WORD = re.compile(r"[^\W\d_]{2,}")
_GREETING = re.compile(r"(?i)^(?:dear|bonjour|madame|monsieur|estimad|prezad|уважаем|السيد)\w*\b.{0,60}$")


def first_words(text: str) -> str | None:
    """The first sentence of a text, cut at a word where it is long; None where no line says anything."""
    lines = (" ".join(line.split()).lstrip("# ") for line in text.split("\n"))  # headings are marked
    first = next((line for line in lines if _says_something(line)), "")
    sentence = re.split(r"(?<=[^\W\d_]{3}[.;!?])\s", first)[0].rstrip(" .;:,")
    if len(sentence) <= LONGEST:
        return sentence or None
    return f"{sentence[:LONGEST].rsplit(' ', 1)[0]} …"


def _says_something(line: str) -> bool:
    return len(WORD.findall(line)) > 1 and not (_GREETING.match(line) or names_its_kind(line))

"""Writing Markdown: what comes from data is escaped, so that it reads as it stands; tables, headings and contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

# Characters that mean something to Markdown; an underscore means nothing between two letters or digits.
ESCAPED = re.compile(r"([\\`*{}\[\]<>#|~&]|(?<![^\W_])_|_(?![^\W_]))")
MARK = re.compile(r"^(\d*)([-+=.)])(?=[-+=\s]|$)")  # would begin a list or underline a heading at the start of a line
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


class Ready(str):
    """Text that is ready for its page and is not escaped again."""

    def __html__(self) -> str:
        return str(self)


class Heading(NamedTuple):
    """A heading of the second level, and the anchor that leads to it."""

    text: str
    anchor: str


def escaped(text: str) -> Ready:
    """A text on one line that Markdown shows as it stands."""
    flat = ESCAPED.sub(r"\\\1", " ".join(text.split()))
    return Ready(MARK.sub(r"\1\\\2", flat))


def inline(value: Any) -> Ready:
    """A value as a piece of a line: what is ready as it is, everything else escaped."""
    return value if isinstance(value, Ready) else escaped(str(value))


def code(text: str) -> Ready:
    """A name as it stands in code; names hold no backticks."""
    return Ready(f"`{' '.join(text.replace('`', ' ').split()).replace('|', ' ')}`")


def listed(items: Iterable[Any], nothing: str = "none") -> Ready:
    """Items separated by commas."""
    return Ready(", ".join(inline(item) for item in items) or nothing)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], nothing: str = "None.") -> Ready:
    """A table; a sentence where it has no rows. A cell that is empty shows a dash."""
    body = [[inline(cell) or Ready("–") for cell in row] for row in rows]
    if not body:
        return Ready(nothing)
    lines = [heads, ["---"] * len(heads), *body]
    return Ready("\n".join(f"| {' | '.join(line)} |" for line in lines))


def headings(text: str) -> list[Heading]:
    """The headings of the second level, in order, each with its anchor as repositories make it."""
    taken: dict[str, int] = {}
    return [Heading(found, _anchor(found, taken)) for found in HEADING.findall(text)]


def contents(text: str) -> str:
    """A list of the headings with links to them."""
    return "\n".join(f"- [{heading.text}](#{heading.anchor})" for heading in headings(text))


def paragraphs(text: str) -> Iterator[Ready]:
    """The paragraphs of a text that people wrote, each escaped."""
    return (escaped(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _anchor(heading: str, taken: dict[str, int]) -> str:
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    anchor = kept.replace(" ", "-")
    taken[anchor] = taken.get(anchor, -1) + 1
    return f"{anchor}-{taken[anchor]}" if taken[anchor] else anchor

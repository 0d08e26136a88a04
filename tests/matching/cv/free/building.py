"""Documents for the tests of the free reader, written as plain lines with small marks for what the eye would see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.cv.values import Block, CvText, Entry

_ITEM = re.compile(r"^(?:[-•*]\s+)")


def cv(written: str) -> CvText:
    """A document from lines: "#" to "###" declare a heading, "!" a bold line, "-" an item; tabs part the cells of a row.

    An empty line sets the next one apart.
    """
    blocks: list[Block] = []
    apart = False
    for line in written.strip("\n").split("\n"):
        if not line.strip():
            apart = True
            continue
        blocks.append(_block(line.rstrip(), apart))
        apart = False
    return CvText(tuple(blocks), "text")


def _block(line: str, apart: bool) -> Block:
    if heading := re.match(r"(#{1,3})\s+", line):
        return Block(line[heading.end() :], "heading", level=len(heading[1]), apart=apart)
    if line.startswith("!"):
        return Block(line[1:].strip(), bold=True, apart=apart)
    if item := _ITEM.match(line):
        return Block(line[item.end() :], "item", apart=apart)
    if "\t" in line:
        return Block(line, "row", cells=tuple(line.split("\t")), apart=apart)
    return Block(line.strip(), apart=apart)


def plain_text(written: str) -> CvText:
    """The same document with nothing known but its lines: no headings, bold letters, items or room between them."""
    return CvText(tuple(Block(block.text) for block in cv(written).blocks), "text")


def dates(entry: Entry) -> str:
    """The dates of an entry in short: "2015-03/2018", "2019/..." while it goes on, "/2004" where only the end is known."""
    start = entry.start.iso if entry.start else ""
    end = "..." if entry.ongoing else entry.end.iso if entry.end else ""
    return f"{start}/{end}"


@dataclass(frozen=True)
class Sample:
    """A CV and what it says: one line per entry ("kind | title | employer | dates | country"), languages, person."""

    id: str
    text: str
    entries: str
    languages: str = ""  # "fr native; en C1 C1 B2 B2; ru - - A2 A2" (listening, reading, speaking, writing)
    name: str = ""
    nationalities: str = ""
    phones: int | None = None


def shown(entry: Entry) -> str:
    """An entry as the samples write it."""
    return " | ".join((entry.kind, entry.title or "-", entry.employer or "-", dates(entry), entry.country or "-"))

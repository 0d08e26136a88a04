"""Writes a document as plain text, for a letter or a page of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from api.exports.paper import Block, Bullets, Heading, Pairs, Paper, Paragraph, Quote, Table
from api.exports.text import clean

WIDTH = 100  # characters of a line


def paper_text(paper: Paper) -> str:
    """The document as text: headings underlined, bullets with a dash, cells of a table beside each other."""
    blocks = [clean(paper.title), "=" * min(len(paper.title), WIDTH), clean(paper.kind), ""]
    for block in paper.blocks:
        blocks += [*map(clean, _lines(block)), ""]
    return "\n".join(blocks).rstrip() + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, _):
            yield text
            yield "-" * min(len(text), WIDTH)
        case Paragraph(runs, _):
            yield from wrap("".join(run.text for run in runs), WIDTH)
        case Bullets(lines):
            for line in lines:
                yield from wrap(line, WIDTH, initial_indent="- ", subsequent_indent="  ")
        case Quote(text, source, _):
            yield from wrap(f"“{text}” ({source})", WIDTH)
        case Pairs(rows, _):
            yield from (f"{label}: {words}" for label, words in rows)
        case Table(header, rows, _):
            yield from (" | ".join(row) for row in (header, *rows))

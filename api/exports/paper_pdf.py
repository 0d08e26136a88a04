"""Writes a document as a PDF file: tagged for screen readers (PDF/UA-1) and fit for an archive (PDF/A-2a).

The layout is in `templates/paper.typ`. It is given the document as data, never as source, so that no word of a document
can be taken for an instruction; it reads no file but itself and the fonts beside it.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import typst

from api.exports.glyphs import FAMILIES, FONTS, MISSING, showable, width
from api.exports.paper import Block, Bullets, Heading, Pairs, Paper, Paragraph, Quote, Table, utc
from api.exports.spoken import say, spoken_in
from api.exports.text import clean, runs_from_the_right

LAYOUT = Path(__file__).parent / "templates" / "paper.typ"
POINTS = 28.35  # of a centimetre
BODY, CELL = 9.5, 8.5  # points of type in paragraphs and in tables
INSET = 0.18  # centimetres between the line of a table and the words
MOST_LINES = 30  # of what is kept on one page; a longer row or group of pairs may go on overleaf
BREAK = "\u200b"  # where a word too long for its place may be broken

Line = list[Any]  # the words, and whether they run from right to left


def paper_pdf(paper: Paper) -> bytes:
    """The document as the bytes of a .pdf file, in A4; equal documents give equal bytes."""
    with spoken_in(paper.language):
        data = _as_data(paper)
    return typst.compile(
        str(LAYOUT),
        root=str(LAYOUT.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,  # the same file everywhere
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=utc(paper.made_at).replace(tzinfo=UTC, microsecond=0),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _as_data(paper: Paper) -> dict[str, Any]:
    blocks = [_block(block, paper.width) for block in paper.blocks]
    data = {
        "kind": _words(paper.kind),
        "title": _words(paper.title) or say("untitled.file"),  # a file for screen readers must have one
        "footer": _words(paper.footer),
        "page": [_words(word) for word in say("page.of", page="\n", pages="\n").split("\n")],
        "language": paper.language,
        "landscape": paper.landscape,
        "families": FAMILIES,
        "body": BODY,
        "cell": CELL,
        "inset": INSET,
        "blocks": blocks,
        "missing": "",
    }
    if MISSING in json.dumps(data, ensure_ascii=False):
        data["missing"] = say("letters.missing", mark=MISSING)
    return data


def _words(text: str) -> str:
    return showable(clean(text)).replace("\n", " ").strip()


def _block(block: Block, page: float) -> dict[str, Any]:
    match block:
        case Heading(text, level, new_page):
            return {"is": "heading", "text": _words(text) or "–", "level": level, "new_page": new_page}
        case Paragraph(runs, keep):
            told = [{"lines": _lines(r.text, page), "bold": r.bold, "muted": r.muted} for r in runs]
            turned = runs_from_the_right("".join(run.text for run in runs))
            return {"is": "paragraph", "runs": told, "keep": keep, "turned": turned}
        case Bullets(lines):
            return {"is": "bullets", "items": [_lines(line, page - 0.6) for line in lines]}
        case Quote(text, source, language):
            turned = runs_from_the_right(text, language)
            quoted = [line for line, _ in _lines(f"“{text}”", page - 0.6)]
            return {
                "is": "quote",
                "lines": quoted,
                "turned": turned,
                "language": language or "en",
                "source": _words(source),
            }
        case Pairs(rows, label_width):
            cells = [
                [_lines(label, label_width), _lines(words, page - label_width - INSET, BODY)] for label, words in rows
            ]
            room = (page - label_width - INSET) * POINTS / BODY
            whole = sum(_height(words, room) for _, words in cells) <= MOST_LINES
            return {"is": "pairs", "rows": cells, "label_width": label_width, "whole": whole}
        case Table():
            return _table(block)


def _table(block: Table) -> dict[str, Any]:
    rows = []
    for row in block.rows:
        cells = [_lines(text, wide - 2 * INSET, CELL) for text, wide in zip(row, block.widths, strict=True)]
        rooms = [(wide - 2 * INSET) * POINTS / CELL for wide in block.widths]
        height = max(_height(cell, room) for cell, room in zip(cells, rooms, strict=True))
        rows.append({"cells": cells, "whole": height <= MOST_LINES})
    header = [_lines(text, wide - 2 * INSET, CELL) for text, wide in zip(block.header, block.widths, strict=True)]
    return {"is": "table", "header": header, "rows": rows, "widths": block.widths}


def _height(cell: list[Line], room: float) -> int:
    """About how many lines of type a cell takes; `room` in parts of the font size."""
    return sum(max(1, math.ceil(1.15 * width(line) / room)) for line, _ in cell)


def _lines(text: str, room: float, size: float = BODY) -> list[Line]:
    """The lines of a text with the direction of each; words wider than `room` centimetres can be broken."""
    most = room * POINTS / size
    return [
        [_breakable(line, most), runs_from_the_right(line)] for line in showable(clean(text)).expandtabs(1).split("\n")
    ]


def _breakable(line: str, most: float) -> str:
    if width(line) <= most:
        return line
    return re.sub(r"\S{4,}", lambda word: _broken(word[0]) if width(word[0]) > most else word[0], line)


def _broken(word: str) -> str:
    """A word with a place to break it after every third letter, never before a mark that belongs to a letter."""
    pieces = [""]
    for letter in word:
        if len(pieces[-1]) < 3 or unicodedata.combining(letter):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return BREAK.join(pieces)

"""Plain text as blocks: its lines as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.cv.extract.lines import Line, finished, without_text
from matching.cv.limits import Limits
from matching.cv.values import CvText
from matching.reading.folding import tidy
from matching.reading.plain_files import decode

# A line of one sign over and over, or the edge of a table drawn with signs ("+----+----+", "--|--|").
_RULE = re.compile(r"([=\-_~*#.])\1{2,}|(?=[^|+]*[|+])(?=[^\-=_]*[\-=_]{2})[|+=\-_:\s]+")
_WIDE = re.compile(r"(?<=\S)(?: {3,}|[ ]*\t[ \t]*)(?=\S)")


def read_text(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of a plain text. Wide gaps inside a line part the cells of a row; drawn rules become empty lines.

    Raises:
        UnreadableDocument: not text in a known encoding, without text, or too long.
    """
    text, encoding = decode(data, label)
    warnings = (
        () if encoding.startswith("utf") else (f"The text was read as {encoding}; check accents and special letters.",)
    )
    pages = text.strip("\f\n\r ").split("\f")
    lines = (line for number, page in enumerate(pages, 1) for line in _lines(tidy(page), number))
    read = finished(lines, "text", label, limits, len(pages), warnings)
    if not read.blocks:
        raise without_text(label, pictures=False)
    return read


def _lines(text: str, page: int) -> Iterator[Line]:
    for line in text.split("\n"):
        indent = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        cells = tuple(_WIDE.split(line.strip()))
        if _RULE.fullmatch(line.strip()):
            yield Line("", page=page)
        elif len(cells) > 1 and len(cells[0]) > 1:
            yield Line("", "row", page, cells=cells, indent=indent)
        else:
            yield Line(line, page=page, indent=indent)

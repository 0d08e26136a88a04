"""What readers of all kinds of documents share: lines with their look, list marks, room above, and the finished text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median_low

from matching.cv.limits import Limits
from matching.cv.values import Block, BlockKind, CvText, Format
from matching.errors import UnreadableDocument
from matching.reading.folding import tidy

_MARK = re.compile(
    r"^\s*(?:[•●▪■◦○‣⁃·►▶➢➤➔→✓✔❖◆◇♦★☆■□▫⦁∙⚫🔹🔸\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf02d\uf06e\uf071\uf0e0]\s*|[-–—*+]\s+)(?=[^\s●○■□★☆•])"
)
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|página|pagina|seite|стр\.?|страница|صفحة|p\.)\s*)?\d{1,4}\s*(?:(?:/|of|de|di|von|из|sur|من)\s*\d{1,4})?\W*$",
    re.I,
)
ROOM = 2.0  # points of extra room above a line that set it apart


@dataclass(frozen=True)
class Line:
    """A line on its way to a block, with the room above it."""

    text: str  # may still hold the mark of a list, tabs and odd spaces
    kind: BlockKind = "line"
    page: int = 1
    level: int | None = None
    bold: bool = False
    size: float | None = None
    room: float | None = None  # points above it, 0 for the ordinary distance; None where nothing tells
    after_blank: bool = False  # an empty line stands before it
    cells: tuple[str, ...] = ()
    indent: float = 0.0
    table: int | None = None
    aside: bool = False  # in a narrow column beside the main text of a page


def one_line(text: str) -> str:
    """Text without line breaks, doubled spaces and invisible characters; tabs stay."""
    return re.sub(r"[^\S\t]+", " ", tidy(text).replace("\n", " ")).replace(" \t", "\t").replace("\t ", "\t").strip()


def without_mark(text: str) -> tuple[str, bool]:
    """(text without the mark of a list, whether there was one)."""
    match = _MARK.match(text)
    return (text[match.end() :], True) if match else (text, False)


def is_page_number(text: str) -> bool:
    """Whether a line of a header or footer only numbers the page."""
    return bool(_PAGE_NUMBER.match(text))


def joined(parts: Iterable[str], wrapped: bool = False) -> str:
    """Paragraphs of one cell on one line; a semicolon stands between those that do not end with a mark.

    `wrapped`: the parts are lines that ended where the cell did, and no semicolon stands between them.
    """
    out = ""
    for part in (one_line(p).replace("\t", " ") for p in parts):
        if part:
            out = part if not out else f"{out} {part}" if wrapped or out[-1] in ".;:,!?،؛-–—/" else f"{out}; {part}"
    return out


def _kept(lines: Iterable[Line]) -> Iterable[Line]:
    blank = False
    for line in lines:
        cells = tuple(one_line(cell).replace("\t", " ") for cell in line.cells)
        bare, marked = (line.text, False) if cells else without_mark(line.text)
        text = "\t".join(cells) if cells else one_line(bare)
        if not text.strip():
            blank = True
            continue
        kind: BlockKind = "item" if marked and line.kind == "line" else line.kind
        yield replace(line, text=text, kind=kind, cells=cells, after_blank=blank or line.after_blank)
        blank = False


def _numbered(lines: list[Line]) -> list[Line]:
    """Tables counted from 1 in the order in which they come."""
    numbers: dict[int, int] = {}
    return [
        line if line.table is None else replace(line, table=numbers.setdefault(line.table, len(numbers) + 1))
        for line in lines
    ]


def _block(line: Line, usual: float) -> Block:
    apart = line.after_blank or (line.room is not None and line.room > usual + ROOM)
    size = None if line.size is None else round(line.size, 1)
    return Block(
        line.text,
        line.kind,
        line.page,
        line.level,
        line.bold,
        size,
        apart,
        line.cells,
        round(line.indent, 1),
        line.table,
    )


def finished(
    lines: Iterable[Line], format: Format, label: str, limits: Limits, pages: int = 1, warnings: tuple[str, ...] = ()
) -> CvText:
    """The text of a document from its lines: tidy, list marks off, no empty ones, and which stand apart.

    Raises:
        UnreadableDocument: too long.
    """
    kept = _numbered(list(_within(_kept(lines), label, limits)))
    rooms = [line.room for line in kept if line.room is not None]
    usual = median_low(rooms) if rooms else 0.0
    return CvText(tuple(_block(line, usual) for line in kept), format, pages, warnings)


def _within(lines: Iterable[Line], label: str, limits: Limits) -> Iterator[Line]:
    """The lines, looked through no further than to where there are too many of them."""
    length = count = 0
    for line in lines:
        length += len(line.text) + 1
        count += 1 + max(len(line.cells), line.text.count("\t"))
        if length > limits.characters:
            raise _too_long(label, f"{length:,} characters", limits.characters)
        if count > limits.lines:
            raise _too_long(label, f"{count:,} lines and cells", limits.lines)
        yield line


def _too_long(label: str, found: str, most: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"{label} is too long.", f"It holds {found} or more; the limit is {most:,}.",
        "Send the part that describes the person.",
    )  # fmt: skip


def without_text(label: str, pictures: bool) -> UnreadableDocument:
    """The error for a document that holds no text."""
    found = "It holds pictures without text, as a scan does." if pictures else "It holds no text at all."
    return UnreadableDocument(
        f"{label} has no text.", found, "Run text recognition on it, send the original file, or paste the text."
    )


def pictures_note(count: int) -> tuple[str, ...]:
    """The warning about pictures that were not read (a photograph, a logo); nothing where there are none."""
    return (f"Pictures that were not read: {count}.",) if count else ()


def pictures_in(text: CvText) -> int:
    """How many pictures a document holds, from its warnings."""
    for warning in text.warnings:
        if match := re.fullmatch(r"Pictures that were not read: (\d+)\.", warning):
            return int(match[1])
    return 0

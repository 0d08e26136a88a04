"""A page laid on a grid of characters, turned into lines in reading order: columns unfolded, rows of tables joined."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.reading.arabic_pdf import is_right_to_left

GAP = 3  # blank characters on the grid that make a gutter, and that separate cells of a row
STRETCH = 6  # lines that a gutter must run through
PROSE = 22  # mean characters per line, on both sides, that tell columns of text from the cells of a table
SLACK = 2  # characters by which a cell may begin before the head of its column


@dataclass(frozen=True)
class _Cell:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def in_reading_order(grid: str) -> str:
    """Lines laid on a grid, with columns of running text unfolded and cells of a row separated by a tab.

    In Arabic text the right column and the right cell come first.
    """
    backwards = is_right_to_left(grid)
    lines = [line.rstrip() for line in grid.split("\n")]
    out: list[str] = []
    at = 0
    while at < len(lines):
        end, gutter = _stretch(lines, at)
        if gutter is not None:
            left = [line[:gutter].strip() for line in lines[at:end]]
            right = [line[gutter:].strip() for line in lines[at:end]]
            out += [*right, "", *left, ""] if backwards else [*left, "", *right, ""]
        else:
            end, rows = _table(lines, at)
            out += ["\t".join(row[::-1] if backwards else row) for row in rows]
        at = end
    return "\n".join(out)


def _stretch(lines: list[str], start: int) -> tuple[int, int | None]:
    """(end, column of the gutter) of the longest two-column stretch that begins at a line; no gutter: None."""
    best: tuple[int, int | None] = (start + 1, None)
    for gap in re.finditer(rf"(?<=\S) {{{GAP},}}(?=\S)", lines[start]):
        gutter = gap.end()
        end = start
        while end < len(lines) and not lines[end][gutter - GAP : gutter].strip():
            end += 1
        reached = end
        while end > start and not lines[end - 1][gutter:].strip():
            end -= 1
        while end < reached and lines[end]:  # the left column may go on below the right one
            end += 1
        filled = [line for line in lines[start:end] if line]
        left, right = [line[:gutter] for line in filled], [line[gutter:] for line in filled]
        if len(filled) >= STRETCH and end > best[0] and _is_prose(left) and _is_prose(right):
            best = (end, gutter)
    return best


def _is_prose(column: list[str]) -> bool:
    filled = [part.strip() for part in column if part.strip()]
    if any(re.search(rf"\S {{{GAP + 2},}}\S", part) for part in filled):
        return False  # several cells on one side of the gap: a table
    return len(filled) >= 0.6 * len(column) and sum(map(len, filled)) >= PROSE * len(filled)


def _cells(line: str) -> list[_Cell]:
    return [_Cell(m.start(), m[0]) for m in re.finditer(rf"\S+(?: {{1,{GAP - 1}}}\S+)*", line)]


def _table(lines: list[str], start: int) -> tuple[int, list[list[str]]]:
    """(end, rows) of the table whose head is a line; a line that heads none is the only row.

    The lines of one row of the table stand close together; rows are apart, or each begins with a line that fills the
    first column and another.
    """
    head = _cells(lines[start])
    rows = [[cell.text for cell in head] or [""]]
    end = start + 1
    if len(head) < 2:
        return end, rows
    while (block := _block(lines, end)) is not None:
        first, last = block
        placed = [_placed(_cells(line), head) for line in lines[first:last]]
        fitting = [columns for columns in placed if columns is not None]
        if len(fitting) < len(placed) or len({k for columns in fitting for k in columns}) < 2:
            break
        rows += _rows(fitting, len(head))
        end = last
    return end, rows


def _block(lines: list[str], start: int) -> tuple[int, int] | None:
    """(first, last) of the next lines without a blank one between, or None at the end of the page."""
    while start < len(lines) and not lines[start]:
        start += 1
    end = start
    while end < len(lines) and lines[end]:
        end += 1
    return (start, end) if end > start else None


def _placed(cells: list[_Cell], head: list[_Cell]) -> dict[int, str] | None:
    """Column -> text, or None where a cell runs over more than one column."""
    columns: dict[int, str] = {}
    starts = [cell.start for cell in head]
    for cell in cells:
        column = max((k for k, start in enumerate(starts) if start - SLACK <= cell.start), default=0)
        if column in columns or (column + 1 < len(starts) and cell.end > starts[column + 1]):
            return None
        columns[column] = cell.text
    return columns


def _rows(lines: list[dict[int, str]], width: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for columns in lines:
        if not rows or (0 in columns and len(columns) > 1):
            rows.append([""] * width)
        for column, text in columns.items():
            rows[-1][column] = f"{rows[-1][column]} {text}".strip()
    return rows

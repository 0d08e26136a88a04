"""Rows of tables as lines: a row of data stays one line; a table that only lays a page out is read cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matching.cv.extract.lines import Line, joined

LABEL = 90  # characters of a cell that stands as a label (dates, a place) beside the paragraphs of another
LABEL_LINES = 4
LAID_OUT = 4  # paragraphs, in each of two cells, from which a row is columns of a page and not data

Cell = Sequence[Line]


def row_lines(cells: Sequence[Cell], table: int, wrapped: bool = False) -> list[Line]:
    """The lines of one row.

    One filled cell: its lines. A short cell beside one with several paragraphs: a row of the label and the first
    paragraph, then the other paragraphs. Cells with many paragraphs each: columns of a page, one after the other.
    Everything else: one row, a line of its own, with all its cells. `wrapped`: the lines of a cell are one text that was
    broken to fit it, not paragraphs.
    """
    kept = [[line for line in cell if line.text.strip() or line.cells] for cell in cells]
    filled = [cell for cell in kept if cell]
    if not filled:
        return [Line("")]
    if len(filled) == 1 or _lays_out(filled):
        return [line for cell in filled for line in (Line(""), *cell)]
    if len(filled) == 2 and _is_label(filled[0]) and len(filled[1]) > 1:
        return _labelled(filled[0], filled[1], table, wrapped)
    return [_row(kept, table, wrapped)]


def _lays_out(filled: Sequence[Cell]) -> bool:
    if any(line.cells for cell in filled[:-1] for line in cell):
        return True  # a table in a cell that is not the last
    long = [cell for cell in filled if len(cell) >= LAID_OUT and not _is_label(cell)]
    headed = [cell for cell in filled if any(line.kind == "heading" for line in cell) and len(cell) > 1]
    return len(long) >= 2 or len(headed) >= 2


def _is_label(cell: Cell) -> bool:
    plain = all(line.kind != "heading" and not line.cells for line in cell)
    return plain and len(cell) <= LABEL_LINES and sum(len(line.text) for line in cell) <= LABEL


def _labelled(label: Cell, body: Cell, table: int, wrapped: bool) -> list[Line]:
    first, *others = body
    if first.cells or first.kind == "heading":  # a table or a heading beside a label: the label goes above it
        return [*label, *body]
    return [_row([label, [first]], table, wrapped), *(replace(line, table=line.table or table) for line in others)]


def _row(cells: Sequence[Cell], table: int, wrapped: bool) -> Line:
    texts = tuple(joined((line.text or " ".join(line.cells) for line in cell), wrapped) for cell in cells)
    every = [line for cell in cells for line in cell]
    sizes = [line.size for line in every if line.size]
    return Line(
        "", "row", every[0].page, bold=all(line.bold for line in every), size=max(sizes, default=None),
        room=every[0].room, after_blank=any(line.after_blank for line in every[:1]), cells=texts, table=table,
    )  # fmt: skip

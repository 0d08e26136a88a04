"""Rows across a gutter: labels such as dates with what stands beside them, and the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from matching.cv.extract.lines import Line
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_gutters import find_split
from matching.cv.extract.pdf_paragraphs import Column, paragraphs, visual_rows
from matching.cv.extract.pdf_relation import only_dates, relation, sorted_by_height, turns
from matching.cv.extract.rows import row_lines

HEADING = 1.25  # times the size of what is below it: a heading above the first cell of a row, bold or not
Arrange = Callable[[Sequence[Fragment], Column | None], list[Line]]
_OPEN = re.compile(
    r"(?:[-–—/,(→]|\b(?:to|au|à|a|al|hasta|до|по|bis|until|since|depuis|desde|from|de|du|с|من|إلى|and|et|y|e))$", re.I
)
_GOES_ON = re.compile(r"^(?:[-–—/)→]|(?:to|au|à|al|hasta|до|по|bis|until|إلى)\b)", re.I)


def in_rows(left: Sequence[Fragment], right: Sequence[Fragment], page: int, arrange: Arrange) -> list[Line]:
    """The lines of two sides that are read across, row by row."""
    columns = [*_further_columns(list(left)), *_further_columns(list(right))]
    if len(columns) == 2 and (_is_narrow(columns[1], columns[0]) or only_dates(columns[1])):
        return _line_by_line(left, right, page)
    edges = [_edges(column) for column in columns]
    lines: list[Line] = []
    for band in _bands(columns):
        headings, band = _without_headings(band)
        lines += paragraphs(headings, page) if headings else []
        cells = [_cell(part, edge, page, arrange) for part, edge in zip(band, edges, strict=True)]
        lines += row_lines(cells, page * 10_000 + int(min(f.y for c in columns for f in c)), wrapped=True)
    return lines


def _without_headings(band: list[list[Fragment]]) -> tuple[list[Fragment], list[list[Fragment]]]:
    """The headings that stand above the first cell of a row, with nothing beside them, and the row without them."""
    first = sorted(band[0], key=lambda f: f.y)
    beside = min((f.y for part in band[1:] for f in part), default=float("-inf"))
    above = [f for f in first if f.y < beside - 0.5 * f.size]
    count = 0
    while count < min(len(above), len(first) - 1) and _is_heading(first[count], first[count + 1]):
        count += 1
    return first[:count], [first[count:], *band[1:]] if count else band


def _is_heading(one: Fragment, below: Fragment) -> bool:
    stands_out = one.bold and not below.bold and one.size > below.size + 0.6
    return stands_out or (one.size >= HEADING * below.size and not only_dates([one]))


def _cell(part: list[Fragment], edge: Column, page: int, arrange: Arrange) -> list[Line]:
    return arrange(part, edge) if part else []


def _further_columns(side: list[Fragment]) -> list[list[Fragment]]:
    """A side parted again where it is rows of several cells over its whole height."""
    split = find_split(side, trim=False)
    if split is None or split.above or split.below or relation(split.left, split.right) == "columns":
        return [side]
    return [*_further_columns(split.left), *_further_columns(split.right)]


def _edges(side: Sequence[Fragment]) -> Column:
    """The edges of a column of cells, and how many of its lines reach the right one."""
    column = Column(min(f.x0 for f in side), max(f.x1 for f in side))
    return replace(column, full=sum(column.is_reached(f) for f in side))


def _is_narrow(side: Sequence[Fragment], other: Sequence[Fragment]) -> bool:
    widths = [max(f.x1 for f in part) - min(f.x0 for f in part) for part in (side, other)]
    return widths[0] <= 0.5 * widths[1]


def _line_by_line(left: Sequence[Fragment], right: Sequence[Fragment], page: int) -> list[Line]:
    """Labels on the far side (dates set flush right): each joins the line it stands beside."""
    merged = _joined_labels(sorted(right, key=lambda f: f.y))
    return paragraphs([*left, *merged], page)


def _joined_labels(labels: list[Fragment]) -> list[Fragment]:
    kept: list[Fragment] = []
    for label in labels:
        if kept and _wraps(kept[-1], label):
            kept[-1].text = f"{kept[-1].text} {label.text}"
        else:
            kept.append(label)
    return kept


def _wraps(one: Fragment, two: Fragment) -> bool:
    """Whether a label goes on in the line below it."""
    near = 0 < two.y - one.y <= 1.7 * max(one.size, two.size)
    return near and bool(_OPEN.search(one.text) or _GOES_ON.match(two.text))


def _bands(columns: list[list[Fragment]]) -> list[list[list[Fragment]]]:
    """The rows, each as its part of every column."""
    starts = (None if sorted_by_height([f for c in columns for f in c]) else _written_starts(columns)) or _starts(
        columns
    )
    bands = []
    for upper, lower in zip([float("-inf"), *starts[1:]], [*starts[1:], float("inf")], strict=True):
        band = [[f for f in column if upper <= f.y < lower] for column in columns]
        if any(band):
            bands.append(band)
    return bands


def _written_starts(columns: list[list[Fragment]]) -> list[float] | None:
    """Heights at which rows begin, where the content was written row by row and cell by cell; None where it was not."""
    number = {id(f): n for n, column in enumerate(columns) for f in column}
    starts: list[float] = []
    last, floor = len(columns), float("-inf")
    rows: list[list[Fragment]] = []
    for run in turns(*columns):
        column = number[id(run[0])]
        if column < last:
            rows.append([])
        rows[-1] += run
        last = column
    for row in rows:
        start = min(f.top for f in row)
        if start < floor - 0.4 * row[0].size:
            return None
        starts.append(start)
        floor = max(f.y for f in row)
    return starts


def _starts(columns: list[list[Fragment]]) -> list[float]:
    """Heights at which rows begin, from where lines stand."""
    rows = visual_rows([f for column in columns for f in column])
    first = {id(f) for f in columns[0]}
    starts = [rows[0]]
    for above, row in zip(rows, rows[1:], strict=False):
        if _begins(above, row, first):
            starts.append(row)
    return [min(f.top for f in row) for row in starts]


def _begins(above: list[Fragment], row: list[Fragment], first: set[int]) -> bool:
    """Whether a visual line begins a row: its first cell is filled and does not go on from the line above."""
    labels, over = [f for f in row if id(f) in first], [f for f in above if id(f) in first]
    if not labels:
        return False
    if not over or labels[0].y - max(f.y for f in above) > 1.7 * labels[0].size:
        return True
    return len(row) > len(labels) and not _wraps(over[-1], labels[0])

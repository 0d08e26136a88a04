"""A page's fragments in reading order: heads over columns, columns one after the other, rows kept together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matching.cv.extract.lines import Line
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_gutters import Split, find_split
from matching.cv.extract.pdf_paragraphs import Column, paragraphs
from matching.cv.extract.pdf_relation import relation
from matching.cv.extract.pdf_rows import in_rows
from matching.cv.extract.pdf_ruled import Grid, with_tables
from matching.cv.extract.right_to_left import numbers_in_arabic, runs_leftwards

SIDEBAR = 0.62  # of the width of the main column: the most a sidebar has
TALL = 0.3  # of the height of the page's text: the least a sidebar has
DEEPEST = 12  # regions inside regions


def in_reading_order(
    fragments: Sequence[Fragment],
    width: float,
    page: int,
    sidebars: list[float] | None = None,
    tables: Sequence[Grid] = (),
) -> list[Line]:
    """The lines of a page in the order they are read; on a page in Arabic from the right.

    `sidebars`: left edges of the sidebars of earlier pages; those of this page are added. `tables`: ruled ones.
    """
    if not fragments:
        return []
    if runs_leftwards(" ".join(f.text for f in fragments)):
        fragments = [replace(f, text=numbers_in_arabic(f.text), x0=width - f.x1, x1=width - f.x0) for f in fragments]
        tables = [_mirrored(grid, width) for grid in tables]
    order = _Page(fragments, page, sidebars if sidebars is not None else [])
    whole = with_tables(fragments, tables, page, lambda part, edges: order.arranged(part, edges, DEEPEST - 2))
    return order.arranged(whole, None, 0)


def _mirrored(grid: Grid, width: float) -> Grid:
    return Grid(grid.heights, tuple(tuple(width - edge for edge in reversed(edges)) for edges in grid.rows))


def sidebars_last(pages: Sequence[list[Line]]) -> list[Line]:
    """The lines of all pages, the main text in one piece.

    A narrow column beside the main text would part an entry that goes on on the next page; it comes after the last
    page then. One that opens the first page and has none after it stays where it is.
    """
    flat = [(number, line) for number, lines in enumerate(pages) for line in (*lines, Line(""))]
    lone = {number for number, line in flat if line.aside} == {0}
    opening = next((at for at, (_, line) in enumerate(flat) if line.text and not line.aside), len(flat))
    if len(pages) == 1 or (lone and not any(line.aside for _, line in flat[opening:])):
        return [line for _, line in flat]
    main = [line for _, line in flat if not line.aside]
    return [*main, *(line for _, line in flat if line.aside)]


def rows_over_pages(lines: list[Line]) -> list[Line]:
    """The lines of a document, a row of a table that goes on on the next page made one row again."""
    out: list[Line] = []
    for line in lines:
        last = next((at for at in range(len(out) - 1, -1, -1) if out[at].text or out[at].cells), None)
        if last is not None and _goes_on(out[last], line):
            cells = tuple(f"{a} {b}".strip() for a, b in zip(out[last].cells, line.cells, strict=True))
            out[last] = replace(out[last], cells=cells)
        else:
            out.append(line)
    return out


def _goes_on(one: Line, two: Line) -> bool:
    alike = len(one.cells) == len(two.cells) >= 3 and one.table is not None and two.table is not None
    return alike and two.page == one.page + 1 and not two.cells[0]


class _Page:
    """One page while it is put in order."""

    def __init__(self, fragments: Sequence[Fragment], page: int, sidebars: list[float]) -> None:
        self.page, self._sidebars = page, sidebars
        self.top, self.bottom = min(f.top for f in fragments), max(f.bottom for f in fragments)

    def arranged(self, fragments: Sequence[Fragment], column: Column | None, depth: int) -> list[Line]:
        """The lines of a region."""
        split = find_split(fragments) if depth < DEEPEST else None
        if split is None:
            return paragraphs(fragments, self.page, column)
        lines = self.arranged(split.above, column, depth + 1) if split.above else []
        lines += [Line(""), *self._sides(split, column, depth), Line("")]
        return lines + (self.arranged(split.below, column, depth + 1) if split.below else [])

    def _sides(self, split: Split, column: Column | None, depth: int) -> list[Line]:
        if relation(split.left, split.right) == "rows":
            return in_rows(
                split.left, split.right, self.page, lambda part, edges: self.arranged(part, edges, depth + 1)
            )
        edges = Column(min(f.x0 for f in split.right), column.right) if column else None
        left, right = self.arranged(split.left, None, depth + 1), self.arranged(split.right, edges, depth + 1)
        if not split.below and self._is_sidebar(split.right, split.left):
            right = [replace(line, aside=True) for line in right]
        if not split.above and self._is_sidebar(split.left, split.right):
            left = [replace(line, aside=True) for line in left]
        return [*left, Line("", aside=bool(left) and left[-1].aside), *right]

    def _is_sidebar(self, side: Sequence[Fragment], other: Sequence[Fragment]) -> bool:
        """Whether one side is narrow, and tall or where an earlier page has a sidebar."""
        widths = [max(f.x1 for f in part) - min(f.x0 for f in part) for part in (side, other)]
        height = max(f.bottom for f in side) - min(f.top for f in side)
        edge = min(f.x0 for f in side)
        known = any(abs(edge - other_edge) < 6 for other_edge in self._sidebars)
        found = widths[0] <= SIDEBAR * widths[1] and (known or height >= TALL * (self.bottom - self.top))
        if found and not known:
            self._sidebars.append(edge)
        return found

"""Tables drawn with rules: which lines of a page make a grid, and which text stands in which of its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.cv.extract.lines import Line
from matching.cv.extract.pdf_drawings import Rule
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_paragraphs import Column, TableFragment
from matching.cv.extract.rows import row_lines

TOUCH = 3.0  # points: rules nearer than this meet
MOST_RULES = 2_000  # of a page; more make a drawing, not tables
_HEAD = 10.0  # points: the size that a table counts with among the lines around it

Arrange = Callable[[Sequence[Fragment], Column], list[Line]]


@dataclass(frozen=True)
class Grid:
    """A ruled table: the heights of its rules across, and for each row the places of its rules down."""

    heights: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    def cell(self, fragment: Fragment) -> tuple[int, int] | None:
        """(row, column) that a fragment stands in, or None outside."""
        row = bisect_right(self.heights, fragment.y - 0.3 * fragment.size) - 1
        if not 0 <= row < len(self.rows):
            return None
        edges, middle = self.rows[row], (fragment.x0 + fragment.x1) / 2
        column = bisect_right(edges, middle) - 1
        return (row, column) if 0 <= column < len(edges) - 1 else None


def grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """The tables that rules of a page make: at least two cells beside one another, bounded above and below."""
    if len(across) + len(down) > MOST_RULES:
        return []
    made = [_grid(part) for part in _connected([(r, True) for r in across] + [(r, False) for r in down])]
    return [grid for grid in made if grid is not None]


def _connected(rules: list[tuple[Rule, bool]]) -> list[list[tuple[Rule, bool]]]:
    """Rules in groups that touch."""
    groups: list[list[tuple[Rule, bool]]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append([rule, *(member for group in touching for member in group)])
    return groups


def _touch(one: tuple[Rule, bool], other: tuple[Rule, bool]) -> bool:
    (a, a_across), (b, b_across) = one, other
    if a_across == b_across:
        return abs(a.at - b.at) <= TOUCH and a.start <= b.end + TOUCH and b.start <= a.end + TOUCH
    return a.start - TOUCH <= b.at <= a.end + TOUCH and b.start - TOUCH <= a.at <= b.end + TOUCH


def _grid(rules: list[tuple[Rule, bool]]) -> Grid | None:
    across, down = [r for r, flat in rules if flat], [r for r, flat in rules if not flat]
    if len(across) < 2 or not down:
        return None
    heights = _distinct([r.at for r in across])
    left, right = min(r.start for r in across), max(r.end for r in across)
    rows = []
    for top, bottom in zip(heights, heights[1:], strict=False):
        middle = (top + bottom) / 2
        rows.append(tuple(_distinct([left, right, *(r.at for r in down if r.start - 1 <= middle <= r.end + 1)])))
    if not any(len(edges) > 2 for edges in rows) or len(heights) < 2:
        return None
    return Grid(tuple(heights), tuple(rows))


def _distinct(values: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > TOUCH:
            kept.append(value)
    return kept


def with_tables(fragments: Sequence[Fragment], found: Sequence[Grid], page: int, arrange: Arrange) -> list[Fragment]:
    """The fragments of a page, those inside a ruled table replaced by the table as one piece."""
    rest = list(fragments)
    for number, grid in enumerate(found):
        inside = [(place, f) for f in rest if (place := grid.cell(f)) is not None]
        if len({place for place, _ in inside}) < 2:
            continue
        taken = {id(f) for _, f in inside}
        rest = [f for f in rest if id(f) not in taken]
        rest.append(_table(grid, inside, page * 10_000 + 5_000 + number, arrange))
    return rest


def _table(grid: Grid, inside: list[tuple[tuple[int, int], Fragment]], number: int, arrange: Arrange) -> TableFragment:
    lines: list[Line] = []
    for row, edges in enumerate(grid.rows):
        cells = []
        for column, (left, right) in enumerate(zip(edges, edges[1:], strict=False)):
            part = [f for place, f in inside if place == (row, column)]
            cells.append(arrange(part, Column(left, right - 4)) if part else [])
        if any(cells):
            lines += row_lines(cells, number, wrapped=True)
    texts = [f for _, f in inside]
    first = min(texts, key=lambda f: (f.y, f.x0))
    return TableFragment(
        first.text, grid.rows[0][0], grid.rows[0][-1], grid.heights[0] + _HEAD, _HEAD, False,
        first.order, min(f.first for f in texts), tuple(lines),
    )  # fmt: skip

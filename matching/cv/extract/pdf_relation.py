"""How two sides of a gutter belong together: columns that are read one after the other, or rows read across."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from matching.cv.extract.pdf_fragments import Fragment

Relation = Literal["columns", "rows"]
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)|(?<!\d)(?:0\d|1[0-2])[/-]\d\d(?!\d)|[\u0660-\u0669\u06f0-\u06f9]{4}"
)
DATED = 0.45  # share of the lines of a side: dates beside entries
PROSE = 24  # mean characters of a line of running text
ALIGNED = 0.25  # of the size: how far baselines of one row may lie apart


def relation(left: Sequence[Fragment], right: Sequence[Fragment]) -> Relation:
    """Columns or rows, from the order of the page's content, from baselines, and from what the narrow side says.

    Programs write a page in the order it is read, so two sides written one after the other are columns, and sides
    that take turns at the same heights are rows. A content sorted by height says nothing; then baselines and dates
    decide.
    """
    widths = sorted((_width(left), _width(right)))
    left, right = _beside(left, right), _beside(right, left)
    if not left or not right:
        return "columns"
    narrow, wide = (left, right) if _width(left) <= _width(right) else (right, left)
    if only_dates(wide) and not only_dates(narrow):
        narrow, wide = wide, narrow
    dated = sum(bool(DATE.search(f.text)) for f in narrow) / len(narrow)
    labels = _mean_length(narrow) <= PROSE and (widths[0] <= 0.5 * widths[1] or only_dates(narrow))
    if dated >= DATED and labels and _aligned(narrow, wide) >= 0.8 and _beside_running_text(narrow, wide) <= 0.2:
        return "rows"
    runs = turns(left, right)
    if len(runs) <= 2:
        return "columns"
    if sorted_by_height((*left, *right)):
        return _by_height(narrow, wide, dated)
    pairs = zip(runs, runs[1:], strict=False)
    level = sum(same_row(_upper(a), _upper(b)) for a, b in pairs)
    return "rows" if level >= 0.5 * (len(runs) // 2) else "columns"


def only_dates(side: Sequence[Fragment]) -> bool:
    """Whether a side is dates and nothing else, as those set flush right beside the heads of entries."""
    return all(DATE.search(f.text) and len(f.text) <= PROSE for f in side)


def _by_height(narrow: Sequence[Fragment], wide: Sequence[Fragment], dated: float) -> Relation:
    """The relation where the order of the content tells nothing."""
    aligned = _aligned(narrow, wide)
    if aligned < 0.6:
        return "columns"
    if dated >= DATED:
        return "rows"
    prose = min(_mean_length(narrow), _mean_length(wide)) >= PROSE
    return "columns" if prose or aligned < 0.9 or _beside_running_text(narrow, wide) > 0.2 else "rows"


def _beside_running_text(narrow: Sequence[Fragment], wide: Sequence[Fragment]) -> float:
    """The share of the narrow side's lines that stand beside a line which goes on from the one above it."""
    ordered, edge = sorted(wide, key=lambda f: f.y), max(f.x1 for f in wide)
    going_on = [
        b for a, b in zip(ordered, ordered[1:], strict=False)
        if b.y - a.y < 1.6 * b.size and a.x1 > edge - 6 * a.size and b.text[:1].islower()
    ]  # fmt: skip
    return sum(any(same_row(f, g) for g in going_on) for f in narrow) / len(narrow)


def _beside(side: Sequence[Fragment], other: Sequence[Fragment]) -> list[Fragment]:
    """The part of a side that has the other beside it."""
    top, bottom = min(f.top for f in other), max(f.bottom for f in other)
    return [f for f in side if f.bottom > top and f.top < bottom]


def _upper(run: Sequence[Fragment]) -> Fragment:
    return min(run, key=lambda f: f.y)


def turns(*columns: Sequence[Fragment]) -> list[list[Fragment]]:
    """The fragments of several columns in the order of the page's content, cut where it passes to another column."""
    marked = sorted(
        ((f.order, number, f) for number, column in enumerate(columns) for f in column), key=lambda m: m[:2]
    )
    runs: list[list[Fragment]] = []
    last = -1
    for _, number, fragment in marked:
        if number != last:
            runs.append([])
        runs[-1].append(fragment)
        last = number
    return runs


def same_row(one: Fragment, other: Fragment) -> bool:
    """Whether two fragments stand on one baseline, or beside one another where their sizes differ."""
    return abs(one.y - other.y) <= ALIGNED * max(one.size, other.size) + 0.5 * abs(one.size - other.size)


def _width(side: Sequence[Fragment]) -> float:
    return max(f.x1 for f in side) - min(f.x0 for f in side)


def _mean_length(side: Sequence[Fragment]) -> float:
    return sum(len(f.text) for f in side) / len(side)


def _aligned(narrow: Sequence[Fragment], wide: Sequence[Fragment]) -> float:
    """The share of the narrow side's groups whose first line shares its baseline with a line of the wide side."""
    ordered = sorted(narrow, key=lambda f: f.y)
    firsts = ordered[:1] + [b for a, b in zip(ordered, ordered[1:], strict=False) if _parted(a, b)]
    if len(firsts) == 1 and len(ordered) > 4:
        firsts = ordered
    firsts = [f for f in firsts if DATE.search(f.text)] or firsts  # a head among dates has nothing beside it
    return sum(any(same_row(f, g) for g in wide) for f in firsts) / len(firsts)


def _parted(one: Fragment, two: Fragment) -> bool:
    """Whether two lines of a column, one below the other, do not belong together."""
    return two.y - one.y > 1.6 * two.size or one.bold != two.bold or abs(one.size - two.size) > 0.6


def sorted_by_height(fragments: Sequence[Fragment]) -> bool:
    """Whether the content runs strictly down the page, whatever the side: then its order tells nothing."""
    ordered = sorted(fragments, key=lambda f: f.order)
    falls = sum(b.y >= a.y - 0.3 * a.size for a, b in zip(ordered, ordered[1:], strict=False))
    return falls >= 0.97 * (len(ordered) - 1)

"""Lines of one column put together to paragraphs: a line that ended only because the column did goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median_low

from matching.cv.extract.lines import Line, without_mark
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_relation import DATE, same_row
from matching.cv.extract.right_to_left import runs_leftwards
from matching.cv.values import BlockKind

CELL_GAP = 1.15  # of the size: the gap that parts the cells of a row
LONG, LONG_LEFTWARDS = 45, 34  # characters of a line that may go on with a capital, or in a script without capitals
LEAST_FULL = 2  # lines that reach the edge of a column from which on it is known to be the edge
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010]$")
_GOES_ON = re.compile(
    r"(?:[,;(/–—-]|\b(?:and|of|the|in|for|with|to|et|de|la|le|les|des|du|pour|en|y|e|o|и|в|на|по|و|في|من|a|an|au|aux|del|para|con|do|da|dos|das|und|der))$",
    re.I,
)
_ADDRESS = re.compile(r"\+?[\d() .-]{7,}|\S+@\S+|(?:https?://|www\.)\S+")
_BROKEN_ADDRESS = re.compile(r"\S@[\w.-]*[.@-]$")  # the end of an address stands on the next line
_END_OF_ADDRESS = re.compile(r"[a-z]{2,6}(?:\.[a-z]{2,6})?")
_CLOSED = re.compile(  # ends in a year, or in dates in brackets, as the entries of a list do
    r"(?:[,،(–-]\s?)(?:19|20)\d\d\)?$|\d{4}\)$|\([^()]{0,20}(?:19|20)\d\d[^()]{1,25}\)$"
)
_ENDS = re.compile(r"[.!?:؟。]['\"»”)]*$")


@dataclass(slots=True)
class TableFragment(Fragment):
    """A table that was read already, in its place among the fragments around it."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """The edges of the column that lines stand in, in points, and how many of its lines reach the right one."""

    left: float
    right: float
    full: int = 0  # counted over all cells of a column of a table

    def is_reached(self, fragment: Fragment) -> bool:
        """Whether a fragment runs up to the right edge."""
        return fragment.x1 >= self.right - 0.04 * (self.right - self.left)


def visual_rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments by baseline from the top down, each row from left to right."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.y, f.x0)):
        if rows and any(same_row(fragment, other) for other in rows[-1]):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.x0) for row in rows]


def paragraphs(fragments: Sequence[Fragment], page: int, column: Column | None = None) -> list[Line]:
    """The lines of one column as paragraphs, headings, items and rows."""
    rows = [_words_set_wide(row) for row in visual_rows(fragments)]
    if not rows:
        return []
    column = column or Column(min(f.x0 for f in fragments), max(f.x1 for f in fragments))
    pitch = _pitch(rows)
    full = max(column.full, sum(column.is_reached(row[-1]) for row in rows))
    lines: list[Line] = []
    last: list[Fragment] | None = None
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        table = next((f for f in row if isinstance(f, TableFragment)), None)
        if table is not None:
            others = [f for f in row if f is not table]
            lines += [*([_line(others, page, None, column)] if others else []), Line(""), *table.lines, Line("")]
            last = None
            continue
        room = None if last is None else row[0].y - last[0].y - pitch
        if (
            last is not None
            and lines
            and _continues(last, row, lines[-1], column, pitch)
            and not _heads(last, below)
            and not (full < LEAST_FULL and row[0].text[:1].isupper() and not _GOES_ON.search(last[0].text))
        ):
            lines[-1] = _extended(lines[-1], row[0])
        else:
            lines.append(_line(row, page, room, column))
        last = row
    return lines


def _words_set_wide(row: list[Fragment]) -> list[Fragment]:
    """A row in which gaps that are no wider than a justified line may have are spaces again."""
    out: list[Fragment] = []
    for fragment in row:
        tables = isinstance(fragment, TableFragment) or (out and isinstance(out[-1], TableFragment))
        if out and not tables and fragment.x0 - out[-1].x1 <= CELL_GAP * max(fragment.size, out[-1].size):
            out[-1] = _together(out[-1], fragment)
        else:
            out.append(fragment)
    return out


def _together(one: Fragment, two: Fragment) -> Fragment:
    first, second = (two, one) if runs_leftwards(one.text) and two.order < one.order else (one, two)
    long = one if len(one.text) >= len(two.text) else two
    return replace(
        long, text=f"{first.text} {second.text}", x0=one.x0, x1=two.x1, bold=one.bold and two.bold,
        order=min(one.order, two.order), first=min(one.first, two.first),
    )  # fmt: skip


def _pitch(rows: list[list[Fragment]]) -> float:
    """The usual distance of two lines."""
    gaps = [b[0].y - a[0].y for a, b in zip(rows, rows[1:], strict=False) if b[0].y - a[0].y < 2.5 * b[0].size]
    return median_low(gaps) if gaps else 1.25 * rows[0][0].size


def _line(row: list[Fragment], page: int, room: float | None, column: Column) -> Line:
    cells = tuple(f.text for f in row) if len(row) > 1 else ()
    bold, size = all(f.bold for f in row), max(f.size for f in row)
    kind: BlockKind = "row" if cells else "line"
    text = "" if cells else row[0].text
    return Line(
        text, kind, page, bold=bold, size=size, room=room, cells=cells, indent=max(0.0, row[0].x0 - column.left)
    )


def _extended(line: Line, fragment: Fragment) -> Line:
    text = line.text
    if _HYPHEN.search(text) and fragment.text[:1].islower():
        address = any(sign in text.split()[-1] + fragment.text.split()[0].rstrip(".,;") for sign in "@/._")
        text = (text if address else _HYPHEN.sub("", text)) + fragment.text
    elif text.endswith(("/", "-", "@")) or fragment.text.startswith("@") or _BROKEN_ADDRESS.search(text):
        text += fragment.text
    else:
        text = f"{text} {fragment.text}"
    return replace(line, text=text, bold=line.bold and fragment.bold)


def _continues(last: list[Fragment], row: list[Fragment], line: Line, column: Column, pitch: float) -> bool:
    """Whether a line goes on from the line above it."""
    if len(last) > 1 or len(row) > 1:
        return False
    one, two = last[0], row[0]
    alike = one.bold == two.bold and abs(one.size - two.size) < 0.6
    if not alike or two.y - one.y > 1.12 * max(pitch, 1.22 * two.size) + 0.5 or without_mark(two.text)[1]:
        return False
    if _HYPHEN.search(one.text) and two.text[:1].islower() and len(one.text) > 3:
        return True
    if _BROKEN_ADDRESS.search(one.text) and _END_OF_ADDRESS.fullmatch(two.text):
        return True
    if _shorter_than_it_could_be(one, two, column):
        return False
    dated = DATE.search(two.text[:16]) and not two.text[:1].islower() and not _GOES_ON.search(one.text)
    if dated or (_ENDS.search(one.text) and _filled(one, column) < 0.85):
        return False
    if not two.text[:1].islower() and two.text[:1].isalpha() and _CLOSED.search(one.text):
        return False
    marked = without_mark(line.text)[1]
    hangs = marked
    if two.x0 > one.x0 + 2 + (0 if not marked else 3 * one.size):
        return False  # set in: an item, or something below its head
    if _ADDRESS.match(two.text) or _ADDRESS.fullmatch(one.text):
        return False
    lower = two.text[:1].islower() or bool(_GOES_ON.search(one.text))
    return lower or hangs or len(one.text) >= (LONG_LEFTWARDS if runs_leftwards(two.text) else LONG)


def _heads(last: list[Fragment], below: list[Fragment] | None) -> bool:
    """Whether a line between the end of a sentence and a line that begins with dates heads what the dates belong to."""
    return bool(below and _ENDS.search(last[0].text) and DATE.search(below[0].text[:16]))


def _filled(fragment: Fragment, column: Column) -> float:
    return (fragment.x1 - fragment.x0) / max(column.right - column.left, 1.0)


def _shorter_than_it_could_be(one: Fragment, two: Fragment, column: Column) -> bool:
    """Whether the first word of the next line would have stood at the end of this one."""
    word = two.text.split(" ", 1)[0]
    width = (two.x1 - two.x0) * (len(word) + 1) / max(len(two.text), 1)
    slack = 1.3 if two.text[:1].islower() else 1.05  # a capital may begin something new
    return column.right - one.x1 > slack * width

"""Tables with a row that names their columns: which rows these are, and what they say of the rows below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.cv.free.cv_dates import find_periods
from matching.cv.free.employer_words import LABELS
from matching.cv.free.joined import Fragment
from matching.cv.free.lines import Line
from matching.cv.free.table_roles import roles_of
from matching.reading.folding import plain


def is_table_head(line: Line, following: Line | None) -> bool:
    """Whether a row only names the columns below it."""
    cells = [cell.strip() for cell in line.cells if cell.strip()]
    if len(cells) < 2 or line.periods:
        return False
    if len(cells) > 2 and following is not None and len(following.cells) == len(line.cells) and following.periods:
        return all(len(cell) <= 45 and cell.count(" ") < 7 for cell in cells)
    if following is not None and following.periods and "dates" in roles_of(line) and len(cells) > 2:
        at = roles_of(line).index("dates")
        return at < len(following.cells) and bool(find_periods(following.cells[at]))
    return all(len(cell) < 40 and _is_label(cell) for cell in cells)


def _is_label(cell: str) -> bool:
    parts = [plain(part) + ":" for part in (cell, cell.split(" ")[0].rstrip(",;/"))]
    return any(pattern.fullmatch(part) for pattern in LABELS.values() for part in parts)


def roles_above(lines: Sequence[Line], heads: set[int], row: int) -> tuple[str | None, ...]:
    """What the columns of a row hold by the head of its table, the last one above it."""
    above = [index for index in heads if index < row] if lines[row].cells else []
    return roles_of(lines[max(above)]) if above else ()


def titled(
    lines: Sequence[Line], row: Line, header: tuple[Fragment, ...], roles: tuple[str | None, ...]
) -> tuple[Fragment, ...]:
    """A header of which the row with the dates gives only the cell that its table calls the title.

    So only where the employer stands below, with a label of its own ("Name of employer: ...").
    """
    below = [fragment for fragment in header if fragment.line != row.index]
    if not any(LABELS["employer"].match(lines[fragment.line].flat) for fragment in below):
        return header
    at, kept = 0, []
    for cell, role in zip(row.text.split("\t"), roles, strict=False):
        if role in ("title", "place"):
            kept.append(Fragment(row.index, at, at + len(cell)))
        at += len(cell) + 1
    return (*kept, *below)


def repeated(lines: Sequence[Line], heads: set[int]) -> set[int]:
    """The heads of tables that stand anew above each entry, as in forms, so that they belong to it."""
    counts = Counter(lines[index].flat for index in heads)
    return {index for index in heads if counts[lines[index].flat] > 1}

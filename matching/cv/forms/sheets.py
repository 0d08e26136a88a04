"""A roster in a spreadsheet: one profile per row, by a mapping of columns that is guessed and can be corrected.

A row that cannot be read never stops the others: it is returned with its problems, each of which names row and column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.cv.forms.sheet_columns import Column, corrected, guess_columns
from matching.cv.forms.sheet_files import sheets_of
from matching.cv.forms.sheet_rows import read_row
from matching.cv.forms.written import write_out
from matching.cv.limits import Limits, check_size, label_of
from matching.cv.values import Parts, Protected
from matching.errors import UnreadableDocument

__all__ = ["CellProblem", "Column", "RosterSheet", "SheetRow", "read_sheet"]


@dataclass(frozen=True)
class CellProblem:
    """Something that could not be read; `column` is its head, or its place from 1 where it has none, or empty."""

    row: int  # as the spreadsheet counts: the first is 1
    column: str
    reason: str

    def __str__(self) -> str:
        where = f", column '{self.column}'" if self.column else ""
        return f"row {self.row}{where}: {self.reason}"


@dataclass(frozen=True)
class SheetRow:
    """One row: what was read (None where it holds no profile), what must not be kept, and what could not be read."""

    row: int
    parts: Parts | None
    protected: Protected
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True)
class RosterSheet:
    """A roster read from a sheet, with the mapping that was used, to be shown and corrected."""

    columns: tuple[Column, ...]
    head_row: int | None  # as the spreadsheet counts
    rows: tuple[SheetRow, ...]

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """All problems, in the order of the rows."""
        return tuple(problem for row in self.rows for problem in row.problems)


def read_sheet(
    data: bytes, name: str = "", mapping: Mapping[str | int, str] | None = None, limits: Limits | None = None
) -> RosterSheet:
    """The profiles of a spreadsheet (.xlsx, or text with commas, semicolons or tabs), one per row that is not empty.

    Args:
        data: the file.
        name: its name, for messages only.
        mapping: columns to be read otherwise than guessed: head, or place from 1, to a field of `sheet_columns.FIELDS`
            ("language:fr" for the level of one language, "skip" for a column that is not read).
        limits: how much it may hold.

    Raises:
        UnreadableDocument: no spreadsheet, damaged, hostile, too long, without a column that is known, or a mapping that
            names a column or a field that is not there.
    """
    limits, label = limits or Limits(), label_of(name)
    check_size(len(data), label, limits)
    rows = _fullest(sheets_of(data, label, limits))
    head_row, columns = guess_columns(rows, tuple(mapping or ()))
    columns = corrected(columns, mapping or {})
    if all(column.field == "skip" for column in columns):
        heads = ", ".join(column.head for column in columns[:12] if column.head) or "none"
        raise UnreadableDocument(
            f"No column of {label[0].lower()}{label[1:]} could be told.", f"Its heads are: {heads}.",
            "Give the columns heads such as Name, E-mail, Languages, or pass a mapping from heads to fields.",
        )  # fmt: skip
    first = 0 if head_row is None else head_row + 1
    read = [_row(number, cells, columns) for number, cells in enumerate(rows[first:], start=first + 1) if any(cells)]
    return RosterSheet(columns, None if head_row is None else head_row + 1, tuple(read))


def _fullest(sheets: Sequence[list[list[str]]]) -> list[list[str]]:
    """The sheet with the most columns that are known; the first of several."""
    return max(sheets, key=lambda rows: sum(c.field != "skip" for c in guess_columns(rows)[1]), default=[])


def _row(number: int, cells: Sequence[str], columns: Sequence[Column]) -> SheetRow:
    read = read_row(cells, columns)
    problems = tuple(CellProblem(number, c.head or str(c.index + 1), reason) for c, reason in read.problems)
    parts, protected = write_out(read.draft)
    if not (parts.name or parts.emails or parts.entries):
        whole = CellProblem(number, "", "it names no person: it has neither a name, an e-mail address nor an entry")
        return SheetRow(number, None, protected, (*problems, whole))
    return SheetRow(number, parts, protected, problems)

"""What leaves the process that reads a stranger's file, where it may hold many people: what kind it is, and a sheet's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.cv.forms import Column, SheetRow, read_sheet
from matching.cv.limits import Limits, check_size, label_of
from matching.cv.recognise import recognise
from matching.cv.taking import counted, take
from matching.cv.values import Taken
from matching.errors import UnreadableDocument

Told = tuple[
    int, bytes, tuple[tuple[str, str], ...]
]  # row, what was taken of it as JSON (or nothing), (column, reason)
Mapping = tuple[tuple[str | int, str], ...]
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class TakenRow:
    """One row of a roster: what was taken, or None where it names nobody; and what could not be read, by column."""

    row: int
    taken: Taken | None
    problems: tuple[tuple[str, str], ...] = ()


def take_or_tell(data: bytes, name: str = "", limits: Limits | None = None) -> Taken | str:
    """What a CV says; or "archive" or "sheet" for a file that holds many.

    Raises:
        UnreadableDocument: as `take`.
    """
    limits = limits or Limits()
    check_size(len(data), label_of(name), limits)
    if name.lower().endswith(_LINES):
        raise UnreadableDocument(
            f"{label_of(name)} is no CV.", "Its name is that of a file with a record a line.",
            "Import it by itself: expertmatch import FILE.",
        )  # fmt: skip
    kind = recognise(data, name)
    return kind if kind in ("archive", "sheet") else take(data, name, limits)


def take_rows(
    data: bytes, name: str, mapping: Mapping, limits: Limits | None = None
) -> tuple[tuple[tuple[str, ...], ...], tuple[Told, ...]]:
    """The columns of a sheet and its rows, as plain values that any process may hand on.

    Raises:
        UnreadableDocument: as `read_sheet`.
    """
    sheet = read_sheet(data, name, dict(mapping), limits)
    columns = tuple((str(c.index), c.head, c.field, c.by, c.language or "") for c in sheet.columns)
    return columns, tuple(_told(row) for row in sheet.rows)


def _told(row: SheetRow) -> Told:
    problems = tuple((problem.column, problem.reason) for problem in row.problems)
    if row.parts is None:
        return row.row, b"", problems
    taken = Taken(format="roster_row", parts=counted(row.parts, row.protected), birth=row.protected.birth)
    return row.row, taken.model_dump_json().encode(), problems


def columns_of(told: tuple[tuple[str, ...], ...]) -> tuple[Column, ...]:
    """The columns as `take_rows` told them."""
    return tuple(
        Column(int(index), head, field, by, language or None)  # type: ignore[arg-type]
        for index, head, field, by, language in told
    )


def rows_of(told: tuple[Told, ...]) -> Iterator[TakenRow]:
    """The rows as `take_rows` told them, one after the other: only one is unpacked at a time."""
    for row, taken, problems in told:
        yield TakenRow(row, Taken.model_validate_json(taken) if taken else None, problems)

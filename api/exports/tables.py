"""Rows as files: JSON Lines, CSV and a workbook, written as they come; nothing in them is taken for a formula."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from api.exports.sheets import sheet_name
from api.exports.text import clean

Record = Mapping[str, Any]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # of what a spreadsheet may take for a formula
LONGEST = 32_767  # characters that a cell of a workbook holds
CUT = " … (cut: JSON Lines hold the whole)"
MOST_ROWS = 1_048_575  # rows of a sheet, beside its header
PIECE = 64 * 1024  # bytes that leave together


@dataclass(frozen=True)
class Format:
    """One way to write rows."""

    ending: str
    media_type: str
    label: str


FORMATS = {
    "jsonl": Format("jsonl", "application/x-ndjson", "JSON Lines, one record a line; can be imported again"),
    "csv": Format("csv", "text/csv; charset=utf-8", "Table (.csv)"),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Workbook (.xlsx)"),
}


def written(records: Iterable[Record], columns: Sequence[str], format: str) -> Iterator[bytes]:
    """The bytes of a file in pieces. CSV and JSON Lines leave while the records still come.

    Args:
        records: JSON data each.
        columns: keys of the records in the order of a table's columns.
        format: one of FORMATS.
    """
    if format == "jsonl":
        return _pieces(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)
    if format == "csv":
        return _pieces(_csv(records, columns))
    return _workbook(records, columns)


def csv_text(records: Sequence[Record]) -> str:
    """A table of records of which each may have columns of its own."""
    columns = list(dict.fromkeys(key for record in records for key in record))
    return "".join(_csv(records, columns)).removeprefix("\ufeff")


def book_of(tables: Mapping[str, Sequence[Record]], *, from_the_right: bool = False) -> bytes:
    """A workbook with a sheet for each table, by its name; each record may have columns of its own."""
    book = Workbook(write_only=True)
    for number, (name, records) in enumerate(tables.items(), start=1):
        columns = list(dict.fromkeys(key for record in records for key in record))
        sheet = _sheet(book, columns, sheet_name(number, name), from_the_right)
        for record in records[:MOST_ROWS]:
            sheet.append([_typed(sheet, cell(record.get(column))) for column in columns])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before what looks like the start of one."""
    return f"'{text}" if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def cell(value: Any) -> str | int | float | None:
    """A value as it stands in a table: lists of texts joined, what has parts as JSON."""
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return guarded(clean(value))
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return guarded(clean("; ".join(value)))
    return guarded(clean(json.dumps(value, ensure_ascii=False)))


def _csv(records: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    stream.write("\ufeff")  # spreadsheets take the file for UTF-8 by it
    writer.writerow(columns)
    yield _taken(stream)
    for record in records:
        writer.writerow([cell(record.get(column)) for column in columns])
        yield _taken(stream)


def _taken(stream: io.StringIO) -> str:
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text


def _pieces(texts: Iterable[str]) -> Iterator[bytes]:
    piece = bytearray()
    for text in texts:
        piece += text.encode("utf-8", "replace")
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _workbook(records: Iterable[Record], columns: Sequence[str]) -> Iterator[bytes]:
    """A sheet for as many rows as one holds; its file is made whole before it leaves, in a file without a name."""
    book = Workbook(write_only=True)
    sheet, rows = None, 0
    for record in records:
        if sheet is None or rows >= MOST_ROWS:
            sheet, rows = _sheet(book, columns), 0
        sheet.append([_typed(sheet, cell(record.get(column))) for column in columns])
        rows += 1
    if sheet is None:
        _sheet(book, columns)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _sheet(book: Workbook, columns: Sequence[str], name: str = "", from_the_right: bool = False) -> Any:
    sheet = book.create_sheet(name or f"Data {len(book.sheetnames) + 1}")
    sheet.sheet_view.rightToLeft = from_the_right or None  # before the first line, which is written at once
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    return sheet


def _typed(sheet: Any, value: str | int | float | None) -> Any:
    """A text is a text whatever it begins with, and not longer than a cell holds."""
    if not isinstance(value, str):
        return value
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    held = WriteOnlyCell(sheet, plain if len(plain) <= LONGEST else plain[: LONGEST - len(CUT)] + CUT)
    held.data_type = "s"
    return held

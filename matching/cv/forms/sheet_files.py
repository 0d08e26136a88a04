"""The bytes of a spreadsheet to rows of texts: XLSX, or text with commas, semicolons, tabs or bars, in any encoding."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from matching.cv.extract.packages import Package
from matching.cv.limits import Limits
from matching.errors import UnreadableDocument
from matching.reading.folding import tidy
from matching.reading.plain_files import decode

MOST_ROWS = 200_000  # of one sheet that are not empty
MOST_CELLS = 4_000_000
MOST_COLUMNS = 300
LONGEST_CELL = 100_000  # characters
LINES_OF_A_ROW = 60  # that a cell in quotation marks may go over
_DELIMITERS = ";,\t|"
_SAMPLE = 200  # rows by which the delimiter is told
_SAVE = "Save the sheet as .xlsx or as .csv in UTF-8 and try again."

Cells = list[str]
_NO_CELLS: Cells = []  # one for all empty rows: a sheet may have a million


def sheets_of(data: bytes, label: str, limits: Limits) -> list[list[Cells]]:
    """The sheets of a spreadsheet, each as its rows from the first on; a cell is a text, dates are ISO dates.

    Raises:
        UnreadableDocument: damaged, hostile, of another kind, or with more rows than are read.
    """
    if data.startswith(b"PK"):
        return _workbook(data, label, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument(
            f"{label} is an old or a locked workbook (.xls).", "Only .xlsx and .csv are read.", _SAVE
        )
    text, _ = decode(data, label)
    return [_table(text, label)]


def _workbook(data: bytes, label: str, limits: Limits) -> list[list[Cells]]:
    package = Package(data, label, limits)
    for name in package.names:
        if name.endswith((".xml", ".rels")) and name.startswith(("xl/", "_rels/", "[Content", "docProps/")):
            _refuse_entities(package.bytes_of(name), label)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not needed here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return [_rows(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), label) for sheet in book.worksheets]
    except UnreadableDocument:
        raise
    except Exception as error:  # the library raises whatever the damaged part happens to cause
        raise UnreadableDocument(
            f"{label} is damaged.", f"Its workbook cannot be read ({type(error).__name__}).", _SAVE
        ) from error


def _refuse_entities(part: bytes, label: str) -> None:
    """A part of a workbook never declares a document type; one that does was made to do harm."""
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in part or "<!ENTITY".encode(encoding) in part:
            raise UnreadableDocument(
                f"{label} declares a document type or entities, which are not read.", "No workbook needs them.", _SAVE
            )


def _rows(rows: Iterable[Iterable[object]], label: str) -> list[Cells]:
    found: list[Cells] = []
    filled = held = 0
    for row in rows:
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        filled, held = filled + bool(cells), held + len(cells)
        if filled > MOST_ROWS or held > MOST_CELLS:
            raise _too_long(label)
        found.append(cells or _NO_CELLS)
    while found and not found[-1]:
        found.pop()
    return found


def _text(value: object) -> str:
    if value is None or isinstance(value, time):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value)[:LONGEST_CELL]).strip()


def _table(text: str, label: str) -> list[Cells]:
    delimiter = _delimiter(text)
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) <= 5:  # a hint that Excel writes
        text = text.partition("\n")[2]
    return _rows(_parsed(text, delimiter), label)


def _parsed(text: str, delimiter: str) -> Iterator[Cells]:
    """The rows of a text. A quotation mark that is not closed within some lines costs its own row, not the rest."""
    opened = re.compile(rf'(?:^|[{re.escape(delimiter)}])\s*"')
    lines = text.replace("\x00", "").splitlines()
    at = 0
    while at < len(lines):
        taken = 1
        if opened.search(lines[at]) and lines[at].count('"') % 2:
            closing = (n for n in range(at + 1, min(at + LINES_OF_A_ROW, len(lines))) if lines[n].count('"') % 2)
            taken = next(closing, at) - at + 1
        record = "\n".join(lines[at : at + taken])
        try:
            yield next(csv.reader(io.StringIO(record[: 10 * LONGEST_CELL], newline=""), delimiter=delimiter), [])[
                :MOST_COLUMNS
            ]
        except csv.Error:
            yield record.split(delimiter)[:MOST_COLUMNS]
        at += taken


def _delimiter(text: str) -> str:
    """The mark that cuts most rows into the same number of cells, at least two; a comma where none does."""
    sample = "\n".join(text[:200_000].splitlines()[:_SAMPLE])
    best, most = ",", 0
    for mark in _DELIMITERS:
        counts = Counter(len(row) for row in _parsed(sample, mark) if len(row) > 1)
        if counts and (alike := max(n * rows for n, rows in counts.items())) > most:
            best, most = mark, alike
    return best


def _too_long(label: str) -> UnreadableDocument:
    found = f"It has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells."
    return UnreadableDocument(f"{label} is too long.", found, "Send it in parts.")

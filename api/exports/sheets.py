"""Building blocks of a workbook: tables whose header stays, cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from api.exports.paper import utc
from api.exports.text import clean

Cell = str | int | float | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767  # characters that a cell can hold
ACCENT = "17586A"
FACE = "Calibri"
LINE, MOST_LINES = 15.0, 27  # points of a line of text; lines after which a row grows no further


def workbook(first: str) -> tuple[Workbook, Worksheet]:
    """A new workbook and its first sheet, under a name of ours."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one
    sheet.title = first
    return book, sheet


def as_bytes(book: Workbook, title: str, made_at: datetime, creator: str = "expertmatch") -> bytes:
    """The workbook as the bytes of a file, with its title and the moment it was made."""
    book.properties.title = cell_text(title)
    book.properties.creator = creator
    book.properties.created = utc(made_at)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell_text(value: str) -> str:
    """Text that no spreadsheet takes for a formula, within what a cell can hold.

    The apostrophe is the customary guard (OWASP, "CSV Injection"): it also holds when the sheet is saved as CSV.
    """
    kept = ILLEGAL_CHARACTERS_RE.sub("", clean(value))[: LONGEST - 1]
    return f"'{kept}" if kept.startswith(FORMULA_STARTS) else kept


def sheet_name(number: int, title: str) -> str:
    """A name a workbook accepts: at most 31 characters, none of []:*?/\\. The number keeps it unlike all others."""
    plain = re.sub(r"[\[\]:*?/\\\s]+", " ", ILLEGAL_CHARACTERS_RE.sub("", clean(title))).strip()
    return f"{number} {plain}"[:31].strip("' ")


def write(sheet: Worksheet, rows: Sequence[Sequence[Cell]], start: int = 1) -> None:
    """Put values into cells, from a row on; text stays text."""
    for at, row in enumerate(rows, start=start):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(value, str):
                cell.value = cell_text(value)
                cell.data_type = "s"  # never a formula, whatever it begins with
            else:
                cell.value = value
            figure = isinstance(value, (int, float))
            cell.alignment = Alignment(horizontal=None if figure else "left", vertical="top", wrap_text=not figure)


def table(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
    """A table from the first row on, its header frozen and filterable; widths in characters."""
    write(sheet, [header, *rows])
    for cell in sheet[1]:
        cell.font = Font(name=FACE, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    fit(sheet, widths)
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"
    for_paper(sheet)
    sheet.print_title_rows = "1:1"


def told(sheet: Worksheet, rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
    """Labels in bold with words beside them, the first row as the title of the sheet."""
    write(sheet, rows)
    for row in sheet.iter_rows(max_col=1):
        row[0].font = Font(name=FACE, bold=True)
    sheet["B1"].font = Font(name=FACE, bold=True, size=14)
    fit(sheet, widths)
    sheet.freeze_panes = "A2"
    for_paper(sheet)


def fit(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths, and each row's height to the lines its texts will take: not every program does so by itself."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.iter_rows(max_col=len(widths), values_only=True), start=1):
        lines = max(
            sum(math.ceil(max(len(line), 1) * 1.1 / width) for line in str(value or "").split("\n"))
            for value, width in zip(row, widths, strict=True)
        )
        sheet.row_dimensions[number].height = LINE * min(lines, MOST_LINES) + 2


def for_paper(sheet: Worksheet) -> None:
    """A4 on its side, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def percentages(sheet: Worksheet, column: int) -> None:
    """Show the shares of a column, from 0 to 1, as percentages."""
    for row in sheet.iter_rows(min_col=column, max_col=column):
        row[0].number_format = "0%"

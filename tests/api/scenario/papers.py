"""Files that an officer keeps, read back as words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import docx
import openpyxl
from pypdf import PdfReader


def _of_docx(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return _line([*(paragraph.text for paragraph in made.paragraphs), *cells])


def _of_xlsx(content: bytes) -> str:
    made = openpyxl.load_workbook(io.BytesIO(content))
    return _line(str(value) for sheet in made for row in sheet.iter_rows(values_only=True) for value in row)


def _of_pdf(content: bytes) -> str:
    return _line(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _line(parts: Iterable[str]) -> str:
    return " ".join(" ".join(parts).split())


READERS: dict[str, Callable[[bytes], str]] = {"docx": _of_docx, "xlsx": _of_xlsx, "pdf": _of_pdf}

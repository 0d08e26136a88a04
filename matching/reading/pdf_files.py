"""Text of a PDF, with text in two columns put back into reading order.

pypdf lays the characters of a page on a grid. Where a gutter runs down a stretch of lines with running text on both
sides, the left column is read before the right one; rows of a table, whose cells are short, stay side by side.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from matching.errors import UnreadableDocument
from matching.reading.arabic_pdf import has_arabic, upright
from matching.reading.folding import tidy
from matching.reading.pdf_layout import in_reading_order
from matching.reading.text import SAVE_AS, Document, Limits


def read_pdf(data: bytes, label: str = "The document", limits: Limits | None = None) -> Document:
    """The text of a PDF given as bytes.

    Raises:
        UnreadableDocument: damaged, locked with a password, with too many pages, or without text.
    """
    limits = limits or Limits()
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # its warnings on untidy files would fill the log
    try:
        reader = _open(data, label)
        count = len(reader.pages)
        if count > limits.pages:
            raise UnreadableDocument(
                f"{label} is too long.", f"It has {count} pages; the limit is {limits.pages}.",
                "Send the pages that describe the call or the profile.",
            )  # fmt: skip
        pages = _pages(reader, limits)
        text = tidy("\n\n".join(pages)).strip()
        pictures = not text and any(_has_picture(page) for page in reader.pages)
    except UnreadableDocument:
        raise
    except Exception as error:  # pypdf raises a dozen unrelated types on damaged files
        found = f"Its structure cannot be read ({type(error).__name__})."
        raise UnreadableDocument(
            f"{label} is damaged.", found, f"Open it, print it to a new PDF and send that. {SAVE_AS}"
        ) from error
    if not text:
        found = "It holds images without text, as a scan does." if pictures else "Its pages are empty."
        raise UnreadableDocument(
            f"{label} has no text.", found, "Run text recognition on it, send the original file, or paste the text."
        )
    empty = sum(not page.strip() for page in pages)
    warnings = (f"{empty} of {count} pages hold no text (perhaps images).",) if empty else ()
    return Document(text, count, "pdf", warnings)


def _open(data: bytes, label: str) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))
        except (PyPdfError, ImportError, RuntimeError):
            opened = False
        if not opened:
            raise UnreadableDocument(
                f"{label} is locked.",
                "It asks for a password.",
                "Remove the password and send it again, or paste the text.",
            )
    return reader


def _pages(reader: PdfReader, limits: Limits) -> list[str]:
    pages, length = [], 0
    for page in reader.pages:
        pages.append(_page_text(page))
        length += len(pages[-1])
        if length > limits.characters:  # enough to be refused: no need to read on
            break
    return pages


def _page_text(page: Any) -> str:
    try:
        laid_out = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
    except Exception:  # fonts without a usable width table stop the layout, not the plain reading
        laid_out = ""
    if not laid_out.strip():
        return tidy(page.extract_text())
    text = in_reading_order(tidy(laid_out))
    return upright(text, tidy(page.extract_text())) if has_arabic(text) else text


def _has_picture(page: Any) -> bool:
    try:
        return bool(page.images)
    except Exception:
        return True  # a picture that cannot be decoded is a picture

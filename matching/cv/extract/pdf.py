"""A PDF as blocks in reading order, with the XML files attached to it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from matching.cv.extract.lines import finished, pictures_note, without_text
from matching.cv.extract.packages import damaged
from matching.cv.extract.pdf_drawings import drawings_of, with_drawn_marks
from matching.cv.extract.pdf_fragments import Fragment, fragments_of
from matching.cv.extract.pdf_glyphs import glyphs_of
from matching.cv.extract.pdf_layout import in_reading_order, rows_over_pages, sidebars_last
from matching.cv.extract.pdf_repeats import without_repeats
from matching.cv.extract.pdf_ruled import Grid, grids
from matching.cv.limits import Limits
from matching.cv.values import CvText
from matching.errors import UnreadableDocument

FEW_LETTERS = 60  # on a page; a scanner's own line is no text of a page that is one picture
WHOLE_PAGE = 0.5  # of the page that a picture covers where the page is a scan
_FORM_FIELD = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT}
_LARGEST_ATTACHMENT = 10_000_000


@dataclass(frozen=True)
class _Page:
    fragments: list[Fragment]
    width: float
    height: float
    pictures: int
    covered: float  # share of the page under its largest picture
    unreadable: int  # characters
    grids: list[Grid]

    @property
    def scanned(self) -> bool:
        """Whether the page is a picture of a page."""
        return self.covered >= WHOLE_PAGE and sum(len(f.text) for f in self.fragments) < FEW_LETTERS


def read_pdf(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of a PDF, page by page; what is filled into its form fields counts as text.

    Pages that are pictures are recognised where all of them are; one among others is told of in a warning.

    Raises:
        UnreadableDocument: damaged, locked, with too many pages, or without text.
    """
    with _opened(data, label) as document:
        count = len(document)
        if count > limits.pages:
            raise UnreadableDocument(
                f"{label} is too long.", f"It has {count:,} pages; the limit is {limits.pages:,}.",
                "Send the pages that describe the person.",
            )  # fmt: skip
        pages = _pages(document, label, limits)
        attachments = tuple(_attachments(document))
        if (
            not attachments
            and all(page.scanned or not page.fragments for page in pages)
            and any(p.scanned for p in pages)
        ):
            from matching.cv.extract.scans import read_scanned_pdf

            return read_scanned_pdf(document, label, limits)
    sidebars: list[float] = []
    kept = without_repeats([page.fragments for page in pages], [page.height for page in pages])
    lines = sidebars_last(
        [
            in_reading_order(found, page.width, number, sidebars, page.grids)
            for number, (found, page) in enumerate(zip(kept, pages, strict=True), 1)
        ]
    )
    warnings = (*_warnings(pages), *pictures_note(sum(page.pictures for page in pages)))
    read = finished(rows_over_pages(lines), "pdf", label, limits, count, warnings)
    if not read.blocks and not attachments:
        raise without_text(label, any(page.pictures for page in pages))
    return CvText(read.blocks, "pdf", count, warnings, attachments)


@contextmanager
def _opened(data: bytes, label: str) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableDocument(
                f"{label} is locked.", "It asks for a password.", "Remove the password and send it again, or paste the text."
            ) from error  # fmt: skip
        raise damaged(label, "Its structure cannot be read") from error
    try:
        yield document
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument, label: str, limits: Limits) -> list[_Page]:
    pages: list[_Page] = []
    length = 0
    for number in range(len(document)):
        pages.append(_page(document, number, label, limits))
        length += sum(len(f.text) for f in pages[-1].fragments)
        if length > limits.characters:
            raise _too_long(label, limits)
    return pages


def _too_long(label: str, limits: Limits) -> UnreadableDocument:
    return UnreadableDocument(
        f"{label} is too long.", f"It holds more than {limits.characters:,} characters.",
        "Send the part that describes the person.",
    )  # fmt: skip


def _page(document: pdfium.PdfDocument, number: int, label: str, limits: Limits) -> _Page:
    try:
        page = document[number]
        if _has_fields(page):
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
        found, drawn = glyphs_of(page, 2 * limits.characters), drawings_of(page)
        page.close()
    except pdfium.PdfiumError as error:
        raise damaged(label, f"Its page {number + 1} cannot be read") from error
    if found is None:
        raise _too_long(label, limits)
    tables = grids(drawn.across, drawn.down)
    cuts = [(r.at, r.start, r.end) for r in drawn.down] if tables else []
    fragments = with_drawn_marks(fragments_of(found.upright, cuts), drawn.dots)
    for turned in found.turned:
        fragments += _below(fragments, fragments_of(turned))
    return _Page(fragments, found.width, found.height, drawn.pictures, drawn.covered, found.unreadable, tables)


def _below(fragments: Sequence[Fragment], turned: list[Fragment]) -> list[Fragment]:
    """Text that stands at an angle, set below the page's upright text."""
    lift = max((f.y for f in fragments), default=0.0) + 50 - min((f.y for f in turned), default=0.0)
    for fragment in turned:
        fragment.y += lift
    return turned


def _has_fields(page: pdfium.PdfPage) -> bool:
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in _FORM_FIELD:
            return True
    return False


def _warnings(pages: Sequence[_Page]) -> Iterator[str]:
    scanned = sum(page.scanned for page in pages)
    if scanned:
        yield f"Pages that are pictures and were not read: {scanned} of {len(pages)}."
    if unreadable := sum(page.unreadable for page in pages):
        yield f"Characters that could not be read, because their font does not say what they mean: {unreadable}."


def _attachments(document: pdfium.PdfDocument) -> Iterator[bytes]:
    """The files attached to a PDF that are XML."""
    for index in range(document.count_attachments()):
        attachment = document.get_attachment(index)
        size = ctypes.c_ulong()
        if not raw.FPDFAttachment_GetFile(attachment.raw, None, 0, size) or not 0 < size.value <= _LARGEST_ATTACHMENT:
            continue
        data = bytes(attachment.get_data())
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            yield data

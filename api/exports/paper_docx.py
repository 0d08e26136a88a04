"""Writes a document as a Word file."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document

from api.exports.docx_parts import add_text, page_numbers, pairs, quote, style, table
from api.exports.paper import Block, Bullets, Heading, Pairs, Paper, Paragraph, Quote, Table, utc
from api.exports.spoken import spoken_in
from api.exports.text import clean

LONGEST_PROPERTY = 255  # characters that a property of a Word file may have


def paper_docx(paper: Paper) -> bytes:
    """The document as the bytes of a .docx file, in A4; the same document gives the same bytes at any hour."""
    document = docx.Document()
    style(document, paper.landscape)
    properties = document.core_properties
    properties.title = clean(f"{paper.kind}: {paper.title}")[:LONGEST_PROPERTY]
    properties.author, properties.comments, properties.language = "expertmatch", "", paper.language
    properties.created = properties.modified = utc(paper.made_at)
    with spoken_in(paper.language):
        page_numbers(document, paper.footer)

    document.add_paragraph(paper.kind, style="Subtitle")
    document.add_heading(clean(paper.title), 0)
    for block in paper.blocks:
        _add(document, block, paper.width)
    stream = io.BytesIO()
    document.save(stream)
    return _dated(stream, utc(paper.made_at))


def _dated(archive: io.BytesIO, when: datetime) -> bytes:
    """The archive with each of its parts dated ``when``: python-docx dates them by the clock of the moment."""
    dated = io.BytesIO()
    with ZipFile(archive) as parts, ZipFile(dated, "w", ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            part = ZipInfo(name, when.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            copy.writestr(part, parts.read(name))
    return dated.getvalue()


def _add(document: Document, block: Block, width: float) -> None:
    match block:
        case Heading(text, level, new_page):
            document.add_heading(clean(text), level).paragraph_format.page_break_before = new_page
        case Paragraph(runs, keep):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = keep or None
            for run in runs:
                add_text(paragraph, run.text, bold=run.bold, muted=run.muted)
        case Bullets(lines):
            for line in lines:
                add_text(document.add_paragraph(style="List Bullet"), line)
        case Quote(text, source, language):
            quote(document, text, language, source)
        case Pairs(rows, label_width):
            pairs(document, rows, (label_width, width - label_width))
        case Table(header, rows, widths):
            table(document, header, rows, widths)

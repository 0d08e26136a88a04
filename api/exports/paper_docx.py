"""Writes a document as a Word file."""

from __future__ import annotations

import io

import docx
from docx.document import Document

from api.exports.docx_parts import add_text, page_numbers, pairs, quote, style, table
from api.exports.paper import Block, Bullets, Heading, Pairs, Paper, Paragraph, Quote, Table, utc
from api.exports.text import clean

LONGEST_PROPERTY = 255  # characters that a property of a Word file may have


def paper_docx(paper: Paper) -> bytes:
    """The document as the bytes of a .docx file, in A4."""
    document = docx.Document()
    style(document, paper.landscape)
    properties = document.core_properties
    properties.title = clean(f"{paper.kind}: {paper.title}")[:LONGEST_PROPERTY]
    properties.author, properties.comments, properties.language = "expertmatch", "", paper.language
    properties.created = properties.modified = utc(paper.made_at)
    page_numbers(document, paper.footer)

    document.add_paragraph(paper.kind, style="Subtitle")
    document.add_heading(clean(paper.title), 0)
    for block in paper.blocks:
        _add(document, block, paper.width)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


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

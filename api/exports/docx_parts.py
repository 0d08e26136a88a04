"""Building blocks of the selection record: paragraphs in any script, tables whose header repeats, page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

ACCENT, MUTED = RGBColor(0x17, 0x58, 0x6A), RGBColor(0x56, 0x60, 0x6C)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur", "ug", "yi"}
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Text without the characters that XML does not allow."""
    return _NOT_XML.sub("", text)


def style(document: Document) -> None:
    """A4 with calm type; headings in the accent colour."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.9)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 10.5)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb = "Calibri", Pt(size), ACCENT
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # the template's theme would win over the font named here


def add_text(
    paragraph: Paragraph, text: str, *, bold: bool = False, muted: bool = False, language: str | None = None
) -> None:
    """Add words to a paragraph; in a language written from right to left the run is marked so."""
    run = paragraph.add_run(plain(text))
    run.bold = bold or None
    if muted:
        run.font.color.rgb = MUTED
    if language:
        properties = run._element.get_or_add_rPr()
        right_to_left = language in RIGHT_TO_LEFT
        if right_to_left:
            properties.append(OxmlElement("w:rtl"))  # before w:lang: the schema fixes the order
        tag = OxmlElement("w:lang")
        tag.set(qn("w:bidi" if right_to_left else "w:val"), language)
        properties.append(tag)


def quote(document: Document, text: str, language: str | None, place: str) -> None:
    """A sentence of a CV in its own language and direction, and where it stands."""
    paragraph = document.add_paragraph(style="Quote")
    paragraph.paragraph_format.left_indent = Cm(0.6)
    paragraph.paragraph_format.space_after = Pt(0)
    if language in RIGHT_TO_LEFT:
        paragraph._element.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc")
    add_text(paragraph, f"“{text}”", language=language)
    source = document.add_paragraph()
    source.paragraph_format.left_indent = Cm(0.6)
    add_text(source, place, muted=True)


def pairs(document: Document, rows: Sequence[tuple[str, str]], widths: tuple[float, float] = (4.2, 12.8)) -> None:
    """Label and words side by side, without lines."""
    if rows:
        made = document.add_table(rows=0, cols=2)
        for label, words in rows:
            cells = made.add_row().cells
            fill(cells[0], label, bold=True)
            fill(cells[1], words)
        _finish(made, widths)
        document.add_paragraph()


def table(document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table with a header that repeats on every page; no row is torn in two. Widths in centimetres."""
    made = document.add_table(rows=1, cols=len(header))
    made.style = "Table Grid"
    for cell, words in zip(made.rows[0].cells, header, strict=True):
        fill(cell, words, bold=True)
        _shade(cell, "E6EEF0")
    _flag(made.rows[0], "w:tblHeader")
    for row in rows:
        added = made.add_row()
        _flag(added, "w:cantSplit")
        for cell, words in zip(added.cells, row, strict=True):
            fill(cell, words)
    _finish(made, widths)
    document.add_paragraph()
    return made


def fill(cell: _Cell, words: str, *, bold: bool = False) -> None:
    """Put words in a cell, one paragraph per line."""
    for number, line in enumerate(words.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        add_text(paragraph, line, bold=bold)


def page_numbers(document: Document, words: str) -> None:
    """Words and the page number at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    add_text(paragraph, f"{words}    page ", muted=True)
    for instruction in ("PAGE", None, "NUMPAGES"):
        if instruction is None:
            add_text(paragraph, " of ", muted=True)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        paragraph._element.append(field)


def _finish(made: Table, widths: Sequence[float]) -> None:
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)


def _flag(row: object, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)

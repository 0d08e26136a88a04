"""Building blocks of a Word document: paragraphs in any script, tables whose header repeats, page numbers."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from api.exports.spoken import say
from api.exports.text import clean, runs_from_the_right

FEW = 16  # pairs that are kept on one page
ACCENT, MUTED = RGBColor(0x17, 0x58, 0x6A), RGBColor(0x56, 0x60, 0x6C)


def style(document: Document, landscape: bool = False) -> None:
    """A4 with calm type; headings in the accent colour."""
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21.0)) if landscape else (Cm(21.0), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.9)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    document.styles["Footer"].font.color.rgb = MUTED
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 10.5)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb = "Calibri", Pt(size), ACCENT
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # the template's theme would win over the font named here


def add_text(
    paragraph: Paragraph, text: str, *, bold: bool = False, muted: bool = False, language: str | None = None
) -> None:
    """Add words to a paragraph; words written from right to left are marked so."""
    text = clean(text)
    run = paragraph.add_run(text)
    run.bold = bold or None
    if muted:
        run.font.color.rgb = MUTED
    right_to_left = runs_from_the_right(text, language)
    if not (language or right_to_left):
        return
    if right_to_left:
        run.font.cs_bold = bold or None  # scripts from right to left have a weight of their own
        run.font.rtl = True
    if language:
        tag = OxmlElement("w:lang")
        tag.set(qn("w:bidi" if right_to_left else "w:val"), language)
        run._element.get_or_add_rPr().append(tag)  # last but for what we never write: the schema fixes the order


def quote(document: Document, text: str, language: str | None, place: str) -> None:
    """A sentence of a CV in its own language and direction, and where it stands."""
    paragraph = document.add_paragraph()
    paragraph._element.style = "Quote"  # its id: a name is looked up among all styles, every time
    paragraph.paragraph_format.left_indent = Cm(0.6)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.keep_with_next = True
    if runs_from_the_right(text, language):
        turn(paragraph)
    add_text(paragraph, f"“{text}”", language=language)
    source = document.add_paragraph()
    source.paragraph_format.left_indent = Cm(0.6)
    add_text(source, place, muted=True)


def turn(paragraph: Paragraph) -> None:
    """Let a paragraph run from right to left."""
    if paragraph._element.get_or_add_pPr().find(qn("w:bidi")) is None:
        paragraph._element.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc")


def pairs(document: Document, rows: Sequence[tuple[str, str]], widths: tuple[float, float]) -> None:
    """Label and words side by side, without lines; a few of them stay on one page."""
    made = document.add_table(rows=len(rows), cols=2)
    kept = len(rows) - 1 if len(rows) <= FEW else 0
    for number, (row, (label, words)) in enumerate(zip(made.rows, rows, strict=True)):
        cells = row.cells
        fill(cells[0], label, bold=True)
        fill(cells[1], words)
        for paragraph in (p for cell in cells for p in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = number < kept or None
    _finish(made, widths)
    _gap(document)


def table(document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table with a header that repeats on every page; no row is torn in two. Widths in centimetres."""
    made = document.add_table(rows=len(rows) + 1, cols=len(header))
    made.style = "Table Grid"
    first, *rest = made.rows
    for cell, words in zip(first.cells, header, strict=True):
        fill(cell, words, bold=True)
        _shade(cell, "E6EEF0")
    _flag(first, "w:tblHeader")
    for row, texts in zip(rest, rows, strict=True):
        _flag(row, "w:cantSplit")
        for cell, words in zip(row.cells, texts, strict=True):
            fill(cell, words)
    _finish(made, widths)
    _gap(document)
    return made


def fill(cell: _Cell, words: str, *, bold: bool = False) -> None:
    """Put words in a cell, one paragraph per line."""
    for number, line in enumerate(clean(words).split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        if runs_from_the_right(line):
            turn(paragraph)
            paragraph.alignment = (
                WD_ALIGN_PARAGRAPH.RIGHT
            )  # counted from where the line starts: at the left, with the rest
        add_text(paragraph, line, bold=bold)


def page_numbers(document: Document, words: str) -> None:
    """Words and the page number at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    add_text(paragraph, f"{words}    {say('page')} ")
    for instruction in ("PAGE", None, "NUMPAGES"):
        if instruction is None:
            add_text(paragraph, " of ")
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


def _gap(document: Document) -> None:
    """A little room below a table."""
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)


def _flag(row: object, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)

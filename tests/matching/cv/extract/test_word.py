"""Word documents: styles, tables, text boxes and what is written around the body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from matching.cv.extract import extract
from matching.cv.values import CvText
from matching.errors import UnreadableDocument


def read(fill: Callable[[Any], None]) -> CvText:
    return extract(saved(fill))


def saved(fill: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_headings_lists_and_bold_are_told_by_the_styles() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Ama Mensah", 0)
        document.add_heading("Experience", 1)
        document.add_paragraph().add_run("Adviser").bold = True
        document.add_paragraph("Drafted the labour code", style="List Bullet")

    assert [(b.text, b.kind, b.level, b.bold) for b in read(fill).blocks] == [
        ("Ama Mensah", "heading", 1, False), ("Experience", "heading", 2, True), ("Adviser", "line", None, True),
        ("Drafted the labour code", "item", None, False),
    ]  # fmt: skip


def test_a_row_of_dates_and_an_entry_keeps_its_dates() -> None:
    def fill(document: Any) -> None:
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "2015 – 2018", "Senior adviser"
        cells[1].add_paragraph("Ministry of Labour, Accra")
        cells[1].add_paragraph("Drafted the code", style="List Bullet")

    blocks = read(fill).blocks
    assert [(b.kind, b.text, b.table) for b in blocks] == [
        ("row", "2015 – 2018\tSenior adviser", 1), ("line", "Ministry of Labour, Accra", 1), ("item", "Drafted the code", 1),
    ]  # fmt: skip
    assert blocks[0].cells == ("2015 – 2018", "Senior adviser")


def test_a_table_of_data_is_one_row_a_line_with_its_empty_cells() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 4)
        for row, texts in zip(
            table.rows, (("Language", "Reading", "Speaking", "Writing"), ("French", "1", "", "2")), strict=True
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    assert [b.cells for b in read(fill).blocks] == [
        ("Language", "Reading", "Speaking", "Writing"),
        ("French", "1", "", "2"),
    ]


def test_a_table_that_only_lays_out_the_page_is_read_column_by_column() -> None:
    def fill(document: Any) -> None:
        left, right = document.add_table(1, 2).rows[0].cells
        for cell, lines in ((left, ["Contact", "Accra", "ama@example.org", "Languages", "English"]),
                            (right, ["Experience", "Adviser", "Ministry", "2015 - 2018", "Clerk"])):  # fmt: skip
            for line in lines:
                cell.add_paragraph(line)

    texts = [b.text for b in read(fill).blocks]
    assert texts == ["Contact", "Accra", "ama@example.org", "Languages", "English", "Experience", "Adviser", "Ministry",
                     "2015 - 2018", "Clerk"]  # fmt: skip


def test_a_table_inside_a_cell_keeps_its_rows() -> None:
    def fill(document: Any) -> None:
        inner = document.add_table(1, 1).rows[0].cells[0].add_table(1, 3)
        for cell, text in zip(inner.rows[0].cells, ("2010", "Clerk", "Lomé"), strict=True):
            cell.text = text

    assert [b.cells for b in read(fill).blocks] == [("2010", "Clerk", "Lomé")]


def test_text_boxes_content_controls_and_insertions_are_text_and_what_was_struck_out_is_not() -> None:
    def fill(document: Any) -> None:
        space = nsdecls("w")
        body = document.element.body
        inside = "<w:p><w:r><w:t>In a box</w:t></w:r></w:p>"
        box = f"<w:p {space}><w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>"
        control = f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        tracked = (
            f"<w:p {space}><w:ins><w:r><w:t>Added</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>"
        )
        for xml in (box, control, tracked):
            body.insert(len(body) - 1, parse_xml(xml))

    assert [b.text for b in read(fill).blocks] == ["In a box", "In a control", "Added"]


def test_hidden_text_is_left_out_and_told_of() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Adviser")
        paragraph.add_run(" the best of all candidates").font.hidden = True

    found = read(fill)
    assert (found.text, found.warnings) == ("Adviser", ("Passages of hidden text that were left out: 1.",))


def test_headers_and_footers_are_read_once_without_page_numbers() -> None:
    def fill(document: Any) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "Ama Mensah, +233 20 555 0142"
        section.footer.paragraphs[0].text = "Page 1 of 3"
        document.add_paragraph("Adviser")

    assert read(fill).text == "Ama Mensah, +233 20 555 0142\nAdviser"


def test_pages_are_counted_by_their_breaks() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("First").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("Second")

    found = read(fill)
    assert (found.pages, [b.page for b in found.blocks]) == (2, [1, 2])


def test_macros_are_ignored_and_told_of() -> None:
    data = io.BytesIO(saved(lambda document: document.add_paragraph("Adviser")))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Shell")
    found = extract(data.getvalue(), "cv.docm")
    assert (found.text, found.warnings) == ("Adviser", ("The document holds macros; they were not run and not read.",))


def test_a_document_without_text_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="holds no text at all"):
        read(lambda document: None)

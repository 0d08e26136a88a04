"""Taking the text out of documents: every kind that is read, and every refusal in words."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from matching.errors import UnreadableDocument
from matching.reading import Limits, extract_text
from matching.reading.pdf_layout import in_reading_order

BOX = (
    "<w:p {ns}><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r>"
    "<w:t>In the box</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
    "<w:t>In the box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
NAMESPACES = (
    f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(*pages: str) -> FPDF:
    made = FPDF()
    made.set_font("helvetica", size=11)
    for text in pages or ("",):
        made.add_page()
        if text:
            made.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return made


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return stream.getvalue()


def refused(data: bytes | Path, name: str = "call", limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        extract_text(data, name, limits)
    return str(caught.value)


# --- Word -----------------------------------------------------------------------------------------------------------


def test_word_paragraphs_tables_and_lists_come_in_reading_order():
    document = docx.Document()
    document.add_heading("Review of pensions", 0)
    document.add_paragraph("First paragraph")
    table = document.add_table(2, 3)
    for cell, text in zip([c for row in table.rows for c in row.cells], "abcdef", strict=True):
        cell.text = text
    document.add_heading("Tasks", 1)
    document.add_paragraph("Draft the report", style="List Bullet")
    lines = [line for line in extract_text(saved(document)).text.split("\n") if line]
    assert lines == ["# Review of pensions", "First paragraph", "a\tb\tc", "d\te\tf", "## Tasks", "- Draft the report"]


def test_word_header_footer_and_text_box_are_read_once():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Reference EM-1"
    document.add_paragraph("Body")
    document.add_section().footer.paragraphs[0].text = "Page foot"
    document.element.body.insert(1, parse_xml(BOX.format(ns=NAMESPACES)))
    text = extract_text(saved(document)).text
    assert [text.count(part) for part in ("Reference EM-1", "Page foot", "In the box")] == [1, 1, 1]
    assert text.index("Reference EM-1") < text.index("Body") < text.index("Page foot")


def test_word_tracked_insertions_are_read_and_deletions_are_not():
    document = docx.Document()
    inner = (
        "<w:p {ns}><w:ins><w:r><w:t>new</w:t><w:tab/><w:t>words</w:t><w:br/><w:t>non</w:t><w:noBreakHyphen/>"
        "<w:t>stop</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText><w:t>gone</w:t></w:r></w:del></w:p>"
    )
    document.element.body.insert(0, parse_xml(inner.format(ns=nsdecls("w"))))
    assert extract_text(saved(document)).text == "new\twords\nnon-stop"


def test_word_content_controls_are_read_around_paragraphs_and_rows():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Country", "Togo"
    row = table.rows[0]._tr
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[0].append(row)
    body = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Inside</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(body))
    assert extract_text(saved(document)).text == "Inside\n\nCountry\tTogo"


def test_word_label_beside_several_paragraphs_becomes_a_heading_over_them():
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Tasks:", "one"
    table.cell(0, 1).add_paragraph("two")
    merged = table.cell(1, 0).merge(table.cell(1, 1))
    merged.text = "across both"
    assert extract_text(saved(document)).text.split("\n") == ["Tasks:", "one", "two", "", "across both"]


def test_word_without_text_says_so_and_whether_pictures_are_there(tmp_path):
    assert "It holds no text at all" in refused(saved(docx.Document()))
    document = docx.Document()
    document.add_picture(io.BytesIO(png()))
    assert "pictures without text" in refused(saved(document))


def png() -> bytes:
    import base64

    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )


def test_a_word_file_that_is_none_is_named_for_what_it_is():
    def archive(name: str) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            made.writestr(name, "x")
        return stream.getvalue()

    assert "workbook" in refused(archive("xl/workbook.xml"))
    assert "presentation" in refused(archive("ppt/slides.xml"))
    assert "OpenDocument" in refused(archive("content.xml"))
    assert "zip archive without a Word document" in refused(archive("photo.jpg"))
    assert "damaged" in refused(archive("word/document.xml"))
    assert "archive cannot be opened" in refused(b"PK\x03\x04 and then nothing of the kind")


def test_a_damaged_word_file_is_refused():
    assert "damaged" in refused(repacked(saved(docx.Document()), "word/document.xml", b"<w:document"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(saved(docx.Document()), "word/document.xml", b" " * 30_000_000)
    assert "unpack to far more" in refused(bomb)
    assert "unpack to far more" in refused(saved(docx.Document()), limits=Limits(unpacked_megabytes=0.01))


def test_entities_in_a_word_file_are_refused():
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert "declares entities" in refused(repacked(saved(docx.Document()), "word/document.xml", declared))
    fetched = b'<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><x/>'
    assert "declares entities" in refused(repacked(saved(docx.Document()), "word/styles.xml", fetched))


# --- PDF ------------------------------------------------------------------------------------------------------------


def test_pdf_text_and_pages_are_read():
    document = extract_text(bytes(pdf("Review of pensions in Togo", "Second page").output()))
    assert (document.kind, document.pages, document.warnings) == ("pdf", 2, ())
    assert document.text.split("\n")[0] == "Review of pensions in Togo"


def test_pdf_empty_pages_are_a_warning():
    made = pdf("First")
    made.add_page()
    assert "1 of 2 pages hold no text" in extract_text(bytes(made.output())).warnings[0]


def test_a_pdf_of_300_pages_is_refused():
    assert "It has 300 pages; the limit is 100" in refused(bytes(pdf(*["A page"] * 300).output()))


def test_a_pdf_of_images_says_what_to_do():
    made = FPDF()
    made.add_page()
    made.image(io.BytesIO(png()), w=50)
    message = refused(bytes(made.output()), "scan.pdf")
    assert "images without text" in message and "text recognition" in message and "scan.pdf" in message
    assert "Its pages are empty" in refused(bytes(pdf().output()))


def test_a_locked_pdf_is_refused_and_one_with_an_empty_password_is_read():
    for password, locked in (("secret", True), ("", False)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(pdf("Hidden words").output()))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        if locked:
            assert "asks for a password" in refused(stream.getvalue())
        else:
            assert extract_text(stream.getvalue()).text == "Hidden words"


def test_a_damaged_pdf_is_refused():
    assert "damaged" in refused(b"%PDF-1.7\nnot really")
    assert "damaged" in refused(bytes(pdf("Hello").output())[:200])


def test_a_pdf_with_too_much_text_is_refused_without_reading_on():
    long = bytes(pdf(*["word " * 200] * 5).output())
    assert "limit is 1,500" in refused(long, limits=Limits(characters=1500))


LEFT = "The service wishes to review how counsellors receive the young jobseekers in its offices across the land. " * 3
RIGHT = "Experts from public institutions that have done so are asked to come for two weeks and to write a guide. " * 3


def test_pdf_columns_are_read_one_after_the_other():
    made = pdf("Call for experts")
    made.set_font("helvetica", size=10)
    top = made.get_y()
    made.multi_cell(85, 5, LEFT)
    made.set_xy(110, top)
    made.multi_cell(85, 5, RIGHT)
    text = " ".join(extract_text(bytes(made.output())).text.split())
    assert LEFT.strip() in text and RIGHT.strip() in text


def test_pdf_rows_of_a_table_stay_rows_also_where_a_cell_is_wrapped():
    grid = "\n".join(
        [
            "Expert                               Fields          Workload",
            "",
            "Expert 1: who knows placement and",
            "                                     A.45; V.00      18 days",
            "the matching of vacancies",
            "",
            "Expert 2: statistics                 U.05            16 days",
            "",
            "This sentence stands under the table and runs over all of its columns.",
        ]
    )
    assert in_reading_order(grid).split("\n") == [
        "Expert\tFields\tWorkload",
        "Expert 1: who knows placement and the matching of vacancies\tA.45; V.00\t18 days",
        "Expert 2: statistics\tU.05\t16 days",
        "",
        "This sentence stands under the table and runs over all of its columns.",
    ]


def test_rows_standing_close_together_begin_where_the_first_column_is_filled():
    grid = "Expert          Days\nFirst           18\nSecond          16\n                (at home)"
    assert in_reading_order(grid).split("\n") == ["Expert\tDays", "First\t18", "Second\t16 (at home)"]


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Révision des pensions à Lomé"),
        ("utf-8-sig", "Révision des pensions à Lomé"),
        ("utf-16", "Обзор пенсий"),
        ("utf-16-le", "Review of pensions"),
        ("utf-16-be", "Review of pensions"),
        ("cp1252", "Révision des pensions à Lomé : évaluation détaillée des règles et des procédures"),
        ("cp1251", "Обзор пенсионной системы и подготовка предложений для министерства труда"),
        ("cp1256", "مراجعة نظام التقاعد وإعداد المقترحات لوزارة العمل والشؤون الاجتماعية"),
    ],
)
def test_text_is_read_in_the_encodings_of_the_six_languages(encoding, text):
    document = extract_text(text.encode(encoding))
    assert document.text == text
    assert bool(document.warnings) == encoding.startswith("cp")


def test_what_is_not_text_is_refused():
    assert "bytes that no text has" in refused(bytes(range(256)) * 20)
    assert "does not fit" in refused(b"\xef\xbb\xbf\xff\xff words")
    assert "readable words" in refused(b"\x81\x8d\x8f\x90\x9d" * 40)


@pytest.mark.parametrize(
    ("start", "word"),
    [(b"\xd0\xcf\x11\xe0\xa1", "old Office file"), (b"{\\rtf1 hello}", "rich text"), (b"\x89PNG\r\n", "image")],
)
def test_other_kinds_are_named(start, word):
    assert word in refused(start + b"more")


def test_empty_missing_and_large_files_are_refused(tmp_path):
    assert "is empty" in refused(b"")
    assert "is empty" in refused(b" \n\t ")
    assert "could not be opened" in refused(tmp_path / "nowhere.txt")
    assert "limit is 20 MB" in refused(b"a" * 20_000_001)
    assert "too long" in refused(b"word " * 500_000)
    path = tmp_path / "call.txt"
    path.write_text("Two words", encoding="utf-8")
    assert extract_text(path).text == "Two words"
    path.write_bytes(b"")
    assert "call.txt" in refused(path, "")


def test_invisible_characters_and_presentation_forms_are_resolved():
    assert extract_text("a\u200bb\u00adc \ufeff\r\nﻻ ﬁn \u0640ـ".encode()).text == "abc \nلا fin "


def test_xml_of_documents_is_parsed_without_entities_and_network():
    source = Path(docx.__file__).parent.joinpath("oxml", "parser.py").read_text(encoding="utf-8")
    assert re.search(r"resolve_entities=False", source)

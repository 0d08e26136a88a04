"""What a PDF holds beside its reading order: look, tables, headers, hyphens, Arabic, attachments, locks and scans."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typst
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from matching.cv.extract import extract, scans
from matching.cv.extract.lines import pictures_in
from matching.cv.limits import Limits
from matching.errors import UnreadableDocument

FONTS = Path(__file__).parents[4] / "api" / "exports" / "fonts"


def typeset(source: str) -> bytes:
    made: bytes = typst.compile(source.encode(), font_paths=[str(FONTS)])
    return made


def texts(source: str) -> list[str]:
    return [block.text for block in extract(typeset(source)).blocks]


def test_size_and_weight_are_those_of_the_page() -> None:
    source = '#text(16pt, weight: "bold")[Experience]#v(20pt)#text(9pt)[Adviser in Accra \\ Ministry of Labour \\ 2015]'
    heading, line, below, _ = extract(typeset(source)).blocks
    assert (heading.text, heading.size, heading.bold) == ("Experience", 16.0, True)
    assert (line.text, line.size, line.bold, line.apart) == ("Adviser in Accra", 9.0, False, True)
    assert not below.apart


def test_a_wrapped_line_is_one_block_and_its_hyphen_is_gone() -> None:
    long = "Responsable du développement institutionnel et de la modernisation administrative des caisses régionales"
    source = f'#set page(width: 9cm)\n#set text(lang: "fr", hyphenate: true)\n#set par(justify: true)\n{long}'
    assert texts(source) == [long]


def test_a_drawn_table_keeps_its_rows_and_empty_cells() -> None:
    table = "#table(columns: 4, [Language], [Reading], [Speaking], [Writing], [Mooré], [1], [], [5])"
    blocks = [block for block in extract(typeset(table)).blocks if block.kind == "row"]
    assert [block.cells for block in blocks] == [
        ("Language", "Reading", "Speaking", "Writing"),
        ("Mooré", "1", "", "5"),
    ]
    assert {block.table for block in blocks} == {1}


def test_cells_that_wrap_stay_in_their_row() -> None:
    table = "#table(columns: (2.2cm, 3cm, 4cm), [January 2014 to date], [Ministry of Labour and Social Security], [Adviser])"
    (row,) = extract(typeset(table)).blocks
    assert row.cells == ("January 2014 to date", "Ministry of Labour and Social Security", "Adviser")


def test_headers_come_once_and_page_numbers_never() -> None:
    source = '#set page(height: 7cm, header: [CV of Ama Mensah], numbering: "1 / 1")\n'
    text = extract(typeset(source + "First post\n#pagebreak()\nSecond post\n#pagebreak()\nThird post")).text
    assert text.count("CV of Ama Mensah") == 1
    assert [line for line in text.split("\n") if line[:1].isdigit()] == []
    assert "Second post" in text


def test_dates_at_the_edge_of_a_page_are_not_taken_for_a_repeated_header() -> None:
    text = extract(typeset("#set page(height: 7cm)\n1982 – 2028\n#pagebreak()\n1967 – 2039")).text
    assert "1982 – 2028" in text and "1967 – 2039" in text


def test_list_marks_are_taken_off() -> None:
    blocks = extract(typeset("Tasks\n- Advice to the minister\n- Training of inspectors")).blocks
    assert [(b.text, b.kind) for b in blocks] == [
        ("Tasks", "line"), ("Advice to the minister", "item"), ("Training of inspectors", "item"),
    ]  # fmt: skip


def test_letters_set_apart_are_one_word() -> None:
    assert texts("#text(tracking: 4pt)[EXPERIENCE]") == ["EXPERIENCE"]


def test_ligatures_are_letters() -> None:
    assert texts('#text(font: "Libertinus Serif")[Office of financial affairs]') == ["Office of financial affairs"]


def test_arabic_is_in_the_order_it_is_read_with_its_columns_from_the_right() -> None:
    source = (
        '#set text(font: "Noto Sans Arabic", lang: "ar", dir: rtl)\n'
        "#grid(columns: (30%, 1fr), gutter: 20pt, [اللغات \\ العربية: اللغة الأم \\ الإنجليزية: جيدة],"
        "[الخبرات العملية \\ 2011 - 2013 \\ مديرة إدارة الشمول \\ وزارة العمل والشؤون الاجتماعية])"
    )
    assert texts(source) == [
        "اللغات", "العربية: اللغة الأم", "الإنجليزية: جيدة", "الخبرات العملية", "2011 - 2013", "مديرة إدارة الشمول",
        "وزارة العمل والشؤون الاجتماعية",
    ]  # fmt: skip


def test_attached_xml_is_handed_on() -> None:
    writer = PdfWriter(io.BytesIO(typeset("Europass CV")))
    writer.add_attachment("cv.xml", b"<?xml version='1.0'?><Candidate/>")
    writer.add_attachment("photo.png", b"\x89PNG")
    out = io.BytesIO()
    writer.write(out)
    assert extract(out.getvalue()).attachments == (b"<?xml version='1.0'?><Candidate/>",)


def test_a_locked_pdf_says_so() -> None:
    writer = PdfWriter(io.BytesIO(typeset("Secret")))
    writer.encrypt("word", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableDocument, match="asks for a password"):
        extract(out.getvalue())


def test_too_many_pages_are_refused_by_number() -> None:
    pdf = FPDF()
    for _ in range(12):
        pdf.add_page()
    with pytest.raises(UnreadableDocument, match=r"has 12 pages; the limit is 10\."):
        extract(bytes(pdf.output()), limits=Limits(pages=10))


def test_a_damaged_pdf_is_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        extract(b"%PDF-1.7\nnothing that a PDF needs")


def test_a_scan_without_text_recognition_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "installed", lambda: False)
    with pytest.raises(UnreadableDocument, match="Tesseract is not installed here") as error:
        extract(scanned("Experience"))
    assert error.value.code == "scan"


@pytest.mark.skipif(not scans.installed(), reason="Tesseract is not installed")
def test_a_scan_is_read_where_tesseract_is_installed() -> None:
    read = extract(scanned("Experience \\ Chief labour inspector \\ 2009 - 2016"))
    assert read.format == "scan"
    assert [block.text for block in read.blocks] == ["Experience", "Chief labour inspector", "2009 - 2016"]
    assert "recognised from pictures" in read.warnings[0]


def test_pictures_are_counted() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    pdf.cell(text="Ama Mensah")
    pdf.image(io.BytesIO(typst.compile(b"#rect(fill: blue)", format="png")), x=150, y=10, w=30)
    assert pictures_in(extract(bytes(pdf.output()))) == 1


def scanned(text: str) -> bytes:
    """A PDF whose only page is a picture of a page with a text."""
    picture = typst.compile(
        f"#set page(width: 14cm, height: 8cm)\n#set text(16pt)\n{text}".encode(), format="png", ppi=150
    )
    pdf = FPDF(format=(140, 80))
    pdf.add_page()
    pdf.image(io.BytesIO(picture), x=0, y=0, w=140)
    out = bytes(pdf.output())
    assert not PdfReader(io.BytesIO(out)).pages[0].extract_text().strip()
    return out

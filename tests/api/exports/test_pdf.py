"""PDF: three scripts, readable by machines and screen readers, nothing cut off, no word taken for an instruction."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from api.exports import Arrival, Document, ListedPosition, export_document
from api.exports.glyphs import FAMILIES, FONTS, MISSING, showable, width
from api.exports.paper import Bullets, Heading, Pairs, Paper, Paragraph, Quote, Run, Table
from api.exports.paper_pdf import paper_pdf
from matching.entities import Verdict
from tests.api import shortlists
from tests.api.exports.selections import ARABIC_NAME, ARABIC_WORDS, CONTROLS, RUSSIAN, TURNED, long_list, many, person
from tests.api.exports.selections import selection as selected
from tests.api.shortlists import ARABIC, gate, shortlist

A4 = (595, 842)


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(export_document(document, "pdf")))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def flat(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", text_of(reader))


def one_cell(words: str) -> Document:
    people = (person("e1", "Ana", gate("availability", Verdict.FAIL, words)),)
    return long_list(positions=(ListedPosition(position_id=None, people=people),))


# --- what it shows --------------------------------------------------------------------------------------------------


def test_names_and_evidence_in_three_scripts_can_be_read_back() -> None:
    found = text_of(read(long_list()))
    for word in f"{RUSSIAN} {ARABIC_NAME} Amina Benali".split():
        assert word in found
    found = text_of(read(shortlist()))
    assert all(word in found for word in ARABIC.split())


def test_a_shortlist_shows_ranking_reasons_teams_form_and_hashes() -> None:
    found = flat(read(shortlist()))
    for phrase in (
        "The machine ranks; a person decides.", "82.5", "86 %", "Do you agree to be matched?", "CV, segment 4, in Arabic",
        "Years of experience: not known, left out", "Nils Away (away from 1 March 2027 to 31 March 2027)", "148.5 points",
        "bought: 1 country more", "team value 137.2", "Person chosen", "Date and signature", "abad1dea", "cafe", "beef",
    ):  # fmt: skip
        assert phrase in found, phrase


def test_a_moment_to_the_microsecond_is_no_obstacle() -> None:
    made_at = datetime(2026, 11, 16, 9, 0, 0, 123456, tzinfo=UTC)
    assert "16" in flat(read(long_list(made_at=made_at)))


def test_it_is_a4_upright_or_on_its_side_and_counts_its_pages() -> None:
    for document, size in ((shortlist(), A4), (long_list(), A4[::-1])):
        reader = read(document)
        assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == size
        assert f"page 1 of {len(reader.pages)}" in flat(reader)


def test_it_is_fit_for_an_archive_and_for_a_screen_reader() -> None:
    reader = read(selected())
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and "/StructTreeRoot" in root
    marks = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A" in marks and "<pdfuaid:part>1" in marks
    assert reader.metadata and reader.metadata.title == "Selection record: Labour inspection in the building trade"
    titles = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    assert {"Decision", "Signatures", "Position 1: Principal expert", "Record of the run"} <= set(titles)


def test_every_font_is_embedded_and_is_one_of_ours() -> None:
    fonts = {
        str(font["/BaseFont"])
        for page in read(long_list()).pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }
    assert fonts and all(re.match(r"/[A-Z]{6}\+(NotoSans|DejaVuSans)", name) for name in fonts)
    assert any("NotoSansArabic" in name for name in fonts)


def test_equal_documents_give_equal_bytes() -> None:
    assert export_document(selected(), "pdf") == export_document(selected(), "pdf")
    said = read(selected()).metadata
    assert said and said.creation_date == selected().made_at


# --- what could go wrong --------------------------------------------------------------------------------------------


def test_the_header_of_a_long_table_stands_on_every_page_and_nobody_is_left_out() -> None:
    reader = read(many(500))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 20
    assert all("Rules of eligibility" in page for page in pages)
    assert set(re.findall(r"expert-\d{5}", "\n".join(pages))) == {f"expert-{i:05}" for i in range(500)}


def test_a_row_longer_than_a_page_goes_on_overleaf() -> None:
    reader = read(one_cell("away, as was said at length; " * 400 + "the end of it"))
    found: list[tuple[str, float]] = []  # words and their height above the foot of the page, in points
    for page in reader.pages:
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((text, cm[5] + cm[3] * tm[5])))
    heights = [height for text, height in found if text.strip()]
    assert min(heights) > 20 and max(heights) < A4[0]  # the page lies on its side
    assert "the end of it" in flat(reader)


def test_a_word_longer_than_its_column_is_broken_within_it() -> None:
    found = text_of(read(one_cell("W" * 400))).replace("\u200b", "")
    assert found.count("W") == 400
    assert max(len(line) for line in re.findall("W+", found)) < 40


def test_a_break_never_parts_a_letter_from_its_mark() -> None:
    from api.exports.paper_pdf import BREAK, _broken

    pieces = _broken("abe\u0301d\u0651\u064e" * 5).split(BREAK)
    assert len(pieces) > 3 and not [p for p in pieces if p.startswith(("\u0301", "\u0651", "\u064e"))]


def test_words_of_a_document_are_never_run() -> None:
    hostile = '#panic("x") $x^2$ *bold* _it_ @ref <label> // gone /* gone */ \\ #import "/paper.typ"'
    found = flat(read(one_cell(hostile)))
    assert hostile.replace(" ", "") in found.replace(" ", "")


def test_a_script_that_no_font_has_is_shown_as_boxes_and_the_file_says_so() -> None:
    found = flat(read(one_cell("日本 and \U0001d504 and the rest")))
    assert f"{MISSING}{MISSING} and {MISSING} and the rest" in found
    assert "stands for a letter of a script" in found
    assert "stands for a letter of a script" not in flat(read(long_list()))


@pytest.mark.parametrize("name", [CONTROLS, TURNED, "", " \x00 ", "=SUM(A1)", "\u0301", "x" * 900])
def test_no_name_breaks_a_file(name: str) -> None:
    people = (person("e1", name, came=Arrival.INVITED),)
    reader = read(
        long_list(call=shortlists.call(title=name), positions=(ListedPosition(position_id="1", people=people),))
    )
    assert "e1" in text_of(reader)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(codec=None), max_size=40), min_size=4, max_size=4),
    st.sampled_from(["ar", "fr", None]),
)
def test_any_text_can_be_written(texts: list[str], language: str | None) -> None:
    first, second, third, fourth = texts
    blocks = (
        Heading(first, 1), Paragraph((Run(second, bold=True), Run(third, muted=True))), Bullets((fourth, second)),
        Quote(first, second, language), Pairs(((third, fourth),)), Table((first, second), ((third, fourth),), (8.5, 8.5)),
    )  # fmt: skip
    made_at = shortlist().record.made_at
    assert paper_pdf(Paper(first, second, third, made_at, blocks)).startswith(b"%PDF-1.7")


# --- fonts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "letters",
    [
        "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ àâæçéèêëîïôœùûüÿ ÁÍÑÓÚ¿¡ ãõ",
        "ĄĆĘŁŃŚŹŻ čďěňřšťůž őű ȘȚ șț ģķļņ ħ ß ð þ ø",
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжз іїєґ",
        "ΑΒΓΔΕΖΗΘ αβγδεζηθ ά",
        "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ة ى أ إ آ ؤ ئ ء لا پ چ ژ گ ۱۲۳ ١٢٣ ، ؛ ؟ ً ٌ ٍ َ ُ ِ ّ ْ",
        "“” ‘’ – — … → € ½ № ✓ □",
    ],
)
def test_the_fonts_have_the_letters_of_the_working_languages_and_our_own_signs(letters: str) -> None:
    assert showable(letters) == letters


def test_the_fonts_travel_with_their_licences() -> None:
    assert {path.suffix for path in FONTS.iterdir()} == {".ttf", ".txt"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE-Noto.txt").read_text(encoding="utf-8")
    assert "Bitstream Vera" in (FONTS / "LICENSE-DejaVu.txt").read_text(encoding="utf-8")
    assert len(FAMILIES) == 3


def test_widths_are_parts_of_the_font_size() -> None:
    assert width("") == 0
    assert 0.2 < width("i") < width("e") < width("W") < 1.1
    assert width("mm") == 2 * width("m")


def test_what_shows_nothing_is_left_out_and_odd_spaces_become_plain() -> None:
    assert showable("a\U000e0101b\U000e0041c\u3000d\te") == "abc d e"
    assert showable(ARABIC_WORDS) == ARABIC_WORDS

"""A shortlist in the office formats: figures, guards against formulas, and a place for the decision."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from docx.document import Document
from openpyxl.workbook import Workbook

from api.exports import FORMATS, export_bytes
from api.exports.xlsx import to_xlsx
from matching.entities import Verdict
from matching.results import Shortlist
from tests.api import shortlists
from tests.api.shortlists import ARABIC, HOSTILE, shortlist


@pytest.fixture(scope="module")
def made() -> Shortlist:
    return shortlist()


@pytest.fixture(scope="module")
def book(made: Shortlist) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))


@pytest.fixture(scope="module")
def record(made: Shortlist) -> Document:
    return docx.Document(io.BytesIO(export_bytes(made, "docx")))


def words(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    rows = list(book[sheet].iter_rows(values_only=True))
    at = next(i for i, name in enumerate(rows[0]) if name and str(name).startswith(title))
    return [row[at] for row in rows[1:]]


# --- workbook -------------------------------------------------------------------------------------------------------


def test_the_workbook_has_a_sheet_per_position_and_for_all_else(book: Workbook) -> None:
    assert book.sheetnames == ["Summary", "1 Principal expert", "2 Trainer", "Not eligible", "Teams", "Record"]
    for sheet in book:
        assert sheet.freeze_panes


def test_the_workbook_holds_the_figures_criterion_by_criterion(book: Workbook) -> None:
    name = "1 Principal expert"
    assert column(book, name, "Merit") == [82.46, 71.2, 64.0]
    assert column(book, name, "Confidence") == [0.86, 0.4, 0.86]
    assert column(book, name, "Relevance of the CV") == [0.78] * 3
    assert column(book, name, "Years of experience") == ["not known"] * 3
    assert ARABIC in str(column(book, name, "Evidence")[0])
    assert column(book, name, "To ask")[1] == "Do you agree to be matched?"


def test_no_cell_is_a_formula_and_text_that_looks_like_one_is_guarded(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert not [c.value for c in cells if isinstance(c.value, str) and c.value.startswith(("=", "+", "-", "@"))]
    assert f"'=SUM(A1) {HOSTILE}" in [cell.value for cell in cells]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\n=", "＝"])
def test_every_start_that_a_spreadsheet_takes_for_a_formula_is_guarded(start: str) -> None:
    made = shortlist(call=shortlists.call(institution=f"{start}1+1"))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))["Summary"]
    assert f"'{start}1+1" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_control_characters_and_endless_text_do_not_break_an_export() -> None:
    made = shortlist(call=shortlists.call(title="bad\x00\x0b\ud7ff title", institution="x" * 40_000))
    for format in FORMATS:
        assert export_bytes(made, format)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))["Summary"]
    assert sheet["B1"].value == "bad\ud7ff title"


def test_titles_that_no_sheet_may_have_are_made_fit_and_unique() -> None:
    hard = tuple(shortlists.position(str(i), "'[A]:*?/\\ " + "long" * 20) for i in (1, 1))
    names = openpyxl.load_workbook(
        io.BytesIO(to_xlsx(shortlist(positions=(*hard, shortlists.position("9", "  ")))))
    ).sheetnames
    assert len(set(map(str.casefold, names))) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_people_who_are_not_listed_one_by_one_are_counted(book: Workbook) -> None:
    assert column(book, "Not eligible", "Person")[:4] == [
        "Nils Away", "Nils Away", "Olga Leave", "1 more are not listed one by one",
    ]  # fmt: skip
    assert column(book, "Not eligible", "Merit")[:3] == [77.0, 77.0, None]


def test_the_workbook_keeps_teams_and_record(book: Workbook) -> None:
    assert column(book, "Teams", "Price of balance")[0] == "0.0 points given up"
    assert column(book, "Teams", "Team value") == [148.46, None, 148.46, None]
    kept = dict(zip(column(book, "Record", "What"), column(book, "Record", "Value"), strict=True))
    assert kept["Run"] == "0123456789abcdef" and kept["Setting balance.band"] == "3"
    assert str(kept["Step: registered"]).startswith("6 people: 2 women, 3 men")


# --- the Word document ----------------------------------------------------------------------------------------------


def test_the_document_says_who_decides_and_leaves_room_for_the_decision(record: Document) -> None:
    text = words(record)
    assert "The machine ranks; a person decides." in text
    for phrase in ("Person chosen", "Reason", "Decided by", "Date and signature"):
        assert phrase in text


def test_the_document_holds_ranking_evidence_reasons_teams_and_hashes(record: Document) -> None:
    text = words(record)
    for phrase in (
        "82.5", "86 %", "to be confirmed", "Do you agree to be matched?", f"“{ARABIC}”", "CV, segment 4, in Arabic",
        "Years of experience: not known, left out", "Nils Away (away from 1 March 2027 to 31 March 2027)", "148.5 points",
        "3.2 points given up (2.1 %); bought: 1 country more", "e2", "team value 137.2", "abad1dea", "cafe", "beef",
        "What the call does not say", "Which fields should the trainer cover?",
    ):  # fmt: skip
        assert phrase in text or any(phrase in p.text for p in record.paragraphs), phrase


def test_evidence_in_arabic_runs_from_right_to_left_in_the_document(record: Document) -> None:
    quoted = next(p for p in record.paragraphs if ARABIC in p.text)
    xml = quoted._element.xml
    assert "<w:bidi/>" in xml and "<w:rtl/>" in xml and 'w:bidi="ar"' in xml
    assert xml.index("<w:bidi/>") < xml.index("<w:ind ")  # the order that the schema asks for


def test_headers_of_tables_repeat_on_every_page(record: Document) -> None:
    ranking = next(t for t in record.tables if t.rows[0].cells[0].text == "Rank")
    assert "w:tblHeader" in ranking.rows[0]._tr.xml


def test_a_long_list_of_the_not_eligible_is_cut_with_a_count() -> None:
    gate = shortlists.gate("consent", Verdict.FAIL, "withdrawn")
    many = tuple(shortlists.NotEligible(expert_id=f"n{i}", name=None, gates=(gate,)) for i in range(70))
    position = shortlists.position(
        "1", "Expert", not_eligible=many, not_eligible_total=90, not_eligible_by_rule={"consent": 90}
    )
    text = words(docx.Document(io.BytesIO(export_bytes(shortlist(positions=(position,)), "docx"))))
    assert "; and 70 more, listed in the workbook and the page" in text

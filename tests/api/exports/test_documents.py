"""Long list and selection record: plain values, and files an officer can file as they are."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
import openpyxl
import pytest
from docx.document import Document as Word
from openpyxl.workbook import Workbook
from pydantic import ValidationError
from pypdf import PdfReader

from api.exports import (
    DOCUMENT_FORMATS,
    Choice,
    Chosen,
    Document,
    ListedPerson,
    ListedPosition,
    LongList,
    Note,
    SelectionRecord,
    export_bytes,
    export_document,
)
from api.exports.paper import Table
from matching.entities import Verdict
from matching.errors import InvalidSetting
from matching.results import BalanceReport
from tests.api import shortlists
from tests.api.exports.selections import (
    ARABIC_NAME,
    ARABIC_WORDS,
    ASKED,
    AWAY,
    CONTROLS,
    LEADER,
    MET,
    RUSSIAN,
    TURNED,
    decision,
    long_list,
    many,
    person,
)
from tests.api.exports.selections import selection as selected


def word(document: Document) -> Word:
    return docx.Document(io.BytesIO(export_document(document, "docx")))


def book(document: Document) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(export_document(document, "xlsx")))


def words(document: Document, format: str) -> str:
    """Everything a file says, in one line."""
    if format == "docx":
        made = word(document)
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        found = [*(p.text for p in made.paragraphs), *cells]
    elif format == "xlsx":
        found = [str(value) for sheet in book(document) for row in sheet.iter_rows(values_only=True) for value in row]
    else:
        made_pdf = PdfReader(io.BytesIO(export_document(document, "pdf")))
        found = [page.extract_text() for page in made_pdf.pages]
    return " ".join(" ".join(found).split())


def rows(made: Workbook, sheet: str) -> list[dict[str, object]]:
    first, *rest = made[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, first), row, strict=True)) for row in rest]


every_format = pytest.mark.parametrize("format", DOCUMENT_FORMATS)


# --- the values -----------------------------------------------------------------------------------------------------


def test_the_values_read_back_equal_from_json() -> None:
    for made in (long_list(), selected()):
        assert type(made).model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize("about", ["gender", "nationality", "nationalities", "declared"])
def test_a_person_of_a_long_list_has_no_place_for_gender_or_nationality(about: str) -> None:
    facts = person("e1", "Ana").model_dump()
    with pytest.raises(ValidationError, match="Extra inputs"):
        ListedPerson(**facts, **{about: "x"})


def test_the_verdict_on_a_person_is_the_hardest_of_the_rules() -> None:
    assert person("e", None, *MET).verdict is Verdict.PASS
    assert person("e", None, *MET, ASKED).verdict is Verdict.UNKNOWN
    assert person("e", None, ASKED, AWAY).verdict is Verdict.FAIL


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_decision_that_departs_from_the_ranking_needs_its_reason(reason: str | None) -> None:
    with pytest.raises(ValidationError, match="reason must be given"):
        decision(reason=reason)
    assert decision(departs=False, reason=reason).departs is False


def test_a_record_speaks_only_of_positions_of_its_shortlist() -> None:
    with pytest.raises(ValidationError, match="no position '9'; it has 1, 2"):
        selected(decision=decision(choices=(Choice(position_id="9", chosen=None),)))
    strange = Note(position_id="8", expert_id="e1", text="x", at=datetime(2026, 11, 18, tzinfo=UTC), by=LEADER)
    with pytest.raises(ValidationError, match="no position '8'"):
        selected(notes=(strange,))


def test_a_table_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        Table(("a", "b"), (("x",),), (1.0, 2.0))


# --- the long list --------------------------------------------------------------------------------------------------


@every_format
def test_a_long_list_says_who_came_how_when_and_what_each_rule_found(format: str) -> None:
    found = words(long_list(), format)
    for phrase in (
        "Labour inspection in the building trade", "2026/07", "Position 1: Principal expert", "e1", "Amina Benali",
        "Civil servant", "applied", "invited", "could be invited", "to be confirmed", "not eligible", "not said",
        "Consent: to ask (no consent on record)", "Availability: not met (away from 1 March 2027 to 31 March 2027)",
        "Language: French (French: speaking C1, drafting C1)", "Ines Duarte, account acc-3, action officer",
    ):  # fmt: skip
        assert phrase in found, phrase
    assert all(part in found for part in f"{RUSSIAN} {ARABIC_NAME}".split())


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_long_list_on_paper_counts_its_people_and_says_where_nobody_is(format: str) -> None:
    found = words(long_list(), format)
    assert "4 people: 2 applied, 1 invited, 1 could be invited; 2 eligible, 1 to be confirmed, 1 not eligible." in found
    assert "Nobody applied, was invited or could be invited." in found
    assert "The call as a whole" in words(many(2), format)


def test_the_workbook_of_a_long_list_has_a_row_per_person_and_one_per_rule() -> None:
    made = book(long_list())
    assert made.sheetnames == ["Long list", "Rules", "About"]
    assert [row["Person"] for row in rows(made, "Long list")] == [RUSSIAN, ARABIC_NAME, "Amina Benali", "e4"]
    assert [row["On"] for row in rows(made, "Long list")] == [datetime(2026, 11, 9)] * 2 + [None, datetime(2026, 11, 9)]
    away = next(row for row in rows(made, "Rules") if row["Verdict"] == "not met")
    assert (away["Expert id"], away["What was found"]) == ("e3", "away from 1 March 2027 to 31 March 2027")
    assert next(row for row in rows(made, "Rules") if row["Question"])["Question"] == "Do you agree to be matched?"


def test_a_long_list_in_word_lies_on_its_side_and_repeats_its_header() -> None:
    made = word(long_list())
    assert made.sections[0].page_width > made.sections[0].page_height
    listed = next(t for t in made.tables if t.rows[0].cells[0].text == "No.")
    assert "w:tblHeader" in listed.rows[0]._tr.xml and "w:cantSplit" in listed.rows[1]._tr.xml


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_five_hundred_people_are_all_listed(format: str) -> None:
    found = words(many(500), format)
    assert all(f"expert-{i:05}" in found for i in range(500))


@every_format
def test_a_long_list_without_anybody_or_anything_is_still_a_file(format: str) -> None:
    bare = LongList(call=shortlists.Call(id="c"), positions=(), made_at=datetime(2026, 11, 16), notes=("Nobody yet.",))
    assert "Nobody yet." in words(bare, format)
    empty = long_list(
        positions=(ListedPosition(position_id="1", people=(person("e1", "", status="", institution=""),)),)
    )
    assert "not said" in words(empty, format)


# --- the selection record -------------------------------------------------------------------------------------------


@every_format
def test_a_record_says_what_was_decided_by_whom_when_and_why(format: str) -> None:
    found = words(selected(), format)
    for phrase in (
        "Selection record", "version 2", "0123456789abcdef", "5eed", "c0ffee", "request received", "1 October 2026",
        "rank 2 of 3, merit 71.2, confidence 40 %, to be confirmed", "Departs from the ranking yes",
        "The first of the ranking is away in March; the second knows the partner.", "team leader", "acc-7",
        "20 November 2026, 15:05 UTC", "nobody", "84", "Headed the inspection of building sites.", "small-model",
        "Tie-break within a merit band", "The machine ranks; a person decides.", "men 1, not declared 1",
    ):  # fmt: skip
        assert phrase in found, phrase
    assert all(part in found for part in re.findall(r"\w+", f"{RUSSIAN} {ARABIC_NAME} {ARABIC_WORDS}"))


@every_format
def test_reserves_stand_in_their_order(format: str) -> None:
    found = words(selected(), format)
    assert found.index("1. Мария") < found.index("2. e9")


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_record_is_signed_by_who_drew_it_up_and_who_decided(format: str) -> None:
    found = words(selected(), format)
    assert "Name and function" in found and found.count("Ines Duarte, account acc-3, action officer") >= 2
    assert "Person chosen" not in found  # no form: the decision is taken


@every_format
def test_without_a_decision_the_record_says_so_or_leaves_room(format: str) -> None:
    found = words(selected(decision=None, make_up=None, steps=(), notes=(), prepared_by=None), format)
    assert ("not taken yet" if format == "xlsx" else "Person chosen") in found


@every_format
def test_who_was_chosen_outside_the_ranking_is_said_to_be(format: str) -> None:
    outside = decision(choices=(Choice(position_id="1", chosen=Chosen(expert_id="e77", name="Olga Leave")),))
    assert "not among the people ranked" in words(selected(decision=outside), format)


@every_format
def test_the_make_up_of_one_person_alone_is_not_told(format: str) -> None:
    one = BalanceReport(gender={"woman": 1}, nationalities={"MT": 1}, countries=1, public=1, institutions=1)
    found = words(selected(make_up=one), format)
    assert "Malta" not in found and "they would tell what that person declared" in found


@every_format
def test_an_erasure_in_the_shortlist_and_a_legal_basis_are_said(format: str) -> None:
    basis = shortlists.record(mode="target", legal_basis="Decree 12 of 2020", saving_clause="merit first")
    made = selected(shortlist=shortlists.shortlist(record=basis), redacted_at=datetime(2027, 1, 5, tzinfo=UTC))
    found = words(made, format)
    for phrase in ("Decree 12 of 2020", "merit first", "was erased from this shortlist", "5 January 2027"):
        assert phrase in found


def test_the_workbook_of_a_record_has_the_sheets_of_its_shortlist() -> None:
    made = book(selected())
    assert made.sheetnames == [
        "Decision", "Steps", "Answers", "Versions", "Notes", "1 Principal expert", "2 Trainer", "Not eligible", "Teams",
        "Record",
    ]  # fmt: skip
    assert [row["Points (0 to 100)"] for row in rows(made, "Notes")] == [84, None]


def test_words_in_arabic_run_from_right_to_left_in_a_cell() -> None:
    made = word(selected())
    said = next(p for t in made.tables for r in t.rows for c in r.cells for p in c.paragraphs if p.text == ARABIC_WORDS)
    xml = said._element.xml
    assert "<w:bidi/>" in xml and "<w:rtl/>" in xml
    assert xml.index("<w:bidi/>") < xml.index("<w:spacing ") < xml.index("<w:jc ")  # the order that the schema asks for


# --- what could do harm ---------------------------------------------------------------------------------------------

STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def harmful(text: str) -> tuple[LongList, SelectionRecord]:
    gates = (shortlists.gate("availability", Verdict.FAIL, text, text, text),)
    listed = ListedPosition(position_id="1", title=text, people=(person(text, text, *gates, institution=text),))
    note = Note(position_id="1", expert_id=text, text=text, at=datetime(2026, 11, 18), by=LEADER)
    chosen = Chosen(expert_id=text, name=text)
    decided = decision(choices=(Choice(position_id="1", chosen=chosen, reserve=(chosen,)),), reason=text)
    return long_list(positions=(listed,), notes=(text,)), selected(notes=(note,), decision=decided)


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_a_workbook_is_a_formula_or_looks_like_one(start: str) -> None:
    for document in harmful(start):
        cells = [cell for sheet in book(document) for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
        assert [text for text in texts if text.startswith("'")]


@every_format
@pytest.mark.parametrize("text", [CONTROLS, TURNED, "\ud800 half", "x" * 900])
def test_what_no_file_may_carry_does_not_break_one(text: str, format: str) -> None:
    for document in harmful(text):
        found = words(document, format)
        assert not set(found) & {"\x00", "\x0b", "\x1b", "\u202e", "\ud800"}


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidSetting, match="xlsx, docx, pdf"):
        export_document(long_list(), "odt")


def test_a_shortlist_is_the_same_file_through_either_door() -> None:
    made = shortlists.shortlist()
    assert export_document(made, "pdf") == export_bytes(made, "pdf")

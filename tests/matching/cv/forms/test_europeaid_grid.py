"""The language grid of the EuropeAid form as people fill it in: other scales, heads, orders and shapes, or no grid at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cv.forms import read_europeaid
from matching.cv.forms.europeaid_scale import scale_of
from matching.cv.values import Block, CvText, LanguageFact
from matching.entities import Cefr

USUAL = "(1 - excellent; 5 - basic)\nLanguage\tReading\tSpeaking\tWriting\n"


def languages(field: str) -> dict[str, LanguageFact]:
    text = f"1. Family name:\tX\n6. Education\n7. Language skills: {field}\n8. Membership of professional bodies: none"
    lines = (Block(line, "row" if "\t" in line else "line") for line in text.split("\n"))
    facts = read_europeaid(CvText(tuple(lines), "docx")).languages
    assert len({fact.claim.language for fact in facts}) == len(facts)
    return {fact.claim.language: fact for fact in facts}


def told(fact: LanguageFact) -> str:
    """ "reading speaking writing" of a claim, or that it is native."""
    claim = fact.claim
    return (
        "native"
        if claim.native
        else " ".join(str(level or "-") for level in (claim.reading, claim.speaking, claim.writing))
    )


@pytest.mark.parametrize(
    ("line", "levels"),
    [
        ("a scale of 1 to 5 (1 - excellent; 5 - basic)", "C2 C1 B2 B1 A2"),
        ("(1 – niveau excellent ; 5 – niveau rudimentaire)", "C2 C1 B2 B1 A2"),
        ("5 = excelente; 4 = muy bueno; 3 = bueno; 2 = regular; 1 = elemental", "A2 B1 B2 C1 C2"),
        ("по шкале от 1 до 5, где 1 – отлично, 5 – базовый уровень", "C2 C1 B2 B1 A2"),
        ("1 ممتاز، 5 أساسي", "C2 C1 B2 B1 A2"),
        ("excellent (5) to basic (1)", "A2 B1 B2 C1 C2"),
        ("1 being the highest", "C2 C1 B2 B1 A2"),
        ("1 = lowest, 5 = highest", "A2 B1 B2 C1 C2"),
        ("1 = excellent, 2 = good, 3 = fair, 4 = poor", "C2 B2 B1 A2"),
        ("nothing of marks in 2010", "C2 C1 B2 B1 A2"),
    ],
)
def test_the_form_says_itself_what_its_marks_stand_for(line: str, levels: str) -> None:
    assert " ".join(str(scale_of([line]).levels[mark]) for mark in sorted(scale_of([line]).levels)) == levels


def test_a_legend_below_the_grid_counts_as_one_above_it() -> None:
    grid = "Language\tReading\tSpeaking\tWriting\nEnglish\t5\t4\t3\nScale: 5 = excellent, 1 = basic"
    assert told(languages("\n" + grid)["en"]) == "C2 C1 B2"


def test_a_mark_worded_as_the_mother_tongue_makes_a_native_language_unless_it_says_or() -> None:
    grid = "Language\tReading\tSpeaking\tWriting\nTagalog\t1\t1\t1\nEnglish\t1\t1\t2\n"
    found = languages("\n" + grid + "1 = mother tongue\n2 = fluent\n5 = basic")
    assert (told(found["tl"]), told(found["en"])) == ("native", "C2 C2 C1")
    assert told(languages("\n" + grid + "1 = mother tongue or equivalent, 5 = basic")["tl"]) == "C2 C2 C2"


def test_without_a_legend_a_mother_tongue_marked_5_tells_that_5_is_the_best() -> None:
    found = languages("\nLanguage\tReading\tSpeaking\tWriting\nGreek (mother tongue)\t5\t5\t5\nEnglish\t4\t4\t3")
    assert told(found["en"]) == "C1 C1 B2"
    found = languages("\nLanguage\tReading\tSpeaking\tWriting\nGreek (mother tongue)\t1\t1\t1\nEnglish\t4\t4\t3")
    assert told(found["en"]) == "B1 B1 B2"


@pytest.mark.parametrize(
    ("rows", "code", "levels"),
    [
        ("Finnish\t2\t2–3\t4", "fi", "C1 B2 B1"),  # of a span the lower one
        ("Finnish\t1/5\t2/5\t3/5", "fi", "C2 C1 B2"),
        ("Finnish\t1¹\t2 (fluent)\t1*", "fi", "C2 C1 C2"),
        ("Finnish\tC1\tB2\tB1", "fi", "C1 B2 B1"),
        ("Finnish\texcellent\tgood\tfair", "fi", "C1 B2 B1"),
        ("Finnish\t2\t\t", "fi", "C1 - -"),
        ("Finnish\t3", "fi", "B2 B2 B2"),  # one cell over all columns
        ("Finnish\tmother tongue", "fi", "native"),
        ("1.\tFinnish (suomi)\t1\t2\t3", "fi", "C2 C1 B2"),  # rows with a number
        ("Finnish/Estonian\t1\t2\t3", "et", "C2 C1 B2"),
        ("Mother tongue:\tGreek, Turkish", "tr", "native"),
        ("Finnish 1 2 3", "fi", "C2 C1 B2"),
        ("Finnish: 1/2/3", "fi", "C2 C1 B2"),
        ("Finnish - reading: 1; speaking: 2; writing: 3", "fi", "C2 C1 B2"),
        ("Finnish: reading and speaking 1, writing 3", "fi", "C2 C2 B2"),
        ("Finnish\tReading: 1\tSpeaking: 2\tWriting: 3", "fi", "C2 C1 B2"),
        ("Finnish\nReading: 1\nSpeaking: 2\nWriting: 3", "fi", "C2 C1 B2"),
        ("Greek (native), Finnish (3)", "fi", "B2 B2 B2"),
        ("Finnish\t1 2 3", "fi", "C2 C1 B2"),  # cells that came together as one
        ("Greek\nmother tongue\nFinnish\n1\n2\n3\nEnglish\n4\n4\n5", "fi", "C2 C1 B2"),  # and one below the other
        ("Greek\nmother tongue\nFinnish\n1\n2\n3\nEnglish\n4\n4\n5", "en", "B1 B1 A2"),
        ("Twi\t1\t2\t3", "tw", "C2 C1 B2"),
    ],
)
def test_rows_and_lines_of_many_shapes_say_the_same(rows: str, code: str, levels: str) -> None:
    assert told(languages(USUAL + rows)[code]) == levels


@pytest.mark.parametrize(
    ("head", "row", "levels"),
    [
        ("Language\tSpeaking\tWriting\tReading", "Finnish\t1\t2\t3", "B2 C2 C1"),
        ("No.\tLanguage\tReading\tSpeaking\tWriting\tRemarks", "1\tFinnish\t1\t2\t3\t4 years there", "C2 C1 B2"),
        ("Language\tLevel\tRemarks", "Finnish\t3\tat school", "B2 B2 B2"),
        ("Язык\tЧтение\tУстная речь\tПисьмо", "Финский (Finnish)\t1\t2\t3", "C2 C1 B2"),
        ("Idioma\tComprensión\tExpresión oral\tExpresión escrita", "Finés\t1\t2\t3", "C2 C1 B2"),
        ("Langue\tCompréhension écrite\tExpression orale\tExpression écrite", "Finnois\t1\t2\t3", "C2 C1 B2"),
        ("اللغة\tالقراءة\tالمحادثة\tالكتابة", "الفنلندية\t١\t٢\t٣", "C2 C1 B2"),
        ("\tFinnish\tEnglish", "Reading\t1\t4\nSpeaking\t2\t4\nWriting\t3\t5", "C2 C1 B2"),  # languages side by side
        ("Language Writing Reading Speaking", "Finnish 1 2 3", "C1 B2 C2"),
        ("Langue\nParlé\nLu\nÉcrit", "Finnois\n1\n2\n3", "C1 C2 B2"),
        ("Finnish\tEnglish", "Reading\t1\t4\nSpeaking\t2\t4\nWriting\t3\t5", "C2 C1 B2"),  # the empty corner was lost
        ("Langue\tLu Parlé Écrit", "Finnois\t1 2 3", "C2 C1 B2"),
    ],
)  # fmt: skip
def test_the_heads_say_what_the_columns_hold(head: str, row: str, levels: str) -> None:
    assert told(languages(f"(1 - excellent; 5 - basic)\n{head}\n{row}")["fi"]) == levels


def test_listening_is_read_where_a_head_names_it() -> None:
    found = languages("\nLanguage\tListening\tReading\tInteraction\tProduction\tWriting\nFinnish\tC2\tC1\tB1\tB2\tA2")
    claim = found["fi"].claim
    assert (claim.listening, claim.reading, claim.speaking, claim.writing) == (Cefr.C2, Cefr.C1, Cefr.B1, Cefr.A2)


def test_marks_stay_as_written_in_what_the_claim_says_of_its_origin() -> None:
    found = languages("(1 - excellent; 5 - basic)\nFinnish - reading: 1; speaking: 2")
    assert found["fi"].claim.origin == "Finnish - reading: 1; speaking: 2 (1 best, 5 least)"
    assert found["fi"].scale == "europeaid" and found["fi"].source.text == "Finnish - reading: 1; speaking: 2"


def test_the_legend_itself_is_nobodys_mark() -> None:
    found = languages("Finnish (3) on a scale of 1 to 5 (1 - excellent; 5 - basic)")
    assert told(found["fi"]) == "B2 B2 B2"


@given(st.text(alphabet="12345 -/:();=\tFinnishreadgexcl\n", max_size=120))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_the_field_it_is_read_or_left(field: str) -> None:
    for fact in languages(field).values():
        assert fact.source.text

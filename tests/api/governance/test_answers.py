"""What people fill in is kept apart, comes back into the documents, and is never lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.governance.answers import (
    FILLED_IN,
    TO_FILL_IN,
    AnswersUnreadable,
    Asked,
    Question,
    answers_file,
    read_answers,
)
from api.governance.documents import make_documents
from api.governance.facts import Facts
from api.governance.pack import Pack, make_pack

BASIS = "dpia.purposes"


def test_every_open_question_is_marked_where_it_belongs_and_listed_in_the_index(pack: Pack) -> None:
    index = pack.files["index.md"]
    for question in pack.open:
        line = f"> {TO_FILL_IN} {question.text} (`{question.id}`)"
        assert sum(line in text.splitlines() for text in pack.files.values()) == 1, question.id
        assert f"- `{question.id}`: {question.whole}" in index.splitlines()
    assert len(pack.open) == len(pack.questions) > 40
    assert "To be filled in by the facility: " in pack.files["dpia.md"]


def test_an_answer_takes_the_place_of_its_mark(facts: Facts) -> None:
    made = make_pack(facts, {BASIS: "Article 6(1)(e).\n\nSee *our* decree <12>."})
    text = made.files["dpia.md"]
    assert "> Article 6(1)(e).\n>\n> See \\*our\\* decree \\<12\\>." in text
    question = next(q for q in made.questions if q.id == BASIS)
    assert f"> {FILLED_IN} {question.text}" in text and f"> {TO_FILL_IN} {question.text}" not in text
    assert len(made.open) == len(made.questions) - 1
    assert f"`{BASIS}`" not in made.files["index.md"]
    assert "16 of 17" in made.files["index.md"]


def test_when_all_is_answered_the_index_says_so(facts: Facts, pack: Pack) -> None:
    made = make_pack(facts, {question.id: "Done." for question in pack.questions})
    assert made.open == () and "Every question is answered." in made.files["index.md"]
    assert all(f"{TO_FILL_IN} " not in text for text in made.files.values())


def test_the_file_of_answers_asks_everything_and_gives_every_answer_back(facts: Facts, tmp_path: Path) -> None:
    made = make_pack(facts, {BASIS: 'Lines\nand "quotes".'})
    (tmp_path / "answers.toml").write_text(made.files["answers.toml"], encoding="utf-8")
    answers = read_answers(tmp_path / "answers.toml")
    assert list(answers) == [question.id for question in made.questions]
    assert {id: text for id, text in answers.items() if text} == {BASIS: 'Lines\nand "quotes".'}
    assert make_pack(facts, answers).files == made.files


@given(st.text(st.characters(codec="utf-8")))
def test_any_answer_survives_the_file(answer: str) -> None:
    text = answers_file([Question("a.b", "What?", "About", answer)])
    assert tomllib.loads(text) == {"a.b": answer}


def test_an_answer_to_what_is_not_asked_is_refused_with_what_is_near(facts: Facts) -> None:
    with pytest.raises(AnswersUnreadable, match=r"no question 'dpia\.purpose'") as error:
        make_documents(facts, {"dpia.purpose": "Lost otherwise."})
    assert BASIS in error.value.next_step
    make_documents(facts, {"dpia.purpose": "  "})  # an empty entry loses nothing


@pytest.mark.parametrize(
    ("text", "found"), [("a = ", "not TOML"), ("[dpia]\npurposes = 'x'", "no text"), ("'a' = 3", "no text")]
)
def test_a_file_that_holds_no_answers_is_refused(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnswersUnreadable, match=found) as error:
        read_answers(path)
    assert error.value.next_step
    with pytest.raises(AnswersUnreadable, match="could not be opened"):
        read_answers(tmp_path / "nothing.toml")


def test_a_question_is_asked_once() -> None:
    asked = Asked()
    asked.ask("a", "What?")
    with pytest.raises(ValueError, match="asked twice"):
        asked.ask("a", "What else?")

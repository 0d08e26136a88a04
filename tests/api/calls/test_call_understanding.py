"""Terms on the officer's desk: a title proposed, doubts and gaps, and what is known beside the text."""

from __future__ import annotations

from datetime import date

import pytest

from api.services.calls.call_understanding import questions_on, read_for_drafting, understanding
from api.services.first_words import first_words
from api.services.office import Office
from matching.entities import Call, Position, Question
from tests.api.conftest import wanted_kinds

one_database = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)
TODAY = date(2026, 11, 16)
TEXT = "Support to the labour inspectors of the ministry.\nPosition 1: principal expert, labour inspection, 18 days"


@one_database
def test_a_title_is_proposed_from_the_first_words_and_never_from_a_position(office: Office) -> None:
    assert (
        read_for_drafting(office, f"Dear colleagues,\n{TEXT}.").title
        == "Support to the labour inspectors of the ministry"
    )
    assert read_for_drafting(office, "Position 1: principal expert, labour inspection, 18 days").title is None


@one_database
def test_what_is_known_beside_the_text_is_not_asked(office: Office) -> None:
    read = read_for_drafting(office, TEXT, known={"country": "TG", "activity_title": "Training", "institution": None})
    assert (read.country, read.activity_title) == ("TG", "Training")
    assert "country" not in {question.about for question in read.questions}
    said = read_for_drafting(office, f"Partner country: Benin\n{TEXT}", known={"country": "TG"})
    assert said.country == "BJ"


def test_a_doubt_stands_until_its_fact_changes_or_somebody_settles_it() -> None:
    doubt = Question(about="phases", text="'03/05': day first. Which days are meant?")
    read = Call(id="x", country="TG", positions=(Position(id="1", days=3, fields=("A.35",)),), questions=(doubt,))
    assert questions_on(read, read, TODAY)[0] == (doubt,)
    settled = read.model_copy(update={"questions": ()})
    doubts, gaps = questions_on(read, settled, TODAY)
    assert doubts == () and [gap.about for gap in gaps] == ["phases", "languages"]


@one_database
def test_codes_are_proposed_for_each_position_the_likeliest_first(office: Office) -> None:
    read = read_for_drafting(office, f"{TEXT}. Position 2: expert, pensions, 16 days")
    found = understanding(office, read, read, TODAY)
    assert len(found.fields) == 2 and all(found.fields) and len(found.fields[0]) <= 5
    shares = [one.confidence for one in found.fields[0]]
    assert shares == sorted(shares, reverse=True) and min(shares) >= 0.05


@one_database
def test_terms_without_a_word_have_no_proposals(office: Office) -> None:
    empty = Call(id="x", positions=(Position(id="1", fields=("A.35",)),))
    assert understanding(office, empty, empty, TODAY).fields == ((),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", None), ("1234 \n- -", None), ("Hello there. More.", "Hello there"),
        ("Madame, Monsieur,\nAppui demandé :", "Appui demandé"),
        ("word " * 40, f"{'word ' * 17}word …"), ("No. 5 of the ministry", "No. 5 of the ministry"),
        ("Termes de référence\n\n# Payer chaque pension à temps", "Payer chaque pension à temps"),
    ],
)  # fmt: skip
def test_something_without_a_title_is_called_by_its_first_words(text: str, words: str | None) -> None:
    assert first_words(text) == words

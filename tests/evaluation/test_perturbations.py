"""Perturbations: the same call said badly, shorter, in another order or in other words, and CVs made worse."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.perturbations import (
    cut_in_half,
    cut_short,
    drawn_from,
    in_another_order,
    in_other_words,
    repeated,
    stuffed,
    typing_errors,
    with_typing_errors,
)
from fixtures.calls import load_calls
from matching.codes import WORKING_LANGUAGES
from matching.entities import Call
from matching.vocabulary import load_vocabulary
from tests.people import person


def a_call(**facts: object) -> Call:
    position = {"id": "1", "title": "one two", "tasks": ["three four", "five six"], "essential": ["seven"]}
    known = {"id": "c", "title": "a b", "objectives": ["c d", "e f"], "results": ["g h"], "positions": [position]}
    return Call.model_validate(known | facts)


def test_no_typing_errors_leave_the_text_and_many_change_it() -> None:
    assert typing_errors("Labour inspection, 2027", 0, Random(0)) == "Labour inspection, 2027"
    assert typing_errors("Labour inspection, 2027", 0.5, Random(0)) != "Labour inspection, 2027"
    assert typing_errors("", 0.5, Random(0)) == ""


@given(st.text(max_size=80), st.floats(0, 1), st.integers(0, 9))
def test_typing_errors_touch_at_most_one_letter_each_and_no_figure(text: str, share: float, seed: int) -> None:
    changed = typing_errors(text, share, Random(seed))
    errors = round(share * sum(letter.isalpha() for letter in text))
    assert abs(len(changed) - len(text)) <= errors
    assert [c for c in changed if c.isdigit()] == [c for c in text if c.isdigit()]


def test_the_same_call_gets_the_same_errors() -> None:
    call = load_calls()[0]
    assert with_typing_errors(call, 0.03) == with_typing_errors(call, 0.03) != call
    assert drawn_from("a", "b").random() != drawn_from("a", "c").random()


def test_typing_errors_leave_the_conditions_of_a_call() -> None:
    call = load_calls()[0]
    changed = with_typing_errors(call, 0.5)
    assert changed.positions[0].tasks != call.positions[0].tasks
    assert changed.languages == call.languages
    assert changed.positions[0].fields == call.positions[0].fields


def test_half_a_call_is_its_first_half_cut_within_an_entry() -> None:
    half = cut_in_half(a_call(objectives=["c d e", "f g h"]))
    assert (half.title, half.objectives, half.results) == ("a b", ("c d e",), ())
    assert half.positions[0].title == "one two"
    assert half.positions[0].tasks == ("three four",)
    assert half.positions[0].essential == ()


def test_half_of_an_odd_number_of_words_keeps_the_middle_one() -> None:
    assert cut_in_half(a_call(title="a b c", objectives=[], results=[])).title == "a b"
    assert cut_in_half(a_call(text="x y z")).text == "x y"


def test_another_order_keeps_every_entry() -> None:
    call = load_calls()[0]
    other = in_another_order(call)
    assert sorted(other.objectives + other.results) == sorted(call.objectives + call.results)
    old, new = call.positions[0], other.positions[0]
    assert sorted(new.tasks + new.essential + new.desirable) == sorted(old.tasks + old.essential + old.desirable)
    assert (other.objectives, new.tasks) != (call.objectives, old.tasks)


def test_one_call_in_each_language_exists_in_other_words() -> None:
    other = {call.id: new for call in load_calls() if (new := in_other_words(call))}
    assert sorted(str(call.language) for call in other.values()) == sorted(WORKING_LANGUAGES)
    call = other["call-001"]
    assert len(call.positions) == 1
    old = next(c for c in load_calls() if c.id == call.id)
    assert call.title != old.title
    assert call.positions[0].fields == old.positions[0].fields
    assert not set(call.positions[0].tasks) & set(old.positions[0].tasks)


def test_a_stuffed_cv_lists_every_field_in_the_language_of_most_of_it() -> None:
    fields = load_vocabulary().fields
    segments = [{"text": "a", "language": "fr"}, {"text": "b", "language": "fr"}, {"text": "c", "language": "en"}]
    last = stuffed(person("p", segments=segments), fields).segments[-1]
    assert last.language == "fr"
    assert all(term.labels["fr"] in last.text for term in fields)
    assert stuffed(person("p", segments=["a"]), fields).segments[-1].language == "en"


def test_a_cv_cut_short_keeps_what_is_going_on_and_what_ended_last() -> None:
    def post(text: str, start: str | None, end: str | None) -> dict[str, str | None]:
        return {"text": text, "start": start, "end": end}

    segments = [
        post("undated", None, None),
        post("now", "2020-01-01", None),
        post("early", "2000-01-01", "2005-01-01"),
        post("late", "2010-01-01", "2019-01-01"),
        post("middle", "2005-01-01", "2010-01-01"),
    ]
    kept = cut_short(person("p", segments=segments))
    assert [s.text for s in kept.segments] == ["now", "late", "middle"]
    assert [s.text for s in cut_short(person("p", segments=["a", "b"]), kept=1).segments] == ["a"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_repeated_cv_holds_everything_twice(count: int) -> None:
    expert = person("p", segments=[f"text {i}" for i in range(count)])
    assert [s.text for s in repeated(expert).segments] == [f"text {i}" for i in range(count)] * 2

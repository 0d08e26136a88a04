"""Calls as structured JSON: what is checked, and how each refusal reads."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.entities import Call
from matching.errors import InvalidCall, MatchingError, UnknownCode
from matching.reading import read_call_json
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
COMPLETE = {
    "id": "c1",
    "title": "Inspection of farms",
    "country": "Kenya",
    "phases": [{"name": "Mission", "start": "2027-05-03", "end": "2027-05-21", "on_site": True}],
    "languages": [{"language": "French", "speaking": "C1", "writing": "C1"}],
    "positions": [
        {"id": "1", "fields": ["n 10 01"], "days": 18, "statuses": ["civil_servant"], "activity_types": ["advice"]}
    ],
    "proposed_fields": [{"code": "A35", "confidence": 0.5}],
    "proposed_competences": [{"code": "1.2", "confidence": 0.5}],
    "assistance_types": ["A02 01"],
}


def read(data) -> Call:
    return read_call_json(data, VOCABULARY)


def changed(**values) -> dict:
    return {**COMPLETE, **values}


def refused(data) -> InvalidCall:
    with pytest.raises(InvalidCall) as caught:
        read(data)
    assert caught.value.next_step or caught.value.found
    return caught.value


def test_a_complete_call_is_read_with_canonical_codes_and_no_questions():
    call = read(COMPLETE)
    assert (call.country, call.languages[0].language, call.positions[0].fields) == ("KE", "fr", ("N.10.01",))
    assert (call.proposed_fields[0].code, call.assistance_types) == ("A.35", ("A.02.01",))
    assert call.window == (date(2027, 5, 3), date(2027, 5, 21)) and call.questions == ()


def test_text_and_bytes_are_read_like_the_object():
    assert read(json.dumps(COMPLETE)) == read(json.dumps(COMPLETE).encode()) == read(COMPLETE)


def test_a_request_of_id_and_text_gets_one_position_and_questions_beside_its_own():
    call = read({"id": "r", "text": "Help with pensions", "questions": [{"about": "country", "text": "Where?"}]})
    assert [p.id for p in call.positions] == ["1"]
    assert [q.about for q in call.questions] == [
        "country", "positions", "phases", "languages", "positions.1.fields", "positions.1.days",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({"positions": [{"id": "1", "days": -3}]}, ["positions.0.days", "greater than 0", "'-3'"]),
        ({"titel": "x"}, ["titel", "Remove the unknown fields"]),
        ({"country": "Atlantis"}, ["country", "unknown country 'Atlantis'"]),
        ({"languages": [{"language": "fr", "writing": "C9"}]}, ["languages.0.writing", "A1 to C2"]),
        ({"issued": "soon"}, ["issued", "Write dates as 2027-05-21"]),
        ({"phases": [{"name": "M", "start": "2027-05-21", "end": "2027-05-03"}]}, ["phases.0", "before it starts"]),
        ({"id": None}, ["id: "]),
    ],
)
def test_a_wrong_field_is_named_by_its_path_with_what_was_found_and_what_to_do(values, parts):
    message = str(refused(changed(**values)))
    assert all(part in message for part in parts), message


def test_many_wrong_fields_are_counted_and_five_are_shown():
    error = refused(changed(**{f"x{i}": 1 for i in range(8)}))
    assert "8 field(s)" in str(error) and "and 3 more" in str(error)
    assert "Add the missing fields" in str(refused({"title": "No id at all"}))
    assert "the call" in str(refused({"id": "1", "positions": "x"})) or "positions" in str(
        refused({"id": "1", "positions": "x"})
    )


@pytest.mark.parametrize("start", ["1999-12-31", "2101-01-01", "0001-01-01"])
def test_a_year_before_2000_or_after_2100_is_refused(start):
    message = str(refused(changed(phases=[{"name": "M", "start": start, "end": "9999-12-31"}])))
    assert "phases.0.start" in message and "2000 to 2100" in message


def test_two_positions_with_one_id_are_refused():
    assert "'1' twice" in str(refused(changed(positions=[{"id": "1"}, {"id": "1"}])))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"positions": [{"id": "1", "fields": ["A.36"]}]}, "field"),
        ({"positions": [{"id": "1", "competences": ["1.9"]}]}, "competence"),
        ({"positions": [{"id": "1", "statuses": ["civil servant!"]}]}, "status"),
        ({"activity_types": ["advise"]}, "activity type"),
        ({"assistance_types": ["A.02.09"]}, "assistance type"),
    ],
)
def test_an_unknown_code_is_refused_with_near_ones(values, kind):
    with pytest.raises(UnknownCode) as caught:
        read(changed(**values))
    assert caught.value.kind == kind and caught.value.near


@pytest.mark.parametrize("values", [{}, {"text": ""}, {"text": "pensions"}, {"title": "12"}])
def test_an_empty_or_one_word_request_is_refused(values):
    assert "at least a sentence on what the expert should do" in str(refused({"id": "r", **values}))


def test_codes_alone_say_enough():
    assert read({"id": "r", "positions": [{"id": "1", "fields": ["A.35"]}]}).positions[0].fields == ("A.35",)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ("{", "not JSON"),
        ("[]", "found list".capitalize()),
        ("[" * 100_000, "nested"),
        (b"\xff", "not JSON"),
        ("x" * 5_000_001, "too long"),
    ],
)
def test_what_is_no_json_object_is_refused(data, part):
    assert part in str(refused(data))


@pytest.mark.parametrize(
    "data",
    [
        '{"id": "c\\ud800", "title": "Pension \\udfff reform"}',
        {"id": "c\ud800", "title": "Two \ud800 words"},
        b'{"id": "c\xed\xa0\x80", "title": "Two \xed\xa0\x80 words"}',
    ],
)
def test_half_characters_become_question_marks_wherever_they_stand(data):
    call = read(data)
    assert call.id == "c?" and "?" in call.title
    assert call.model_dump_json()


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_position_without_an_id_is_refused(empty):
    assert "positions.1.id" in str(refused(changed(positions=[{"id": "1"}, {"id": empty}])))


def test_too_many_positions_are_refused_with_what_to_do():
    message = str(refused(changed(positions=[{"id": str(n)} for n in range(13)])))
    assert "there are 13 and can be 12" in message and "Part it into several calls" in message


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*Call.model_fields, "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(
    st.one_of(
        st.dictionaries(st.sampled_from([*Call.model_fields, "x"]), json_values),
        st.text(max_size=50),
        st.binary(max_size=50),
    )
)
def test_any_json_is_read_or_refused_in_words_and_nothing_else(data):
    try:
        assert read(data).positions
    except MatchingError as error:
        assert str(error)

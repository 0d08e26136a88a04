"""Rosters in JSON Lines: good lines are never lost, broken ones are named by line, field and reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import BrokenLines, EmptyRoster, MatchingError
from matching.reading import LineWarning, read_roster, rosters
from matching.reading.unknown_keys import MOST
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def line(identifier: str = "e1", **values) -> str:
    return json.dumps({"id": identifier, "segments": ["Inspector of labour"], **values}, ensure_ascii=False)


def test_experts_come_in_the_order_of_the_lines_and_empty_lines_are_passed_over():
    experts, problems = read_roster([line("b"), "", "  \n", line("a")])
    assert [e.id for e in experts] == ["b", "a"] and problems == []
    assert experts[0].segments[0].text == "Inspector of labour"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_is_read_as_a_stream_with_or_without_its_mark(tmp_path, mark):
    path = tmp_path / "roster.jsonl"
    path.write_bytes(mark + f"{line('é')}\r\n{line('b')}".encode())
    assert [e.id for e in read_roster(path)[0]] == ["é", "b"]
    assert len(read_roster(str(path))[0]) == 2


def test_text_lines_may_begin_with_a_mark_too():
    assert read_roster(["\ufeff" + line()])[0][0].id == "e1"


@pytest.mark.parametrize(
    ("broken", "field", "reason"),
    [
        ("{", "", "not JSON"),
        ("[1]", "", "found list"),
        ('{"id": "x"}', "segments", "Field required"),
        (line("x", institution_country="Atlantis"), "institution_country", "unknown country"),
        (line("x", languages=[{"language": "fr", "writing": "C9"}]), "languages.0.writing", "'A1'"),
        (line("x", absences=[{"start": "2027-05-03", "end": "2027-05-01"}]), "absences.0", "before the start"),
        (line("x", release_days=-1, consent="perhaps"), "release_days", "and 1 more problem"),
        (b'{"id": "\xff"}', "", "not UTF-8"),
        ("[" * 100_000, "", "nested too deeply"),
    ],
)
def test_a_broken_line_is_named_with_its_field_and_reason_and_the_others_are_read(broken, field, reason):
    experts, problems = read_roster([line("a"), broken, line("b")], skip_broken=True)
    assert [e.id for e in experts] == ["a", "b"]
    assert (problems[0].line, problems[0].field) == (2, field) and reason in problems[0].reason
    with pytest.raises(BrokenLines) as caught:
        read_roster([line("a"), broken, line("b")])
    assert caught.value.good == 2 and "line 2" in str(caught.value) and "--skip-broken" in str(caught.value)


def test_the_second_of_two_lines_with_one_id_is_left_out_with_both_line_numbers():
    experts, problems = read_roster([line("a", name="first"), line("b"), line("a")], skip_broken=True)
    assert [e.name for e in experts] == ["first", None]
    assert str(problems[0]) == "line 3, field 'id': the id 'a' is on line 1 already"


def test_unknown_codes_are_dropped_with_a_warning_and_known_ones_made_canonical():
    values = {
        "fields": ["A35", "A.36"],
        "competences": ["1.2"],
        "activity_types": ["advice"],
        "status": "civil_servent",
    }
    experts, problems = read_roster([line(**values)], vocabulary=VOCABULARY)
    assert (experts[0].fields, experts[0].competences, experts[0].status) == (("A.35",), ("1.2",), None)
    assert all(isinstance(p, LineWarning) for p in problems) and [p.field for p in problems] == ["fields", "status"]
    assert "'A.36' was left out; near ones: A.35" in problems[0].reason and "civil_servant" in problems[1].reason
    assert read_roster([line(**values)])[0][0].fields == ("A35", "A.36")  # without a vocabulary nothing is judged


def test_codes_that_are_right_leave_the_expert_as_it_is():
    experts, problems = read_roster([line(fields=["A.35"], status="private")], vocabulary=VOCABULARY)
    assert experts[0].fields == ("A.35",) and experts[0].status == "private" and problems == []
    assert "near ones" not in read_roster([line(fields=["9" * 30])], vocabulary=VOCABULARY)[1][0].reason


def test_a_roster_without_a_usable_line_is_refused(tmp_path):
    for source in ([], ["", " "]):
        with pytest.raises(EmptyRoster, match="It has no lines"):
            read_roster(source)
    with pytest.raises(EmptyRoster, match="1 line"):
        read_roster(["{"], skip_broken=True)
    with pytest.raises(EmptyRoster, match="could not be opened"):
        read_roster(tmp_path / "nowhere.jsonl")
    with pytest.raises(EmptyRoster, match="could not be opened"):
        read_roster("a\0b")


def test_a_line_without_end_costs_itself_and_not_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(rosters, "LONGEST_LINE", 100)
    path = tmp_path / "roster.jsonl"
    path.write_text("\n".join([line("a"), "x" * 350, line("b"), "y" * 150]), encoding="utf-8")
    experts, problems = read_roster(path, skip_broken=True)
    assert [e.id for e in experts] == ["a", "b"] and [p.line for p in problems] == [2, 4]
    assert "more than 100 characters" in problems[0].reason


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.binary(max_size=40), st.just(line("a"))), max_size=6), st.booleans())
def test_any_lines_are_read_or_refused_in_words_and_nothing_else(lines, skip):
    try:
        experts, problems = read_roster(lines, skip_broken=skip, vocabulary=VOCABULARY)
    except MatchingError as error:
        assert str(error)
    else:
        assert experts and (skip or not problems)


def test_a_key_that_is_not_known_is_told_once_with_the_nearest_that_is():
    lines = [
        '{"id": "a", "segments": [{"text": "x", "laguage": "fr"}], "langauges": [], "identity": {"name": "n"}}',
        '{"id": "b", "segments": ["x"], "langauges": [], "shoe_size": 42}',
    ]
    experts, problems = read_roster(lines)
    assert [expert.id for expert in experts] == ["a", "b"]
    said = {(p.line, p.field): p.reason.partition("; ")[2] for p in problems if isinstance(p, LineWarning)}
    assert said == {
        (1, "langauges"): "did you mean 'languages'?",
        (1, "segments.laguage"): "did you mean 'language'?",
        (2, "shoe_size"): "",
    }


def test_of_a_roster_with_another_key_on_every_line_some_are_told():
    lines = [f'{{"id": "{i}", "segments": ["x"], "key{i}": 1}}' for i in range(2 * MOST)]
    assert len(read_roster(lines)[1]) == MOST

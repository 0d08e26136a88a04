"""Questions to peers: how they are graded, who is in which pool, and that every language is measured."""

from __future__ import annotations

import pytest

from evaluation.judges import peers as module
from evaluation.judges.peers import (
    ACROSS,
    AS_FOR_CALLS,
    AS_PEERS,
    EVERYBODY,
    call_grade,
    measured,
    peer_grade,
    peers,
    without,
)
from fixtures.peers import Part, PeerQuestion, load_communities, load_institutions, load_interests, load_questions
from matching.codes import WORKING_LANGUAGES
from matching.engine import Engine
from matching.example_questions import questions_by_field
from matching.vocabulary import load_vocabulary
from tests.evaluation.samples import small_subject

PARTS: tuple[Part, ...] = ("development", "report")
PENSIONS = {"E.10.07": 1.0}


def person(kind: str = "practitioner", **fields: int) -> dict[str, object]:
    named = {code.replace("_", "."): depth for code, depth in fields.items()}
    return {"kind": kind, "fields": named, "years": 20, "languages": {}, "competences": []}


def test_solid_work_in_the_very_field_answers_a_question_and_only_depth_fills_a_mission() -> None:
    deep, solid, touched = person(E_10_07=3), person(E_10_07=2), person(E_10_07=1)
    parent, beside = person(E_10=3), person(E_10_08=3)
    assert [peer_grade(p, PENSIONS) for p in (deep, solid, touched, parent, beside)] == [3, 3, 1, 2, 1]
    assert [call_grade(p, PENSIONS) for p in (deep, solid, touched, parent, beside)] == [3, 2, 1, 2, 1]
    assert (
        peer_grade(person("wrong_role", E_10_07=3), PENSIONS) == call_grade(person("stuffer", E_10_07=3), PENSIONS) == 0
    )


def test_where_no_language_is_shared_whoever_has_any_text_in_it_is_left_out() -> None:
    spoken = {"a": frozenset({"fr"}), "b": frozenset({"fr", "ar"}), "c": frozenset({"ar"}), "d": frozenset[str]()}
    assert without("ar", spoken, ACROSS) == {"b", "c"} and without("ar", spoken, EVERYBODY) == frozenset()
    graded = {"a": 1, "b": 3, "x": 3}
    assert measured(["b", "a"], graded, frozenset()) == 1
    assert measured(["b", "a"], graded, frozenset({"b"})) == 1, "nobody is missed who could not be found"
    assert measured(["c", "a", "b"], graded, frozenset()) < 1


def test_every_language_is_measured_in_both_pools_and_by_both_readings(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUICK_QUESTIONS", 1)
    monkeypatch.setattr(module, "BASELINES", {})
    found = peers(small_subject(engine))
    groups = {f.group for f in found.figures}
    for way in (f"{pool}, {reading}" for pool in (EVERYBODY, ACROSS) for reading in (AS_PEERS, AS_FOR_CALLS)):
        assert {way, *(f"{language}, {way}" for language in WORKING_LANGUAGES)} <= groups
    assert any("asked in Arabic" in group for group in groups)


@pytest.mark.parametrize("part", PARTS)
def test_every_question_is_asked_in_six_languages_of_fields_that_there_are(part: Part) -> None:
    questions: list[PeerQuestion] = load_questions(part)
    assert len(questions) == (10 if part == "report" else 20)
    for one in questions:
        assert set(one.texts) == set(WORKING_LANGUAGES)
        assert all(load_vocabulary().fields.has(code) for code in one.fields)


def test_no_question_of_the_report_is_one_that_the_search_was_built_on() -> None:
    built_on, reported = load_questions("development"), load_questions("report")
    assert not {q.id for q in built_on} & {q.id for q in reported}
    main = [{max(q.fields, key=lambda code: q.fields[code]) for q in part} for part in (built_on, reported)]
    assert main[0] & main[1] == {"E.10.07"}, "other subjects, but for pensions"


def test_no_question_of_the_sample_is_an_example_that_questions_are_compared_with() -> None:
    examples = {text for texts in questions_by_field().values() for text in texts.values()}
    asked = {text for part in PARTS for one in load_questions(part) for text in one.texts.values()}
    assert not examples & asked
    assert all(set(texts) == set(WORKING_LANGUAGES) for texts in questions_by_field().values())


def test_the_sample_of_peers_fits_together() -> None:
    names = {one["name"] for one in load_institutions()}
    assert len(names) == 40 and len(load_communities()) == 8
    pointed = {one["name"] for one in load_institutions() if one["focal_point"]}
    for one in load_communities():
        assert one["coordinator"] in names and set(one["members"]) <= pointed
    assert {one["institution"] for one in load_interests()} <= names
    fields = load_vocabulary().fields
    assert all(
        fields.has(c) for one in (*load_institutions(), *load_communities(), *load_interests()) for c in one["fields"]
    )

"""From text to codes: examples lead to the field they are of, shares pass to neighbours, and confidence is a probability."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import HashingEncoder
from matching.engine import Engine, Examples, build_engine, example_texts
from matching.entities import Call, Position, Proposal
from matching.pipeline import understand_text
from matching.queries import build_query
from matching.understanding import (
    AREA,
    BY_DESCRIPTIONS,
    INTERCEPT,
    PASSED_ON,
    Ranked,
    _probable,
    _with_neighbours,
    understand,
    wanted,
)
from matching.vocabulary import Term, Vocabulary, load_vocabulary

V = load_vocabulary()


def confidence_of(proposals: tuple[Proposal, ...]) -> dict[str, float]:
    return {p.code: p.confidence for p in proposals}


# --- likeness with examples ---


def test_a_term_is_as_like_as_the_mean_of_its_three_nearest_examples() -> None:
    vectors = np.eye(4, dtype=np.float32)
    many, few = [0, 1, 2, 3], [1, 3, -1, -1]
    examples = Examples(vectors, np.array([many, few]), np.array(["en"] * 4))
    text = np.array([[0.9, 0.3, 0.0, 0.6], [0.0, 0.5, 0.0, 0.1]], dtype=np.float32)
    assert examples.likeness(text, "en") == pytest.approx(np.array([[0.6, 0.45], [0.2, 0.3]]))


@pytest.mark.parametrize(
    ("language", "likeness"), [("ru", [0.3, 0.7]), ("en", [0.2, 0.7]), ("ar", [0.4, 0.6]), (None, [0.6, 0.7])]
)
def test_examples_in_the_language_of_the_text_and_in_english_count(language: str | None, likeness: list[float]) -> None:
    spoken = np.array(["en", "ru", "ar", "fr"])
    in_all, in_neither = [0, 1, 2, 3], [2, 3, -1, -1]
    examples = Examples(np.eye(4, dtype=np.float32), np.array([in_all, in_neither]), spoken)
    text = np.array([[0.2, 0.4, 0.6, 0.8]], dtype=np.float32)
    assert examples.likeness(text, language) == pytest.approx(np.array([likeness]))


def test_all_examples_count_for_a_text_in_a_language_that_is_none_of_ours() -> None:
    examples = Examples(np.eye(3, dtype=np.float32), np.array([[0, 1, 2]]), np.array(["en", "ru", "de"]))
    text = np.array([[0.1, 0.2, 0.6]], dtype=np.float32)
    assert examples.likeness(text, "de") == pytest.approx(np.array([[0.3]]))


def test_a_term_without_examples_is_compared_by_its_descriptions(tmp_path: Path) -> None:
    terms = [
        {"code": "P", "labels": {"en": "Pensions"}, "examples": {"en": ["Raise the retirement age"]}},
        {"code": "F", "labels": {"en": "Fisheries"}, "description": {"en": "boats and nets in coastal waters"}},
    ]
    engine = engine_of(tmp_path, terms)
    assert engine.fields.examples is not None and len(engine.fields.examples.vectors) == 1 + 6
    assert understand_text(engine, "boats and nets in coastal waters").fields[0].code == "F"
    assert understand_text(engine, "Raise the retirement age").fields[0].code == "P"


def test_a_vocabulary_without_any_example_is_read_by_its_descriptions(tmp_path: Path) -> None:
    terms = [
        {"code": "P", "labels": {"en": "Old age"}, "description": {"en": "retirement age and pensions"}},
        {"code": "F", "labels": {"en": "Fisheries"}, "description": {"en": "boats and nets in coastal waters"}},
    ]
    engine = engine_of(tmp_path, terms)
    assert engine.fields.examples is None
    assert understand_text(engine, "boats and nets in coastal waters").fields[0].code == "F"


def test_without_examples_words_weigh_more_and_confidences_are_shares_of_the_whole(tmp_path: Path) -> None:
    alike = [
        {"code": code, "labels": {"en": "Same"}, "keywords": {"en": [word]}}
        for code, word in (("P", "pier"), ("F", "fish"))
    ]
    found = confidence_of(understand_text(engine_of(tmp_path, alike), "One pier here").fields)
    one_word = BY_DESCRIPTIONS.words / 2
    assert found == pytest.approx({"P": 1 / (1 + np.exp(-one_word)), "F": 1 / (1 + np.exp(one_word))}, abs=1e-5)


def test_a_request_coded_by_two_fields_is_encoded_once_and_is_an_example_of_both(tmp_path: Path) -> None:
    terms = [{"code": code, "labels": {"en": code}} for code in ("P", "F", "G")]
    request = {"language": "en", "fields": ["p", "F", "not ours"], "text": "Pensions of fishermen"}
    (tmp_path / "requests.json").write_text(json.dumps([request]), encoding="utf-8")
    engine = engine_of(tmp_path, terms)
    kind = engine.vocabularies.fields
    assert example_texts(kind) == {("en", "Pensions of fishermen"): [0, 1]}
    found = confidence_of(understand_text(engine, "Pensions of fishermen").fields)
    assert found["P"] == found["F"] > found["G"]


def engine_of(folder: Path, terms: list[dict[str, object]]) -> Engine:
    (folder / "fields.json").write_text(json.dumps(terms), encoding="utf-8")
    if not (folder / "requests.json").exists():
        (folder / "requests.json").write_text("[]", encoding="utf-8")
    return build_engine(HashingEncoder(), load_vocabulary(folder))


# --- neighbours, areas, probability ---

TREE = Vocabulary(
    "field",
    [
        Term("A", None, {"en": "a"}),
        Term("A.1", "A", {"en": "b"}, related=("A", "B")),
        Term("B", None, {"en": "c"}),
        Term("C", None, {"en": "d"}),
    ],
)


def test_a_part_of_a_share_is_passed_on_to_related_terms_and_areas_hold_together() -> None:
    shares = _with_neighbours(np.array([0.0, 0.8, 0.0, 0.2]), TREE)
    each = 0.8 * PASSED_ON / 2  # to the area above it and to the neighbour in another one
    passed = np.array([each, 0.8 - 2 * each, each, 0.2]) * np.array([0.8 - each, 0.8 - each, each, 0.2]) ** AREA
    assert shares == pytest.approx(passed / passed.sum(), abs=1e-6)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4).filter(lambda x: sum(x) > 0.01))
def test_shares_stay_shares_and_probabilities_keep_their_order(values: list[float]) -> None:
    shares = _with_neighbours(np.array(values) / sum(values), TREE)
    assert shares.sum() == pytest.approx(1) and (shares >= 0).all()
    said = _probable(shares)
    assert ((said >= 0) & (said <= 1)).all()
    assert (np.diff(said[np.argsort(shares)]) >= -1e-12).all()


def test_nothing_is_impossible_and_the_whole_is_certain() -> None:
    said = _probable(np.array([0.0, 0.5, 1.0]))
    assert said[0] < 1e-9 and said[1] == pytest.approx(1 / (1 + np.exp(-INTERCEPT))) and said[2] > 1 - 1e-9


# --- proposals for a call and its positions ---


def test_each_of_our_own_examples_leads_to_its_field(engine: Engine) -> None:
    some = {"E.10.07": "Raise the retirement age and change the pension formula", "A.35": "Quality standards and "
            "performance monitoring of employment offices", "Q.25": "Reporting system for work accidents"}  # fmt: skip
    for code, text in some.items():
        assert code in [p.code for p in understand_text(engine, text).fields[:3]]


def test_a_position_leans_to_what_it_says_itself(engine: Engine) -> None:
    positions = (Position(id="1", title="Actuary of pension funds"), Position(id="2"))
    call = Call(id="x", text="Modernise the public employment service and its job centres.", positions=positions)
    query = build_query(call, lambda texts: engine.encoder.encode(texts, kind="query"), engine.query_centres)
    found = understand(call, query, engine)
    actuary, silent = (confidence_of(p.fields) for p in found.positions)
    assert silent == confidence_of(found.fields)
    assert actuary["E.10.08"] > silent["E.10.08"] and actuary["A.35"] < silent["A.35"]


def test_areas_as_a_whole_are_proposed_but_not_scored_on_unless_nothing_else_is(engine: Engine) -> None:
    area, field, doubtful = (Proposal(code=c, confidence=s) for c, s in (("E", 0.8), ("E.10.07", 0.5), ("A.35", 0.01)))
    position = Position(id="1")
    assert wanted(position, Ranked((area, field, doubtful), ()), engine).fields == (field,)
    assert wanted(position, Ranked((area, doubtful), ()), engine).fields == (area,)
    given_codes = replace(engine, vocabularies=V)
    assert [p.code for p in wanted(Position(id="1", fields=("E.00",)), Ranked((field,), ()), given_codes).fields] == [
        "E"
    ]

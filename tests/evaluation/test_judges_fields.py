"""The judge of fields, on requests of our own; and calibration by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from evaluation.findings import Skipped
from evaluation.judges import fields as module
from evaluation.judges.fields import Labelled, by_demand, by_vectors, fields, lrap, measured, read_labelled, stated
from evaluation.reliability import calibration_error, reliability
from evaluation.subject import Subject
from matching.engine import Engine

REQUESTS = [
    {"title": "Reform of old-age pensions", "fields": ["E.10.07"], "fields_complete": True},
    {"title": "Counselling of young jobseekers", "fields": ["A.20.10", "A35"], "fields_complete": False},
    {"title": "A visit", "fields": [], "fields_complete": True},
    {"title": "Something else", "fields": ["no such code"]},
    {"title": "", "fields": ["A.35"]},
]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join(map(json.dumps, REQUESTS)), encoding="utf-8")
    monkeypatch.setattr(module, "SOURCE", path)
    return path


def test_only_requests_with_a_text_and_a_known_code_are_measured(engine: Engine, source: Path) -> None:
    found = read_labelled(engine)
    assert [(sorted(r.codes), r.complete) for r in found] == [(["E.10.07"], True), (["A.20.10", "A.35"], False)]


def test_without_the_data_the_judge_says_what_is_missing(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Skipped, match=r"data/requests\.jsonl"):
        read_labelled(engine, tmp_path / "none")


def test_lrap_is_the_mean_precision_at_the_true_labels() -> None:
    assert lrap(["a", "b", "c", "d"], frozenset({"a", "c"})) == pytest.approx((1 + 2 / 3) / 2)


def test_the_measures_count_the_codes_given() -> None:
    requests = [Labelled("x", frozenset({"E.1"}), True), Labelled("y", frozenset({"E.1", "A.1"}), False)]
    found = measured(requests, [["E.2", "E.1", "A.1"]] * 2)
    assert found["LRAP"] == pytest.approx([1 / 2, (1 / 2 + 2 / 3) / 2])
    assert found["recall@5"] == [1, 1] and found["first-letter accuracy"] == [1, 1]
    assert measured(requests, [["B.2", *"bcdef", "E.1", "A.1"]] * 2)["recall@5"] == [0, 0]


def test_confidence_is_judged_where_it_is_used_and_all_codes_are_known() -> None:
    requests = [Labelled("x", frozenset({"a"}), True), Labelled("y", frozenset({"a"}), False)]
    assert stated(requests, [{"a": 0.7, "b": 0.3, "c": 0.01}] * 2) == [[(0.7, True), (0.3, False)]]


def test_a_confidence_that_holds_has_no_error_and_one_that_is_sure_and_wrong_has_all() -> None:
    honest = [[(0.5, True), (0.5, False)], [(0.5, False), (0.5, True)]]
    assert calibration_error("fields", honest).value == 0
    assert calibration_error("fields", [[(1.0, False)]]).value == 1
    assert math.isnan(calibration_error("fields", []).value)
    mixed = calibration_error("fields", [[(1.0, False), (0.2, True)]])  # too sure by 1, too modest by 0.8
    assert mixed.value == pytest.approx(0.9)


def test_reliability_has_a_bin_for_every_tenth_that_occurs() -> None:
    low, high = reliability([[(0.05, False), (0.15, True), (0.19, False)][1:], [(1.0, True)]])
    assert (low.start, low.n, low.stated, low.true) == (0.1, 2, pytest.approx(0.17), 0.5)
    assert (high.start, high.end, high.true) == (0.9, 1.0, 1)


def test_the_baselines_rank_the_whole_tree(engine: Engine) -> None:
    every = {term.code for term in engine.vocabularies.fields}
    demand = by_demand(engine)
    assert set(demand) == set(by_vectors(engine, "pensions")) == every
    kind = engine.vocabularies.fields
    assert kind.get(demand[0]).demand == max(term.demand for term in kind)


def test_the_judge_keeps_no_text_of_a_request(engine: Engine, source: Path) -> None:
    found = fields(Subject(engine))
    whole = {f.measure: f.n for f in found.figures if not f.group}
    assert whole == {"LRAP": 2, "recall@5": 2, "first-letter accuracy": 2, "calibration error": 1}
    assert "jobseekers" not in repr(found) and "Reform" not in repr(found)

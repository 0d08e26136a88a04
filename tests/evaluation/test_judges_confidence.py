"""Confidence and merit against grades."""

from __future__ import annotations

import math

import pytest

from evaluation.judges.confidence import Listed, confidence, correlation, errors, merit_curve, rises, terciles
from evaluation.rankings import Ranked
from fixtures.calls import load_calls
from matching.engine import Engine
from tests.evaluation.samples import small_subject

CALL = load_calls()[0]


def test_an_error_is_the_distance_from_what_merit_promises() -> None:
    def listed(merit: float, grade: int) -> Listed:
        return Listed("c:1", 0.5, merit, grade)

    assert errors([listed(20, 0), listed(50, 1), listed(80, 3)]) == [0, 0, 0]  # grades rise with merit
    assert errors([listed(20, 2), listed(80, 0)]) == [1, 1]  # they fall: merit promises 1 to both
    assert errors([]) == []


def test_thirds_are_by_size_and_equal_values_stay_together() -> None:
    assert terciles([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]) == [0, 0, 1, 1, 2, 2]
    assert terciles([0.5, 0.5, 0.5]) == [0, 0, 0] and terciles([]) == []


def test_a_correlation_has_an_interval_over_positions() -> None:
    found = correlation("x", [1, 2, 3, 4], [4, 3, 2, 1], ["a", "b", "c", "d"])
    assert (found.value, found.low, found.high, found.n) == (-1, -1, -1, 4)
    alone = correlation("x", [1, 2, 3], [1, 2, 3], ["a", "a", "a"])
    assert alone.value == pytest.approx(1) and math.isnan(alone.low)
    assert math.isnan(correlation("x", [1, 1, 1], [1, 2, 3], ["a", "b", "c"]).value)


def test_the_curve_of_merit_is_the_mean_grade_of_everybody_in_a_bin() -> None:
    people = [f"p{i}" for i in range(25)]
    merit = {person: 99.0 if i < 2 else 41.0 for i, person in enumerate(people)}
    position = Ranked("c:1", CALL, CALL.positions[0], tuple(people), merit, frozenset())
    (only,) = merit_curve([position], {"c:1": {person: 2 for person in people[:25:2]}})
    assert (only.start, only.end, only.n) == (40, 50, 23)
    assert only.grade == pytest.approx(2 * 12 / 23)


def test_merit_rises_with_grade_where_the_better_have_more() -> None:
    position = Ranked("c:1", CALL, CALL.positions[0], ("a", "b", "x"), {"a": 80.0, "b": 60.0, "x": 5.0}, frozenset())
    assert rises([position], {"c:1": {"a": 3, "b": 1}}).value == pytest.approx(1)


def test_the_judge_looks_at_the_list_that_is_shown(engine: Engine) -> None:
    found = confidence(small_subject(engine))
    thirds = [f for f in found.figures if f.measure == "mean grade"]
    positions = sum(len(call.positions) for call in small_subject(engine).calls)
    assert [f.group for f in thirds] == ["low confidence", "middle confidence", "high confidence"]
    assert 10 < sum(f.n for f in thirds) <= 10 * positions
    assert {"confidence against error of grade", "merit against grade"} <= {f.measure for f in found.figures}

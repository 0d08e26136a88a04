"""The measures, checked by hand."""

from __future__ import annotations

import math

import pytest

from evaluation.measures import interval, ndcg, ordering_loss, precision, recall

GRADES = {"a": 3, "b": 1, "c": 2}


def test_ndcg_is_one_for_the_ideal_order_and_discounts_by_the_logarithm_of_the_place() -> None:
    assert ndcg(["a", "c", "b"], GRADES) == pytest.approx(1)
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert ndcg(["b", "c", "a"], GRADES) == pytest.approx((1 + 2 / math.log2(3) + 3 / 2) / ideal)


def test_who_was_not_found_gains_nothing() -> None:
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert ndcg(["x", "a"], GRADES, k=2) == pytest.approx((3 / math.log2(3)) / (ideal - 1 / 2))
    assert ndcg(["x", "y"], {}) == 0 and ndcg([], {"a": 1}) == 0


def test_recall_and_precision_count_people_of_grade_two_and_above() -> None:
    assert recall(["a", "x", "c"], GRADES, 2) == 0.5
    assert math.isnan(recall(["a"], {"b": 1}, 5))
    assert precision(["a", "x"], GRADES, 5) == 0.2


def test_the_reviewers_loss_weighs_wrong_pairs_by_their_difference_and_ties_by_half() -> None:
    assert ordering_loss([5, 3, 1], [0.9, 0.5, 0.1]) == (0, 8)
    assert ordering_loss([5, 3, 1], [0.1, 0.5, 0.9]) == (8, 8)
    assert ordering_loss([5, 1], [0.5, 0.5]) == (2, 4)
    assert ordering_loss([2, 2], [0.1, 0.9]) == (0, 0)


def test_the_interval_holds_the_mean_and_leaves_unknown_values_out() -> None:
    mean, low, high = interval([1.0, 2.0, 3.0, float("nan")])
    assert mean == 2 and 1 <= low < 2 < high <= 3
    assert interval([4.0, 4.0]) == (4, 4, 4)
    assert all(math.isnan(v) for v in interval([]))

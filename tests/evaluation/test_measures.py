"""The measures, checked by hand."""

from __future__ import annotations

import math
from itertools import permutations

import pytest

from evaluation.measures import (
    above,
    average_precision,
    ndcg,
    ndcg_shared,
    ordering_loss,
    overlap,
    pairs_in_order,
    precision,
    recall,
)

GRADES = {"a": 3, "b": 1, "c": 2}


def test_ndcg_is_one_for_the_ideal_order_and_discounts_by_the_logarithm_of_the_place() -> None:
    assert ndcg(["a", "c", "b"], GRADES) == pytest.approx(1)
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert ndcg(["b", "c", "a"], GRADES) == pytest.approx((1 + 2 / math.log2(3) + 3 / 2) / ideal)


def test_ndcg_takes_the_order_as_it_is_given_whatever_the_names() -> None:
    assert ndcg(["z", "a"], {"z": 3, "a": 1}) == ndcg(["a", "z"], {"a": 3, "z": 1}) == pytest.approx(1)


def test_who_was_not_found_gains_nothing() -> None:
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert ndcg(["x", "a"], GRADES, k=2) == pytest.approx((3 / math.log2(3)) / (ideal - 1 / 2))
    assert ndcg(["x", "y"], {}) == 0 and ndcg([], {"a": 1}) == 0 and ndcg(["a"], {"a": 0}) == 0


def test_without_equal_scores_shared_ndcg_is_ndcg() -> None:
    for order in ("acb", "bca", "xab"):
        scores = {person: 3.0 - place for place, person in enumerate(order)}
        assert ndcg_shared(scores, GRADES, k=2) == pytest.approx(ndcg(list(order), GRADES, k=2))


def test_people_of_equal_score_share_their_places_also_across_the_last_that_counts() -> None:
    scores = {"x": 2.0, "a": 1.0, "b": 1.0, "c": 1.0}
    orders = [ndcg(["x", *rest], GRADES, k=3) for rest in permutations("abc")]
    assert ndcg_shared(scores, GRADES, k=3) == pytest.approx(sum(orders) / len(orders))
    assert ndcg_shared(scores, {}) == 0 and ndcg_shared(scores, {"a": 0}) == 0


def test_recall_and_precision_count_people_of_grade_two_and_above() -> None:
    assert recall(["a", "x", "c"], GRADES, 2) == 0.5
    assert math.isnan(recall(["a"], {"b": 1}, 5))
    assert precision(["a", "x"], GRADES, 5) == 0.2 and precision(["b", "a"], GRADES, 1) == 0
    assert precision([], {}) == 0


def test_average_precision_is_the_mean_of_the_precision_at_each_suitable_person() -> None:
    assert average_precision(["a", "b", "c"], GRADES) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert average_precision(["a"], GRADES) == pytest.approx(1 / 2)  # c was not found
    assert average_precision([], GRADES) == 0 and math.isnan(average_precision(["a"], {"b": 1}))


def test_overlap_is_the_share_of_the_first_k_that_both_name() -> None:
    assert overlap(["a", "b", "c"], ["c", "b", "x"], 3) == pytest.approx(2 / 3)
    assert overlap(["a", "b"], ["b", "a"], 10) == 1 and overlap(["a"], ["a", "b"], 10) == 0.5
    assert overlap([], []) == 1 and overlap([], ["a"]) == 0


def test_the_reviewers_loss_weighs_wrong_pairs_by_their_difference_and_ties_by_half() -> None:
    assert ordering_loss([5, 3, 1], [0.9, 0.5, 0.1]) == (0, 8)
    assert ordering_loss([5, 3, 1], [0.1, 0.5, 0.9]) == (8, 8)
    assert ordering_loss([5, 1], [0.5, 0.5]) == (2, 4)
    assert ordering_loss([2, 2], [0.1, 0.9]) == (0, 0)


def test_easy_pairs_lie_far_apart_and_hard_pairs_are_both_of_high_expertise() -> None:
    easy, hard = pairs_in_order([5, 4, 2, 3], [0.8, 0.9, 0.8, 0.1])
    assert easy == [0, 1]  # 5 ties with 2, which is not in order; 4 stands above 2
    assert hard == [0]  # 5 stands below 4
    assert pairs_in_order([3, 2, 4, 4], [1, 2, 3, 4]) == ([1, 1], [])  # 3 is in no pair, 4 and 4 are equal


def test_pairs_are_in_order_where_the_better_person_stands_above() -> None:
    assert list(above(["a", "x", "b"], ["a", "b"], ["x"])) == [True, False]
    with pytest.raises(KeyError):
        list(above(["a"], ["a"], ["x"]))

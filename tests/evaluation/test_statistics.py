"""Intervals and p values on data small enough to be sure of the answer."""

from __future__ import annotations

import math

import pytest

from evaluation.statistics import (
    figure,
    interval,
    p_figure,
    paired_randomisation,
    ratio_figure,
    ratio_interval,
)

NAN = float("nan")


def test_the_interval_holds_the_mean_and_leaves_unknown_values_out() -> None:
    mean, low, high = interval([1.0, 2.0, 3.0, NAN])
    assert mean == 2 and 1 <= low < 2 < high <= 3
    assert interval([4.0, 4.0]) == (4, 4, 4)
    assert all(math.isnan(v) for v in interval([]))


def test_the_same_seed_gives_the_same_interval() -> None:
    values = [0.1, 0.4, 0.35, 0.8]
    assert interval(values, rounds=700) == interval(values, rounds=700)
    assert interval(values, seed=1)[1:] != interval(values, seed=2)[1:]
    drawn = [ratio_interval(values, [1.0, 0.5, 2.0, 1.0], rounds=50) for _ in range(5)]
    assert len(set(drawn)) == 1


def test_a_pooled_ratio_is_the_sum_over_the_sum_and_not_the_mean_of_ratios() -> None:
    value, low, high = ratio_interval([1, 0], [2, 8])
    assert value == pytest.approx(0.1) and low == 0 and high == 0.5  # only the first, or only the second, is drawn
    assert all(math.isnan(v) for v in ratio_interval([0], [0]))


def test_one_sign_pattern_in_all_is_as_rare_as_two_in_all_arrangements() -> None:
    # Five differences of +1: only all plus and all minus are as far from 0, so that p is 2/32.
    assert paired_randomisation([2] * 5, [1] * 5) == pytest.approx(2 / 32, abs=0.01)
    assert paired_randomisation([1] * 5, [2] * 5) == paired_randomisation([2] * 5, [1] * 5)


def test_equal_systems_and_differences_that_cancel_prove_nothing() -> None:
    assert paired_randomisation([0.3, 0.5], [0.3, 0.5]) == 1
    assert paired_randomisation([1, 0], [0, 1]) == 1
    assert paired_randomisation([1, NAN], [1, 0]) == 1
    assert paired_randomisation([], []) == 1


def test_p_is_never_nought_and_twenty_even_gains_are_beyond_doubt() -> None:
    assert 0 < paired_randomisation([1.0] * 20, [0.5] * 20) < 0.001


def test_only_values_of_the_same_queries_are_compared() -> None:
    with pytest.raises(ValueError, match="found 2 and 1"):
        paired_randomisation([1, 2], [1])


def test_figures_count_what_they_rest_on() -> None:
    made = figure("roster", "nDCG@10", [1.0, NAN, 0.0], "language fr")
    assert (made.judge, made.measure, made.value, made.n, made.group) == ("roster", "nDCG@10", 0.5, 2, "language fr")
    pooled = ratio_figure("reviewers", "loss", [1, 0, 0], [2, 2, 0], higher_is_better=False)
    assert (pooled.value, pooled.n, pooled.higher_is_better) == (0.25, 2, False)
    compared = p_figure("roster", "p", [1.0, NAN, 0.0], [1.0, 1.0, 0.0], "BM25")
    assert (compared.value, compared.low, compared.high, compared.n) == (1, 1, 1, 2)

"""What fits into somebody's days: the inequality holds for everything that does, and cuts off what only halves reach."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.allocating import patterns
from matching.allocating.patterns import Lengths, exceeded


@st.composite
def people(draw: st.DrawFn) -> Lengths:
    """Up to five places of one to seven days, some of them held by halves."""
    number = draw(st.integers(1, 5))
    days = [float(draw(st.integers(1, 7))) for _ in range(number)]
    held = [draw(st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0])) for _ in range(number)]
    most, have = draw(st.integers(1, 3)), float(draw(st.integers(1, 12)))
    return Lengths(np.array(days), np.ones(number, dtype=np.int64), have, most, np.array(held))


def fitting(one: Lengths) -> list[tuple[int, ...]]:
    """Every set of places that fits, by trying."""
    return [
        some
        for size in range(one.most + 1)
        for some in combinations(range(len(one.days)), size)
        if one.days[list(some)].sum() <= one.have
    ]


@given(st.lists(people(), min_size=1, max_size=3))
def test_it_holds_for_every_set_of_places_that_fits(everybody: list[Lengths]) -> None:
    for one, worth in zip(everybody, exceeded(everybody, 1e-4), strict=True):
        if worth is not None:
            assert (worth >= 0).all() and worth @ one.held > 1 + 1e-4
            assert all(worth[list(some)].sum() <= 1 + 1e-9 for some in fitting(one))


@given(people(), st.data())
def test_what_is_made_of_sets_that_fit_is_never_cut_off(one: Lengths, data: st.DataObject) -> None:
    sets = fitting(one)
    first, second = (data.draw(st.sampled_from(sets)) for _ in range(2))
    held = np.zeros(len(one.days))
    for some in (first, second):
        held[list(some)] += 0.5
    mixed = Lengths(one.days, one.places, one.have, one.most, held)
    assert exceeded([mixed], 1e-3) == [None]


def test_two_places_that_do_not_fit_together_are_not_both_held_by_more_than_half() -> None:
    one = Lengths(np.array([4.0, 5.0]), np.array([1, 1]), 8.0, 2, np.array([1.0, 0.8]))
    (worth,) = exceeded([one], 1e-4)
    assert worth == pytest.approx([1.0, 1.0])


def test_a_length_that_nobody_holds_is_forbidden_with_them_as_far_as_it_may_be() -> None:
    one = Lengths(np.array([7.0, 4.0, 5.0]), np.array([3, 1, 1]), 8.0, 2, np.array([0.0, 1.0, 0.8]))
    (worth,) = exceeded([one], 1e-4)
    assert worth == pytest.approx([1.0, 1.0, 1.0])


def test_who_has_too_many_patterns_is_left_to_covers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_PATTERNS", 1)
    one = Lengths(np.array([4.0, 5.0]), np.array([1, 1]), 8.0, 2, np.array([1.0, 0.8]))
    assert one.patterns is None and exceeded([one], 1e-4) == [None]

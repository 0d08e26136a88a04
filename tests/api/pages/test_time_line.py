"""The picture of a line of counts: everything inside its frame, the axis in round steps, what is expected after the rest."""

from __future__ import annotations

import re

import pytest

from api.web.supply.time_line import TimeLine, time_line
from matching.forecasting import Expected
from matching.forecasting.counting import period_name


def drawn(observed: list[int], highest: int = 5, width: float = 340.0, most: int | None = None) -> TimeLine:
    expected = [Expected(2.5, 1, 2, highest)] * 4
    names = [period_name(2018 * 4 + at, "quarter") for at in range(len(observed) + 4)]
    return time_line("narrow", "quarter", names, observed, expected, width, most=most)


@pytest.mark.parametrize(("observed", "highest"), [([0] * 12, 0), ([3, 1] * 20, 7), ([1, 900], 1300)])
def test_everything_lies_inside_the_frame(observed: list[int], highest: int) -> None:
    found = drawn(observed, highest)
    points = [tuple(map(float, pair.split(","))) for pair in found.points.split()]
    assert len(points) == len(observed)
    assert all(34 <= x <= found.now and 10 <= y <= found.floor for x, y in points)
    assert all(10 <= box.top <= box.middle <= box.bottom <= found.floor or highest == 0 for box in found.boxes)
    assert found.boxes[0].left == found.now and found.boxes[-1].left + found.boxes[-1].width <= found.end + 0.5
    assert 2 <= len(found.rows) <= 7 and all(10 <= mark.at <= found.floor for mark in found.rows)


def test_the_axis_goes_in_round_steps_from_none_to_the_highest() -> None:
    assert [mark.words for mark in drawn([3, 9, 4], 11).rows] == ["0", "5", "10", "15"]
    assert [mark.words for mark in drawn([0, 0], 0).rows] == ["0", "1"]


def test_years_stand_where_they_begin_and_apart() -> None:
    found = drawn([1] * 36)
    assert all(re.fullmatch(r"20\d\d", mark.words) for mark in found.years)
    assert all(b.at - a.at >= 40 for a, b in zip(found.years, found.years[1:], strict=False))
    assert [mark.words for mark in drawn([1] * 8, width=720).years] == ["2018", "2019", "2020"]


def test_of_a_long_line_the_last_periods_are_drawn() -> None:
    found = drawn([9] * 30 + [1, 2], most=2)
    assert len(found.points.split()) == 2 and len(found.boxes) == 4

"""Forecasts of demand: counted by hand, never below none, never from the future, and honest about the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InvalidSetting, UnknownCode
from matching.forecasting import (
    ALL,
    PERIODS,
    SEASON,
    Ask,
    Change,
    Forecast,
    Level,
    Period,
    forecast,
    judged,
    needed_periods,
    read_change,
)
from matching.forecasting.counting import count, first_day, period_name, period_of
from matching.forecasting.methods import Distribution, expect_as_before, expect_cells, expect_shares, expect_total
from matching.vocabulary import load_vocabulary

FIELDS = load_vocabulary().fields
TODAY = date(2026, 11, 16)


def asks_of(counts: Sequence[int], period: Period = "quarter", **said: tuple[str, ...]) -> list[Ask]:
    """So many asks in each period up to the one before today's."""
    first = period_of(TODAY, period) - len(counts)
    return [Ask(first_day(first + at, period), **said) for at, number in enumerate(counts) for _ in range(number)]


def scattered(seed: int, years: int = 9, mean: float = 6.0) -> list[Ask]:
    """Poisson counts around one mean by quarter, half of them in French and a third in Portuguese."""
    draw = np.random.default_rng(seed)
    first = period_of(TODAY, "quarter") - 4 * years
    found = []
    for at, number in enumerate(draw.poisson(mean, 4 * years)):
        for language, field in zip(
            draw.choice(["fr", "pt", "es"], number, p=[3 / 6, 2 / 6, 1 / 6]),
            draw.choice(["A.20", "E.05", "E.10.04"], number),
            strict=True,
        ):
            place = "Africa" if language == "fr" else "America"
            found.append(Ask(first_day(first + at, "quarter"), (str(field),), (str(language),), place))
    return found


def look(asks: Sequence[Ask], level: Level = "total", period: Period = "quarter", *changes: Change) -> Forecast:
    return forecast(asks, TODAY, FIELDS, level=level, period=period, scenario=changes)


def year(found: Forecast, cell: str = ALL) -> float:
    return sum(one.mean for line in found.cells if line.cell == cell for one in line.expected)


def test_asks_are_counted_by_period_and_the_one_that_has_begun_is_left_out() -> None:
    asks = [Ask(date(2026, 1, 1)), Ask(date(2026, 3, 31)), Ask(date(2026, 9, 30)), Ask(date(2026, 10, 1))]
    counts = count(asks, TODAY, "total", "quarter", FIELDS)
    assert counts.names(0, 3) == ("2026-Q1", "2026-Q2", "2026-Q3")
    assert counts.total.tolist() == [2, 0, 1]
    months = count(asks, TODAY, "total", "month", FIELDS)
    assert months.names(0, 1) == ("2026-01",) and months.total.tolist() == [1, 0, 1, 0, 0, 0, 0, 0, 1, 1]
    assert count(asks, TODAY, "total", "year", FIELDS).total.tolist() == []


def test_an_ask_for_two_fields_counts_in_both_and_once_in_all() -> None:
    asks = [Ask(date(2026, 1, 1), ("A.20.02", "A.35"), ("fr", "en")), Ask(date(2026, 2, 1), ("a.20.02",))]
    fields = count(asks, TODAY, "field", "quarter", FIELDS)
    assert dict(zip(fields.cells, fields.by_cell[:, 0].tolist(), strict=True)) == {"A.20.02": 2, "A.35": 1}
    areas = count(asks, TODAY, "area", "quarter", FIELDS)
    assert areas.cells == ("A",) and areas.by_cell[0, 0] == 2 and areas.total[0] == 2
    assert count(asks, TODAY, "language", "quarter", FIELDS).cells == ("en", "fr")


def test_a_field_that_no_vocabulary_holds_counts_in_all_alone() -> None:
    counts = count([Ask(date(2026, 1, 1), ("Z.99",))], TODAY, "field", "quarter", FIELDS)
    assert counts.cells == () and counts.total.tolist() == [1, 0, 0]


@pytest.mark.parametrize("period", PERIODS)
def test_periods_have_names_and_first_days_that_lead_back_to_them(period: Period) -> None:
    for number in range(period_of(date(2024, 11, 30), period), period_of(TODAY, period) + 1):
        assert period_of(first_day(number, period), period) == number
    names = {"month": "2026-11", "quarter": "2026-Q4", "year": "2026"}
    assert period_name(period_of(TODAY, period), period) == names[period]


def test_the_baseline_is_the_same_season_of_the_last_year_as_wide_as_years_differed() -> None:
    mean, points = expect_as_before(np.array([[3.0, 8, 1, 4, 5, 8, 3, 4]]), 4, 8)
    assert mean.tolist() == [[5, 8, 3, 4, 5, 8, 3, 4]]
    spread = 2**0.5  # differences 2, 0, 2, 0
    assert points[:, 0, 0].tolist() == [max(0, round(5 + z * spread)) for z in (-1.2816, -0.6745, 0, 0.6745, 1.2816)]
    assert points[4, 0, 4] == round(5 + 1.2816 * spread * 2**0.5)  # a year further: wider


def test_the_model_finds_a_level_and_a_season() -> None:
    total = expect_total(np.tile([10.0, 20.0, 5.0, 20.0], 10), 4, 4, 0).mean[0]
    assert total.argsort()[:2].tolist() == [2, 0] and total == pytest.approx([10, 20, 5, 20], rel=0.35)
    assert total[2] > 5 and total[1] < 20  # a season is believed to be small until much shows that it is not


def test_where_nobody_ever_asked_little_is_expected_and_not_nothing() -> None:
    found = expect_total(np.zeros(12), 4, 4, 0)
    assert 0 < found.mean.max() < 0.1 and found.quantiles().max() == 0


def test_what_is_expected_of_a_small_cell_is_drawn_to_its_long_run() -> None:
    past = np.array([[0.0] * 36 + [1, 1, 1, 1]])
    everything = np.full(40, 10.0)
    share, variance = expect_shares(past, everything, 4)
    recent = 0.5 ** (np.arange(39, -1, -1) / 4 / 4)
    hits, asked = (
        past[0] @ recent + 8 * 4.5 / 401,
        everything @ recent + 8,
    )  # eight asks of the long run beside the rest
    assert 4.5 / 401 < share[0] == pytest.approx(hits / asked)
    assert variance[0] == pytest.approx(share[0] * (1 - share[0]) / (asked + 1))


def test_a_cell_has_its_share_of_the_total_and_scatters_more_than_it() -> None:
    total = Distribution(np.array([[10.0, 20.0]]), np.array([[0.1, 0.2]]))
    found = expect_cells(total, np.array([0.3]), np.array([0.009]))
    assert found.mean.tolist() == [[pytest.approx(3), pytest.approx(6)]]
    # of a product of two that do not depend on each other, beside what counting scatters
    assert found.spread.tolist() == [[pytest.approx(0.1 + 1.1 * 0.1), pytest.approx(0.2 + 1.2 * 0.1)]]


def test_counts_are_negative_binomial_with_the_mean_and_variance_said() -> None:
    from scipy.stats import nbinom, poisson

    points = Distribution(np.array([[4.0, 4.0, 0.0]]), np.array([[0.5, 0.0, 0.5]])).quantiles((0.9,))[0, 0]
    assert points.tolist() == [nbinom.ppf(0.9, 2, 2 / 6), poisson.ppf(0.9, 4), 0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=12, max_size=24),
    st.sampled_from(["total", "language", "area"]),
    st.booleans(),
)
def test_nothing_is_expected_below_none_and_points_are_in_order(counts: list[int], level: Level, changed: bool) -> None:
    asks = asks_of(counts, fields=("A.20",), languages=("fr",))
    found = look(asks, level, "quarter", *([Change("language", "fr", 0.5)] if changed else []))
    for line in found.cells:
        for one in line.expected:
            assert one.mean >= 0 and 0 <= one.low <= one.middle <= one.high


def test_a_history_that_is_too_short_says_what_is_needed_and_forecasts_nothing() -> None:
    short = look(asks_of([5] * 11))
    assert not short.is_long_enough and (len(short.past), short.needed) == (11, 12)
    assert not short.cells and short.verdict is None
    assert look(asks_of([5] * 12)).cells
    assert [needed_periods(period) for period in PERIODS] == [36, 12, 3]
    assert not look([]).past and not look([]).cells


def test_too_few_days_to_forecast_from_cannot_show_anything() -> None:
    verdict = look(asks_of([5, 9, 2, 7] * 4)).verdict
    assert verdict is not None and verdict.state == "not_shown" and verdict.low is None and verdict.origins == 8


def test_among_scatter_the_model_is_better_and_forecasts() -> None:
    found = look(scattered(3))
    assert found.verdict is not None and found.verdict.state == "better" and found.method == "model"
    assert found.verdict.difference < 0 and found.verdict.high is not None and found.verdict.high < 0
    assert found.verdict.model.pinball < found.verdict.baseline.pinball
    assert year(found) == pytest.approx(24, rel=0.25)


def test_where_every_year_is_as_the_last_the_baseline_forecasts_and_the_model_is_said_to_be_worse() -> None:
    found = look(asks_of([2, 40, 1, 9] * 10))
    assert found.verdict is not None and found.verdict.state == "worse" and found.method == "baseline"
    assert [one.mean for one in found.cells[0].expected] == [2, 40, 1, 9]  # from the fourth quarter on


def test_nothing_that_came_later_is_known() -> None:
    asks = scattered(4)
    later = [*asks, *(Ask(date(2026, 11, 1)) for _ in range(50)), *(Ask(date(2027, 2, 1)) for _ in range(50))]
    assert look(later) == look(asks)


def test_a_cell_asked_for_too_seldom_is_counted_and_not_forecast() -> None:
    asks = [*asks_of([4] * 16, languages=("fr",)), *asks_of([1] * 7, languages=("ar",))]
    found = look(asks, "language")
    assert [line.cell for line in found.cells] == ["fr"] and found.rare == 1


@pytest.mark.parametrize("steady", [False, True])
def test_twice_the_portuguese_is_twice_its_forecast_and_more_in_all(steady: bool) -> None:
    asks = [*asks_of([2] * 36, languages=("pt",)), *asks_of([4] * 36, languages=("fr",))] if steady else scattered(3)
    change = Change("language", "pt", 2.0)
    before, after = look(asks, "language"), look(asks, "language", "quarter", change)
    assert after.method == ("baseline" if steady else "model") and after.verdict == before.verdict
    assert year(after, "pt") == pytest.approx(2 * year(before, "pt"), rel=0.03)
    assert year(after, "fr") == pytest.approx(year(before, "fr"), rel=0.03)
    more = year(look(asks, "total", "quarter", change)) - year(look(asks))
    assert more == pytest.approx(year(before, "pt"), rel=0.1)
    assert [line.observed for line in after.cells] == [line.observed for line in before.cells]


def test_a_region_that_drops_out_takes_its_languages_with_it() -> None:
    found = look(scattered(3), "language", "quarter", Change("region", "Africa", 0))
    assert year(found, "fr") < 0.6 and year(found, "pt") > 4  # a trace is left to the cell, never a negative number


def test_a_change_of_a_field_is_one_of_the_fields_below_it() -> None:
    asks = scattered(3)
    found = look(asks, "field", "quarter", Change("field", "E", 2.0))
    before = look(asks, "field")
    assert year(found, "E.10.04") == pytest.approx(2 * year(before, "E.10.04"), rel=0.05)
    assert year(found, "A.20") == pytest.approx(year(before, "A.20"), rel=0.05)
    with pytest.raises(UnknownCode):
        look(asks, "field", "quarter", Change("field", "Z.99", 2.0))


def test_changes_that_change_nothing_leave_the_forecast_as_it_is() -> None:
    asks = scattered(3)
    same = look(asks, "language", "quarter", Change("language", "pt", 1.0), Change("region", "Oceania", 3.0))
    assert same.cells == look(asks, "language").cells


def test_a_verdict_at_hand_is_taken() -> None:
    asks = scattered(3)
    verdict = judged(asks, TODAY, "language", "quarter", FIELDS)
    assert forecast(asks, TODAY, FIELDS, level="language", verdict=verdict) == look(asks, "language")


@pytest.mark.parametrize(("text", "change"), [
    ("language:pt:2", Change("language", "pt", 2.0)),
    ("field:A.20:1.5", Change("field", "A.20", 1.5)),
    ("region:Africa:0", Change("region", "Africa", 0.0)),
    ("language:PT:2", Change("language", "pt", 2.0)),
    ("language:Portuguese:2", Change("language", "pt", 2.0)),
    ("region:africa:0", Change("region", "Africa", 0.0)),
])  # fmt: skip
def test_a_change_is_read_as_it_is_typed(text: str, change: Change) -> None:
    assert read_change(text) == change


NO_CHANGES = (
    *("", "pt:2", "language:pt", "language::2", "language:pt:-1", "language:pt:nan", "x:pt:2", "language:pt:11"),
)


@pytest.mark.parametrize("text", NO_CHANGES)
def test_a_change_that_cannot_be_read_says_how_one_is_written(text: str) -> None:
    with pytest.raises(InvalidSetting, match="language:pt:2"):
        read_change(text)


def test_a_scenario_about_what_there_is_not_is_refused_and_not_passed_over() -> None:
    with pytest.raises(InvalidSetting, match="Africa, America"):
        read_change("region:Atlantis:0")
    with pytest.raises(InvalidSetting, match="language"):
        read_change("language:xx:2")


def test_by_year_and_by_month_there_is_a_forecast_too() -> None:
    asks = scattered(5)
    assert len(look(asks, "total", "year").coming) == 1
    months = look(asks, "total", "month")
    assert len(months.coming) == SEASON["month"] and months.coming[0] == "2026-11"
    assert all(type(one.low) is int for line in months.cells for one in line.expected)

"""Years of work: overlaps count once, and what is not written is not made up."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching.cv.values import CvDate, Entry, Precision, Source
from matching.cv.years import months_of, years_in

TODAY = date(2026, 6, 15)


def day(iso: str) -> CvDate:
    """A date as precise as it is written: 2015, 2015-03 or 2015-03-01."""
    precision: Precision = {4: "year", 7: "month", 10: "day"}[len(iso)]  # type: ignore[assignment]
    return CvDate(day=date.fromisoformat(iso + "-01-01"[: 10 - len(iso)]), precision=precision)


def post(start: str | None, end: str | None = None, ongoing: bool = False) -> Entry:
    return Entry(
        kind="post", text="a post", source=Source(start=0, end=6, text="a post"),
        start=day(start) if start else None, end=day(end) if end else None, ongoing=ongoing,
    )  # fmt: skip


def test_overlapping_posts_count_once() -> None:
    assert years_in([post("2010-01", "2014-12"), post("2013-01", "2015-12")], TODAY) == 6.0


def test_posts_one_after_the_other_add_up() -> None:
    assert years_in([post("2010-01", "2011-12"), post("2013-01", "2013-06")], TODAY) == 2.5


def test_a_post_still_held_ends_today() -> None:
    assert years_in([post("2025-07", ongoing=True)], TODAY) == 1.0


def test_years_alone_count_from_the_middle_of_the_first_to_the_middle_of_the_last() -> None:
    assert years_in([post("2015", "2018")], TODAY) == 3.0
    assert years_in([post("2015", "2015")], TODAY) == 0.5


def test_two_posts_with_years_alone_that_touch_do_not_overlap() -> None:
    assert years_in([post("2010", "2015"), post("2015", "2018")], TODAY) == 8.0


def test_a_month_begun_counts_as_a_whole() -> None:
    assert years_in([post("2024-03-04", "2024-03-22")], TODAY) == 0.1
    assert len(months_of(post("2024-03-04", "2024-03-22"), TODAY)) == 1


def test_what_has_no_beginning_or_no_end_adds_nothing() -> None:
    assert years_in([post(None, "2015"), post("2015"), post(None)], TODAY) == 0.0


def test_nothing_after_today_counts() -> None:
    assert years_in([post("2026-01", "2030-12")], TODAY) == 0.5
    assert years_in([post("2030-01", "2030-12")], TODAY) == 0.0


_months = st.dates(date(1980, 1, 1), date(2026, 6, 1)).map(lambda d: d.isoformat()[:7])


@given(st.lists(st.tuples(_months, _months).map(sorted), max_size=6), st.randoms())
def test_together_posts_are_never_longer_than_their_sum_nor_shorter_than_the_longest(
    spans: list[list[str]], random: object
) -> None:
    posts = [post(a, b) for a, b in spans]
    whole = years_in(posts, TODAY)
    single = [years_in([p], TODAY) for p in posts]
    assert max(single, default=0.0) <= whole <= sum(single) + 0.05 * (len(single) + 1)
    random.shuffle(posts)  # type: ignore[attr-defined]
    assert years_in(posts, TODAY) == whole

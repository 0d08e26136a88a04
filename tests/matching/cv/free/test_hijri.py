"""Years of the Hijri calendar beside ours and alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.cv.free.cv_dates import find_periods
from matching.cv.free.hijri import in_our_calendar, without_hijri


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("1441هـ (2019م) - حتى تاريخه", "2019", None),
        ("1434ه (2013م) - 1440ه (2019م)", "2013", "2019"),
        ("2013م (1434هـ) - 2019م (1440هـ)", "2013", "2019"),
        ("من 1430هـ إلى 1435هـ", "2009", "2014"),
    ],
)
def test_the_year_of_ours_counts_where_it_is_written(line: str, start: str, end: str | None) -> None:
    (period,) = find_periods(line)
    assert period.start and period.start.iso == start
    assert (period.end.iso if period.end else None) == end
    assert period.ongoing == (end is None)


def test_a_year_that_had_to_be_turned_into_ours_is_asked_about() -> None:
    (period,) = find_periods("1435هـ - 1440هـ")
    assert "1435" in period.doubt and "2014" in period.doubt
    assert not find_periods("1441هـ (2019م)")[0].doubt


def test_a_date_reaches_over_both_calendars() -> None:
    line = "مدير، 1433هـ (2012م)"
    (period,) = find_periods(line)
    assert period.text == "1433هـ (2012م)"


@given(st.integers(1350, 1469))
def test_a_year_lies_mostly_in_the_year_of_ours_it_is_read_as(year: int) -> None:
    began = 622.54 + (year - 1) * 0.970224  # as a fraction of our years
    middle = began + 0.485
    assert in_our_calendar(year) == int(middle)


@given(st.text(alphabet="ه0123456789()/ -مـ", max_size=60))
def test_a_line_keeps_its_length(flat: str) -> None:
    assert len(without_hijri(flat)) == len(flat)

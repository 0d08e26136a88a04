"""How long somebody worked: the months of several entries together, what overlaps counted once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matching.cv.values import CvDate, Entry

MID_YEAR = 7  # the month in which a period begins or ends of which only the year is written


def years_in(entries: Iterable[Entry], today: date) -> float:
    """Years of all entries together, to one decimal; months that several entries share count once.

    A month that is begun counts as a whole one. Where only years are written, the period is taken from the middle of the
    first to the middle of the last, which is right on average: 2015-2018 is three years, 2015 alone half a year. Posts
    that are still held end today, and nothing after today counts. An entry without a beginning, or without an end and
    not said to go on, adds nothing.
    """
    months = {month for entry in entries for month in months_of(entry, today)}
    return round(len(months) / 12, 1)


def months_of(entry: Entry, today: date) -> range:
    """The months of one entry, counted from the year 0; empty where its dates do not say."""
    if entry.start is None:
        return range(0)
    first, now = _first(entry.start), _number(today.year, today.month)
    if entry.end is not None:
        last = _last(entry.end, entry.start)
    elif entry.ongoing:
        last = now
    else:
        return range(0)
    return range(first, min(last, now) + 1)


def _number(year: int, month: int) -> int:
    return year * 12 + month - 1


def _first(start: CvDate) -> int:
    return _number(start.day.year, MID_YEAR if start.precision == "year" else start.day.month)


def _last(end: CvDate, start: CvDate) -> int:
    if end.precision != "year":
        return _number(end.day.year, end.day.month)
    if start.day.year == end.day.year:
        return _number(end.day.year, 12)  # "2015", "March 2015 - 2015"
    return _number(end.day.year, MID_YEAR - 1)

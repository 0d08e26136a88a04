"""Dates as forms write them: ISO dates as precise as they are, or year, month and day apart."""

from __future__ import annotations

import re
from datetime import date

from matching.cv.forms.draft import DraftPeriod
from matching.cv.forms.tree import Node
from matching.cv.free.cv_dates import find_periods
from matching.cv.values import CvDate
from matching.entities import FIRST_YEAR, LAST_YEAR

_ISO = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T\s]\d.*|Z|[+-]\d\d:\d\d)?\s*", re.DOTALL)
_DAY_FIRST = re.compile(r"\s*(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})\s*")
_DIGITS = re.compile(r"\d+")
LONGEST = 5  # digits of a part that are looked at: of a longer one these are no year, month or day either


def made_date(year: int | None, month: int | None = None, day: int | None = None) -> CvDate | None:
    """A date as precise as its parts; None where it has no year or cannot be."""
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR or (day is not None and month is None):
        return None
    try:
        whole = date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    return CvDate(day=whole, precision="day" if day else "month" if month else "year")


def read_date(text: str) -> CvDate | None:
    """A date written as 2015, 2015-03, 2015-03-01 (with or without a time), 03/2015 or 01/03/2015, or in words."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        worded = find_periods(text)
        return worded[0].start if len(worded) == 1 and worded[0].lone else None
    return made_date(int(year), int(month) if month else None, int(day) if day else None)


def date_in_parts(node: Node | None) -> CvDate | None:
    """A date whose year, month and day stand apart, as attributes or below it ("--03" is March, "---01" the first)."""
    if node is None:
        return None
    numbers = {}
    for part in ("year", "month", "day"):
        found = _DIGITS.search(node.attributes.get(part) or node.value(part))
        numbers[part] = int(found[0][:LONGEST]) if found else None
    return made_date(numbers["year"], numbers["month"], numbers["day"]) or read_date(node.text)


def period(start: CvDate | None, end: CvDate | None, ongoing: bool, written: str = "") -> DraftPeriod:
    """The dates of an entry; where the end lies before the start neither is kept, and the question says so."""
    if ongoing:
        end = None
    if start and end and _last(end) < start.day:
        shown = f"{start.iso} – {end.iso}"
        return DraftPeriod(doubt=f"The dates {shown} end before they begin. Which are right?", written=written or shown)
    return DraftPeriod(start=start, end=end, ongoing=ongoing, written=written)


def written_period(start: str, end: str, ongoing: bool = False) -> DraftPeriod:
    """The dates of an entry from two texts; what is written and cannot be read becomes a question."""
    first, last = read_date(start), None if ongoing else read_date(end)
    unread = [text for text, found in ((start, first), (end, last or ongoing)) if text.strip() and not found]
    if not ongoing and last is None and end.strip() and means_now(end):
        ongoing, unread = True, unread[:-1]
    made = period(first, last, ongoing)
    if not unread:
        return made
    question = f"The date '{unread[0].strip()[:60]}' could not be read. Which day, month or year is meant?"
    shown = " – ".join(dict.fromkeys(filter(None, [start.strip(), end.strip()])))
    return DraftPeriod(made.start, made.end, made.ongoing, made.doubt or question, shown)


def means_now(text: str) -> bool:
    """Whether words in the place of an end date say that it goes on: "present", "à ce jour", "по настоящее время"."""
    return any(found.ongoing for found in find_periods(f"2000 - {text.strip()[:60]}"))


def _last(when: CvDate) -> date:
    """The last day that a date can stand for."""
    if when.precision == "year":
        return date(when.day.year, 12, 31)
    if when.precision == "month":
        following = date(when.day.year + when.day.month // 12, when.day.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    return when.day

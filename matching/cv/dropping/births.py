"""The day on which somebody was born, from the words that say it."""

from __future__ import annotations

import re
from datetime import date

from matching.cv.free.cv_dates import find_periods
from matching.cv.free.date_words import month, number_of
from matching.reading.folding import plain

YOUNGEST, OLDEST = 15, 100  # years between a birth date and the day on which a CV is read
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|o|-?го))?"
_OTHER_WAYS = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}[\s.,/-]{{1,2}}(?:de\s|of\s)?(?P<m>{month()}|{'|'.join(_ROMAN[::-1])})[\s.,/-]{{1,3}}(?:de\s)?(?P<y>(?:19|20)?\d\d)(?!\d)"
)
_SPACED = re.compile(r"(?<!\d)(?P<d>[0-3]?\d) (?P<m>[01]?\d) (?P<y>(?:19|20)\d\d)(?![\d-])")


def birth_day(words: str, month_first: bool = False) -> date | None:
    """The first full date in some words that can be the birth of somebody who works; None where there is none."""
    for period in find_periods(words, month_first):
        day = period.start or period.end
        if day and day.precision == "day" and _can_be(day.day):
            return day.day
    other = _OTHER_WAYS.search(plain(words)) or _SPACED.search(plain(words))
    if other is None:
        return None
    number = _number_of(other["m"])
    try:
        found = date(int(other["y"]) + (1900 if len(other["y"]) == 2 else 0), number, int(other["d"]))
    except ValueError:
        return None
    return found if _can_be(found) else None


def find_days(flat: str) -> list[tuple[int, int]]:
    """Where full dates stand in a plain line, also in ways in which nobody dates a post ("5-VII-1957", "16 Set 87")."""
    found = [p.place for p in find_periods(flat) if p.lone and p.start and p.start.precision == "day"]
    for way in (_OTHER_WAYS, _SPACED):
        found += [m.span() for m in way.finditer(flat) if all(m.end() <= a or m.start() >= b for a, b in found)]
    return sorted(found)


def _number_of(name: str) -> int:
    if name.isdigit():
        return int(name)
    return _ROMAN.index(name) + 1 if name in _ROMAN else number_of(name)


def _can_be(day: date) -> bool:
    return YOUNGEST <= date.today().year - day.year <= OLDEST

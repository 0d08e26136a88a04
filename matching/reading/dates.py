"""Dates and spans of dates as calls write them, in six languages.

Numeric dates are read day first, as all six languages write them; where the month could stand first as well
(03/05/2027) the date says that it is in doubt, as it does of a year of two digits. What cannot be is reported, never
mended: 31 June, an end before its start, a day and month without a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from matching.reading.counted import COUNTED
from matching.reading.folding import for_plain, plain
from matching.reading.joining_words import AND, BETWEEN
from matching.reading.month_names import month_number, month_pattern, weekday_pattern

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class FoundDate:
    """A day, or a span with both ends included, and where it stands in the text."""

    start: date
    end: date | None  # None: a single day
    text: str  # as written
    place: tuple[int, int]
    doubts: tuple[str, ...] = ()  # what was assumed in reading it


@dataclass(frozen=True)
class DateProblem:
    """Something written as a date that is none, or only part of one."""

    text: str
    reason: str
    place: tuple[int, int]


@dataclass(frozen=True)
class _Part:
    day: int
    month: int | None = None
    year: int | None = None
    numeric: bool = False
    short: bool = False  # its year is written with two digits


class _Impossible(ValueError):
    pass


_TH = r"\s?(?:st|nd|rd|th|er|re|eme|ero|\.?[oa]|-?(?:го|е|ого))\b"
_DAY = rf"(?:\"[0-3]?\d\"|[0-3]?\d(?:{_TH}|\.(?=\s|-))?)"
_OF = r"(?:\s*(?:de|do|del|of|d'|من)\s+(?:l'?|la\s+|el\s+)?|\s*[-.,]\s*|\s+)"
_YEAR = r"(?:19|20|21)\d\d(?!\d)(?:\s?(?:г\b\.?|года\b|году\b|م\b))?"
_JOIN = for_plain(rf"(?:-|to|till|until|through|{AND}|au|a|al|ao|&|ate|hasta|jusqu'?au|по|до|الي|حتي|لغايه|ل|,?\s+and)")
# A year of two digits, in figures ("21/05/27", not "1.2.27") and after a month ("21 May '27", not "21 May 27 people", nor
# the days of work in the next cell of a table).
_SHORT = r"[2-5]\d(?!\d)"
_AFTER_SHORT = rf"[ ]?г\b|[ ]{_JOIN}\s|[ ]?-|[.,;:)\]](?:\s|$)|[ ]?(?:\n|\t|$)"
_SHORT_WRITTEN = rf"'{_SHORT}|(?<!,\s)(?<![\t\n]){_SHORT}(?={_AFTER_SHORT})"
_LEAD = r"(?:les?|the|el|los|as|o|a|l'|dia|dias|jour|يوم)\s+"
_BETWEEN = re.compile(rf"(?:{BETWEEN})\s+(?:les?\s+|el\s+|los\s+|o\s+|os\s+|the\s+)?$")
_AND = re.compile(rf"^(?:{AND}|&|,?\s+and)$")
_DAYS_BEFORE = re.compile(
    rf"(?:(?<![\w./-])\d{{1,2}}(?:{_TH})?,\s{{0,2}}){{1,8}}$"
)  # "the 3, " of "the 3, 4 and 5 May"
# What is counted by a number of its own: "Phase 1, 2 and 3 May" starts on the 2nd, "Articles 1 and 2, 3 and 4 May" on the 3rd.
_COUNTED = re.compile(
    for_plain(rf"(?:{COUNTED}|(?<!\d)\d{{1,2}}\s{{1,2}}(?:{AND}|&))\s{{0,2}}$"),
    re.IGNORECASE,
)


@cache
def _written(suffix: str) -> str:
    """A date in words: day month [year] or month day [year]."""
    month, week = month_pattern(), f"(?:{weekday_pattern()})?"
    day_first = (
        rf"(?P<d{suffix}>{_DAY})(?:{_OF}(?P<m{suffix}>{month})(?:{_OF}(?P<y{suffix}>{_YEAR}|{_SHORT_WRITTEN}))?|"
        rf",\s+(?P<w{suffix}>{_YEAR}))?"
    )
    month_first = rf"(?P<n{suffix}>{month})\s+(?P<e{suffix}>{_DAY})(?:,?\s+(?P<z{suffix}>{_YEAR}|'{_SHORT}))?"
    return rf"(?:{_LEAD})?{week}(?:{month_first}|{day_first})"


def _numeric(suffix: str) -> str:
    iso = rf"(?P<iy{suffix}>\d{{4}})[-/.](?P<im{suffix}>\d{{1,2}})[-/.](?P<id{suffix}>\d{{1,2}})"
    year = rf"\d{{4}}|(?<=/){_SHORT}|(?<=\d\d[-.]\d\d[-.]){_SHORT}"
    split = (
        rf"(?P<nd{suffix}>\d{{1,2}})(?P<s{suffix}>[-/.])(?P<nm{suffix}>\d{{1,2}})(?P=s{suffix})(?P<ny{suffix}>{year})"
    )
    return rf"(?:{iso}|{split})"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """From the most to the least telling; a place once read is not read again."""
    join = rf"\s*(?P<join>{_JOIN})\s*"
    before, after = r"(?<![\w./-])", r"(?![\w/]|[.-]\d)"
    short = r"(?P<nda>\d{1,2})(?:[/.](?P<nma>\d{1,2}))?(?P<sa>)"
    return tuple(
        re.compile(_bounded(for_plain(before + body + after)))
        for body in (
            rf"{_numeric('a')}(?:\s*(?:г\b\.?|года\b|م\b))?(?:{join}|/)(?:{_LEAD})?{_numeric('b')}",
            rf"{short}{join}{_numeric('b')}",
            rf"{_written('a')}{join}{_written('b')}",
            _numeric("a"),
            _written("a"),
        )
    )


def _bounded(expression: str) -> str:
    """A pattern whose gaps are at most five blanks: endless ones would make the search slow and join what is far apart."""
    return expression.replace(r"\s*", r"\s{0,5}").replace(r"\s+", r"\s{1,5}")


def find_dates(text: str) -> tuple[tuple[FoundDate, ...], tuple[DateProblem, ...]]:
    """All dates and spans of a text in the order in which they stand, and what looks like a date but cannot be one."""
    flat = plain(text)
    taken = bytearray(len(flat))
    found: list[FoundDate] = []
    problems: list[DateProblem] = []
    for pattern in _patterns():
        for match in pattern.finditer(flat):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            parts = _parts(match)
            if parts is None or not _is_date(parts, match, flat, text):
                continue
            parts, start = _with_days_before(parts, match, flat)
            taken[start:end] = b"\x01" * (end - start)
            words = " ".join(text[start:end].split())
            try:
                found.append(_date(parts, words, (start, end)))
            except _Impossible as reason:
                problems.append(DateProblem(words, str(reason), (start, end)))
    forced = any(DAY_FIRST not in f.doubts and _NUMERIC_TEXT.match(plain(f.text)) for f in found)
    settled = (replace(f, doubts=tuple(d for d in f.doubts if not (forced and d == DAY_FIRST))) for f in found)
    return tuple(sorted(settled, key=lambda f: f.place)), tuple(sorted(problems, key=lambda p: p.place))


_NUMERIC_TEXT = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)(?!\d)")
DAY_FIRST = "read with the day first"
SHORT_YEAR = "its year is written with two digits, read as"


def _parts(match: re.Match[str]) -> tuple[_Part, ...] | None:
    groups = match.groupdict()
    parts = [part for suffix in "ab" if (part := _part(groups, suffix))]
    return tuple(parts) or None


def _part(groups: dict[str, str | None], suffix: str) -> _Part | None:
    def number(name: str) -> int | None:
        value = re.search(r"\d+", groups.get(name + suffix) or "")
        return int(value[0]) if value else None

    if (year := number("iy")) is not None:
        return _Part(number("id") or 0, number("im"), year)
    if (day := number("nd")) is not None:
        return _with_century(_Part(day, number("nm"), number("ny"), numeric=True))
    for day_name, month_name, year_name in (("e", "n", "z"), ("d", "m", "y")):
        if (day := number(day_name)) is not None:
            month = groups.get(month_name + suffix)
            year = number(year_name) or number("w")
            return _with_century(_Part(day, month_number(month) if month else None, year))
    return None


def _with_century(part: _Part) -> _Part:
    """A part whose year of two digits is one of this century."""
    if part.year is None or part.year > 99:
        return part
    return replace(part, year=part.year + 2000, short=True)


def _is_date(parts: tuple[_Part, ...], match: re.Match[str], flat: str, text: str) -> bool:
    """Whether what matched was meant as a date: "3" is not, nor is "Annex 3 may", nor "2 and 21 May" as a span."""
    if all(part.month is None for part in parts):
        return False
    if (
        len(parts) == 2
        and _AND.match(match["join"] or "")
        and not _BETWEEN.search(flat[max(0, match.start() - 30) : match.start()])
    ):
        first, last = parts
        return first.month is None and last.day == first.day + 1  # "les 3 et 4 mai"
    if len(parts) == 1 and not parts[0].numeric and parts[0].year is None and match.groupdict().get("m" + "a") is None:
        return False  # "May 3" without a year is too often "may 3"
    if any(part.year for part in parts):
        return True
    named = [match.groupdict().get(group) for group in ("ma", "mb", "na", "nb")]
    at = [match.start(group) for group, name in zip(("ma", "mb", "na", "nb"), named, strict=True) if name]
    return not any(flat[i : i + 3] in ("may", "mar", "set", "ago", "out", "ene") and not text[i].isupper() for i in at)


def _with_days_before(parts: tuple[_Part, ...], match: re.Match[str], flat: str) -> tuple[tuple[_Part, ...], int]:
    """The parts and where they start, from the first of days that follow each other ("3, 4 and 5 May")."""
    if len(parts) == 2 and _AND.match(match["join"] or "") and parts[0].month is None:
        before = _DAYS_BEFORE.search(flat, max(0, match.start() - 40), match.start())
        if before is None or _COUNTED.search(flat, max(0, before.start() - 40), before.start()):
            return parts, match.start()
        days = [int(day) for day in re.findall(r"\d+", before[0])]
        first = parts[0].day - len(days)
        if first >= 1 and days == list(range(first, parts[0].day)):
            return (replace(parts[0], day=first), *parts[1:]), before.start()
    return parts, match.start()


def _date(parts: tuple[_Part, ...], words: str, place: tuple[int, int]) -> FoundDate:
    last = parts[-1]
    short = tuple(dict.fromkeys(f"{SHORT_YEAR} {part.year}" for part in parts if part.short))
    if len(parts) == 1:
        return FoundDate(_day(last), None, words, place, _order(last) + short)
    first = parts[0]
    first_month = first.month or last.month
    last_month = last.month or first_month
    turn: tuple[str, ...] = ()
    if first.year is None and last.year is not None and (first_month or 0) > (last_month or 0):
        first = replace(first, month=first_month, year=last.year - 1)
        turn = (f"the first day has no year; read as {first.year}, the year before",)
    elif last.year is None and first.year is not None and (last_month or 0) < (first_month or 0):
        last = replace(last, month=last_month, year=first.year + 1)
        turn = (f"the last day has no year; read as {last.year}, the year after",)
    start = _day(replace(first, month=first_month, year=first.year or last.year))
    end = _day(replace(last, month=last_month, year=last.year or first.year))
    if end < start:
        raise _Impossible(f"it ends on {end}, before it starts on {start}")
    sure = any(part.numeric and part.day > 12 for part in parts)
    return FoundDate(start, end, words, place, (turn or (() if sure else _order(last))) + short)


def _order(part: _Part) -> tuple[str, ...]:
    return (DAY_FIRST,) if part.numeric and part.day <= 12 and part.day != part.month else ()


def _day(part: _Part) -> date:
    if part.year is None:
        raise _Impossible("it has no year")
    if not FIRST_YEAR <= part.year <= LAST_YEAR:
        raise _Impossible(f"the year {part.year} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    if part.month is None or not 1 <= part.month <= 12:
        raise _Impossible(f"there is no month {part.month}")
    try:
        return date(part.year, part.month, part.day)
    except ValueError:
        raise _Impossible(f"month {part.month} of {part.year} has no day {part.day}") from None


@cache
def _month_only() -> re.Pattern[str]:
    return re.compile(for_plain(rf"(?<![\w./-])(?P<m>{month_pattern()}){_OF}(?P<y>{_YEAR})(?!\w)"))


def months_named(text: str) -> tuple[tuple[int, int], ...]:
    """(year, month) of each month named with its year, with or without a day."""
    return tuple((int(m["y"][:4]), month_number(m["m"])) for m in _month_only().finditer(plain(text)))

"""Single dates of a line of a CV: what is written, as precise as it is written, and what cannot be a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from matching.cv.free import date_words as words
from matching.cv.free import hijri
from matching.cv.values import CvDate, Precision

PIVOT = 45  # two-digit years up to this one lie in the 2000s


@dataclass(frozen=True)
class Atom:
    """One date in a line, or part of one that the next date completes; `to` where it is a span by itself ("2015/16")."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    to: int | None = None  # last year of a span of years
    last_month: int | None = None  # of a span of two months of one year: "March/April 2018"
    kind: Literal["date", "month", "number", "now", "weak"] = "date"
    numeric: bool = False
    year_first: bool = False  # "2023, March": a month that follows is of that year, too
    note: str = ""

    @property
    def as_month(self) -> Atom:
        """What could be a span or a month ("2010-12"), read as the month; anything else as it is."""
        return replace(self, to=None, note="") if self.to and self.month else self

    @property
    def value(self) -> CvDate | None:
        """The date, or None where there is no such day."""
        if self.year is None or self.wrong:
            return None
        precision: Precision = "day" if self.day else "month" if self.month else "year"
        return CvDate(day=date(self.year, self.month or 1, self.day or 1), precision=precision)

    @property
    def wrong(self) -> str:
        """Why this cannot be a date; empty where it can."""
        if self.year is None:
            return ""
        if not 1930 <= self.year <= 2049:
            return f"the year {self.year} cannot be meant"
        if self.month is not None and not 1 <= self.month <= 12:
            return f"there is no month {self.month}"
        if self.day is not None:
            try:
                date(self.year, self.month or 1, self.day)
            except ValueError:
                return f"month {self.month} of {self.year} has no day {self.day}"
        return ""


@cache
def _pattern() -> re.Pattern[str]:
    """One alternative after the other, from the most to the least telling, at each place of a line."""
    year, month, of, about = words.YEAR, words.month(), words.OF, words.ABOUT
    y = rf"{year}(?!\d)"
    day = r"[0-3]?\d(?:\s?(?:st|nd|rd|th|er|e|eme|o|a|-?(?:го|е|ого))\b)?"
    in_digits = (
        hijri.YEAR,
        r"(?P<iso>(?P<iy>\d{4})(?P<is>[-/.])(?P<im>\d{1,2})(?P=is)(?P<id>\d{1,2})(?![\d/]|[-.]\d))",
        r"(?P<dmy>(?P<nd>\d{1,2})\s?(?P<ns>[-/.])\s?(?P<nm>\d{1,2})\s?(?P=ns)\s?(?P<ny>\d{4}|\d{2}(?![./]\d))(?!\d))",
        rf"(?P<dwy>(?P<wd>{day}){of}(?P<wm>{month}){of}(?P<wy>{y}))",
        rf"(?P<drom>(?P<rd>\d{{1,2}})\s?[-./]\s?(?P<rn>xi{{0,2}}|ix|iv|vi{{0,3}}|i{{1,3}})\s?[-./]\s?(?P<rz>{y}))",
        rf"(?P<nmy>(?P<pm>\d{{1,2}})\s?[./-]\s?(?P<py>{y})(?![./]\d{{1,2}}(?!\d)))",
        rf"(?P<years>(?<!-)(?P<f1>{y})\s?/\s?(?P<f2>{y})(?!\s?-\s?\d))",
        rf"(?P<span>(?P<s1>{y})(?:\s?[/-]\s?|\s(?:{words.TO})\s(?=\d\d\s?(?:$|[,;.:)\t])))(?P<s2>\d\d)"
        rf"(?!\d|[./-]\d\d?(?!\d)|(?<=0\d|1[0-2])[./]{year}(?!-)))",  # "1997 - 02/2013" ends in a month
        rf"(?P<nym>(?P<qy>{y})\.(?P<qm>0[1-9]|1[0-2])(?![\d]|[./-]\d))",
        rf"(?P<ym>(?P<yy>{y})(?:\s?[,/]\s?|\s)(?P<yn>{month})(?!(?:\s?(?:de\s)?|[-/]){year}|\s?\d))",
        rf"(?P<year>(?P<ly>{y})(?!/\d|-(?!{y})\d{{3}}))",
        rf"(?P<part>(?=[1-4]\s?\D){about}(?P<ty>{y}))",
        r"(?P<weak>(?P<km>0?[1-9]|1[0-2])[/.](?P<ky>\d\d)(?!\d|[/.,]\d|\s?%))",
        r"(?P<number>[0-3]?\d(?:er|st|nd|rd|th)?(?![\w%]))",
    )
    roman = r"(?:xi{0,2}|ix|iv|vi{0,3}|i{1,3})"
    in_words = (
        rf"(?P<rom>(?P<rm>{roman})(?:\s?[-./]\s?|(?<![^\W\d]\s\w)(?<![^\W\d]\s\w\w)(?<![^\W\d]\s\w\w\w)(?<![^\W\d]\s\w{{4}})\s)(?P<ry>{y}))",
        rf"(?P<m>{month})(?:(?P<mdy>\s{{1,2}}(?P<ad>{day}),?\s{{1,2}}(?P<ay>{y}))|"
        rf"(?P<my>{of}(?P<mw>{y})|\s?[-/.]?\s?'\s?(?P<m2>\d\d)(?!\d)|[-/](?P<m3>\d\d)(?!\d))|(?P<month>))",
        rf"(?P<season>{about}(?P<wordy>{y})(?:\s?/\s?(?P<wordt>\d\d)(?!\d))?)",
        rf"(?P<now>{words.NOW_ARTICLE}(?:{words.NOW}|{words.DATE_NOW})(?!\w))",
    )
    short = r"(?P<short>'(?P<sy>\d\d)(?![\d\w]))"
    digits, letters = "|".join(in_digits), "|".join(in_words)
    return re.compile(rf"(?:(?<![\w@#$€£/])|(?<=\sو))(?:(?=\d)(?:{digits})|(?=[^\W\d])(?:{letters})|{short})")


_ONLY_NOW = re.compile(rf"{words.NOW_ARTICLE}(?:{words.NOW})$")


def find_atoms(flat: str, month_first: bool = False) -> Iterator[Atom]:
    """The dates of a plain line, in order, and the parts of dates; `month_first` for numeric dates of three parts."""
    for found in _pattern().finditer(flat):
        form = next(name for name in _READERS if found[name] is not None)
        if atom := _READERS[form](found, month_first):
            yield replace(atom, start=found.start(), end=found.end())


def _at(found: re.Match[str], **parts: int | None) -> Atom:
    return Atom(found.start(), found.end(), **parts)  # type: ignore[arg-type] # only the three parts of a date


def _int(text: str) -> int:
    return int(re.match(r"\d+", text)[0])  # type: ignore[index] # the pattern begins with a digit


def _century(two: str) -> int:
    return int(two) + (2000 if int(two) <= PIVOT else 1900)


def _iso(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["iy"]), month=int(found["im"]), day=int(found["id"]))


def _dmy(found: re.Match[str], month_first: bool) -> Atom | None:
    day, month, year = int(found["nd"]), int(found["nm"]), found["ny"]
    if (month_first and day <= 12) or (day <= 12 < month <= 31):
        day, month = month, day
    return replace(_at(found, year=int(year) if len(year) == 4 else _century(year), month=month, day=day), numeric=True)


def _dwy(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["wy"][:4]), month=words.number_of(found["wm"]), day=_int(found["wd"]))


def _mdy(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["ay"][:4]), month=words.number_of(found["m"]), day=_int(found["ad"]))


def _my(found: re.Match[str], _: bool) -> Atom | None:
    year = int(found["mw"]) if found["mw"] else _century(found["m2"] or found["m3"])
    months = words.numbers_of(found["m"])
    return replace(_at(found, year=year, month=months[0]), last_month=months[1] if months[1] > months[0] else None)


def _ym(found: re.Match[str], _: bool) -> Atom | None:
    return replace(_at(found, year=int(found["yy"]), month=words.number_of(found["yn"])), year_first=True)


def _nmy(found: re.Match[str], _: bool) -> Atom | None:
    return replace(_at(found, year=int(found["py"]), month=int(found["pm"])), numeric=True)


def _span(found: re.Match[str], _: bool) -> Atom | None:
    """ "2015/16" and "2015-18" are spans of years, "2015-03" is a month; "2010-12" could be either."""
    year, two = int(found["s1"]), int(found["s2"])
    last = year // 100 * 100 + two if two > year % 100 else (year // 100 + 1) * 100 + two
    is_near = 0 < last - year <= 12
    if 1 <= two <= 12 and not is_near:
        return _at(found, year=year, month=two)
    if not 0 < last - year <= 45 or last > 2049:
        return _at(found, year=year)
    unsure = 1 <= two <= 12
    note = f"it could also be month {two} of {year}" if unsure and last != year + 1 else ""
    return replace(_at(found, year=year, month=two if unsure else None, to=last), note=note)


def _years(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["f1"]), to=int(found["f2"]))


def _nym(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["qy"]), month=int(found["qm"]))


def _part(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["ty"]))


def _season(found: re.Match[str], _: bool) -> Atom | None:
    year, next_one = int(found["wordy"]), found["wordt"]
    return _at(found, year=year, to=year + 1 if next_one and int(next_one) == (year + 1) % 100 else None)


def _year(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["ly"]))


def _hijri(found: re.Match[str], _: bool) -> Atom | None:
    year = hijri.in_our_calendar(int(found["hy"]))
    return replace(_at(found, year=year), note=f"the year {found['hy']} of the Hijri calendar is read as {year}")


def _short(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=_century(found["sy"]))


def _weak(found: re.Match[str], _: bool) -> Atom | None:
    return replace(_at(found, year=_century(found["ky"]), month=int(found["km"])), kind="weak", numeric=True)


def _now(found: re.Match[str], _: bool) -> Atom | None:
    return replace(_at(found), kind="now", note="" if _ONLY_NOW.match(found[0]) else "after a word only")


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _rom(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["ry"]), month=_ROMAN.index(found["rm"]) + 1)


def _drom(found: re.Match[str], _: bool) -> Atom | None:
    return _at(found, year=int(found["rz"]), month=_ROMAN.index(found["rn"]) + 1, day=int(found["rd"]))


def _month(found: re.Match[str], _: bool) -> Atom | None:
    return replace(_at(found, month=words.number_of(found["m"])), kind="month")


def _number(found: re.Match[str], _: bool) -> Atom | None:
    return replace(_at(found, day=_int(found["number"])), kind="number")


_READERS = {
    "hijri": _hijri,
    "iso": _iso, "rom": _rom, "drom": _drom, "dmy": _dmy, "dwy": _dwy, "mdy": _mdy, "my": _my, "ym": _ym, "nmy": _nmy,
    "span": _span,
    "years": _years, "nym": _nym, "part": _part, "season": _season, "year": _year, "short": _short, "weak": _weak, "now": _now,
    "month": _month, "number": _number,
}  # fmt: skip

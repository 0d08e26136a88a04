"""Periods and dates as CVs write them, in six languages: "03/2015 – 11/2018", "depuis 2019", "с марта 2015 по н.в.".

What is not written is not filled in: a year stays a year. What cannot be is reported in `doubt` and never mended:
31 June, an end before its start. A year that only the second date of a period has ("March to May 2015") counts for
both, as every reader understands it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.cv.free import date_words as words
from matching.cv.free.date_atoms import Atom, find_atoms
from matching.cv.free.hijri import around, without_hijri
from matching.cv.values import CvDate
from matching.reading.folding import for_plain, plain

WIDEST_GAP = 40  # characters between the two dates of a period
LONGEST_LINE = 2000  # characters of a line that are looked at for periods


@dataclass(frozen=True)
class Period:
    """A period or a single date, and where it stands in the line; `lone` is a single date, in both start and end."""

    start: CvDate | None
    end: CvDate | None
    ongoing: bool
    place: tuple[int, int]  # from the word that belongs to it ("since") to its last character
    text: str  # as written
    lone: bool = False
    doubt: str = ""  # why it should be asked; a date that cannot be is None

    @property
    def precise(self) -> bool:
        """Whether more than a lone year is written: what is hardly anything else than a date."""
        return (
            not self.lone or (self.end or self.start) is None or (self.end is not None and self.end.precision != "year")
        )


_JOIN = re.compile(
    rf"[\s,;.)\]]{{0,12}}(?:{words.DASH}|(?<!\w){words.TO}(?!\w)|{words.DASH}\s?{words.TO}(?!\w))[\s:(\[]{{0,12}}(?:{words.BEFORE_DATE})(?:{words.FROM}\s)?"
)
_BLANKS = re.compile(r"\s{0,3}[\t|]\s{0,3}(?:[-]\s?)?")
_STROKE = re.compile(r"\s?/\s?")
_STROKE_TO = re.compile(rf"\s?/\s?(?:{words.TO}\s)?")
_AND = re.compile(for_plain(r"\s{1,3}(?:(?:and|et|y|e|и|و)\s{1,3}|و)"))
_BETWEEN = re.compile(
    for_plain(
        r"(?<!\w)(?:between|entre|между|و?بين)\s{1,3}(?:le\s+|el\s+|os\s+|los\s+|les\s+|the\s+)?(?:years\s+|annees\s+|anos\s+|عامي\s+|سنتي\s+)?$"
    )
)
_LOOSE = re.compile(rf"[\s,;.:()\[]{{0,4}}(?:{words.DASH}[\s]{{0,3}})?(?:{words.TO}\s{{1,2}})?(?:{words.TO}\s{{1,2}})?")
_SINCE = re.compile(rf"(?<!\w)(?:{words.SINCE}){words.BEFORE_DATE}$")
_FROM = re.compile(rf"(?<!\w)(?:{words.FROM}){words.BEFORE_DATE}$")
_UNTIL = re.compile(rf"(?<!\w)(?:{words.UNTIL}){words.BEFORE_DATE}$")
_ONWARDS = re.compile(for_plain(r"[\s,-]{0,3}(?:onwards?|and\s+(?:on|after))(?!\w)|\s?\+(?!\w)"))
_OPEN = re.compile(rf"\s{{0,3}}{words.DASH}\s{{0,3}}(?:\.{{1,3}}|\?+|_+)?\s{{0,3}}(?=$|[\t|:)\]])")
_OPEN_LONG = re.compile(r"[–—]\s+(?=[^\W\d_])")  # "2019–  Professor": an en dash right at the year, nothing after it
_IN_ITS_CELL = re.compile(r"\s*(?:№|n[o°]\.?)?\s*[1-9]\d?[.)]?\s*\t")  # the first cell of a row numbers it
_LISTED = re.compile(rf"\s*[1-9]\d?[.)]\s+(?=(?:{words.month()}|{words.YEAR})(?!\w))")
_DOTTED = re.compile(
    rf"(?<!\d)\d{{1,2}}\.\s+(?=(?:{words.month()}|{words.YEAR})(?!\w))"
)  # such dots mark days or months
_SUFFIX = re.compile(words.AFTER_YEAR)


def find_periods(line: str, month_first: bool = False) -> list[Period]:
    """The periods and dates of one line, in order.

    Args:
        line: a line of a CV; only its first 2,000 characters are looked at. Tabs part the cells of a row.
        month_first: 03/04/2015 is the 4th of March (`writes_month_first`); otherwise the 3rd of April.
    """
    whole = plain(line[:LONGEST_LINE])
    if not any(map(str.isdigit, whole)):
        return []
    flat = _without_number(without_hijri(whole))
    atoms = [replace(a, end=_SUFFIX.match(flat, a.end).end()) if a.year else a for a in find_atoms(flat, month_first)]  # type: ignore[union-attr] # an optional pattern always matches
    found: list[Period] = []
    at = 0
    while at < len(atoms):
        taken, period = _period(flat, atoms[at : at + 3])
        if period and period.lone and (dash := _OPEN_LONG.match(line, period.place[1])):
            note = "nothing stands after the dash; read as still going on"
            period = replace(period, end=None, ongoing=True, lone=False, doubt=period.doubt or note,
                             place=(period.place[0], dash.start() + 1))  # fmt: skip
        if period:
            place = around(whole, period.place) if "ه" in whole else period.place
            found.append(replace(period, place=place, text=line[slice(*place)].strip()))
        at += taken
    return found


def _without_number(flat: str) -> str:
    """A plain line of the same length without the number of a list or row before its dates ("2. February 2013 – May 2018")."""
    if cell := _IN_ITS_CELL.match(flat):
        return " " * (cell.end() - 1) + flat[cell.end() - 1 :]
    number = _LISTED.match(flat)
    if number is None or _DOTTED.search(flat, number.end()):
        return flat
    return " " * number.end() + flat[number.end() :]


def writes_month_first(text: str) -> bool:
    """Whether the numeric dates of a document put the month first: some can only be read so, none only otherwise."""
    pairs = re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})/\d{4}(?!\d)", text)
    return any(int(b) > 12 >= int(a) for a, b in pairs) and not any(int(a) > 12 >= int(b) for a, b in pairs)


def _period(flat: str, atoms: Sequence[Atom]) -> tuple[int, Period | None]:
    """How many atoms the period takes that begins with the first one, and the period."""
    first, second = atoms[0], atoms[1].as_month if len(atoms) > 1 else None
    if first.kind == "now":
        return 1, None
    if second and second.start - first.end <= WIDEST_GAP:
        gap = flat[first.end : second.start]
        if second.kind == "now":
            if first.kind in ("date", "weak") and _leads_to_now(gap, second):
                return 2, _made(flat, first.as_month, None, second.end, ongoing=True)
        elif first.year_first and second.kind == "month" and _JOIN.fullmatch(gap):
            return 2, _made(flat, first, replace(second, year=first.year, kind="date"), second.end)
        elif _joins(flat, first.as_month, second, gap) and (both := _completed(first.as_month, second)):
            return 2, _made(flat, *both, second.end)
    if first.kind != "date":
        return 1, None
    return 1, _single(flat, first)


def _joins(flat: str, first: Atom, second: Atom, gap: str) -> bool:
    if second.kind in ("month", "number") or first.to or second.to:
        return False
    if _JOIN.fullmatch(gap):
        return True
    if first.kind == "date" and first.month and second.month and _STROKE.fullmatch(gap):
        return True
    if first.kind == "date" and _BLANKS.fullmatch(gap):
        return second.kind == "date"
    if first.kind == "month" and second.month:
        return bool(_AND.fullmatch(gap))  # "September and October 2022"
    return bool(_AND.fullmatch(gap) and _BETWEEN.search(flat[max(0, first.start - 20) : first.start]))


def _leads_to_now(gap: str, now: Atom) -> bool:
    """ "2015 – present", "2015 (ongoing)"; "date" stands for now only after "to", a dash or a stroke."""
    if now.note:
        return bool(_JOIN.fullmatch(gap) or _STROKE_TO.fullmatch(gap)) and bool(gap.strip())
    return bool(_LOOSE.fullmatch(gap) or _JOIN.fullmatch(gap) or _STROKE.fullmatch(gap)) or not gap.strip()


def _completed(first: Atom, second: Atom) -> tuple[Atom, Atom] | None:
    """Both dates of a period whose first may lack what the second says: "15 – 20 March 2015", "March – May 2015"."""
    if first.kind in ("date", "weak"):
        return (first, second) if first.kind == "date" or second.kind in ("weak", "date") else None
    if second.year is None or second.kind == "weak":
        return None
    if first.kind == "month":
        if second.month is None:
            return None
        early = second.year - ((first.month or 0) > second.month)
        note = f"the first month has no year; read as {early}" if early != second.year else ""
        return replace(first, year=early, kind="date", note=note), second
    if second.day is not None:
        return replace(first, year=second.year, month=second.month, kind="date"), second
    if second.month is not None and second.numeric and first.day is not None and first.day <= 12:
        return replace(first, year=second.year, month=first.day, day=None, kind="date"), second
    return None


def _single(flat: str, atom: Atom) -> Period:
    before = flat[max(0, atom.start - 40) : atom.start]
    if atom.to:
        return _made(
            flat,
            replace(atom, month=None, to=None),
            replace(atom, year=atom.to, month=None, to=None, note=""),
            atom.end,
        )
    if atom.last_month:
        return _made(flat, atom, replace(atom, month=atom.last_month), atom.end)
    if (after := _ONWARDS.match(flat, atom.end)) or _SINCE.search(before):
        return _made(flat, atom, None, after.end() if after else atom.end, ongoing=True)
    if (dash := _OPEN.match(flat, atom.end)) and not _UNTIL.search(before):
        made = _made(flat, atom, None, dash.end(), ongoing=True)
        return replace(made, doubt=made.doubt or "nothing stands after the dash; read as still going on")
    if _UNTIL.search(before):
        return _made(flat, None, atom, atom.end)
    made = _made(flat, atom, atom, atom.end)
    return replace(made, lone=True)


def _made(flat: str, first: Atom | None, last: Atom | None, end: int, ongoing: bool = False) -> Period:
    atoms = [a for a in (first, last) if a]
    begin = min(a.start for a in atoms)
    before = flat[max(0, begin - 40) : begin]
    lead = _SINCE.search(before) or _UNTIL.search(before) or _FROM.search(before)
    start, stop = first.value if first else None, last.value if last else None
    doubt = next((a.wrong or a.note for a in atoms if a.wrong or a.note), "")
    if start and stop and (stop.day, 0) < (start.day, 0) and not _within(start, stop):
        doubt = f"it ends ({stop.iso}) before it begins ({start.iso})"
    return Period(start, stop, ongoing, (begin - (len(before) - lead.start() if lead else 0), end), "", doubt=doubt)


def _within(start: CvDate, stop: CvDate) -> bool:
    """Whether the end, less precise than the start, still holds it: March 2015 to 2015."""
    return start.iso.startswith(stop.iso)

"""Where in a section a line carries the dates of an entry, rather than a date that a sentence mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matching.cv.free.cv_dates import Period
from matching.cv.free.date_words import DATE_NOW, NOW, NOW_ARTICLE
from matching.cv.free.employer_words import DEGREE, LABELS, ORGANISATION
from matching.cv.free.lines import Line
from matching.cv.free.places import is_place
from matching.cv.values import CvDate
from matching.reading.folding import for_plain, plain

LONGEST_HEAD = 120  # characters before a year that ends the head of an entry
Place = Literal["alone", "start", "end", "middle"]
_SPAN = for_plain(
    r"(?:\d{1,2}\s?(?:years?|yrs?|months?|mos?|ans?|mois|anos?|mes(?:es)?|лет|года?|г|мес\w*|سنوات|سنه|اشهر|شهرا?|"
    r"(?:working\s+)?days?|weeks?|jours?(?:\s+ouvres)?|semaines?|dias?|semanas?|дн\w{1,2}|день|недел\w+|ايام|يوما?|اسابيع|اسبوعا?)"
    r"\.?\s?(?:(?:and|et|y|e|и|و)\s)?)+"
)
_DURATION = re.compile(rf"[\s,;·•(\[|-]*{_SPAN}[\s).\]]*$")
_DURATION_AT = re.compile(rf"[\s,;·•|-]{{0,4}}[(\[]\s?{_SPAN}\s?[)\]]|[ ,;·•|-]{{0,4}}{_SPAN}(?=\t|$)")
_OBTAINED = re.compile(  # before the year of a degree
    for_plain(
        r"(?<!\w)(?:conclu\w+|titulad\w+|obten\w+|obtain\w+|completed|graduat\w+|awarded|egresad\w+|graduad\w+|diplome\w*|окончи\w+|получ\w+|تخرج\w*|حصل\w*)"
        r"(?:\s(?:in|em|en|no|in\s+the\s+year|в|во|سنه|عام|في)){0,2}\s*$"
    )
)
_BEGAN = re.compile(
    for_plain(
        r"^\W*(?:start(?:ing)?\s+date|date\s+(?:of\s+)?(?:start|entry|joining)|from|began|date\s+de\s+(?:debut|d'entree|prise\s+de\s+poste)|debut|fecha\s+de\s+(?:ingreso|inicio|entrada)|"
        r"inicio|desde|data\s+de\s+(?:inicio|entrada|admissao)|дата\s+(?:начала|приема|поступления)|начало|تاريخ\s+(?:البدء|البدايه|الالتحاق|التعيين)|من)\s?[:\t]"
    )
)
_ENDED = re.compile(
    for_plain(
        r"^\W*(?:end(?:ing)?\s+date|date\s+(?:of\s+)?(?:end|leaving|exit)|to|ended|until|date\s+de\s+(?:fin|sortie|depart)|fin|fecha\s+de\s+(?:retiro|fin|termino|salida|cese|egreso|finalizacion)|"
        r"hasta|termino|data\s+de\s+(?:fim|termino|saida|demissao)|fim|ate|дата\s+(?:окончания|увольнения)|окончание|تاريخ\s+(?:الانتهاء|النهايه|المغادره)|الي)\s?[:\t]"
    )
)
_IS_NOW = re.compile(rf"(?<!\w)(?:{NOW})(?!\w)|[:\t]\s*(?:[aà]\s)?{NOW_ARTICLE}(?:{DATE_NOW})\s*$")
_REMARK = re.compile(  # "2022 (funded by the World Bank)", "2021–2024 (€412,000)"
    r"\s*\((?:[^()\d]{2,80}|[^()\d]{0,8}[€$£¥][^()]{1,30}|[\d.,\s]{3,14}[€$£¥₽][^()]{0,10})\)[\s.;]*"
)
_MARKS = " \t,.;:|()[]{}–—-•·*_/،؛"
_GRADE = re.compile(  # behind the year of a degree: "2006, with distinction", "2016 (18 valores)"
    for_plain(
        r"[\s,;.(–-]*(?:with\s|avec\s|mention|con\s|com\s|nota|media|promedio|cum\s+laude|magna|summa|honou?rs|distinction|first\s+class|second\s+class|gpa|\d\d?(?:[.,]\d+)?\s?(?:valores|/\s?\d)|"
        r"с\s+отличием|красный\s+диплом|بتقدير|بميزه|بدرجه).{0,60}"
    )
)
OF_THESIS = re.compile(  # more of the degree above
    for_plain(
        r"\W*(?:titulo|title|tese|dissertacao|tesis|thesis|dissertation|these|memoire|orientador\w*|advisor|supervisor|bolsista|palavras-chave|тема|научный\s+руководитель|عنوان|اشراف)[^:]{0,25}:\s"
    )
)
_LIST_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s*")  # "2. 2007 – 2013 ..."
_BEFORE_END = re.compile(r"[,،;:|/(\[\t·•.–—-]\s*$|\s{2,}$")
_AFTER_START = re.compile(r"^[\s)\]]*(?:[:;,،|\t–—•·-]|\.\s|\s{2,}|\s(?=\S))")


@dataclass(frozen=True)
class Anchor:
    """A line with the dates of an entry, and where on the line they stand."""

    line: int
    period: Period
    place: Place

    @property
    def spans(self) -> bool:
        """Whether it is a period rather than a single date."""
        return not self.period.lone


def find_anchors(lines: Sequence[Line], *, loose: bool) -> list[Anchor]:
    """The lines of a section that carry the dates of entries, in order.

    Args:
        lines: of one section.
        loose: a year alone inside or at the end of a line counts, as in lists of degrees, courses and publications.
    """
    pairs = [(anchor, line.is_item) for line in lines if (anchor := _anchor(line, loose))]
    pairs = _joined(lines, pairs)
    found = [anchor for anchor, _ in pairs]
    in_text = [anchor for anchor, is_item in pairs if not is_item]
    if in_text and len(in_text) * 3 >= len(found):
        found = in_text  # dates inside the items of a list tell of tasks
    return found


def _joined(lines: Sequence[Line], pairs: list[tuple[Anchor, bool]]) -> list[tuple[Anchor, bool]]:
    """One anchor where a line says when something began and one below it when it ended, each with its label."""
    by_line = {line.index: line for line in lines}
    found: list[tuple[Anchor, bool]] = []
    ended: set[int] = set()
    for anchor, is_item in pairs:
        if anchor.line in ended:
            continue
        last = _end_below(by_line, anchor) if anchor.period.lone and _BEGAN.match(by_line[anchor.line].flat) else None
        if last is not None:
            ended.add(last.index)
            end = last.periods[0].end if last.periods else None
            period = replace(anchor.period, end=end, ongoing=end is None, lone=False)
            anchor = replace(anchor, period=period)
        found.append((anchor, is_item))
    return found


def _end_below(by_line: dict[int, Line], anchor: Anchor) -> Line | None:
    for index in range(anchor.line + 1, anchor.line + 4):
        line = by_line.get(index)
        if line is not None and _ENDED.match(line.flat):
            return line if line.periods or _IS_NOW.search(line.flat[:80]) else None
    return None


def _anchor(line: Line, loose: bool) -> Anchor | None:
    best: Anchor | None = None
    if loose and OF_THESIS.match(line.flat) and not DEGREE.search(line.flat, 12):
        return None
    loose = loose or bool(line.periods and DEGREE.match(line.flat) and ORGANISATION.search(line.flat))
    order = ("alone", "start", "end", "middle")
    for period in line.periods:
        place = _place(line, period, loose)
        if place is None:
            continue
        anchor = Anchor(line.index, period, place)
        if best is None or (best.period.lone, order.index(best.place)) > (period.lone, order.index(place)):
            best = anchor
    return best


def _place(line: Line, period: Period, loose: bool) -> Place | None:
    begin, end = period.place
    before, after = line.text[:begin], line.text[end:]
    clean_before, clean_after = before.strip(_MARKS), after.strip(_MARKS)
    if _DURATION.fullmatch(line.flat[end:]) or (clean_before and _REMARK.fullmatch(after)):
        clean_after = ""
    if clean_before and LABELS["dates"].match(plain(clean_before) + ":"):
        clean_before = ""  # "Period: ..."
    if loose and (clean_before and _GRADE.fullmatch(plain(after))):
        clean_after = ""
    if _LIST_NUMBER.fullmatch(before):
        clean_before = ""
    if not clean_before and not clean_after:
        return "alone"
    if not clean_before:
        return "start" if _may_start(line, period, after) else None
    if "\t" in line.text and _fills_cell(line.text, begin, end):
        return "start" if begin < len(line.text) / 2 else "end"
    if not clean_after or (period.lone and before.rstrip().endswith((".", ",", ";", "،")) and is_place(clean_after)):
        return "end" if _may_end(line, period, before, loose) else None
    if period.lone and after.lstrip().startswith(":") and len(before) <= 40 and before.rstrip().endswith((",", "،")):
        return "middle"  # "Rwanda, 2023: training of trainers"
    mark = after.lstrip(" ")[:1]
    if loose and clean_before and _in_brackets(before, after):
        return "middle"
    obtained = loose and bool(_OBTAINED.search(plain(before[-40:])))
    parted = (obtained or before.rstrip().endswith(tuple(",(:–-|;،.•·"))) and mark in tuple(",):|–-;،.•·\t")
    precise = not period.lone or (period.start is not None and period.start.precision != "year")
    if parted and len(line.text) < 400 and (precise or loose):
        return "middle"
    return None


def _in_brackets(before: str, after: str) -> bool:
    """Whether a date stands in brackets of its own, with a few words at most: "(in progress, expected 2026)"."""
    opened, closed = before.rfind("("), after.find(")")
    if opened < 0 or closed < 0 or ")" in before[opened:] or "(" in after[:closed]:
        return False
    return len(before) - opened + closed <= 40


def _fills_cell(text: str, begin: int, end: int) -> bool:
    left = text.rfind("\t", 0, begin) + 1
    right = text.find("\t", end)
    rest = text[left:begin] + text[end : right if right >= 0 else len(text)]
    return not rest.strip(_MARKS)


def _may_start(line: Line, period: Period, after: str) -> bool:
    if (
        period.lone
        and period.text[:1].isalpha()
        and after.lstrip()[:1].islower()
        and not after.lstrip().startswith(":")
    ):
        return False  # "In 2015 the ministry..."
    return bool(_AFTER_START.match(after))


def _may_end(line: Line, period: Period, before: str, loose: bool) -> bool:
    if not period.lone:
        return len(line.text) <= 300 or loose
    if _ends_alone(before, precise=period.start is not None and period.start.precision != "year"):
        return not line.is_item or not line.begins_low
    worded = loose and period.text[:1].isalpha()  # "... in 1992", "... عام 2013", "... May 1990"
    is_parted = (
        worded
        or _ends_in_town(before)
        or bool(_BEFORE_END.search(before))
        or (loose and bool(_OBTAINED.search(plain(before[-40:]))))
    )
    precise = period.start is not None and period.start.precision != "year"
    if line.text.rstrip().endswith(".") and not loose and len(line.text) > 90:
        return False
    if precise and not is_parted:  # "..., Bujumbura 06/2018", but not "... adopted in March 2018"
        return len(line.text) <= 160 and period.text[:1].isdigit() and not line.is_item
    return is_parted and (loose or precise or len(line.text) <= 120)


def _ends_in_town(before: str) -> bool:
    """Whether what stands before a year ends in a town or country behind a comma: "..., Manama 2023"."""
    parts = re.split(r"[,،]", before)
    return len(parts) > 1 and len(before) <= LONGEST_HEAD and is_place(parts[-1])


def _ends_alone(before: str, *, precise: bool) -> bool:
    """Whether a date is a sentence of its own (", Luanda. May 2023.") or stands behind a place (", Honduras, 2018.")."""
    before = before.rstrip()
    if precise and before.endswith("."):
        return True
    town = re.split(r"[,.;–-]\s", before.rstrip(","))[-1].strip()
    return before.endswith(",") and is_place(town) and len(re.findall(r"[,.;–](?:\s|$)", before)) > 1


def is_duration(line: Line) -> bool:
    """Whether a line is a span of time without dates and nothing else: "9 years 2 months"."""
    return not line.periods and bool(_DURATION.fullmatch(line.flat))


def after_dates(line: Line, period: Period) -> int:
    """Where what follows the dates of a line begins: behind a duration such as "(6 years 3 months)"."""
    found = _DURATION_AT.match(line.flat, period.place[1])
    return found.end() if found else period.place[1]


def bounds(period: Period, kind: str) -> tuple[CvDate | None, CvDate | None]:
    """Start and end of an entry from the period written: of a degree with one date, that is its end."""
    if period.lone and kind == "degree":
        return None, period.end
    return period.start, period.end

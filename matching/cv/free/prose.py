"""A career told in sentences: "Since 2016 she has been director of the Employers' Union". One sentence, one entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matching.cv.free import prose_words as words
from matching.cv.free.anchors import bounds
from matching.cv.free.cv_dates import Period, find_periods
from matching.cv.free.employer_words import ACTIVITY, DEGREE, LEGAL, ORGANISATION, POSITION, UNIT
from matching.cv.free.header_pieces import Kind
from matching.cv.free.lines import Line
from matching.cv.free.places import country_of, is_place
from matching.cv.free.sections import Section
from matching.cv.values import CvText, Entry
from matching.reading.folding import plain
from matching.texts import sentences

LEAST_WORDS = 6  # of a sentence that tells of a post
MOST_TOLD = 0.7  # share of the lines of a section that tell in sentences from which on it is told
Span = tuple[int, int]
_HELD = re.compile(
    r".{3,80}?\s(?:of(?:\sthe)?|at(?:\sthe)?|for(?:\sthe)?|de\sla|de\sl['’]|du|del|do|da)\s?(?=[A-ZÀ-Ý])"
)
_OF = re.compile(r"\s(?:of(?:\sthe)?|de\sla|de\sl['’]|du|del|do|da)\s?(?=[A-ZÀ-Ý])")
_LINK = re.compile(
    r"\s(?:of|at|for|in|with|within|du|de|des|del|do|da|chez|pour|en|au|aux|à|auprès)(?:\s(?:the|la|le|el|l['’]|o|a))?\s*$"
)
_DEGREE_END = re.compile(
    r"\s(?:from|at|de l['’]|à l['’]|of the|por la|pela|en la|na|da)\s*$|[,.(]|\s(?:from|at|por|pela)\s"
)


def is_told(lines: Sequence[Line], section: Section) -> bool:
    """Whether most lines of a section are sentences that somebody tells, not entries of a list."""
    own = [line for line in lines[section.first : section.last + 1] if not line.is_empty]
    told = [line for line in own if _may_tell(line) and words.PERSONAL.search(line.text)]
    return bool(told) and len(told) >= MOST_TOLD * len(own)


def find_prose(text: CvText, lines: Sequence[Line], section: Section) -> list[tuple[Entry, str]]:
    """One entry for each sentence with dates that names a post or a degree, with what must be asked about its dates.

    Sentences without dates that follow it on the same line belong to it.
    """
    found: list[tuple[Entry, str]] = []
    for line in lines[section.first : section.last + 1]:
        if not _may_tell(line):
            continue
        starts = sentences(line.text)
        told: list[tuple[Span, Period, Span]] = []
        for start, end in starts:
            sentence = line.text[start:end]
            period = _period(sentence, line)
            if period and sentence.count(" ") >= LEAST_WORDS and sentence.rstrip().endswith((".", "!", ";")):
                told.append(((start, end), period, (start, end)))
            elif told:
                told[-1] = (told[-1][0], told[-1][1], (told[-1][2][0], end))
        for said, period, whole in told:
            if entry := _entry(text, line, said, whole, period, found[-1][0] if found else None):
                found.append((entry, period.doubt))
    return found


def _may_tell(line: Line) -> bool:
    return not (line.is_item or line.cells or line.text.count(" ") < LEAST_WORDS or ":" in line.text[:30])


def _period(sentence: str, line: Line) -> Period | None:
    """The dates of a sentence; "in 1991 ... until 1997" is one period."""
    periods = find_periods(sentence, line.month_first)
    if not periods:
        return None
    first = next((p for p in periods if not p.lone and p.start), periods[0])
    if first.lone and first.start:
        for other in periods[periods.index(first) + 1 :]:
            end = other.end or other.start
            between = sentence[first.place[1] : other.place[0]] + other.text
            if end and end.day >= first.start.day and words.UNTIL.search(between[: -len(str(end.day.year))].rstrip()):
                return replace(first, end=end, lone=False, place=(first.place[0], other.place[1]))
    return first


def _entry(text: CvText, line: Line, said: Span, whole: Span, period: Period, before: Entry | None) -> Entry | None:
    start = said[0]
    sentence = line.text[slice(*said)]
    flat = plain(sentence)
    headed, role = words.HEADED.search(sentence), words.ROLE.search(sentence)
    employer = _employer(sentence, role.end("role") if role else 0)
    studied = bool(words.STUDIED.search(sentence)) or bool(DEGREE.search(flat))
    is_post = role and not DEGREE.search(plain(role["role"]))
    kind: Kind = "degree" if studied and not is_post and not headed else "post"
    if employer is None and role is None and headed is None and kind == "post":
        return None
    if kind == "post" and (words.ADVICE.search(sentence) or ACTIVITY.match(flat)) and not role:
        kind = "assignment"
    title: Span | None = None
    if kind == "degree":
        title, employer = _degree(sentence, employer), _school(sentence) or employer
    elif kind == "assignment":
        title = _about(sentence, employer)
    elif headed and (not role or headed.start() < role.start()):
        title, employer = _unit(sentence, headed.end(), employer, role)
    elif role:
        title = _role(sentence, role.span("role"), employer)
    named = sentence[slice(*employer)] if employer else None
    source = text.source(line.index, None, start, said[1]) if not employer else None
    employer_source = text.source(line.index, None, start + employer[0], start + employer[1]) if employer else source
    if employer is None and before is not None and words.SAME.search(sentence):
        named, employer_source = before.employer, before.employer_source
    first, last = bounds(period, kind)
    stretch = text.source(line.index, None, *whole)
    return Entry(
        kind=kind, text=line.text[slice(*whole)], source=stretch, title=sentence[slice(*title)] if title else None,
        employer=named, country=country_of(sentence), start=first, end=last, ongoing=period.ongoing,
        dates_source=text.source(line.index, None, start + period.place[0], start + period.place[1]),
        employer_source=employer_source if named else None,
        title_source=text.source(line.index, None, start + title[0], start + title[1]) if title else None,
    )  # fmt: skip


def _role(sentence: str, role: Span, employer: Span | None) -> Span:
    """A role up to the name of the employer, without the words that join the two."""
    if employer is None or not role[0] < employer[0] < role[0] + 120:
        return role
    joined = sentence[role[0] : employer[0]]
    cut = _LINK.search(joined)
    return role[0], role[0] + (cut.start() if cut and "," not in joined else role[1] - role[0])


def _unit(sentence: str, at: int, employer: Span | None, role: re.Match[str] | None) -> tuple[Span | None, Span | None]:
    """What somebody led, and whom it belongs to: "la Dirección de Empleo del Ministerio de Trabajo"; the role, if named."""
    title = role.span("role") if role else None
    name = words.LATIN_NAME.match(sentence, at)
    if name:
        parts = [m for m in _OF.finditer(name[0]) if ORGANISATION.match(plain(name[0][m.end() :]))]
        if parts:
            cut = parts[-1]
            return title or (at, at + cut.start()), (at + cut.end(), at + _whole(sentence, name))
        return title, name.span() if " " in name[0] else employer
    capital = re.compile(r"\s(?=[А-ЯЁ])").search(sentence, at)
    if capital and capital.start() - at < 120:
        stop = re.compile(r"[;.]|, (?:где|котор)").search(sentence, capital.end())
        return title or (at, capital.start()), (capital.end(), stop.start() if stop else len(sentence))
    return title, employer


def _about(sentence: str, employer: Span | None) -> Span | None:
    """The subject of advice."""
    about = words.ABOUT.search(sentence, employer[1] if employer and employer[1] < len(sentence) - 8 else 0)
    while about and is_place(about["about"].split()[0]):
        about = words.ABOUT.search(sentence, about.start("about"))  # "participé en Chile en un taller"
    if about is None:
        return None
    inside = words.QUOTED.search(about["about"])
    start = about.start("about")
    return (start + inside.start(1), start + inside.end(1)) if inside else about.span("about")


def _employer(sentence: str, after: int) -> Span | None:
    """The name of an organisation in a sentence: by the words that organisations bear, or by its place after a role."""
    sentence = sentence[:1000]
    for pattern in (words.RUSSIAN_NAME, words.ARABIC_NAME):
        spans = [m.span("name") for m in pattern.finditer(sentence)]
        known = [s for s in spans if _is_organisation(sentence[slice(*s)])]
        named = [s for s in spans if pattern is words.RUSSIAN_NAME and not is_place(sentence[slice(*s)])]
        if chosen := (known or named):
            return chosen[0]
    for name in words.LATIN_NAME.finditer(sentence):
        value = name[0].rstrip(".,")
        if is_place(value) or not _is_organisation(value):
            continue
        held = _HELD.match(value) if POSITION.match(plain(value)) and not ORGANISATION.match(plain(value)) else None
        if " " in value or value.isupper():
            return name.start() + (held.end() if held else 0), name.start() + _whole(sentence, name)
    return _in_small_letters(sentence, after) or _by_place(sentence, after)


def _in_small_letters(sentence: str, after: int) -> Span | None:
    """The name of an organisation of which only the first word has a capital, or of a ministry without any."""
    flat = plain(sentence)
    for found in ORGANISATION.finditer(flat, after):
        begin = found.start()
        is_name = sentence[begin].isupper() or words.MINISTRY.match(flat, begin)
        if is_name and (name := words.SMALL_NAME.match(sentence, begin)):
            return name.span()
    return None


def _by_place(sentence: str, after: int) -> Span | None:
    """A capitalised name right behind "worked for", or behind the role and a word such as "at"."""
    worked = words.WORKED_FOR.search(sentence)
    at = worked.end() if worked else after
    if not at:
        return None
    link = re.compile(r"\s(?:at|for|with|chez|en|em|na|no|para)(?:\s(?:the|la|el|o|a))?\s(?=[A-ZÀ-Ý])").search(
        sentence, at
    )
    begin = at if worked else (link.end() if link and link.start() - at < 5 else None)
    name = words.LATIN_NAME.match(sentence, begin) if begin is not None else None
    if name is None or is_place(name[0].rstrip(".,")):
        return None
    return name.start(), name.start() + _whole(sentence, name)


def _whole(sentence: str, name: re.Match[str]) -> int:
    """How long a name is without the mark behind it, which only an abbreviation keeps ("S.A.")."""
    value = name[0].rstrip(".,")
    more = words.PORTFOLIO.match(sentence, name.start() + len(value)) if words.MINISTRY.search(plain(value)) else None
    if more:
        return len(value) + len(more[0])
    legal = LEGAL.search(plain(value[-8:]))
    return len(value) + (bool(legal) and sentence[name.start() + len(value) :][:1] == "." and value[-2:-1] == ".")


def _is_organisation(value: str) -> bool:
    flat = plain(value)
    return bool(ORGANISATION.search(flat) or LEGAL.search(flat) or UNIT.match(flat))


def _school(sentence: str) -> Span | None:
    """The school that an Arabic sentence names behind the degree: "... from the University of Jordan"."""
    degree = words.ARABIC_DEGREE.search(sentence)
    name = words.ARABIC_NAME.search(sentence, degree.end("degree")) if degree else None
    return name.span("name") if name else None


def _degree(sentence: str, employer: Span | None) -> Span | None:
    """The degree that a sentence names: from its word to the school or a mark, or what stands in quotation marks."""
    for pattern in (words.ARABIC_DEGREE, words.SPECIALITY):
        if stated := pattern.search(sentence):
            return stated.span("degree")
    degree = DEGREE.search(plain(sentence))
    if degree is None:
        quoted = words.QUOTED.search(sentence)
        return quoted.span(1) if quoted else None
    stop = employer[0] if employer and employer[0] > degree.start() else len(sentence)
    piece = sentence[degree.start() : stop]
    cut = _DEGREE_END.search(piece)
    return degree.start(), degree.start() + (cut.start() if cut else len(piece.rstrip()))

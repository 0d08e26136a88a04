"""A career told in sentences: "Since 2016 she has been director of the Employers' Union". One sentence, one entry."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_NAME = re.compile(  # capitalised words with the small ones that join them, within one sentence
    r"[A-ZÀ-ÝĀ-Ž][\w'’&.-]*"
    r"(?:(?:,?\s(?:of|the|for|on|and|de|du|des|la|le|les|et|y|e|do|da|dos|das|del|para|pour|à|&)){0,3}"
    r"\s(?:[ld]['’])?[A-ZÀ-ÝĀ-Ž][\w'’&.-]*){0,14}"
)
_ROLE = re.compile(
    r"(?:\b(?:been|was|is|became|as|served as|comme|en tant que|suis|été|était|est|devenu\w*|como|fui|fue|soy|es|"
    r"ha sido|sou|foi|é)\s+)(?:an?\s|the\s|le\s|la\s|l['’]|une?\s|el\s|o\s|a\s|uma?\s)?(?P<role>[\w' ’-]{3,80}?)"
    r"(?=\s(?:of|at|for|in|with|au|aux|à|du|de|des|del|do|da|dos|chez|pour|en|na|no|para)\b|[,.;(]|$)"
)
_HELD = re.compile(
    r".{3,80}?\s(?:of(?:\sthe)?|at(?:\sthe)?|for(?:\sthe)?|de\sla|de\sl['’]|du|del|do|da)\s?(?=[A-ZÀ-Ý])"
)
_LINK = re.compile(
    r"\s(?:of|at|for|in|with|within|du|de|des|del|do|da|chez|pour|en|au|aux|à|auprès)(?:\s(?:the|la|le|el|l['’]|o|a))?\s*$"
)
_ADVICE = re.compile(
    r"\b(?:advised|trained|supported|assisted|evaluated|reviewed|conseillé\w*|formé|appuyé|accompagné|évalué|asesor[óé]|form[óé]|apoy[óé]|evalu[óé]|assessor\w+|apoi\w+|avali\w+|mission|misión|missão)\b"
)


def find_prose(text: CvText, lines: Sequence[Line], section: Section) -> list[tuple[Entry, str]]:
    """One entry for each sentence with dates that names a post or a degree, with what must be asked about its dates."""
    found: list[tuple[Entry, str]] = []
    for line in lines[section.first : section.last + 1]:
        if line.is_item or line.cells or line.text.count(" ") < LEAST_WORDS or ":" in line.text[:30]:
            continue
        for start, end in sentences(line.text):
            sentence = line.text[start:end]
            periods = find_periods(sentence, line.month_first)
            if periods and sentence.count(" ") >= LEAST_WORDS and sentence.rstrip().endswith((".", "!")):
                entry = _entry(text, line, start, end, periods[0])
                if entry:
                    found.append((entry, periods[0].doubt))
    return found


def _entry(text: CvText, line: Line, start: int, end: int, period: Period) -> Entry | None:
    sentence = line.text[start:end]
    employer = _employer(sentence)
    role = _ROLE.search(sentence)
    flat = plain(sentence)
    if employer is None and role is None:
        return None
    kind: Kind = "degree" if DEGREE.search(flat) and not (role and not DEGREE.search(plain(role["role"]))) else "post"
    degree = _degree(sentence, employer) if kind == "degree" else None
    if kind == "post" and (_ADVICE.search(sentence) or ACTIVITY.match(flat)) and not role:
        kind = "assignment"
    title = degree or (_role(sentence, role.span("role"), employer) if role else None)
    first, last = bounds(period, kind)
    source = text.source(line.index, None, start, end)

    def said(span: tuple[int, int]) -> tuple[int, int]:
        return start + span[0], start + span[1]

    return Entry(
        kind=kind, text=sentence, source=source, title=sentence[slice(*title)] if title else None,
        employer=sentence[slice(*employer)] if employer else None, country=country_of(sentence),
        start=first, end=last, ongoing=period.ongoing, dates_source=text.source(line.index, None, *said(period.place)),
        employer_source=text.source(line.index, None, *said(employer)) if employer else None,
        title_source=text.source(line.index, None, *said(title)) if title else None,
    )  # fmt: skip


def _role(sentence: str, role: tuple[int, int], employer: tuple[int, int] | None) -> tuple[int, int]:
    """A role up to the name of the employer, without the words that join the two."""
    if employer is None or not role[0] < employer[0] < role[0] + 120:
        return role
    joined = sentence[role[0] : employer[0]]
    cut = re.search(
        r"\s(?:of|at|for|in|with|within|du|de|des|del|do|da|chez|pour|en|au|aux|à|auprès)(?:\s(?:the|la|le|el|l['’]|o|a))?\s*$",
        joined,
    )
    return role[0], role[0] + (cut.start() if cut and "," not in joined else role[1] - role[0])


def _employer(sentence: str) -> tuple[int, int] | None:
    """The name of an organisation in a sentence: capitalised words with one that organisations bear."""
    for name in _NAME.finditer(sentence[:1000]):
        value = name[0].rstrip(".,")
        flat = plain(value)
        if is_place(value) or not (ORGANISATION.search(flat) or LEGAL.search(flat) or UNIT.match(flat)):
            continue
        held = _HELD.match(value) if POSITION.match(flat) else None
        if " " in value or value.isupper():
            return name.start() + (held.end() if held else 0), name.start() + len(value)
    return None


def _degree(sentence: str, employer: tuple[int, int] | None) -> tuple[int, int] | None:
    """The degree that a sentence names: from its word to the school or a mark."""
    degree = DEGREE.search(plain(sentence))
    if degree is None:
        return None
    stop = employer[0] if employer and employer[0] > degree.start() else len(sentence)
    piece = sentence[degree.start() : stop]
    cut = re.search(
        r"\s(?:from|at|de l['’]|à l['’]|of the|por la|pela|en la|na|da)\s*$|[,.(]|\s(?:from|at|por|pela)\s", piece
    )
    return degree.start(), degree.start() + (cut.start() if cut else len(piece.rstrip()))

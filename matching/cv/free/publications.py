"""The publications of a CV: one entry for each, with its title and year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.free.cv_dates import Period
from matching.cv.free.lines import Line
from matching.cv.free.sections import Section
from matching.cv.values import CvText, Entry

_QUOTED = re.compile(r"[\"“«„‘](?P<title>[^\"”»“]{4,300})[\"”»“’]")
_AUTHORS = re.compile(r"^[^(\n]{3,200}\((?:19|20)\d\d[a-z]?\)\s?[.:,]\s*(?=\S)")  # "Name, N. (2021). Title."
_ENDS = re.compile(r"[.)\]!?]\s*$|(?:19|20)\d\d\s*$")


def find_publications(text: CvText, lines: Sequence[Line], section: Section) -> list[Entry]:
    """One entry for each item, paragraph or sentence that ends with a year."""
    own = [line for line in lines[section.first : section.last + 1] if not line.is_empty]
    groups: list[list[Line]] = []
    for line in own:
        if groups and not _begins(groups[-1][-1], line, groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_publication(text, group) for group in groups]


def _begins(before: Line, line: Line, group: list[Line]) -> bool:
    """Whether a line begins a new publication rather than going on with the one before."""
    if _goes_on(before):
        return False
    if line.is_item or line.apart or line.cells:
        return True
    if before.is_item or line.begins_low:
        return False if line.begins_low or not any(part.periods for part in group) else bool(_ENDS.search(before.text))
    if _begins_with_date(line):
        return True
    dated = any(part.periods for part in group)
    return dated and bool(_ENDS.search(before.text))


def _goes_on(before: Line) -> bool:
    """Whether a line breaks off before a number or a name ("No.", "pp.", a comma)."""
    return bool(
        re.search(
            r"(?:,|-|&|(?<!\w)(?:№|no\.?|n[o°]|vol\.?|(?<!\d\s)pp?\.|(?<!\d\s)с\.|т\.|ص|and|et|y|e|и))$",
            before.flat.rstrip(),
        )
    )


def _begins_with_date(line: Line) -> bool:
    return any(not line.text[: p.place[0]].strip(" ([") for p in line.periods)


def _publication(text: CvText, group: list[Line]) -> Entry:
    first, last = group[0], group[-1]
    period = _dated(group)
    span = _title(group)
    source = text.source(first.index, last.index)
    start = period[1].start if period else None
    end = period[1].end if period else None
    title, title_source = None, None
    if span:
        title_source = text.source(first.index, last.index, span[0], _place(group, span[1]))
        title = " ".join(text.text[title_source.start : title_source.end].split())
    dates = text.source(period[0].index, None, *period[1].place) if period else None
    return Entry(
        kind="publication", text=text.text[source.start : source.end], source=source, title=title,
        start=start, end=end, dates_source=dates, title_source=title_source,
    )  # fmt: skip


def _dated(group: list[Line]) -> tuple[Line, Period] | None:
    """The last date of a publication: what stands before it may be part of the title."""
    found = [(line, period) for line in group for period in line.periods]
    if not found:
        return None
    line, period = found[0] if _begins_with_date(group[0]) else found[-1]
    return line, period


def _place(group: list[Line], end: int) -> int | None:
    """A place in the joined lines of a group as a place in its last line; None for its whole."""
    before = sum(len(line.text) + 1 for line in group[:-1])
    return end - before if end > before else None


def _title(group: list[Line]) -> tuple[int, int] | None:
    """The span of the title in the first line (or reaching into the last): what stands in quotes, or what comes first."""
    joined = "\n".join(line.text for line in group)
    if quoted := _QUOTED.search(joined):
        return _within(group, *quoted.span("title"))
    line = group[0]
    if (after := _AUTHORS.search(line.text[:300])) and line.text[after.end() :].strip():
        start = after.end()
        cut = re.search(r"[.?!](?:\s|$)", line.text[start:])
        return _within(group, start, start + (cut.start() if cut else len(line.text) - start))
    start = 0
    for period in line.periods:
        if not line.text[: period.place[0]].strip(" (["):
            start = period.place[1]
            break
    body = line.text[start:]
    start += len(body) - len(body.lstrip(" \t:.,–—-)]("))
    cut = re.search(r"(?:,\s|\.\s|،\s|\s[–—-]\s|\s//\s|\s\(|$)", line.text[start:])
    end = start + (cut.start() if cut else len(line.text) - start)
    return _within(group, start, end) if end > start else None


def _within(group: list[Line], start: int, end: int) -> tuple[int, int] | None:
    """A span that begins in the first line; one that ends between the lines stops with the first line."""
    first = len(group[0].text)
    if start >= first:
        return None
    before = sum(len(line.text) + 1 for line in group[:-1])
    if len(group) == 1 or end > before:
        return start, end
    return (start, min(end, first)) if len(group) == 2 or end <= first else (start, end)

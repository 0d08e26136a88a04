"""Sections that are one entry: a summary, skills; and the summary that stands without a heading at the beginning."""

from __future__ import annotations

from collections.abc import Sequence

from matching.cv.free.contacts import EMAIL
from matching.cv.free.lines import Line
from matching.cv.free.sections import Section
from matching.cv.values import CvText, Entry

LEAST = 60  # characters of running text that make a summary without a heading


def find_whole(text: CvText, lines: Sequence[Line], section: Section) -> list[Entry]:
    """The whole of a section on skills or a summary as one entry; none where it is empty."""
    own = [line for line in lines[section.first : section.last + 1] if not line.is_empty]
    if not own or section.kind not in ("summary", "skills"):
        return []
    start = section.start if own[0].index == section.first else 0
    source = text.source(own[0].index, own[-1].index, start)
    return [Entry(kind=section.kind, text=text.text[source.start : source.end], source=source)]


def find_summary(text: CvText, lines: Sequence[Line], section: Section) -> list[Entry]:
    """A paragraph of running text before the first heading."""
    first: int | None = None
    last = -1
    for line in lines[section.first : section.last + 1]:
        if first is None and any(not period.lone for period in line.periods):
            break
        if first is None and _runs(line):
            first = line.index
        if (
            first is not None
            and not line.is_empty
            and not _is_contact(line)
            and (line.index == first or not line.periods)
        ):
            last = line.index
        if first is not None and (_is_contact(line) or (line.periods and line.index > first)):
            break
    if first is None or last < first:
        return []
    source = text.source(first, last)
    return [Entry(kind="summary", text=text.text[source.start : source.end], source=source)]


def _runs(line: Line) -> bool:
    words = line.text.split()
    return (
        len(line.text) >= LEAST
        and len(words) >= 10
        and not _is_contact(line)
        and not any(not period.lone for period in line.periods)
        and not line.cells
        and line.text.count(":") < 2
    )


def _is_contact(line: Line) -> bool:
    return bool(EMAIL.search(line.text)) or sum(map(str.isdigit, line.text)) > 12 or line.text.count("|") > 1

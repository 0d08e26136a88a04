"""Which lines of a CV speak of the person and which of the work: what may be taken out differs between them."""

from __future__ import annotations

from typing import Literal

from matching.cv.free.lines import lines_of
from matching.cv.free.sections import find_sections
from matching.cv.values import CvText

Zone = Literal["personal", "other", "summary", "list", "work"]

HEADER = 25  # lines at the top that are about the person where no heading ends that part
_OF_SECTION: dict[str, Zone] = {
    "person": "personal",
    "other": "other",
    "unknown": "other",
    "summary": "summary",
    "skills": "list",
    "languages": "list",
}


def zones_of(text: CvText) -> list[Zone]:
    """The zone of each block: what is under no heading is personal at the top of the document, work further down."""
    lines = lines_of(text)
    zones: list[Zone] = ["work"] * len(lines)
    for section in find_sections(lines):
        for at in range(section.first, min(section.last + 1, len(lines))):
            if section.kind is None:
                zones[at] = "personal" if at < HEADER else "work"
            else:
                zones[at] = _OF_SECTION.get(section.kind, "work")
    return zones

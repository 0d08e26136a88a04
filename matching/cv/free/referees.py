"""The people who can be asked about somebody: their addresses and numbers are not the person's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.free.lines import Line
from matching.cv.free.sections import Section
from matching.reading.folding import for_plain

_HEADING = re.compile(
    for_plain(
        r"\W*(?:\w+\s)?(?:referees?|references?|references?\s+professionnelles|(?:personnes?\s+(?:de\s+)?reference)|referencias?(?:\s+\w+)?|рекомендации|рекомендатели|"
        r"(?:ال)?(?:مراجع|معرفون|معرفين))(?:\s(?:available|professionnelles|personnelles|profissionais|pessoais))?\W*"
    )
)


def lines_of_referees(lines: Sequence[Line], sections: Sequence[Section]) -> set[int]:
    """The lines of the sections that name referees, by their headings."""
    own = [s for s in sections if s.head is not None and s.kind == "other" and _HEADING.fullmatch(_head(lines, s))]
    return {index for section in own for index in range(section.first, section.last + 1)}


def _head(lines: Sequence[Line], section: Section) -> str:
    line = lines[section.head or 0]
    return line.flat[: section.start] if section.start else line.flat

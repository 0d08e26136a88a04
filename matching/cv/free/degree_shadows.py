"""Degrees that are none: told once more in a form's first lines, or fields of a form that were taken for one."""

from __future__ import annotations

from collections.abc import Sequence

from matching.cv.free.employer_words import COURSE, DEGREE, ORGANISATION
from matching.cv.values import Entry
from matching.reading.folding import plain


def without_shadows(found: Sequence[tuple[Entry, str]]) -> list[tuple[Entry, str]]:
    """The entries without degrees that name neither a degree nor a school, and without those told a second time.

    Told again: the same school and year as another degree, and no word for a degree where the other has one.
    """
    degrees = [entry for entry, _ in found if entry.kind == "degree"]
    return [(entry, doubt) for entry, doubt in found if entry.kind != "degree" or not _is_shadow(entry, degrees)]


def _is_shadow(entry: Entry, degrees: Sequence[Entry]) -> bool:
    flat = plain(entry.text)
    if entry.start is None and entry.end is None:
        return not (DEGREE.search(flat) or COURSE.search(flat) or ORGANISATION.search(flat))
    if _names_degree(entry) or not entry.employer:
        return False
    return any(other is not entry and _names_degree(other) and _place(other) == _place(entry) for other in degrees)


def _names_degree(entry: Entry) -> bool:
    title = plain(entry.title or "").strip()
    return len(title.split()) > 1 and bool(DEGREE.search(title))


def _place(entry: Entry) -> tuple[str, int | None]:
    """School and year of a degree."""
    last = entry.end or entry.start
    return plain(entry.employer or ""), last.day.year if last else None

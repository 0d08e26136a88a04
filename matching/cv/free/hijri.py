"""Years of the Hijri calendar in the dates of a CV: beside the same year of ours, or alone."""

from __future__ import annotations

import re

_HIJRI = r"1[34]\d\d\s?ه\u0640?(?:جري\w*)?(?!\w)"
_OURS = r"(?:19[3-9]\d|20[0-4]\d)"
_BEFORE = re.compile(rf"{_HIJRI}\s?[(/]\s?(?=(?:[^\W\d]+\s)?{_OURS})")  # "1441ه (2019م)"
_BEHIND = re.compile(rf"(?<=\d)(?P<ours>\s?م?\s?)(?P<hijri>[(/]\s?{_HIJRI}\)?)")  # "2019م (1441ه)"
_OPENED = re.compile(rf"{_HIJRI}\s?\(\s?$")
YEAR = r"(?P<hijri>(?P<hy>1[34]\d\d)\s?ه\u0640?(?:جري\w*)?(?!\w))"


def without_hijri(flat: str) -> str:
    """A plain line of the same length, without years of the Hijri calendar that stand beside the same year of ours."""
    if "ه" not in flat:
        return flat
    flat = _BEFORE.sub(lambda m: " " * len(m[0]), flat)
    return _BEHIND.sub(lambda m: m["ours"] + " " * len(m["hijri"]), flat)


def around(flat: str, place: tuple[int, int]) -> tuple[int, int]:
    """A date's place with the year of the Hijri calendar before it and the bracket that this one opened."""
    opened = _OPENED.search(flat[max(0, place[0] - 24) : place[0]])
    begin = place[0] - (min(24, place[0]) - opened.start()) if opened else place[0]
    closes = (
        flat.count("(", begin, place[1]) > flat.count(")", begin, place[1]) and flat[place[1] : place[1] + 1] == ")"
    )
    return begin, place[1] + closes


def in_our_calendar(year: int) -> int:
    """The year of ours in which most of a year of the Hijri calendar lies: 1441 is 2020 (it began in August 2019)."""
    return int((year - 1) * 0.970224 + 622.54 + 0.485)

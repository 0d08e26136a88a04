"""Figures on people for those who may not see persons: none below five, and counts that no subtraction takes apart."""

from __future__ import annotations

import pandas as pd

from api.governance.suppression import LEAST, SMALL_GROUPS, rounded

ALL = ""  # the group of everything together


def count(people: int) -> int | None:
    """A number of people as it may be told: 0, None for fewer than five, or the nearest multiple of five."""
    return None if few(people) else rounded(people)


def few(people: int) -> bool:
    """Whether so few people stand behind a figure that they could be told from it."""
    return 0 < people < LEAST


def share(part: int, whole: int) -> float | None:
    """The share that such numbers stand for; None where either side of it is made of too few."""
    if few(part) or few(whole - part) or not whole:
        return None
    return min(rounded(part) / rounded(whole), 1.0)


def joined(frame: pd.DataFrame) -> pd.DataFrame:
    """Groups of people, those of fewer than five put together under one name, measure by measure.

    A group that is named without a number would still tell that somebody is in it.
    """
    people = frame.groupby(["measure", "group"])["expert"].transform("nunique")
    kept = (people >= LEAST) | (frame["group"] == ALL)
    return frame.assign(group=frame["group"].where(kept, SMALL_GROUPS))

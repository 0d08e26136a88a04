"""What can change in a person's record so that a gate is met, with its size; and what stands in the way for good.

A change says something that is not known yet, or makes a fact different. A fact on record is never taken back to "not
said". A set of changes is smaller than another if it has fewer changes, or as many of a smaller sum of sizes.

Sizes count days of effort, by convention: they order changes and measure nobody.

| kind | meets | size |
|---|---|---|
| language | language:* | 1 for each skill whose level is to be said; 100 for each level to be climbed in each skill |
| availability | availability | 1: to say that one is free |
| free_days | availability | 1 for each day to be freed |
| release | availability | 1 for each day by which the notice of the home institution gets shorter |
| status | status | 1: to say it, where it is not known |
| experience | experience | 10 for each year begun that is to be documented by dated posts |
| conflict | conflict of interest | 1: to declare that there is none, where nothing is declared |
| validation | validated profile | 7: to have the office confirm the profile |
| consent | consent | 1: to agree |
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matching.entities import Cefr, Language, Skill, Value

SAID, CLIMBED, DAY, YEAR, CONFIRMED = 1, 100, 1, 10, 7

ChangeKind = Literal[
    "language",
    "availability",
    "free_days",
    "release",
    "status",
    "experience",
    "conflict",
    "validation",
    "consent",
]
By = Literal["say", "do", "ask"]
Why = Literal["status", "years", "begun", "past_days", "conflict", "exclusion", "outside_the_profile"]


class Days(Value):
    """Days in a row, both ends included."""

    start: date
    end: date


class Change(Value):
    """One fact of a record made different. What does not belong to its kind stays empty."""

    kind: ChangeKind
    gate: str = Field(description="the rule that it meets")
    by: By = Field(description="say: it is enough to say or show it; do: it takes doing; ask: the office does it")
    size: float = Field(gt=0, description="days of effort by convention, to order changes")
    language: Language | None = None
    levels: dict[Skill, Cefr] = Field(default={}, description="by skill, at least; none: the language is to be listed")
    days: tuple[Days, ...] = Field(default=(), description="to be free on")
    at_most: int | None = Field(default=None, description="days of notice that the home institution may ask for")
    statuses: tuple[str, ...] = Field(default=(), description="one of these")
    years: float | None = Field(default=None, description="to be documented beyond those that are")


class Blocker(Value):
    """A gate that nobody meets by changing something now; where the record is wrong, it can be put right.

    status: of another kind than the position is for. years: too few, and no post in the CV lacks its dates.
    begun: the call began too long ago for any release. past_days: the person was away on days gone by.
    conflict: one was declared. exclusion: decided by a person. outside_the_profile: by another reason of the run.
    """

    gate: str
    why: Why
    found: str
    on: date | None = Field(default=None, description="of years: the day on which the present post makes them enough")


class Way(Value):
    """How a person who does not pass a position would pass it: the smallest set of changes, or what is in the way.

    Both are empty for who passes. Where something is in the way no change is named: none would do.
    """

    changes: tuple[Change, ...] = ()
    blockers: tuple[Blocker, ...] = ()

    @property
    def cost(self) -> tuple[int, float]:
        """How many changes, and the sum of their sizes; sets are ordered by it."""
        return len(self.changes), sum(change.size for change in self.changes)

"""People counted: nothing in these values tells of one person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A group of people with its number and share as they may be printed."""

    label: str
    people: str
    share: str


@dataclass(frozen=True)
class Breakdown:
    """People by one fact; `several` where a person can be in more than one group."""

    title: str
    cells: tuple[Cell, ...]
    several: bool = False


@dataclass(frozen=True)
class KnownFact:
    """How many people have said something, and how many have not, as it may be printed."""

    what: str
    known: str
    known_share: str
    not_said: str
    not_said_share: str


@dataclass(frozen=True)
class RosterFacts:
    """The roster in figures. No person can be told from them: see `suppression`."""

    people: int
    without_text: str
    segments: int
    segments_per_person: float  # median
    content_hash: str
    sample: bool  # whether it is the invented sample
    breakdowns: tuple[Breakdown, ...]
    known: tuple[KnownFact, ...]

    def breakdown(self, title: str) -> Breakdown:
        """The breakdown of that title; raises KeyError where there is none."""
        for found in self.breakdowns:
            if found.title == title:
                return found
        raise KeyError(title)

"""The plain values of a season: open calls, the people who could take part, and the allocation that comes out.

Definitions, the same everywhere (programme, call after call, sentences, tests):

* **Order of worth.** An allocation is better that fills more places; among those that fill as many, the one with the
  higher sum of merit. Merit is counted in whole tenths of a point, so that sums are exact.
* **A place** goes to one person; a person takes at most one place of a call.
* **Capacity.** A person takes at most `most` places of the season and at most `days` working days over them.
* **Days of calls.** Nobody takes two calls whose days overlap (`OpenCall.dates`); a call without dates overlaps with none.
* **Rotation** is an optional rule: a cap per person, per home institution, and per nationality. An unknown institution
  has no cap; a person counts once under every nationality they declared, and under none where they declared none.
* **A call with rules** (`OpenCall.rules`, read as in `matching.compose.values`) is staffed whole, with its rules met, or
  not at all: half a team has no balance. A call without rules is filled place by place. Rules given here bind; where
  the mode of balance is "report", leave those of balance out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.compose.values import Rules

NO_RULES = Rules()
NOT_ELIGIBLE = -1  # in a matrix of merit
TENTHS = 10  # of one point
MOST_MERIT = 100 * TENTHS
Proof = Literal["linear relaxation", "HiGHS"]
Why = Literal["few", "shared", "bound", "rules", "alone", "caps", "time"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A position of a call: `places` for different people (1 or more), each of `days` working days (0 or more)."""

    id: str
    places: int = 1
    days: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call of the season. Ids of openings are unique within it.

    `dates`: first and last days of the times at which it keeps its people, both included; in any order.
    """

    id: str
    openings: tuple[Opening, ...]
    rules: Rules = NO_RULES
    dates: tuple[tuple[date, date], ...] = ()

    @property
    def places(self) -> int:
        """Places of all its openings."""
        return sum(opening.places for opening in self.openings)

    @property
    def whole(self) -> bool:
        """Whether it is staffed whole or not at all: it has rules that look at the group, not just at one person."""
        return replace(self.rules, exclude=frozenset()) != NO_RULES


@dataclass(frozen=True, slots=True)
class SeasonExpert:
    """A person of the season.

    Attributes:
        id: unique.
        most: assignments they may take in this season, 0 or more.
        days: working days they have in this season; None where they set no limit.
        institution: a key of the home institution; None or blank when not known.
        gender, nationalities, public, languages: as in `matching.compose.Member`; read by rules of calls alone.
        previous: ids of the calls of this season whose action they served before.
    """

    id: str
    most: int = 1
    days: float | None = None
    institution: str | None = None
    gender: str | None = None
    nationalities: tuple[str, ...] = ()
    public: bool | None = None
    languages: frozenset[str] = frozenset()
    previous: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rotation:
    """At most so many places of the season for one person, the people of one institution, and those of one nationality.

    None: no cap.
    """

    per_person: int | None = None
    per_institution: int | None = None
    per_nationality: int | None = None


@dataclass(frozen=True)
class Season:
    """Open calls and people.

    Attributes:
        calls: in the order in which they would be taken one after the other.
        experts: the people.
        merit: (openings of all calls in their order, experts) whole tenths of a point from 0 to 1000; `NOT_ELIGIBLE`
            where the person may not be proposed.
        rotation: the optional caps.
    """

    calls: tuple[OpenCall, ...]
    experts: tuple[SeasonExpert, ...]
    merit: NDArray[np.int32]
    rotation: Rotation = Rotation()

    @property
    def places(self) -> int:
        """Places of all calls."""
        return sum(call.places for call in self.calls)


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """Who takes a place, with their merit for it in tenths of a point."""

    call_id: str
    opening_id: str
    expert_id: str
    merit: int


@dataclass(frozen=True, slots=True)
class Moved:
    """An opening that other people take in the one allocation than in the other.

    Attributes:
        leave: ids of those who have a place here call after call, and not in the allocation of the season.
        come: ids of those who have one in the allocation of the season alone.
        merit: tenths of a point by which the opening's sum of merit changes.
    """

    call_id: str
    opening_id: str
    leave: tuple[str, ...]
    come: tuple[str, ...]
    merit: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The season at once against call after call: places and tenths of a point gained, and where people change.

    `filled` is never below 0; `merit` can be, where more places are filled.
    """

    filled: int
    merit: int
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """What stays empty, and whom it lacks.

    Attributes:
        opening_id: None where a whole call stays empty because of its rules.
        missing: places that stay empty.
        eligible: people who could take one, were they free.
        with_calls: ids of the calls that want the same people, itself among them, where these are too few for all.
        why: fewer are eligible than asked for; the same people are asked for by several calls; all are bound elsewhere;
            the rules of the call cannot be met; it could be staffed alone; the caps of the season stand in the way; or
            there was no time left to look.
        sentence: the same in words.
        detail: what of the rules stands in the way, in words; empty where none do.
    """

    call_id: str
    opening_id: str | None
    missing: int
    eligible: int
    with_calls: tuple[str, ...]
    why: Why
    sentence: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who goes where in a season, with what proves it.

    Attributes:
        seats: the places that are taken, in the order of calls and openings, then by expert's id.
        filled: their number.
        places: places of all calls.
        merit: sum of merit of the seats, in tenths of a point.
        optimal: proven: no allocation fills more places, and none that fills as many has more merit.
        most_filled: no allocation fills more places than this.
        most_merit: no allocation that fills `filled` places has more merit than this, in tenths of a point.
        proof: what carries the proof: the dual certificate of a linear relaxation whose solution is whole (always so
            where only capacities matter: a flow of least cost), or branch and bound (HiGHS).
        in_turn: the seats when call after call takes its best, in the order given.
        difference: against call after call.
        compared: call after call was worked out to its end; else it has fewer places than it would have.
        lacks: what stays empty and why.
    """

    seats: tuple[Seat, ...]
    filled: int
    places: int
    merit: int
    optimal: bool
    most_filled: int
    most_merit: int
    proof: Proof
    in_turn: tuple[Seat, ...]
    difference: Difference
    compared: bool
    lacks: tuple[Lack, ...]

"""What a profile lacks, and what knowing it would bring: how many open calls ask for it, and where nothing else is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api.storage.profiles_kept import Kept
from matching.entities import Expert
from matching.gates import UNKNOWN
from matching.suggesting.standing import CallStanding, PositionStanding

Missing = Literal["cv", "fields", "languages", "status", "availability", "conflicts", "consent"]
PARTS: tuple[Missing, ...] = ("cv", "fields", "languages", "status", "availability", "conflicts", "consent")
OF_GATE: Mapping[str, Missing] = {  # which part answers what a gate does not know; others nobody can say of themselves
    "language": "languages",
    "status": "status",
    "experience": "cv",
    "availability": "availability",
    "conflict of interest": "conflicts",
    "consent": "consent",
}


@dataclass(frozen=True)
class Point:
    """One part that profiles lack, over the roster.

    Attributes:
        people: who lack it.
        calls: open calls in which somebody meets every rule that is known, and this part is asked for and missing.
        settles: pairs of a person and an open call for which this is all that is missing.
    """

    part: Missing
    people: int
    calls: int
    settles: int


def missing(one: Kept) -> tuple[Missing, ...]:
    """The parts that a profile lacks, those that matter most first."""
    said = {
        "cv": bool(one.profile.get("segments")),
        "fields": bool(one.profile.get("fields")),
        "languages": any(_has_level(claim) for claim in one.profile.get("languages", ())),
        "status": one.status is not None,
        "availability": one.profile.get("absences") is not None,
        "conflicts": one.profile.get("conflicts") is not None,
        "consent": one.consent is not None,
    }
    return tuple(part for part in PARTS if not said[part])


def points(
    lacking: Mapping[str, Sequence[Missing]], people: Sequence[Expert], calls: Sequence[CallStanding]
) -> list[Point]:
    """Each part that somebody lacks, what would settle most first.

    Args:
        lacking: the parts that are missing, by person.
        people: those whose gates the arrays of `calls` run over.
    """
    asked: dict[Missing, set[str]] = {part: set() for part in PARTS}
    settled: dict[Missing, set[tuple[str, str]]] = {part: set() for part in PARTS}
    for call in calls:
        for position in call.positions:
            for person, open_parts in _open(position, people):
                for part in open_parts:
                    asked[part].add(call.offer.call.id)
                if len(open_parts) == 1:
                    settled[open_parts[0]].add((person, call.offer.call.id))
    found = [
        Point(part, sum(part in some for some in lacking.values()), len(asked[part]), len(settled[part]))
        for part in PARTS
    ]
    return sorted(
        (point for point in found if point.people), key=lambda point: (-point.settles, -point.calls, -point.people)
    )


def _open(position: PositionStanding, people: Sequence[Expert]) -> list[tuple[str, list[Missing]]]:
    """Who fails nothing and has something open, with the parts that would answer it.

    Whoever has something open that they cannot answer themselves is left out: their word would settle nothing.
    """
    found = []
    for row in (position.verdicts == UNKNOWN).nonzero()[0]:
        names = {gate.name.partition(":")[0] for gate in position.gates if gate.verdicts[row] == UNKNOWN}
        if names <= set(OF_GATE):
            found.append((people[int(row)].id, list(dict.fromkeys(OF_GATE[name] for name in sorted(names)))))
    return found


def _has_level(claim: Mapping[str, Any]) -> bool:
    return bool(claim.get("native")) or any(
        claim.get(skill) for skill in ("listening", "reading", "speaking", "writing")
    )

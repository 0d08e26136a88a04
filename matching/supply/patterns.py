"""The smallest groups of added people that make a call feasible."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations_with_replacement, permutations

from matching.supply.asked import Asked, Kind, as_member, is_feasible

Pattern = tuple[Kind, ...]


def patterns(asked: Asked, demand: int, kinds: Collection[Kind], most: int) -> list[Pattern]:
    """Groups of at most `most` people, no one of which can be left out or bring less, that make a call feasible.

    Args:
        asked: the demand.
        demand: index of the call.
        kinds: of those who could be added.
        most: people that may be added; more than the call has places are never needed.
    """
    own, places = asked.of_demand(demand), asked.positions_of(demand)
    wants_gender = {gender for gender, least in asked.demands[demand].rules.min_per_gender.items() if least}
    seen = {
        Kind(kind.bits & own, kind.gender if kind.gender in wants_gender else "")
        for kind in kinds
        if kind.bits & places
    }
    smaller = sorted(_smaller(seen, places), key=lambda kind: (kind.bits.bit_count() + bool(kind.gender), kind))
    seats = sum(need.places for need in asked.demands[demand].needs)
    found: list[Pattern] = []
    for size in range(1, min(most, seats) + 1):
        groups = sorted(
            combinations_with_replacement(smaller, size),
            key=lambda group: sum(kind.bits.bit_count() + bool(kind.gender) for kind in group),
        )
        for group in groups:
            if not any(does(group, other) for other in found) and makes_feasible(asked, demand, group):
                found.append(group)
    return found


def makes_feasible(asked: Asked, demand: int, group: Sequence[Kind], without: int | None = None) -> bool:
    """Whether a call is feasible with these people; `without`: who of them declares no nationality."""
    added = [as_member(asked, demand, kind, i, i != without) for i, kind in enumerate(group)]
    one = asked.demands[demand]
    return is_feasible(one, [*one.people, *(member for member in added if member.scores)])


def does(group: Sequence[Kind], other: Pattern) -> bool:
    """Whether for each of the others there is somebody of their own in the group who brings as much."""
    return len(other) <= len(group) and any(
        all(mine.does(theirs) for mine, theirs in zip(chosen, other, strict=True))
        for chosen in permutations(group, len(other))
    )


def _smaller(kinds: Collection[Kind], places: int) -> set[Kind]:
    """The kinds, and all that bring some of what one of them brings: patterns say no more than is needed."""
    found = set()
    for kind in kinds:
        bits = kind.bits
        while bits:
            if bits & places:
                found |= {Kind(bits, kind.gender), Kind(bits)}
            bits = (bits - 1) & kind.bits
    return found

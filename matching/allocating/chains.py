"""Why people change between two allocations: changes that hang together, and what each group of them brings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from matching.allocating.values import Seat

Place = tuple[str, str]  # call, opening


@dataclass(frozen=True, slots=True)
class Step:
    """A person who changes: the seat they have in the first allocation alone, and that in the second alone."""

    expert_id: str
    leaves: Seat | None
    takes: Seat | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Changes that hang together: whoever leaves a place makes room in it, or is needed elsewhere.

    Attributes:
        steps: by expert's id.
        filled: places that are filled by them all, less those left empty.
        merit: tenths of a point that they bring together; may be below 0, where more places are filled.
    """

    steps: tuple[Step, ...]
    filled: int
    merit: int


def chains(before: tuple[Seat, ...], after: tuple[Seat, ...]) -> tuple[Chain, ...]:
    """The changes from one allocation to another in groups of which none shares a person or a place with another.

    Those that fill most places come first, then those that bring most merit. Filled places and merit of all of them add
    up to the difference of the two allocations.
    """
    steps = _steps(before, after)
    group_of: dict[Place | str, int] = {}
    groups: dict[int, list[Step]] = {}
    for number, step in enumerate(steps):
        keys: list[Place | str] = [step.expert_id]
        keys += [(seat.call_id, seat.opening_id) for seat in (step.leaves, step.takes) if seat]
        groups[number] = [step]
        for one in {group_of[key] for key in keys if key in group_of}:
            groups[number] += groups.pop(one)
            group_of |= {key: number for key, group in group_of.items() if group == one}
        group_of |= dict.fromkeys(keys, number)
    found = [_chain(group) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: (-one.filled, -one.merit, one.steps[0].expert_id)))


def _steps(before: tuple[Seat, ...], after: tuple[Seat, ...]) -> list[Step]:
    old, new = set(before) - set(after), set(after) - set(before)
    found = []
    for expert in sorted({seat.expert_id for seat in old | new}):
        leaves, takes = (sorted(seat for seat in seats if seat.expert_id == expert) for seats in (old, new))
        found += [Step(expert, *pair) for pair in zip_longest(leaves, takes)]
    return found


def _chain(steps: list[Step]) -> Chain:
    leaves = [step.leaves for step in steps if step.leaves]
    takes = [step.takes for step in steps if step.takes]
    merit = sum(seat.merit for seat in takes) - sum(seat.merit for seat in leaves)
    return Chain(tuple(sorted(steps, key=lambda step: step.expert_id)), len(takes) - len(leaves), merit)

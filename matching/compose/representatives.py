"""A small part of the pool that answers the question "does any group satisfy the rules?" for the whole of it.

Scores play no part in that question, so people are told apart only by their nationalities, by what they bring and by
the positions they can be proposed for. Of people who are alike in all three, one from each of as many institutions as
the group has places is enough: the other members block all but one of them at most. (Where they come from fewer
institutions, as many people as the group has places are kept from each, in case institutions may be the same.) For the
same reason alike people are not needed at all where so many others of the same nationalities bring at least as much,
for at least the same positions. This holds under every subset of the rules, so it is done once for many questions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from matching.compose.encode import Ints, Problem


@dataclass
class _Alike:
    """People alike but for their institutions: the first few from each."""

    brings: int
    positions: int
    people: dict[int, list[int]] = field(default_factory=dict)


def representatives(problem: Problem, size: int, keep: Collection[str] = (), groups: int = 1) -> Ints:
    """People (ascending numbers) among whom a feasible group of `size` exists if there is one at all.

    Args:
        problem: the pool.
        size: people in the group.
        groups: so many different groups, if there are as many.
        keep: ids that stand for themselves alone (rules name them), so that they are always among the answer.
    """
    enough = size - 1 + groups
    asked = sum(1 << b for b, cost in enumerate(problem.bit_cost) if np.isinf(cost))  # a field is never a condition
    width = len(problem.bit_cost)
    brings = (problem.bits & asked) | (problem.brings << (width + np.arange(problem.brings.shape[1]))).sum(axis=1)
    positions = ((problem.gain > -np.inf).T << np.arange(len(problem.gain))).sum(axis=1)
    kept: list[int] = []
    by_nation: dict[bytes, dict[tuple[int, int], _Alike]] = {}
    for i, member in enumerate(problem.members):
        if member.id in keep:
            kept.append(i)
            continue
        key = (int(brings[problem.kind[i]]), int(positions[i]))
        alike = by_nation.setdefault(problem.nations[i].tobytes(), {}).setdefault(key, _Alike(*key))
        institution = int(problem.institution[i]) if problem.institution.size else i
        if len(alike.people) < enough:
            from_there = alike.people.setdefault(institution, [])
            if len(from_there) < enough:
                from_there.append(i)
    for alikes in by_nation.values():
        plenty = [one for one in alikes.values() if len(one.people) == enough]
        for one in alikes.values():
            if not any(_outdoes(other, one) for other in plenty):
                each = 1 if len(one.people) == enough else enough
                kept.extend(i for from_there in one.people.values() for i in from_there[:each])
    return np.array(sorted(kept), dtype=np.int64)


def _outdoes(other: _Alike, one: _Alike) -> bool:
    """Whether the others bring more, or can be proposed for more, and nothing less."""
    return (
        other is not one
        and other.brings & one.brings == one.brings
        and other.positions & one.positions == one.positions
    )

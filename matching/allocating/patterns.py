"""What somebody can take of places of different days, as patterns: how many of each length fit into their days together.

An inequality sum f(days) x <= 1 holds for whole places when every pattern has sum f <= 1. The one that a solution by
halves exceeds most is found by a linear programme over the patterns of everybody at once (Boyd 1994: separation over a
knapsack by its points); its duals are f on the lengths of which the solution has something. On the others f is made as large
as the patterns allow, one after the other (lifting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations_with_replacement
from math import comb
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from matching.allocating.numbers import Bools, Floats, Ints

MOST_PATTERNS = 2_000  # of one person; whoever has more is left to covers


@dataclass(frozen=True, eq=False)
class Lengths:
    """What one person has before them: the lengths of places in days, how many of each, and what they hold of each."""

    days: Floats
    places: Ints
    have: float
    most: int
    held: Floats

    @cached_property
    def patterns(self) -> Ints | None:
        """(patterns, lengths) how many of each length fit together; None where there are too many."""
        return _patterns(self)


def exceeded(people: Sequence[Lengths], by: float) -> list[Floats | None]:
    """For each person f by length where their solution by halves exceeds sum f <= 1 by more than `by`, else None."""
    from scipy.optimize import linprog  # half a second to load: when first used

    found: list[Floats | None] = [None] * len(people)
    tables = [(number, table) for number, one in enumerate(people) if (table := one.patterns) is not None]
    if not any(len(table) for _, table in tables):
        return found
    rows, columns, entries, asked, row, column = [], [], [], [], 0, 0
    for number, table in tables:
        held = people[number].held
        own = table[:, held > 0]
        pattern, length = np.nonzero(own)
        rows.append(row + length)
        columns.append(column + pattern)
        entries.append(-own[pattern, length].astype(np.float64))
        asked.append(-held[held > 0])
        row, column = row + own.shape[1], column + own.shape[0]
    matrix: Any = csr_array(
        (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))), shape=(row, column)
    )
    solved = linprog(np.ones(column), A_ub=matrix, b_ub=np.concatenate(asked), method="highs-ds")
    if solved.x is None:
        return found
    worth, at = -solved.ineqlin.marginals, 0
    for number, table in tables:
        held = people[number].held
        here = int((held > 0).sum())
        f = np.zeros(len(held))
        f[held > 0] = np.maximum(worth[at : at + here], 0.0)
        at += here
        highest = float((table @ f).max(initial=0.0))
        if highest > 0:
            f /= highest  # holds for every pattern, whatever the solver rounded
            if float(f @ held) > 1 + by:
                found[number] = _lifted(f, table, held > 0)
    return found


def _lifted(f: Floats, table: Ints, held: Bools) -> Floats:
    """The same inequality with what it can say of lengths that are not held: of the longest first, as much as there may be."""
    f, room = f.copy(), 1 - table @ f
    for length in np.flatnonzero(~held & table.any(axis=0))[::-1].tolist():
        times = table[:, length]
        there = times > 0
        f[length] = max(float((room[there] / times[there]).min()), 0.0)
        room = room - f[length] * times
    return f


@lru_cache(maxsize=64)
def _several(lengths: int, size: int) -> Ints:
    """(ways, size) numbers of lengths, in order, with repetition."""
    ways = list(combinations_with_replacement(range(lengths), size))
    return np.array(ways, dtype=np.int64).reshape(len(ways), size)


def _patterns(one: Lengths) -> Ints | None:
    """What fits together and to which nothing can be added: whatever fits is part of one of these."""
    lengths = len(one.days)
    if comb(lengths + one.most - 1, one.most) > MOST_PATTERNS:
        return None
    made = []
    for size in range(1, one.most + 1):
        ways = _several(lengths, size)
        left = one.have - one.days[ways].sum(axis=1)
        ways, left = ways[left >= 0], left[left >= 0]
        table = np.zeros((len(ways), lengths), dtype=np.int64)
        np.add.at(table, (np.repeat(np.arange(len(ways)), size), ways.ravel()), 1)
        there = (table <= one.places).all(axis=1)
        more = ((table < one.places) & (one.days <= left[:, None])).any(axis=1) & (size < one.most)
        made.append(table[there & ~more])
    return np.concatenate(made)

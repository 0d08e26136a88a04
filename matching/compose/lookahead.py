"""What the positions still open can add at most: an exact answer to a slightly easier question.

The easier question forgets three things only: that a person can fill one position, that institutions must differ, and
the rules on nationalities. Everything else (languages, fields, gender, public, previous, included) is kept, by dynamic
programming over *what is still needed*: rows are the counts still missing (mixed radix), columns the bits not yet
covered. So the bound is as tight as those three allow, and a need that nobody left can meet shows at once as
minus infinity.

    best[d][needs] = max over kinds t of ( top gain of kind t at the d-th position + best[d + 1][needs without t] )
    best[P][needs] = minus infinity if a count or a language is still missing, else - bonus of the fields not covered
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.compose.encode import Bools, Floats, Ints, Problem

MOST_STATES = 1 << 15  # of a table; bits beyond it are left to the last level of the search, which is exact


@dataclass(frozen=True)
class Lookahead:
    """Tables of the best completion, for positions filled in a fixed order.

    Attributes:
        best: for d = 0..P, (rows, columns) most that the positions from the d-th on can add (d = 0 only as a bound).
        start_row: row in which every count is missing in full.
        start_bits: every tracked bit uncovered.
        next_row: (K, rows) row reached when a person of a kind joins.
        bits: (K,) tracked bits of a kind.
        free_bits: (K, U) whether a kind brings each of the U bits that are not tracked.
        free_cost: (U,) what each untracked bit takes when uncovered.
    """

    best: tuple[Floats, ...]
    start_row: int
    start_bits: int
    next_row: Ints
    bits: Ints
    free_bits: Bools
    free_cost: Floats

    def root(self) -> float:
        """Most that any team can be worth, before the problem's constant; minus infinity when there is none."""
        return float(self.best[0][self.start_row, self.start_bits])


def look_ahead(problem: Problem, order: tuple[int, ...]) -> Lookahead:
    """Tables for filling the positions in this order."""
    radix = [need + 1 for need in problem.need]
    rows = int(np.prod(radix, dtype=np.int64))
    tracked, free = _split_bits(problem, rows)
    columns = np.arange(1 << len(tracked))
    bits = np.zeros(len(problem.bits), dtype=np.int64)
    for to, b in enumerate(tracked):
        bits |= ((problem.bits >> b) & 1) << to
    digits = np.array(np.unravel_index(np.arange(rows), radix)) if radix else np.zeros((0, 1), dtype=np.int64)
    next_row = _next_rows(problem, digits, radix)
    unmet = np.where(np.arange(rows) > 0, -np.inf, 0.0)
    uncovered = (columns[:, None] >> np.arange(len(tracked))) & 1
    cost = np.where(uncovered == 1, problem.bit_cost[tracked], 0.0).sum(axis=1)
    tables = [unmet[:, None] - cost[None, :]]
    codes = bits | (_pack(problem.brings) << len(tracked))
    width = len(tracked) + problem.brings.shape[1]
    for position in reversed(order):
        after = tables[-1]
        table = np.full_like(after, -np.inf)
        for kind, gain in _worth_trying(problem, position, codes, width):
            found = after[next_row[kind]][:, columns & ~bits[kind]]
            np.maximum(table, found + gain, out=table)
        tables.append(table)
    return Lookahead(
        best=tuple(reversed(tables)),
        start_row=rows - 1,
        start_bits=(1 << len(tracked)) - 1,
        next_row=next_row,
        bits=bits,
        free_bits=((problem.bits[:, None] >> np.array(free, dtype=np.int64)) & 1).astype(np.bool_),
        free_cost=problem.bit_cost[free],
    )


def _split_bits(problem: Problem, rows: int) -> tuple[list[int], list[int]]:
    """Bits to track and bits to leave free: the dearest and rarest are tracked, as many as the table can hold."""
    room = max(MOST_STATES // rows, 1).bit_length() - 1
    people = np.bincount(problem.kind, minlength=len(problem.bits))
    rarity = [int((((problem.bits >> b) & 1) * people).sum()) for b in range(len(problem.bit_cost))]
    ranked = sorted(range(len(rarity)), key=lambda b: (-problem.bit_cost[b], rarity[b]))
    return sorted(ranked[:room]), sorted(ranked[room:])


def _next_rows(problem: Problem, digits: Ints, radix: list[int]) -> Ints:
    """(K, rows) the row of counts still missing once a person of each kind has joined."""
    rows = np.arange(digits.shape[1])
    strides = [int(np.prod(radix[j + 1 :], dtype=np.int64)) for j in range(len(radix))]
    step = np.array([np.where(digit > 0, stride, 0) for digit, stride in zip(digits, strides, strict=True)])
    down = problem.brings @ step if strides else np.zeros((len(problem.bits), 1), dtype=np.int64)
    return np.asarray(rows[None, :] - down, dtype=np.int64)


def _pack(brings: Ints) -> Ints:
    """(K,) the counts a kind brings, as one integer."""
    return np.asarray((brings << np.arange(brings.shape[1])).sum(axis=1), dtype=np.int64)


def _worth_trying(problem: Problem, position: int, codes: Ints, width: int) -> list[tuple[int, float]]:
    """Kinds with their top gain for a position, less those that bring no more than another with at least that gain."""
    top = np.full(len(codes), -np.inf)
    np.maximum.at(top, problem.kind, problem.gain[position])
    at_code = np.full(1 << width, -np.inf)
    np.maximum.at(at_code, codes, top)
    above = at_code.copy().reshape((2,) * width)
    for axis in range(width):  # the best among all codes that bring at least as much
        low, high = (tuple(slice(None) if a != axis else side for a in range(width)) for side in (0, 1))
        above[low] = np.maximum(above[low], above[high])
    flat = above.reshape(-1)
    strict = np.full(len(codes), -np.inf)
    for b in range(width):
        more = codes | (1 << b)
        strict = np.where(more != codes, np.maximum(strict, flat[more]), strict)
    keep = (top > strict) & (top > -np.inf)
    chosen: dict[int, tuple[int, float]] = {}
    for kind in np.flatnonzero(keep):  # kinds that differ only in free bits are one here
        code = int(codes[kind])
        if code not in chosen or chosen[code][1] < top[kind]:
            chosen[code] = (int(kind), float(top[kind]))
    return list(chosen.values())

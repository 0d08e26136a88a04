"""The best whole solution of a programme, proven, from a few of its columns.

1. Linear relaxation over the best columns of each opening; its duals price all others; those that could improve it join,
   until none can. Where people's days, or rules for two, leave halves, rows that forbid them join too (`covers`), found over
   the columns that cost little. (Dantzig and Wolfe's column generation; the bound is Lagrange's: for any duals y <= 0 of the
   rows, y @ limit + the sum of the reduced costs below 0 is a bound, as every column lies between 0 and 1.)
2. Where the solution is whole it is the answer, and its duals are the proof. A network always ends here.
3. Otherwise branch and bound over the columns near to joining gives an answer. A column left out matters only where the
   bound with it at 1 exceeds that answer; where there is such a one, all that matter join, and one more branch and bound
   is the proof.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from matching.allocating.covers import with_covers
from matching.allocating.numbers import Bools, Floats, Ints
from matching.allocating.programme import Programme
from matching.allocating.values import MOST_MERIT, Proof

FILLED = 2.0 * MOST_MERIT  # what a filled place is worth at first; more than the merit it could ever bring
TOP = 16  # columns of highest gain to begin with, for each place of an opening
JOIN = 5_000  # columns that may join the relaxation at once
SOON = 20.0  # tenths of a point; a column that costs less than this may join with those that improve
WHOLE = 1e-6  # how near to 0 or 1 a column must be to count as whole
NEAR = 25.0  # tenths of a point; columns that cost the bound no more are looked at for rows, and by branch and bound at first
ROUNDS = 12  # of rows at once; what they leave to branch and bound is little
WORTH_A_ROW = 2.0  # tenths of a point by which rows must lower the bound over a few columns to be looked for again,
WORTH_A_ROUND = 25.0  # and over all columns
CLOSER_THAN = 1e-6  # gains that differ by less are equal; different sums differ by far more
NOBODY: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Found:
    """The x columns chosen, and what stands behind them.

    Attributes:
        chosen: x columns at 1.
        most_filled: no solution has more x at 1.
        most_gain: no solution with as many x at 1 has a higher sum of gains.
        proof: what carries the proof.
    """

    chosen: Ints
    most_filled: int
    most_gain: float
    proof: Proof


@dataclass(frozen=True)
class _Answer:
    chosen: Ints
    value: float
    bound: float
    proof: Proof


@dataclass(frozen=True)
class _Relaxed:
    x: Floats
    value: float
    bound: float
    reduced: Floats


def best(programme: Programme, gain: Floats, start: Ints, deadline: float = math.inf) -> Found:
    """The solution that fills most places and, among those, has the highest sum of gains.

    Places and merit are weighed together first. Where that leaves places empty that counting alone does not explain,
    the most that can be filled is found by itself, and merit under it.

    Args:
        programme: the programme.
        gain: (X,) from 0 to 1001, of each x.
        start: x columns of a known solution (may be empty); they are among those looked at first.
        deadline: on `time.monotonic`; what is found by then is answered with its bounds.
    """
    if not gain.size:
        return Found(NOBODY, 0, 0.0, "linear relaxation")
    both = _optimum(programme, gain + FILLED, start, start, deadline)
    filled = len(both.chosen)
    if filled == programme.room:
        return Found(both.chosen, filled, both.bound - FILLED * filled, both.proof)
    seen = np.union1d(start, both.chosen)
    places = _optimum(programme, np.ones(len(gain)), max(start, both.chosen, key=len), seen, deadline)
    most = max(math.floor(places.bound + CLOSER_THAN), len(places.chosen))
    if len(places.chosen) <= filled:
        return Found(both.chosen, most, both.bound - FILLED * filled, both.proof)
    fullest = [one for one in (start, places.chosen) if len(one) == len(places.chosen)]
    known = max(fullest, key=lambda one: float(gain[one].sum()))
    merit = _optimum(_at_least(programme, len(known)), gain, known, np.union1d(seen, known), deadline)
    return Found(merit.chosen, most, merit.bound, merit.proof)


def _at_least(programme: Programme, filled: int) -> Programme:
    """The programme with a row for so many places filled."""
    row = np.zeros((1, programme.rows.shape[1]))
    row[0, : len(programme.opening)] = -1.0
    return replace(
        programme,
        rows=csr_array(vstack([programme.rows, csr_array(row)])),
        limit=np.append(programme.limit, -float(filled)),
        equal=np.append(programme.equal, False),
    )


def _optimum(programme: Programme, gain: Floats, known: Ints, seen: Ints, deadline: float) -> _Answer:
    """Steps 1 to 3 for one sum of gains, beginning with the columns of a known solution and some others."""
    cost = np.zeros(programme.rows.shape[1])
    cost[: len(gain)] = -gain
    always = np.zeros(len(cost), dtype=np.bool_)
    always[known] = always[len(gain) :] = True
    kept = always | _highest(programme, gain)
    kept[seen] = True
    programme, relaxed = _tightened(programme, cost, kept, always)
    if _is_whole(programme, relaxed.x):
        chosen = np.flatnonzero(relaxed.x[: len(gain)] > 0.5)
        return _Answer(chosen, relaxed.value, relaxed.bound, "linear relaxation")
    near = always | (relaxed.reduced < NEAR)
    answer, bound = _branch(programme, cost, np.flatnonzero(near), deadline)
    value = max(float(gain[answer].sum()), float(gain[known].sum()))
    matters = relaxed.bound - np.maximum(relaxed.reduced, 0.0) > value + CLOSER_THAN  # the bound with a column at 1
    if (matters & ~near).any():
        matters[answer] = True
        again, bound = _branch(programme, cost, np.flatnonzero(matters | always), deadline)
        answer = again if gain[again].sum() > gain[answer].sum() else answer
    if gain[known].sum() > gain[answer].sum():
        answer = known
    value = float(gain[answer].sum())
    return _Answer(answer, value, max(min(bound, relaxed.bound), value), "HiGHS")


def _highest(programme: Programme, gain: Floats) -> Bools:
    """(columns,) the columns of highest gain of each opening."""
    kept = np.zeros(programme.rows.shape[1], dtype=np.bool_)
    order = np.lexsort((-gain, programme.opening))
    rank = np.arange(len(order)) - np.searchsorted(programme.opening[order], programme.opening[order])
    kept[order[rank < TOP]] = True
    return kept


def _tightened(programme: Programme, cost: Floats, kept: Bools, always: Bools) -> tuple[Programme, _Relaxed]:
    """The relaxation over all columns, with the rows that it exceeded; `kept` grows by those that joined.

    Rows are looked for over the few columns that cost little, again and again, and then all columns are priced with them.
    It ends when rows are no more worth it.
    """
    relaxed = _relaxed(programme, cost, np.flatnonzero(kept))
    while True:
        joined = _join(kept, relaxed)
        tighter, value = _with_rows(programme, cost, relaxed, always | (kept & (relaxed.reduced < NEAR)))
        if value > relaxed.value - WORTH_A_ROUND and not joined:
            return programme, relaxed
        programme, relaxed = tighter, _relaxed(tighter, cost, np.flatnonzero(kept))


def _with_rows(programme: Programme, cost: Floats, relaxed: _Relaxed, few: Bools) -> tuple[Programme, float]:
    """The programme with rows that its relaxation over a few columns exceeds, and the value of that relaxation with them."""
    x, value = relaxed.x, relaxed.value
    for _ in range(ROUNDS):
        tighter = with_covers(programme, x)
        if tighter is programme:
            break
        programme, before = tighter, value
        x, value = _solution(programme, cost, np.flatnonzero(few))
        if value > before - WORTH_A_ROW:
            break
    return programme, value


def _join(kept: Bools, relaxed: _Relaxed) -> bool:
    """Whether a column that is not kept would improve the relaxation; it joins, with others that cost little."""
    if not (~kept & (relaxed.reduced < -CLOSER_THAN)).any():
        return False
    better = np.flatnonzero(~kept & (relaxed.reduced < SOON))
    kept[better[np.argsort(relaxed.reduced[better], kind="stable")[:JOIN]]] = True
    return True


def _part(programme: Programme, kept: Ints) -> tuple[csr_array, Ints]:
    """The rows over some columns, without those that hold whatever the columns are."""
    part = csr_array(programme.rows[:, kept])
    most = part.maximum(0).sum(axis=1)
    rows = np.flatnonzero(programme.equal | (most > programme.limit))
    return part[rows], rows


def _relaxed(programme: Programme, cost: Floats, kept: Ints) -> _Relaxed:
    """The relaxation over some columns, and what its duals say of all."""
    found, same, rows = _linear(programme, cost, kept)
    dual = np.zeros(len(programme.limit))
    dual[rows[~same]] = np.minimum(found.ineqlin.marginals, 0.0)
    if same.any():
        dual[rows[same]] = found.eqlin.marginals
    reduced = cost - programme.rows.T @ dual
    x = np.zeros(len(cost))
    x[kept] = found.x
    lowest = float(dual @ programme.limit + np.minimum(reduced, 0.0).sum())
    return _Relaxed(x, -float(cost @ x), -lowest, reduced)


def _solution(programme: Programme, cost: Floats, kept: Ints) -> tuple[Floats, float]:
    """A solution of the relaxation over some columns, and its value."""
    x = np.zeros(len(cost))
    x[kept] = _linear(programme, cost, kept)[0].x
    return x, -float(cost @ x)


def _linear(programme: Programme, cost: Floats, kept: Ints) -> tuple[Any, Bools, Ints]:
    """What the solver finds over some columns; of the rows that it was given, which hold with equality, and their numbers."""
    from scipy.optimize import linprog  # half a second to load: when first used

    part, rows = _part(programme, kept)
    same = programme.equal[rows]
    upper: Any = part[~same]  # the stubs of scipy know no sparse matrix here
    level: Any = part[same] if same.any() else None
    found = linprog(
        cost[kept],
        A_ub=upper,
        b_ub=programme.limit[rows[~same]],
        A_eq=level,
        b_eq=programme.limit[rows[same]] if same.any() else None,
        bounds=(0, 1),
        method="highs-ds",
        options={"presolve": False},  # it takes longer than what it saves
    )
    assert found.x is not None  # there always is a solution: nobody takes anything, or the one that was known
    return found, same, rows


def _is_whole(programme: Programme, x: Floats) -> bool:
    asked = x[programme.whole]
    return bool(np.all(np.minimum(asked, 1 - asked) < WHOLE))


def _branch(programme: Programme, cost: Floats, kept: Ints, deadline: float) -> tuple[Ints, float]:
    """Branch and bound over some columns: the x chosen (none when none was found in time) and the bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # half a second to load: when first used

    part, rows = _part(programme, kept)
    limit = programme.limit[rows]
    found = milp(
        cost[kept],
        constraints=[LinearConstraint(part, np.where(programme.equal[rows], limit, -np.inf), limit)]
        if len(rows)
        else [],
        integrality=programme.whole[kept].astype(np.float64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": max(deadline - time.monotonic(), 0.01)},
    )
    bound = math.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return NOBODY, bound
    x = found.x[: int(np.searchsorted(kept, len(programme.opening)))]
    return kept[: len(x)][x > 0.5], bound

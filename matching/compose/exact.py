"""The best whole solution of a large model from a few of its columns, proven for all of them.

1. Linear relaxation over some columns; its duals price all others; those that could improve it join, until none can.
2. If nobody is chosen by halves, the relaxation's optimum is the answer, and its duals are the proof.
3. Otherwise branch and bound over those columns gives an answer; a column left out matters only if the dual bound with
   that column at 1 exceeds the answer. Such columns join, and one more branch and bound is the proof.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matching.compose.encode import Bools, Ints, Problem
from matching.compose.highs import NOBODY, Model, Relaxed, relax, solve
from matching.compose.representatives import representatives

FEW = 400  # x columns; up to here all of them are taken from the start
CLOSER_THAN = 1e-7  # points; a bound that exceeds an answer by less does not count as better
JOIN = 100  # columns that may join the relaxation at once
TOP = 40  # columns of highest gain to begin with, for each position


@dataclass(frozen=True)
class Optimum:
    """The x columns chosen (none: there is no solution, or none was found in time) and what stands behind them."""

    chosen: Ints
    proven: bool
    bound: float
    proof: Literal["linear relaxation", "HiGHS"]


def optimum(
    model: Model, problem: Problem, time_limit: float = math.inf, groups: int = 1, everybody: bool = False
) -> Optimum:
    """The best whole solution over all columns of a model of this problem.

    Args:
        model: the model.
        problem: what it was built from.
        time_limit: seconds for each branch and bound, which is where all the time can go.
        groups: one more than the number of solutions that rows added to the model cut off.
        everybody: take all columns from the start (needed where added rows look at scores).
    """
    if everybody or len(model.person) <= FEW:
        return _over_all(model, time_limit)
    relaxed, kept = _priced(model, _highest(model))
    if relaxed is None:  # among these people there is a solution if there is any
        people = representatives(problem, round(float(model.size.sum())), groups=groups)
        relaxed, kept = _priced(model, kept | np.isin(model.person, people))
    if relaxed is None:
        return Optimum(NOBODY, True, -math.inf, "linear relaxation")
    if relaxed.whole:
        return Optimum(np.flatnonzero(relaxed.x[: len(kept)] > 0.5), True, relaxed.value, "linear relaxation")
    answer = solve(model, np.flatnonzero(kept), time_limit)
    if answer.proven:
        worth_more = relaxed.bound_with > answer.value + CLOSER_THAN
        if (worth_more & ~kept).any():
            worth_more[answer.chosen] = True
            answer = solve(model, np.flatnonzero(worth_more), time_limit)
    return Optimum(answer.chosen, answer.proven, answer.value if answer.proven else relaxed.bound, "HiGHS")


def _over_all(model: Model, time_limit: float) -> Optimum:
    """Steps 2 and 3 with every column taken from the start, so that nothing needs a price."""
    columns = np.arange(len(model.person))
    relaxed = solve(model, columns, whole=False)
    if relaxed.chosen.size or relaxed.value == -math.inf:
        return Optimum(relaxed.chosen, True, relaxed.value, "linear relaxation")
    answer = solve(model, columns, time_limit)
    return Optimum(answer.chosen, answer.proven, answer.value if answer.proven else relaxed.value, "HiGHS")


def _highest(model: Model) -> Bools:
    """(X,) the columns of highest gain for each position."""
    start = np.zeros(len(model.person), dtype=np.bool_)
    for position in range(len(model.size)):
        here = np.flatnonzero(model.position == position)
        start[here[np.argsort(model.cost[here], kind="stable")[:TOP]]] = True
    return start


def _priced(model: Model, kept: Bools) -> tuple[Relaxed | None, Bools]:
    """The linear relaxation over all columns, worked out over those kept; None when it has no solution."""
    kept = kept.copy()
    while True:
        relaxed = relax(model, np.flatnonzero(kept))
        if relaxed is None:
            return None, kept
        better = np.flatnonzero(~kept & (relaxed.bound_with > relaxed.value + CLOSER_THAN))
        if not better.size:
            return relaxed, kept
        kept[better[np.argsort(-relaxed.bound_with[better], kind="stable")[:JOIN]]] = True

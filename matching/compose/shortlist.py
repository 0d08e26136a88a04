"""The best shortlist for one position under rules on the group, with proof."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from matching.compose.check import at_least_one, check_rules
from matching.compose.encode import Floats, Ints, Problem, encode
from matching.compose.exact import optimum
from matching.compose.facts import shortfalls
from matching.compose.highs import build, with_rows
from matching.compose.values import Member, Position, Rules, ShortlistProof, ShortlistSelection

Row = tuple[Ints, Floats, float]  # people, entries, at most


def best_shortlist(
    members: Sequence[Member],
    position_id: str,
    size: int,
    rules: Rules | None = None,
    *,
    deadline_s: float | None = None,
) -> ShortlistSelection:
    """Exactly `size` people for one position, with the highest sum of scores that the rules allow.

    The `size` highest scores are taken where they satisfy the rules. Otherwise a linear relaxation over the few people
    who can matter decides, and branch and bound (HiGHS) where it leaves somebody chosen by halves. Branch and bound
    proves the sum to within 1e-6 points.

    Args:
        members: the pool; those without a score for the position are passed over.
        position_id: the position.
        size: people wanted, 1 or more.
        rules: what the group must satisfy; none by default.
        deadline_s: seconds for each branch and bound, None for no limit.

    Returns:
        The shortlist; without ids when fewer than `size` people can be proposed or no group satisfies the rules
        (`matching.compose.smallest_shortlist_relaxation` then says what stands in the way).

    Raises:
        ContradictoryRules: no group of this size could satisfy the rules whoever is in the pool.
        InvalidSetting: `size` or a score is out of range, or an id comes twice.
    """
    rules = rules or Rules()
    at_least_one("The size of a shortlist", size)
    check_rules(rules, size, "shortlist")
    problem = encode(members, [Position(position_id)], rules)
    return choose(problem, position_id, size, rules, [], math.inf if deadline_s is None else deadline_s)


def choose(
    problem: Problem, position_id: str, size: int, rules: Rules, rows: Sequence[Row], time_limit: float = math.inf
) -> ShortlistSelection:
    """The best shortlist from an encoded pool, under further rows on its people."""
    score = problem.gain[0] if len(problem.members) else np.zeros(0)
    if len(score) < size:
        return ShortlistSelection(position_id, (), (), 0.0, True, 0.0, "top scores")
    highest = np.argsort(-score, kind="stable")[:size]
    if not rows and not shortfalls([problem.members[i] for i in highest], rules):
        return _selection(problem, position_id, highest, "top scores")
    model = with_rows(build(problem, [size]), rows)
    best = optimum(model, problem, time_limit, everybody=bool(rows))
    if not best.chosen.size:
        return ShortlistSelection(position_id, (), (), 0.0, best.proven, 0.0 if best.proven else math.inf, best.proof)
    return _selection(problem, position_id, model.person[best.chosen], best.proof, None if best.proven else best.bound)


def _selection(
    problem: Problem, position_id: str, people: Ints, proof: ShortlistProof, bound: float | None = None
) -> ShortlistSelection:
    """The people in the order of their scores, then ids."""
    score = problem.gain[0]
    ranked = sorted((int(i) for i in people), key=lambda i: (-score[i], i))
    total = float(score[ranked].sum())
    gap = 0.0 if bound is None else max(bound - total, 0.0)
    ids, scores = tuple(problem.members[i].id for i in ranked), tuple(float(score[i]) for i in ranked)
    return ShortlistSelection(position_id, ids, scores, total, bound is None, gap, proof)

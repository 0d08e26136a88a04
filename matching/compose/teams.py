"""The k best teams that satisfy the rules, with proof."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.compose.check import check_demand, check_rules
from matching.compose.encode import Problem, encode
from matching.compose.exact import optimum
from matching.compose.facts import make_team
from matching.compose.highs import build, with_rows
from matching.compose.representatives import representatives
from matching.compose.search import Best, Found, TeamSearch
from matching.compose.values import Coverage, Limits, Member, Position, Proof, Rules, TeamResult

FIRST_LOOK = 200  # partial teams; when none of them led to a team, first find out whether there is any
QUICK_LOOK = 50  # partial teams among representatives, before HiGHS is asked the same


def best_teams(
    members: Sequence[Member],
    positions: Sequence[Position],
    rules: Rules | None = None,
    k: int = 3,
    *,
    coverage: Coverage | None = None,
    distinct_people: bool = True,
    limits: Limits | None = None,
) -> TeamResult:
    """The k best feasible teams, proven best unless a deadline is hit; then with the remaining gap.

    The enumeration with its lookahead answers nearly always; where it has not finished after `limits.nodes` partial
    teams, HiGHS takes over on the people who can still matter. Equal input gives an equal answer, in whatever order the
    members come; of teams of equal value the one found first is listed first.

    Args:
        members: the pool; ids differ.
        positions: the places to fill, each by a different person.
        rules: what the team must satisfy; none by default.
        k: teams wanted, 1 or more.
        coverage: the call's fields and the bonus for each that is covered; none by default.
        distinct_people: k different sets of people, each in its best arrangement, rather than k different arrangements.
        limits: nodes and seconds.

    Raises:
        ContradictoryRules: no team could satisfy the rules whoever is in the pool.
        InvalidSetting: a weight, bonus, score, limit or `k` is out of range, or an id comes twice.
    """
    rules, coverage, limits = rules or Rules(), coverage or Coverage(), limits or Limits()
    check_demand(positions, coverage, limits, k)
    check_rules(rules, len(positions))
    stop_at = None if limits.deadline_s is None else time.monotonic() + limits.deadline_s
    problem = encode(members, positions, rules, coverage)
    found, by = search(problem, k, distinct_people, limits.nodes, stop_at)
    teams = tuple(
        make_team(
            [(position, problem.members[person]) for position, person in zip(positions, people, strict=True)],
            coverage,
            gap=max(found.bound - value, 0.0),
        )
        for value, people in found.teams
    )
    first = found.teams[0][0] if found.teams else -np.inf
    gap = 0.0 if found.complete else max(found.bound - first, 0.0)
    return TeamResult(teams, found.complete, gap, found.nodes, by)


def search(
    problem: Problem, k: int, distinct_people: bool, nodes: int, stop_at: float | None = None
) -> tuple[Found, Proof]:
    """Enumerate; hand over to HiGHS where that does not finish within so many nodes."""

    def enumerate_(limit: int) -> Found:
        return TeamSearch(problem, k=k, distinct_people=distinct_people, nodes=limit, stop_at=stop_at).run()

    found = enumerate_(min(nodes, FIRST_LOOK))
    if found.complete or not _left(stop_at):
        return found, "enumeration"
    if not found.teams:
        there_is, by = any_team(problem, stop_at)
        if not there_is:
            return replace(found, complete=True), by
    if nodes > FIRST_LOOK:
        found = enumerate_(nodes)
        if found.complete or not _left(stop_at):
            return found, "enumeration"
    return _finish(problem, found, k, distinct_people, stop_at), "HiGHS"


def feasible(members: Sequence[Member], positions: Sequence[Position], rules: Rules) -> bool:
    """Whether any team satisfies the rules; scores play no part."""
    return any_team(encode(members, positions, rules))[0]


def any_team(problem: Problem, stop_at: float | None = None) -> tuple[bool, Proof]:
    """Whether there is any team, whatever its value; out of time, there may be one."""
    few = representatives(problem, len(problem.gain))
    flat = np.where(problem.gain[:, few] > -np.inf, 0.0, -np.inf)
    small = replace(
        problem,
        members=tuple(problem.members[i] for i in few),
        gain=flat,
        kind=problem.kind[few],
        bit_cost=np.where(np.isinf(problem.bit_cost), np.inf, 0.0),
        nations=problem.nations[few],
        institution=problem.institution[few] if problem.institution.size else problem.institution,
    )
    found = TeamSearch(small, nodes=QUICK_LOOK, any_team=True).run()
    if found.complete or found.teams:
        return bool(found.teams), "enumeration"
    answer = optimum(build(small, [1] * len(flat)), small, _left(stop_at))
    return bool(answer.chosen.size) or not answer.proven, "HiGHS"


def _left(stop_at: float | None) -> float:
    """Seconds left."""
    return np.inf if stop_at is None else max(stop_at - time.monotonic(), 0.0)


def _finish(problem: Problem, so_far: Found, k: int, distinct_people: bool, stop_at: float | None) -> Found:
    """The k best teams by HiGHS, one after the other, each time cutting off those already listed."""
    places = len(problem.gain)
    model = build(problem, [1] * places)
    best = Best(k, distinct_people)
    for value, team in so_far.teams:
        best.add(team, value)
    for listed in range(k):
        answer = optimum(model, problem, _left(stop_at), groups=listed + 1)
        if answer.chosen.size:
            team = tuple(int(model.person[c]) for c in sorted(answer.chosen, key=lambda c: model.position[c]))
            best.add(team, _value(problem, team))
            cut = np.flatnonzero(np.isin(model.person, team)) if distinct_people else answer.chosen
            model = with_rows(model, [(cut, np.ones(len(cut)), places - 1.0)])
        if not answer.proven:
            return Found(best.ranked(), False, min(so_far.bound, answer.bound), so_far.nodes)
        if not answer.chosen.size:
            break
    return Found(best.ranked(), True, -np.inf, so_far.nodes)


def _value(problem: Problem, team: tuple[int, ...]) -> float:
    """What a team (people by position) is worth, from the numbers."""
    covered = int(np.bitwise_or.reduce(problem.bits[problem.kind[list(team)]]))
    uncovered = sum(float(cost) for b, cost in enumerate(problem.bit_cost) if not covered >> b & 1)
    return float(problem.gain[range(len(team)), team].sum()) + problem.constant - uncovered

"""When no group exists: which rules stand in the way, and the smallest change of the rules that yields one.

Smallest means: fewest rules changed, then fewest steps in total (see `steps`), then the best merit. Each gender, each
language requirement, each excluded and each included person is a rule of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from matching.compose.check import at_least_one, check_demand, check_rules
from matching.compose.conflicts import Conflicts, Possible
from matching.compose.encode import Problem, encode
from matching.compose.facts import shortfalls
from matching.compose.representatives import representatives
from matching.compose.shortlist import Row, choose
from matching.compose.steps import Item, after, items, obstacle
from matching.compose.teams import best_teams, feasible
from matching.compose.values import (
    Coverage,
    Limits,
    Member,
    Obstacle,
    Position,
    Relaxation,
    RuleName,
    Rules,
    ShortlistSelection,
    Team,
)

NO_RULE_HELPS = "No change of the rules helps; more people must be proposed."


@dataclass(frozen=True)
class _Group:
    """The best group under some rules."""

    value: float
    ids: frozenset[str]
    team: Team | None = None
    shortlist: ShortlistSelection | None = None


def smallest_relaxation(
    members: Sequence[Member],
    positions: Sequence[Position],
    rules: Rules,
    *,
    coverage: Coverage | None = None,
    only: Collection[RuleName] | None = None,
) -> Relaxation:
    """The smallest change of the rules under which a team exists, proven smallest, and the best team under it.

    Args:
        members: the pool.
        positions: the places to fill.
        rules: the rules that cannot be met (if they can, the answer says so).
        coverage: as for `best_teams`; it decides among equally small changes.
        only: names of the rules that may change; all by default.

    Raises:
        ContradictoryRules, InvalidSetting: as `best_teams`.
    """
    check_demand(positions, coverage or Coverage(), Limits())
    check_rules(rules, len(positions))
    named = rules.exclude | rules.include
    problem = encode(members, positions, replace(rules, exclude=frozenset()))
    few = [problem.members[i] for i in representatives(problem, len(positions), keep=named)]

    def best(changed: Rules) -> _Group:
        team = best_teams(members, positions, changed, 1, coverage=coverage).teams[0]
        return _Group(team.value, team.ids, team=team)

    return _relaxation(
        "team",
        rules,
        items(rules, len(positions), {member.id for member in problem.members}),
        only,
        lambda changed: feasible(few, positions, changed),
        best,
        problem.members,
        lambda: _positions_lacking(problem, positions),
    )


def smallest_shortlist_relaxation(
    members: Sequence[Member],
    position_id: str,
    size: int,
    rules: Rules,
    *,
    only: Collection[RuleName] | None = None,
    rows: Callable[[Problem], Sequence[Row]] | None = None,
) -> Relaxation:
    """The smallest change of the rules under which a shortlist of `size` exists, and the best shortlist under it.

    Args:
        members: the pool.
        position_id: the position.
        size: people wanted.
        rules: the rules that cannot be met (if they can, the answer says so).
        only: names of the rules that may change; all by default.
        rows: further rows on the people of the encoded pool, which hold whatever is changed.

    Raises:
        ContradictoryRules, InvalidSetting: as `best_shortlist`.
    """
    at_least_one("The size of a shortlist", size)
    check_rules(rules, size, "shortlist")
    position = [Position(position_id)]
    pool = encode(members, position, replace(rules, exclude=frozenset()))

    def choice(changed: Rules) -> ShortlistSelection:
        problem = encode(members, position, changed)
        return choose(problem, position_id, size, changed, rows(problem) if rows else ())

    def best(changed: Rules) -> _Group:
        shortlist = choice(changed)
        return _Group(shortlist.total, frozenset(shortlist.ids), shortlist=shortlist)

    proposable = len(pool.members)
    return _relaxation(
        "shortlist",
        rules,
        items(rules, size, {member.id for member in pool.members}),
        only,
        lambda changed: choice(changed).found,
        best,
        pool.members,
        lambda: (
            (f"Only {proposable} can be proposed for {position_id}; {size} are asked for.",)
            if proposable < size
            else ()
        ),
    )


def _relaxation(
    group: str,
    rules: Rules,
    active: Sequence[Item],
    only: Collection[RuleName] | None,
    possible: Possible,
    best: Callable[[Rules], _Group],
    pool: Sequence[Member],
    lacking: Callable[[], tuple[str, ...]],
) -> Relaxation:
    """The answer for teams and shortlists alike."""
    changeable = [item for item in active if only is None or item.rule in only]
    conflicts = Conflicts(rules, changeable, possible)
    if conflicts.possible({}):
        return Relaxation(needed=False, possible=True, rules=rules, sentence="The rules can be met as they stand.")
    short = lacking()
    if short:
        return Relaxation(needed=True, possible=False, lacking=short, sentence=" ".join([*short, NO_RULE_HELPS]))
    if not conflicts.possible_with(()):
        fixed = [item for item in active if item not in changeable]
        rest = Conflicts(after(rules, {item: item.most for item in changeable}), fixed, possible)
        core = tuple(obstacle(rules, item) for item in rest.irreducible(fixed))
        no_help = f"Changing {' or '.join(sorted(only or ()))} does not help."
        return Relaxation(needed=True, possible=False, in_the_way=core, sentence=f"{_together(group, core)} {no_help}")
    first, changes = conflicts.smallest_changes()
    core = tuple(obstacle(rules, item) for item in first)
    candidates = [(after(rules, steps), best(after(rules, steps))) for steps in changes]
    relaxed, group_found = max(candidates, key=lambda candidate: candidate[1].value)
    changed = shortfalls([member for member in pool if member.id in group_found.ids], rules)
    return Relaxation(
        needed=True,
        possible=True,
        in_the_way=core,
        changes=changed,
        rules=relaxed,
        team=group_found.team,
        shortlist=group_found.shortlist,
        sentence=f"{_together(group, core)} The smallest change: {' '.join(change.sentence for change in changed)} "
        f"The best {group} is then worth {group_found.value:.1f} points.",
    )


def _together(group: str, core: Sequence[Obstacle]) -> str:
    """The irreducible set in words."""
    if len(core) == 1:
        return f"No {group} meets this rule: {core[0].sentence}"
    return f"No {group} meets these {len(core)} rules together: {' '.join(one.sentence for one in core)}"


def _positions_lacking(problem: Problem, positions: Sequence[Position]) -> tuple[str, ...]:
    """The smallest sets of positions that have fewer people than places between them (Hall's condition), in words."""
    open_ = problem.gain > -np.inf
    for size in range(1, len(positions) + 1):
        short = [
            (some, who)
            for some in combinations(range(len(positions)), size)
            if len(who := np.flatnonzero(open_[list(some)].any(axis=0))) < size
        ]
        if short:
            return tuple(
                _lack([positions[p].id for p in some], [problem.members[i].id for i in who]) for some, who in short
            )
    return ()


def _lack(positions: Sequence[str], people: Sequence[str]) -> str:
    if not people:
        return f"Nobody can be proposed for {positions[0]}."
    names = ", ".join(positions)
    return f"The {len(positions)} positions {names} have only {len(people)} between them: {', '.join(people)}."

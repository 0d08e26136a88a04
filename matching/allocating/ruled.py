"""The people of calls with rules in numbers, once for all calls that have the same rules."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from matching.allocating.values import OpenCall, Season
from matching.compose import Member, Position, Rules
from matching.compose.encode import Bools, Ints, Problem, encode

NOT_THERE = -1  # of somebody who could take no place of these calls
ANY = "any"


@dataclass(frozen=True, eq=False)
class Ruled:
    """Everybody who could take a place of some calls with the same rules.

    Attributes:
        problem: the people and the rules in numbers; its gains say nothing.
        row: (n,) number of each expert of the season in it, or `NOT_THERE`.
    """

    problem: Problem
    row: Ints

    def of(self, position: Ints, expert: Ints, merit: Ints, positions: int) -> Problem:
        """The problem of one call; its people are those named, in the order of the season's experts.

        Args:
            position: (X,) of each place that somebody could take.
            expert: (X,) who could.
            merit: (X,) tenths of a point.
            positions: of the call.
        """
        who, number = np.unique(expert, return_inverse=True)
        gain = np.full((positions, len(who)), -math.inf)
        gain[position, number] = merit
        rows, everybody = self.row[who], self.problem
        return replace(
            everybody,
            members=(),
            gain=gain,
            kind=everybody.kind[rows],
            nations=everybody.nations[rows],
            institution=everybody.institution[rows] if everybody.institution.size else everybody.institution,
        )


def ruled(season: Season, call: Ints) -> tuple[Ruled | None, ...]:
    """For each call its people under its rules; None for a call without.

    Args:
        call: (openings,) call of each opening.
    """
    alike: list[tuple[Rules, str | None, list[int]]] = []
    for c, one in enumerate(season.calls):
        if one.whole:
            rules, own = replace(one.rules, exclude=frozenset()), one.id if one.rules.min_previous else None
            same = [calls for other, whose, calls in alike if whose == own and other == rules]
            if same:
                same[0].append(c)
            else:
                alike.append((rules, own, [c]))
    found: list[Ruled | None] = [None] * len(season.calls)
    for rules, _, calls in alike:
        could = np.asarray((season.merit[np.isin(call, calls)] >= 0).any(axis=0), dtype=np.bool_)
        under = _under(season, season.calls[calls[0]], rules, could)
        for c in calls:
            found[c] = under
    return tuple(found)


def _under(season: Season, call: OpenCall, rules: Rules, could: Bools) -> Ruled:
    people = [season.experts[e] for e in np.flatnonzero(could).tolist()]
    score = {ANY: 0.0}
    members = [
        Member(
            one.id, score, one.gender, one.nationalities, one.public, one.institution, one.languages,
            previous=call.id in one.previous,
        )
        for one in people
    ]  # fmt: skip
    problem = encode(members, [Position(ANY)], rules)
    number = {member.id: i for i, member in enumerate(problem.members)}
    row = np.full(len(season.experts), NOT_THERE, dtype=np.int64)
    row[could] = [number[one.id] for one in people]
    return Ruled(problem, row)

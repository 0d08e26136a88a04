"""The k best teams by enumeration: depth first, most promising person first, cut by the lookahead.

Positions are filled one after the other. At each step one vectorised pass gives every person who could come next the
most that any team continuing with them could be worth; those not above the k-th best team found so far are cut, and so
is everybody after them. What the lookahead forgets (same person twice, institutions, nationalities) is checked here,
so the last position is exact and the result is proven best when the search runs to its end.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from matching.compose.encode import Bools, Floats, Ints, Problem
from matching.compose.facts import countries
from matching.compose.lookahead import Lookahead, look_ahead

CLOSER_THAN = 1e-9  # points; two values nearer than this are one


class OutOfTime(Exception):
    """Raised inside the search when its limit of nodes or its deadline is reached."""


@dataclass
class Best:
    """The k best teams so far: one assignment per set of people, or one per assignment."""

    k: int
    distinct_people: bool
    value: dict[frozenset[int] | tuple[int, ...], float] = field(default_factory=dict)
    team: dict[frozenset[int] | tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)
    bar: float = -np.inf  # a further team must be worth more than this

    def add(self, team: tuple[int, ...], value: float) -> None:
        """Keep a team (people by position) if it is among the k best."""
        key = frozenset(team) if self.distinct_people else team
        if value <= self.value.get(key, -np.inf) + CLOSER_THAN:
            return
        self.value[key], self.team[key] = value, team
        if len(self.value) > self.k:
            worst = min(self.value, key=lambda one: self.value[one])
            del self.value[worst], self.team[worst]
        if len(self.value) == self.k:
            self.bar = min(self.value.values())

    def ranked(self) -> list[tuple[float, tuple[int, ...]]]:
        """(value, people by position), best first; equal values in the order they were found."""
        return sorted(((self.value[key], self.team[key]) for key in self.value), key=lambda found: -found[0])


@dataclass(frozen=True)
class Found:
    """What a search brought: teams best first, whether it ran to its end, and what an unseen team could be worth."""

    teams: list[tuple[float, tuple[int, ...]]]
    complete: bool
    bound: float
    nodes: int


@dataclass(frozen=True)
class Candidates:
    """The people for one position, highest gain first."""

    person: Ints
    gain: Floats
    kind: Ints
    nations: Ints
    institution: Ints


class TeamSearch:
    """One search; build it, then `run` it once."""

    def __init__(
        self,
        problem: Problem,
        *,
        k: int = 1,
        distinct_people: bool = True,
        nodes: int = 1 << 62,
        stop_at: float | None = None,
        any_team: bool = False,
    ) -> None:
        """Prepare the search.

        Args:
            problem: people and rules in numbers.
            k: number of teams wanted.
            distinct_people: k different sets of people rather than k different assignments.
            nodes: most partial teams to examine.
            stop_at: `time.monotonic()` at which to give up, None for never.
            any_team: stop at the first feasible team, whatever its value.
        """
        self.problem, self.limit, self.stop_at, self.any_team = problem, nodes, stop_at, any_team
        proposable = (problem.gain > -np.inf).sum(axis=1)
        self.order = tuple(int(p) for p in np.argsort(proposable, kind="stable"))
        self.ahead: Lookahead = look_ahead(problem, self.order)
        self.best = Best(k, distinct_people)
        self.nodes = 0
        self.candidates = [self._candidates(position) for position in self.order]
        self.twin = self._twins() if distinct_people else [-1] * len(self.order)
        self.unseen = self.ahead.root()

    def run(self) -> Found:
        """The k best teams, with proof when `complete`."""
        complete = True
        try:
            if self.unseen > -np.inf:
                self._fill((), 0.0, self.ahead.start_row, self.ahead.start_bits, self._all_free())
        except OutOfTime:
            complete = False
        constant = self.problem.constant
        teams = [(value + constant, self._by_position(team)) for value, team in self.best.ranked()]
        return Found(teams, complete, (self.unseen if not complete else -np.inf) + constant, self.nodes)

    def _fill(self, team: tuple[int, ...], value: float, row: int, bits: int, free: Bools) -> None:
        """Fill the next position in every promising way. `free`: untracked bits not covered yet."""
        depth, ahead = len(team), self.ahead
        last = depth == len(self.order) - 1
        here = self.candidates[depth]
        most = ahead.best[depth + 1][ahead.next_row[:, row], bits & ~ahead.bits]  # (K,) beyond the gain itself
        if last and free.size:
            most = most - (np.where(free & ~ahead.free_bits, ahead.free_cost, 0.0)).sum(axis=1)
        reach = int(np.searchsorted(-here.gain, -(self.best.bar - value - float(most.max(initial=-np.inf)))))
        bound = value + here.gain[:reach] + most[here.kind[:reach]]
        open_ = np.flatnonzero((bound > self.best.bar + CLOSER_THAN) & self._allowed(team, depth, reach))
        for i in open_[np.argsort(-bound[open_], kind="stable")]:
            if bound[i] <= self.best.bar + CLOSER_THAN:
                return
            person, kind = int(here.person[i]), int(here.kind[i])
            if last:
                self.best.add((*team, person), float(bound[i]))
                if self.any_team:
                    raise OutOfTime
                continue
            if depth == 0:
                self.unseen = float(bound[i])
            self._count_node()
            self._fill(
                (*team, person),
                value + float(here.gain[i]),
                int(ahead.next_row[kind, row]),
                bits & ~int(ahead.bits[kind]),
                free & ~ahead.free_bits[kind],
            )

    def _allowed(self, team: tuple[int, ...], depth: int, reach: int) -> Bools:
        """(reach,) who of the first candidates can join: another person, institution and nationality if so ruled."""
        here, problem = self.candidates[depth], self.problem
        allowed = np.ones(reach, dtype=np.bool_)
        for one in team:
            allowed &= here.person[:reach] != one
            if problem.institution.size:
                allowed &= here.institution[:reach] != problem.institution[one]
        if self.twin[depth] >= 0:
            allowed &= here.person[:reach] > team[self.twin[depth]]
        if problem.nations.shape[1]:
            own = [problem.own_nations(one) for one in team]
            full = self._full_nations(own)
            if full.any():
                allowed &= ~full[here.nations[:reach]].any(axis=1)
            places = len(self.order) - depth
            if problem.min_countries - countries(own) >= places:  # every further member must add a country
                allowed &= self._new_country(own)[here.nations[:reach]].any(axis=1)
        return allowed

    def _full_nations(self, own: list[tuple[int, ...]]) -> Bools:
        """(C + 1,) nationalities that no further member may have."""
        limit = self.problem.max_per_nation
        taken = np.zeros(self.problem.n_nations + 1, dtype=np.int64)
        for nations in own:
            taken[list(nations)] += 1
        full = taken >= (len(own) + 1 if limit is None else limit)
        full[-1] = False
        return full

    def _new_country(self, own: list[tuple[int, ...]]) -> Bools:
        """(C + 1,) nationalities with which a further member would add a country."""
        new = np.ones(self.problem.n_nations + 1, dtype=np.bool_)
        new[-1] = False
        now = countries(own)
        for nation in {nation for nations in own for nation in nations}:
            new[nation] = countries([*own, (nation,)]) > now
        return new

    def _count_node(self) -> None:
        self.nodes += 1
        if self.nodes > self.limit or (self.stop_at is not None and time.monotonic() > self.stop_at):
            raise OutOfTime

    def _candidates(self, position: int) -> Candidates:
        gain = self.problem.gain[position]
        person = np.flatnonzero(gain > -np.inf)
        person = person[np.argsort(-gain[person], kind="stable")]
        institution = self.problem.institution
        return Candidates(
            person,
            gain[person],
            self.problem.kind[person],
            self.problem.nations[person],
            institution[person] if institution.size else institution,
        )

    def _twins(self) -> list[int]:
        """For each depth, the latest earlier depth whose position is worth the same for everybody, or -1.

        People in such positions are interchangeable: one order of them is enough.
        """
        gain = self.problem.gain[list(self.order)]
        return [
            max((e for e in range(d) if np.array_equal(gain[e], gain[d])), default=-1) for d in range(len(self.order))
        ]

    def _all_free(self) -> Bools:
        return np.ones(len(self.ahead.free_cost), dtype=np.bool_)

    def _by_position(self, team: Iterable[int]) -> tuple[int, ...]:
        """People in the order of the positions rather than the order of filling."""
        return tuple(person for _, person in sorted(zip(self.order, team, strict=True)))

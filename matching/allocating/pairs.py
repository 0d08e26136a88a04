"""Rows that whole teams of two meet and halves may not, for a call with rules that asks for two people.

Two halves of teams that break its rules can meet each rule on average: half of two men with half of two women. Who may
go with whom is a graph between the people of one position and those of the other, and of whole teams it holds for every
set S of the first that it holds as many places as those of the second who may go with somebody of S, at most (Hall 1935).
For two people that is all there is to say about who goes with whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.allocating.numbers import Bools, Floats, Ints
from matching.allocating.values import OpenCall
from matching.compose.encode import Problem

LOOKED_AT = 10  # people of one position, those of the highest share first; all sets of them are tried


@dataclass(frozen=True, eq=False)
class Pair:
    """A call with rules, of two positions with one place each.

    Attributes:
        columns: of each position, the x columns of those who could take it.
        people: of each position, the same people by their numbers in the problem.
        problem: the people and rules of the call in numbers.
    """

    columns: tuple[Ints, Ints]
    people: tuple[Ints, Ints]
    problem: Problem

    @cached_property
    def together(self) -> Bools:
        """(first, second) whether two people meet the rules between them."""
        (a, b), problem = self.people, self.problem
        may: Bools = np.not_equal.outer(a, b)
        for need, brings in zip(problem.need, problem.brings.T, strict=True):
            may &= brings[problem.kind[a]][:, None] + brings[problem.kind[b]] >= need
        asked = sum(1 << bit for bit in np.flatnonzero(np.isinf(problem.bit_cost)).tolist())
        bits = problem.bits[problem.kind]
        may &= ((bits[a][:, None] | bits[b]) & asked) == asked
        if problem.institution.size:
            may &= problem.institution[a][:, None] != problem.institution[b]
        if problem.max_per_nation is not None:
            may &= self._of_one_nation() <= problem.max_per_nation
        if problem.min_countries:
            may &= self._countries() >= problem.min_countries
        return np.asarray(may, dtype=np.bool_)

    def _of_one_nation(self) -> Ints:
        """(first, second) the most of the two who are of one nationality."""
        (a, b), known = self.people, self.problem.nations < self.problem.n_nations
        any_at_all: Ints = np.minimum(known.sum(axis=1), 1)
        return np.where(self._shared(), 2, np.maximum.outer(any_at_all[a], any_at_all[b]))

    def _countries(self) -> Ints:
        """(first, second) countries that the two stand for, one each at most."""
        (a, b), known = self.people, self.problem.nations < self.problem.n_nations
        own = known.sum(axis=1)
        each = np.minimum(own, 1)
        one_and_the_same = (own[a][:, None] == 1) & (own[b] == 1) & self._shared()
        return np.where(one_and_the_same, 1, each[a][:, None] + each[b])

    def _shared(self) -> Bools:
        """(first, second) whether the two have a nationality in common."""
        (a, b), nations = self.people, self.problem.nations
        own = np.where(nations < self.problem.n_nations, nations, -1)
        shared = np.zeros((len(a), len(b)), dtype=np.bool_)
        for mine in own[a].T:
            for other in nations[b].T:
                shared |= mine[:, None] == other
        return shared


def is_pair(call: OpenCall) -> bool:
    """Whether a call asks for two people, one for each of two positions."""
    return [one.places for one in call.openings] == [1, 1]


def pair_in(problem: Problem, columns: Ints) -> Pair:
    """The pair of a problem whose places that somebody could take, by position and person, are these columns."""
    position, person = np.nonzero(problem.gain > -np.inf)
    first, second = position == 0, position == 1
    return Pair((columns[first], columns[second]), (person[first], person[second]), problem)


def exceeded_by(pair: Pair, share: Floats, by: float) -> tuple[Ints, Floats] | None:
    """Columns and entries of the row `entries @ x <= 0` that a solution by halves exceeds most, if by more than `by`.

    Args:
        pair: the call.
        share: (X,) of each x column, from 0 to 1.
        by: how much is not worth a row.
    """
    first, second = (share[columns] for columns in pair.columns)
    held = np.flatnonzero(first > by)
    held = held[np.argsort(-first[held], kind="stable")[:LOOKED_AT]]
    others = np.flatnonzero(second > by)
    if not len(held) or (first[held[0]] > 1 - by and second.max(initial=0.0) > 1 - by):
        return None
    sets = (np.arange(1, 1 << len(held))[:, None] >> np.arange(len(held)) & 1).astype(np.bool_)
    beside = sets @ pair.together[np.ix_(held, others)]
    over = sets @ first[held] - beside @ second[others]
    most = int(over.argmax())
    if over[most] <= by:
        return None
    there = pair.together[held[sets[most]]].any(axis=0)
    here = ~pair.together[:, ~there].any(axis=1)  # whoever goes with none but those belongs to S, too
    columns = np.concatenate([pair.columns[0][here], pair.columns[1][there]])
    return columns, np.concatenate([np.ones(int(here.sum())), -np.ones(int(there.sum()))])

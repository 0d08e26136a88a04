"""Questions of composition as the comparison puts them: a pool, places and rules; and what a method answers.

A shortlist is a question whose places all belong to one position; a team has one place per position, in their order.
Whether an answer meets the rules is decided by the check that composition itself uses (`matching.compose.shortfalls`),
never by the method that gives it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from matching.compose import Change, Coverage, Member, Position, Rules, best_shortlist, best_teams, shortfalls
from matching.compose.facts import make_team

Group = list[Member]


@dataclass(frozen=True)
class Question:
    """A pool, the places to fill in their order, the rules, and the fields whose coverage counts (teams only)."""

    members: Sequence[Member]
    places: Sequence[Position]
    rules: Rules
    coverage: Coverage = field(default_factory=Coverage)
    is_shortlist: bool = False

    @classmethod
    def shortlist(cls, members: Sequence[Member], position_id: str, size: int, rules: Rules) -> Question:
        """The question that `best_shortlist` answers."""
        pool = [one for one in members if position_id in one.scores]
        return cls(pool, [Position(position_id)] * size, rules, is_shortlist=True)

    def gain(self, member: Member, place: int, group: Iterable[Member] = ()) -> float:
        """What a person adds to the value in a place, in points; minus infinity where they cannot be proposed.

        A place beyond the last is worth nothing. Fields count where nobody in `group` covers them.
        """
        if place >= len(self.places):
            return 0.0
        position = self.places[place]
        if position.id not in member.scores:
            return -math.inf
        new = member.fields & self.coverage.fields
        if new:
            new = new.difference(*(one.fields for one in group))
        return position.weight * member.scores[position.id] + self.coverage.bonus * len(new)

    def best_first(self, place: int, group: Group) -> Group:
        """The people who can be proposed for a place and are not in the group, by what they add, then by id."""
        inside = {one.id for one in group}
        if self.is_shortlist:
            return [one for one in self._by_score if one.id not in inside]
        rest = [(-self.gain(one, place, group), one.id, one) for one in self.members if one.id not in inside]
        return [one for loss, _, one in sorted(rest, key=lambda r: r[:2]) if loss < math.inf]

    @cached_property
    def _by_score(self) -> Group:
        return sorted(self.members, key=lambda one: (-self.gain(one, 0), one.id))


@dataclass(frozen=True)
class Answer:
    """What a method proposes: people by place, their value in points, and the rules that they do not meet.

    `ids` are fewer than the places where the method found nobody for one of them; the value is then 0.
    """

    ids: tuple[str, ...]
    value: float
    missed: tuple[Change, ...]
    complete: bool

    @property
    def feasible(self) -> bool:
        """Whether every place is filled and every rule met."""
        return self.complete and not self.missed


Method = Callable[[Question], Group]


def answer(method: Method, question: Question) -> Answer:
    """What a method proposes for a question, valued and checked as composition does."""
    group = method(question)
    complete = len(group) == len(question.places)
    value = make_team(list(zip(question.places, group, strict=True)), question.coverage).value if complete else 0.0
    return Answer(tuple(one.id for one in group), value, shortfalls(group, question.rules), complete)


def exact(question: Question) -> tuple[Answer | None, bool]:
    """The answer of `matching.compose`, None where it finds none; and whether that is proven."""
    ids: tuple[str, ...] = ()
    if question.is_shortlist:
        found = best_shortlist(question.members, question.places[0].id, len(question.places), question.rules)
        ids, proven = found.ids, found.optimal
    else:
        result = best_teams(question.members, question.places, question.rules, 1, coverage=question.coverage)
        ids, proven = tuple(seat.member_id for team in result.teams for seat in team.seats), result.optimal
    by_id = {member.id: member for member in question.members}
    return (answer(lambda _: [by_id[i] for i in ids], question) if ids else None), proven

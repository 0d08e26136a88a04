"""What is asked for as bits: one for each position that lacks people, one for public status, one for each language rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matching.compose import Position
from matching.compose.check import check_rules
from matching.compose.teams import feasible
from matching.compose.values import Member
from matching.entities import Cefr
from matching.errors import InvalidSetting
from matching.supply.values import DEPTH, Demand, Need

OWN_COUNTRY = "nationality of their own "  # no code of a country; each added person has another


@dataclass(frozen=True)
class Asked:
    """Demand by bits.

    Attributes:
        demands: as given.
        needs: (demand, need) of each of the first bits: positions of infeasible calls and those of little depth.
        short: by these bits, how many more people their depth counts.
        keys: language rules, one bit each after those of needs and the one of public status.
        feasible: indices of the calls that are feasible as it is.
        genders: that rules ask for; (None,) where none does.
    """

    demands: tuple[Demand, ...]
    needs: tuple[tuple[int, Need], ...]
    short: tuple[int, ...]
    keys: tuple[str, ...]
    feasible: tuple[int, ...]
    genders: tuple[str | None, ...]

    @property
    def public(self) -> int:
        """The bit of public status."""
        return 1 << len(self.needs)

    def key(self, number: int) -> int:
        """The bit of a language rule."""
        return 1 << (len(self.needs) + 1 + number)

    def of_demand(self, demand: int) -> int:
        """The bits that a call looks at."""
        bits = sum(1 << b for b, (d, _) in enumerate(self.needs) if d == demand)
        rules = self.demands[demand].rules
        bits |= self.public if rules.min_public else 0
        return bits | sum(self.key(k) for k, key in enumerate(self.keys) if key in rules.cover_languages)

    def positions_of(self, demand: int) -> int:
        """The bits of its positions alone."""
        return self.of_demand(demand) & (self.public - 1)


@dataclass(frozen=True, order=True)
class Kind:
    """An added person as rules and positions see them: bits, and a gender."""

    bits: int
    gender: str = ""

    def does(self, other: Kind) -> bool:
        """Whether they bring all that the other brings."""
        return other.bits & ~self.bits == 0 and other.gender in ("", self.gender)


def asked_of(demands: Sequence[Demand]) -> Asked:
    """Demand by bits.

    Raises:
        InvalidSetting: an id comes twice, or a position has no place.
        ContradictoryRules: no team at all could meet the rules of a call.
    """
    _check(demands)
    fine = tuple(d for d, demand in enumerate(demands) if is_feasible(demand, demand.people))
    needs, short = [], []
    for d, demand in enumerate(demands):
        depth = Counter(need for person in demand.people for need in person.scores)
        for need in demand.needs:
            lacking = max(DEPTH - depth[need.id], 0)
            if lacking or d not in fine:
                needs.append((d, need))
                short.append(lacking)
    open_ones = [demand for d, demand in enumerate(demands) if d not in fine]
    keys = sorted(frozenset[str]().union(*(demand.rules.cover_languages for demand in open_ones)))
    genders = sorted({gender for demand in open_ones for gender, least in demand.rules.min_per_gender.items() if least})
    return Asked(tuple(demands), tuple(needs), tuple(short), tuple(keys), fine, tuple(genders) or (None,))


def is_feasible(demand: Demand, people: Collection[Member]) -> bool:
    """Whether different people of these can fill all its places within its rules."""
    names = {need.id: [f"{need.id} {i + 1}" for i in range(need.places)] for need in demand.needs}
    pool = [
        Member(
            one.id,
            {name: 0.0 for need in one.scores for name in names.get(need, ())},
            one.gender,
            one.nationalities,
            one.public,
            one.institution,
            one.languages,
            previous=one.previous,
        )
        for one in people
    ]
    return feasible(pool, [Position(name) for own in names.values() for name in own], demand.rules)


def as_member(asked: Asked, demand: int, kind: Kind, number: int, nationality: bool = True) -> Member:
    """An added person as a call's composition sees them; `number` tells those added apart."""
    needs = {need.id: 0.0 for b, (d, need) in enumerate(asked.needs) if d == demand and kind.bits >> b & 1}
    return Member(
        f"added {number}",
        needs,
        kind.gender or None,
        (f"{OWN_COUNTRY}{number}",) if nationality else (),
        True if kind.bits & asked.public else None,
        None,
        frozenset(key for k, key in enumerate(asked.keys) if kind.bits & asked.key(k)),
    )


def level_of(key: str) -> tuple[str, str, int]:
    """Language, skill and rank of a language rule such as 'fr:writing:C1'."""
    language, skill, level = key.split(":")
    return language, skill, Cefr(level).rank


def _check(demands: Sequence[Demand]) -> None:
    for kind, ids in (
        ("call", [demand.id for demand in demands]),
        *((f"position of call '{demand.id}'", [need.id for need in demand.needs]) for demand in demands),
        *((f"person eligible for call '{demand.id}'", [one.id for one in demand.people]) for demand in demands),
    ):
        twice = [one for one, times in Counter(ids).items() if times > 1]
        if twice:
            raise InvalidSetting(f"Two have the id of one {kind}.", f"Found: {twice[0]}.", "Give each its own id.")
    for demand in demands:
        if not demand.needs or any(need.places < 1 for need in demand.needs):
            raise InvalidSetting(
                "A call has a position, and each has 1 place or more.", f"Call '{demand.id}' has not.", "Correct it."
            )
        check_rules(demand.rules, sum(need.places for need in demand.needs))

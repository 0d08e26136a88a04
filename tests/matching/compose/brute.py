"""Composition by trying everything: an independent reading of the rules, for small pools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations, product
from typing import TypeVar

from hypothesis import strategies as st

from matching.compose import Coverage, Member, Position, Rules

LANGUAGES = ("fr", "es")
FIELDS = ("A", "B", "C")


def most_countries(group: Sequence[Member]) -> int:
    """Every member picks one of their nationalities (or none): the most different ones that can come out."""
    picks = product(*((*member.nationalities, None) for member in group))
    return max(len(set(pick) - {None}) for pick in picks)


def misses(group: Sequence[Member], rules: Rules) -> dict[tuple[str, str], int]:
    """Steps by which each rule is missed, by (rule, subject)."""
    steps: dict[tuple[str, str], int] = {}
    if rules.max_per_nationality is not None:
        declared = [country for member in group for country in set(member.nationalities)]
        most = max((declared.count(country) for country in declared), default=0)
        steps["max_per_nationality", ""] = most - rules.max_per_nationality
    if rules.min_countries is not None:
        steps["min_countries", ""] = rules.min_countries - most_countries(group)
    for gender, asked in rules.min_per_gender.items():
        steps["min_per_gender", gender] = asked - len([m for m in group if m.gender == gender])
    if rules.min_public is not None:
        steps["min_public", ""] = rules.min_public - len([m for m in group if m.public])
    for key in rules.cover_languages:
        steps["cover_languages", key] = int(all(key not in m.languages for m in group))
    if rules.distinct_institutions:
        clash = any(
            a.institution and a.institution.strip() and a.institution.strip() == (b.institution or "").strip()
            for a, b in combinations(group, 2)
        )
        steps["distinct_institutions", ""] = int(clash)
    steps["min_previous", ""] = rules.min_previous - len([m for m in group if m.previous])
    for member in group:
        if member.id in rules.exclude:
            steps["exclude", member.id] = 1
    for one in rules.include:
        if one not in [m.id for m in group]:
            steps["include", one] = 1
    return {rule: by for rule, by in steps.items() if by > 0}


def assignments(members: Sequence[Member], positions: Sequence[Position]) -> Iterator[tuple[Member, ...]]:
    """Every way to fill the positions with different people who can be proposed for them."""
    for people in permutations(members, len(positions)):
        if all(position.id in member.scores for position, member in zip(positions, people, strict=True)):
            yield people


def value(people: Sequence[Member], positions: Sequence[Position], coverage: Coverage) -> float:
    """Team value by its definition."""
    merit = sum(p.weight * m.scores[p.id] for p, m in zip(positions, people, strict=True))
    return merit + coverage.bonus * sum(any(f in m.fields for m in people) for f in coverage.fields)


def teams(
    members: Sequence[Member],
    positions: Sequence[Position],
    rules: Rules,
    coverage: Coverage,
    distinct_people: bool = True,
) -> list[float]:
    """Values of all feasible teams, best first: of every set of people its best arrangement, or every arrangement."""
    best: dict[object, float] = {}
    for people in assignments(members, positions):
        if not misses(people, rules):
            ids = tuple(member.id for member in people)
            key: object = frozenset(ids) if distinct_people else ids
            best[key] = max(value(people, positions, coverage), best.get(key, -1.0))
    return sorted(best.values(), reverse=True)


def smallest_change(
    members: Sequence[Member], positions: Sequence[Position], rules: Rules, coverage: Coverage
) -> tuple[int, int, float] | None:
    """(rules changed, steps, value) of the best team under the smallest change; None when there is no team at all."""
    costs = [
        (len(miss := misses(people, rules)), sum(miss.values()), -value(people, positions, coverage))
        for people in assignments(members, positions)
    ]
    return min(((r, s, -v) for r, s, v in costs), key=lambda cost: (cost[0], cost[1], -cost[2]), default=None)


def shortlists(members: Sequence[Member], position_id: str, size: int, rules: Rules) -> list[float]:
    """Sums of all feasible shortlists, best first."""
    pool = [member for member in members if position_id in member.scores]
    groups = (group for group in combinations(pool, size) if not misses(group, rules))
    return sorted((sum(member.scores[position_id] for member in group) for group in groups), reverse=True)


GENDERS = ("woman", "man", "man", "other", None)
NATIONALITIES = (
    (),
    ("FR",),
    ("FR",),
    ("ES",),
    ("ES",),
    ("IT",),
    ("FR", "ES"),
    ("IT", "FR"),
    ("ES", "IT"),
    ("FR", "FR"),
)
STATUSES = (True, True, False, None)
INSTITUTIONS = (None, "", "x", "y", " y", "z")
SCORES = (None, None, 0.0, 40.0, 45.0, 50.0, 50.0, 50.5, 52.3, 55.0, 60.0, 77.7, 100.0)
T = TypeVar("T")


class Digits:
    """Choices read from one number: drawing one number is much faster than drawing each choice."""

    def __init__(self, number: int) -> None:
        self.number = number

    def one_of(self, options: Sequence[T]) -> T:
        self.number, digit = divmod(self.number, len(options))
        return options[digit]

    def some_of(self, options: Sequence[T]) -> frozenset[T]:
        return frozenset(option for option in options if self.one_of((False, True)))


def person(one: str, positions: Sequence[Position], code: int, scores: int) -> Member:
    """A person of a small pool in which rules bite: few countries, institutions and languages, much undeclared."""
    pick, score = Digits(code), Digits(scores)
    given = {position.id: score.one_of(SCORES) for position in positions}
    return Member(
        id=one,
        scores={position: points for position, points in given.items() if points is not None},
        gender=pick.one_of(GENDERS),
        nationalities=pick.one_of(NATIONALITIES),
        public=pick.one_of(STATUSES),
        institution=pick.one_of(INSTITUTIONS),
        languages=pick.some_of(LANGUAGES),
        fields=pick.some_of(FIELDS),
        previous=pick.one_of((False, True)),
    )


@st.composite
def pools(draw: st.DrawFn, positions: Sequence[Position], most: int = 7) -> list[Member]:
    """Small pools."""
    number = most if draw(st.integers(0, 2)) else draw(st.integers(0, most))
    codes = [(draw(st.integers(0, 76_799)), draw(st.integers(0, 28_560))) for _ in range(number)]
    return [person(f"e{i}", positions, code, scores) for i, (code, scores) in enumerate(codes)]


@st.composite
def rule_sets(draw: st.DrawFn, size: int) -> Rules:
    """Rules that are not contradictory for a group of this size."""
    pick, named = Digits(draw(st.integers(0, (1 << 24) - 1))), Digits(draw(st.integers(0, (1 << 24) - 1)))
    levels = (None, None, None, *range(size + 1), 1)  # often no rule at all
    women = pick.one_of(range(size + 1))
    men = pick.one_of(range(size - women + 1))
    genders: tuple[dict[str, int], ...] = ({}, {}, {"woman": 1}, {"woman": women}, {"woman": women, "man": men})
    people = [f"e{i}" for i in range(7)]
    include = frozenset(named.one_of(people) for _ in range(named.one_of((0, 0, 0, 0, 1, min(size, 2)))))
    exclude = frozenset(named.one_of(people) for _ in range(named.one_of((0, 0, 1, 2))))
    most = pick.one_of((*levels, 1))
    countries = pick.one_of(levels)
    return Rules(
        max_per_nationality=most,
        min_countries=None if most == 0 else countries,
        min_per_gender=pick.one_of(genders),
        min_public=pick.one_of(levels),
        cover_languages=frozenset(LANGUAGES[: pick.one_of((0, 0, 1, 2))]),
        distinct_institutions=pick.one_of((False, True)),
        min_previous=pick.one_of((0, 0, 0, 0, 1, size)),
        exclude=exclude - include,
        include=include,
    )


@st.composite
def team_questions(
    draw: st.DrawFn, largest: int = 4, most: int = 7
) -> tuple[list[Member], list[Position], Rules, Coverage]:
    """A pool, positions, rules and coverage."""
    size = draw(st.integers(1, largest))
    pick = Digits(draw(st.integers(0, (1 << 24) - 1)))
    positions = [Position(f"p{i}", pick.one_of((1.0, 1.0, 2.0, 0.5))) for i in range(size)]
    members = draw(pools(positions, most=most))
    if size > 1 and pick.one_of((False, True)):  # two positions that are worth the same for everybody
        positions[1] = Position("p1", positions[0].weight)
        members = [replace(member, scores=_same_for_p1(member.scores)) for member in members]
    coverage = Coverage(pick.some_of(FIELDS), pick.one_of((0.0, 2.0, 7.5)))
    return members, positions, draw(rule_sets(size)), coverage


def _same_for_p1(scores: Mapping[str, float]) -> dict[str, float]:
    others = {position: score for position, score in scores.items() if position != "p1"}
    return {**others, "p1": scores["p0"]} if "p0" in scores else others

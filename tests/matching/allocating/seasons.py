"""Small random seasons, and their best allocation by trying everything: an independent reading of the definitions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st

from matching.allocating import NOT_ELIGIBLE, OpenCall, Opening, Rotation, Season, SeasonExpert
from matching.compose import Member, Rules
from tests.matching.compose.brute import misses

Groups = tuple[tuple[int, ...], ...]  # people by opening


@st.composite
def seasons(draw: st.DrawFn, rules: bool = True) -> Season:
    """Up to three calls, six people; ties and empty rows are likely. `rules` False: only capacities matter."""
    calls = tuple(draw(_call(f"c{i}", rules)) for i in range(draw(st.integers(1, 3))))
    experts = tuple(draw(_expert(f"e{i}", rules)) for i in range(draw(st.integers(0, 6 if len(calls) < 3 else 5))))
    height = sum(len(call.openings) for call in calls)
    worth = st.sampled_from([NOT_ELIGIBLE, NOT_ELIGIBLE, 0, 1, 500, 501, 700, 1000])
    cells = [[draw(worth) for _ in experts] for _ in range(height)]
    caps = st.none() | st.integers(0, 2)
    rotation = Rotation(draw(caps), draw(caps), draw(caps) if rules else None)
    return Season(calls, experts, np.array(cells, dtype=np.int32).reshape(height, len(experts)), rotation)


@st.composite
def _call(draw: st.DrawFn, name: str, rules: bool) -> OpenCall:
    days = st.sampled_from([0.0, 2.0, 3.5])
    openings = tuple(Opening(f"p{i}", draw(st.integers(1, 2)), draw(days)) for i in range(draw(st.integers(1, 2))))
    if not rules or draw(st.booleans()):
        return OpenCall(name, openings, Rules(exclude=frozenset(draw(st.sets(st.sampled_from(["e0", "e1"]))))))
    dates = tuple(draw(st.lists(_days(), max_size=2)))
    size = sum(one.places for one in openings)
    few = st.none() | st.integers(0, min(size, 2))
    return OpenCall(
        name,
        openings,
        Rules(
            max_per_nationality=draw(st.none() | st.integers(1, 2)),
            min_countries=draw(few),
            min_per_gender={"woman": draw(st.integers(0, 1))},
            min_public=draw(few),
            cover_languages=frozenset(draw(st.sets(st.sampled_from(["fr"])))),
            distinct_institutions=draw(st.booleans()),
            min_previous=draw(st.integers(0, 1)),
        ),
        dates,
    )


@st.composite
def _days(draw: st.DrawFn) -> tuple[date, date]:
    first = date(2027, 1, 1) + timedelta(draw(st.integers(0, 4)))
    return first, first + timedelta(draw(st.integers(0, 3)))


@st.composite
def _expert(draw: st.DrawFn, name: str, rules: bool) -> SeasonExpert:
    return SeasonExpert(
        name,
        most=draw(st.integers(0, 3)),
        days=draw(st.sampled_from([None, 2.0, 4.0])) if rules else None,
        institution=draw(st.sampled_from([None, " ", "I", "J"])),
        gender=draw(st.sampled_from([None, "woman", "man"])),
        nationalities=tuple(draw(st.sets(st.sampled_from(["FR", "ES", "IT"]), max_size=2))),
        public=draw(st.sampled_from([None, True, False])),
        languages=frozenset(draw(st.sets(st.sampled_from(["fr"])))),
        previous=frozenset(draw(st.sets(st.sampled_from(["c0", "c1"])))),
    )


def faults(season: Season, groups: list[Groups]) -> list[str]:
    """What an allocation breaks; the people of each opening of each call."""
    found: list[str] = []
    row = 0
    places, days = dict.fromkeys(range(len(season.experts)), 0), dict.fromkeys(range(len(season.experts)), 0.0)
    for call, own in zip(season.calls, groups, strict=True):
        people = [e for group in own for e in group]
        for opening, group in zip(call.openings, own, strict=True):
            if len(group) > opening.places or any(season.merit[row, e] < 0 for e in group):
                found.append(f"{call.id} {opening.id}")
            row += 1
            for e in group:
                places[e] += 1
                days[e] += opening.days
        if len(set(people)) < len(people) or any(season.experts[e].id in call.rules.exclude for e in people):
            found.append(call.id)
        if call.whole and people:
            group = [_member(season.experts[e], call.id) for e in people]
            if len(people) < call.places or misses(group, call.rules):
                found.append(f"rules of {call.id}")
    cap = season.rotation.per_person
    for e, expert in enumerate(season.experts):
        if places[e] > min(expert.most, expert.most if cap is None else cap) or (
            expert.days is not None and days[e] > expert.days
        ):
            found.append(expert.id)
    homes = {(expert.institution or "").strip() for expert in season.experts} - {""}
    for home in homes if season.rotation.per_institution is not None else ():
        theirs = [e for e, expert in enumerate(season.experts) if (expert.institution or "").strip() == home]
        if sum(places[e] for e in theirs) > (season.rotation.per_institution or 0):
            found.append(home)
    for e in range(len(season.experts)):
        held = [
            call
            for call, own in zip(season.calls, groups, strict=True)
            if any(e in group for group in own) and call.dates
        ]
        if any(_overlap(one, other) for one, other in combinations(held, 2)):
            found.append(f"days of {season.experts[e].id}")
    if season.rotation.per_nationality is not None:
        for country in {one for expert in season.experts for one in expert.nationalities}:
            theirs = [e for e, expert in enumerate(season.experts) if country in expert.nationalities]
            if sum(places[e] for e in theirs) > season.rotation.per_nationality:
                found.append(country)
    return found


def _overlap(one: OpenCall, other: OpenCall) -> bool:
    return any(a <= last and first <= z for a, z in one.dates for first, last in other.dates)


def best_by_trying(season: Season) -> tuple[int, int]:
    """Places filled and merit of the best allocation: every choice for every call, the impossible cut off early."""
    best = (0, 0)
    empty: list[Groups] = [tuple(() for _ in call.openings) for call in season.calls]

    def go(at: int, chosen: list[Groups]) -> None:
        nonlocal best
        if at == len(season.calls):
            best = max(best, worth(season, chosen))
            return
        for groups in _of_call(season, at):
            whole = [*chosen, groups, *empty[at + 1 :]]
            if not faults(season, whole):
                go(at + 1, [*chosen, groups])

    go(0, [])
    return best


def worth(season: Season, groups: list[Groups]) -> tuple[int, int]:
    """Places filled, and the sum of merit."""
    flat = [group for own in groups for group in own]
    merit = sum(int(season.merit[row, e]) for row, group in enumerate(flat) for e in group)
    return sum(len(group) for group in flat), merit


def _of_call(season: Season, at: int) -> Iterator[Groups]:
    first = sum(len(call.openings) for call in season.calls[:at])
    choices = []
    for row, opening in enumerate(season.calls[at].openings, start=first):
        able = [e for e in range(len(season.experts)) if season.merit[row, e] >= 0]
        choices.append([group for k in range(opening.places + 1) for group in combinations(able, k)])
    return product(*choices)


def _member(expert: SeasonExpert, call: str) -> Member:
    return Member(
        expert.id,
        {},
        expert.gender,
        expert.nationalities,
        expert.public,
        expert.institution,
        expert.languages,
        previous=call in expert.previous,
    )

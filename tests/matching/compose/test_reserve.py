"""Who steps in when a member drops out."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compose import Coverage, Member, Position, Rules, best_teams, reserve
from tests.matching.compose import brute

step_in = import_module("matching.compose.reserve")  # the function of that name hides the module
TWO = [Position("principal"), Position("expert")]


def test_the_best_replacement_that_leaves_the_others_in_place_comes_first() -> None:
    pool = [
        Member("ana", {"principal": 90.0, "expert": 80.0}),
        Member("bea", {"principal": 70.0, "expert": 85.0}),
        Member("cleo", {"principal": 60.0, "expert": 84.0}),
        Member("dan", {"expert": 50.0}),
    ]
    team = best_teams(pool, TWO).teams[0]
    for_principal, for_expert = reserve(team, pool, TWO)
    assert (for_principal.position_id, for_principal.drops_out) == ("principal", "ana")
    first, second = for_principal.ways
    # cleo leaves bea in place; dan can come in only if bea changes position
    assert (first.steps_in, first.rearranged, first.change) == (("cleo",), False, -30.0)
    assert (second.steps_in, second.rearranged, second.team.value) == (("dan",), True, 120.0)
    assert [way.steps_in for way in for_expert.ways] == [("cleo",), ("dan",)]


def test_a_rearrangement_that_brings_two_new_people_says_so() -> None:
    pool = [
        Member("ana", {"principal": 90.0}, nationalities=("FR",)),
        Member("bea", {"expert": 90.0}, nationalities=("ES",)),
        Member("cleo", {"principal": 50.0}, nationalities=("ES",)),
        Member("dan", {"expert": 50.0}, nationalities=("IT",)),
    ]
    rules = Rules(max_per_nationality=1)
    (way,) = reserve(best_teams(pool, TWO, rules).teams[0], pool, TWO, rules)[0].ways
    assert way.steps_in == ("cleo", "dan") and way.rearranged


def test_the_rule_to_include_somebody_lapses_when_they_drop_out() -> None:
    pool = [Member(one, {"principal": 50.0}) for one in ("ana", "bea")]
    rules = Rules(include=frozenset({"ana"}))
    (only,) = reserve(best_teams(pool, TWO[:1], rules).teams[0], pool, TWO[:1], rules)
    assert [way.steps_in for way in only.ways] == [("bea",)]


def test_where_nobody_can_step_in_the_reserve_is_empty() -> None:
    pool = [Member("ana", {"principal": 50.0}), Member("bea", {"expert": 50.0})]
    assert [one.ways for one in reserve(best_teams(pool, TWO).teams[0], pool, TWO)] == [(), ()]


@settings(max_examples=200, deadline=None)
@given(brute.team_questions(largest=3, most=6), st.sampled_from([2, 60]))
def test_the_reserve_is_the_one_found_by_trying_everything(
    question: tuple[list[Member], list[Position], Rules, Coverage], first_look: int
) -> None:
    members, positions, rules, coverage = question
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step_in, "FIRST_LOOK", first_look)  # the answer does not depend on how many are looked at first
        _compare(members, positions, rules, coverage)


def _compare(members: list[Member], positions: list[Position], rules: Rules, coverage: Coverage) -> None:
    team = best_teams(members, positions, rules, 1, coverage=coverage).best
    if team is None:
        return
    for seat, one in zip(team.seats, reserve(team, members, positions, rules, 2, coverage=coverage), strict=True):
        left = [member for member in members if member.id != seat.member_id]
        under = replace(rules, include=rules.include - {seat.member_id})
        kept: dict[frozenset[str], float] = {}
        others: dict[frozenset[str], float] = {}
        for people in brute.assignments(left, positions):
            if brute.misses(people, under):
                continue
            worth, ids = brute.value(people, positions, coverage), frozenset(m.id for m in people)
            others[ids] = max(worth, others.get(ids, 0.0))
            if all(m.id == s.member_id for m, s in zip(people, team.seats, strict=True) if s != seat):
                kept[ids] = worth
        rest = sorted((worth for ids, worth in others.items() if ids not in kept), reverse=True)
        expected = [*sorted(kept.values(), reverse=True)[:2], *(rest if len(kept) < 2 else [])][:2]
        assert [way.team.value for way in one.ways] == pytest.approx(expected)
        assert [way.rearranged for way in one.ways] == [i >= len(kept) for i in range(len(one.ways))]

"""The best teams are those found by trying everything."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compose import Coverage, Limits, Member, Position, Rules, best_teams, shortfalls
from matching.compose.encode import encode
from matching.compose.lookahead import look_ahead
from matching.compose.representatives import representatives
from matching.compose.teams import feasible
from tests.matching.compose import brute

Question = tuple[list[Member], list[Position], Rules, Coverage]


def check(question: Question, k: int, distinct_people: bool, limits: Limits) -> None:
    members, positions, rules, coverage = question
    found = best_teams(members, positions, rules, k, coverage=coverage, distinct_people=distinct_people, limits=limits)
    expected = brute.teams(members, positions, rules, coverage, distinct_people)
    assert [team.value for team in found.teams] == pytest.approx(expected[:k], abs=1e-6)
    assert found.optimal and found.gap == 0
    by_id = {member.id: member for member in members}
    for team in found.teams:
        people = [by_id[seat.member_id] for seat in team.seats]
        assert not brute.misses(people, rules) and not shortfalls(people, rules)
        assert [seat.position_id for seat in team.seats] == [position.id for position in positions]
        assert brute.value(people, positions, coverage) == pytest.approx(team.value)
        assert team.optimal and team.gap == 0
    keys = {team.ids if distinct_people else tuple(s.member_id for s in team.seats) for team in found.teams}
    assert len(keys) == len(found.teams)


@settings(max_examples=800, deadline=None)
@given(brute.team_questions(), st.integers(1, 4), st.booleans())
def test_the_k_best_teams_are_those_found_by_trying_everything(
    question: Question, k: int, distinct_people: bool
) -> None:
    check(question, k, distinct_people, Limits())


@settings(max_examples=150, deadline=None)
@given(brute.team_questions(), st.integers(1, 3), st.booleans(), st.sampled_from([1, 3, 1000]))
def test_highs_takes_over_with_the_same_answer(question: Question, k: int, distinct_people: bool, nodes: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.compose.teams.FIRST_LOOK", 1)
        patch.setattr("matching.compose.teams.QUICK_LOOK", 1)
        check(question, k, distinct_people, Limits(nodes=nodes))


@settings(max_examples=150, deadline=None)
@given(brute.team_questions())
def test_whether_any_team_exists_can_be_asked_of_representatives_alone(question: Question) -> None:
    members, positions, rules, coverage = question
    problem = encode(members, positions, rules)
    few = [problem.members[i] for i in representatives(problem, len(positions))]
    assert feasible(few, positions, rules) == bool(brute.teams(members, positions, rules, coverage))


@settings(max_examples=150, deadline=None)
@given(brute.team_questions(), st.sampled_from([1, 2, 8, 1 << 15]))
def test_the_lookahead_never_promises_too_little_and_the_last_position_is_exact_whatever_the_tables_hold(
    question: Question, states: int
) -> None:
    members, positions, rules, coverage = question
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.compose.lookahead.MOST_STATES", states)
        problem = encode(members, positions, rules, coverage)
        root = look_ahead(problem, tuple(range(len(positions)))).root() + problem.constant
        assert root >= max(brute.teams(members, positions, rules, coverage), default=-math.inf) - 1e-9
        check(question, 2, True, Limits())


@settings(max_examples=50, deadline=None)
@given(brute.team_questions())
def test_the_order_of_the_pool_plays_no_part(question: Question) -> None:
    members, positions, rules, coverage = question
    found = best_teams(members, positions, rules, coverage=coverage)
    assert best_teams(members[::-1], positions, rules, coverage=coverage) == found

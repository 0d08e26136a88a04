"""What happens at a limit, and which rules and settings are refused before any search."""

from __future__ import annotations

import itertools

import pytest

from matching.compose import (
    Coverage,
    Limits,
    Member,
    Position,
    Rules,
    best_shortlist,
    best_teams,
    reserve,
    smallest_shortlist_relaxation,
)
from matching.compose.encode import encode
from matching.compose.search import TeamSearch
from matching.errors import ContradictoryRules, InvalidSetting

TWO = [Position("principal"), Position("expert")]
POOL = [Member(f"e{i}", {"principal": 90.0 - i, "expert": 89.5 - i}, institution="xy"[i % 2]) for i in range(6)]
# three people, two nationalities each: a linear relaxation takes half of everyone
TRIANGLE = [
    Member("a", {"p": 90.0, "q": 80.0}, nationalities=("FR", "ES")),
    Member("b", {"p": 90.0, "q": 80.0}, nationalities=("ES", "IT")),
    Member("c", {"p": 90.0, "q": 80.0}, nationalities=("FR", "IT")),
    Member("d", {"p": 10.0, "q": 10.0}),
    Member("e", {"p": 10.0, "q": 10.0}),
]


class Clock:
    """A clock that moves on by one second each time it is read."""

    def __init__(self) -> None:
        self.now = itertools.count()

    def __call__(self) -> float:
        return float(next(self.now))


def test_at_the_deadline_the_answer_is_the_best_found_with_the_remaining_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", Clock())
    rules = Rules(distinct_institutions=True)
    found = best_teams(POOL, TWO, rules, 2, limits=Limits(deadline_s=1.5))
    assert not found.optimal and found.proof == "enumeration" and found.best is not None
    assert found.best.value + found.gap >= 178.5 - 1e-9
    assert [team.optimal for team in found.teams] == [team.gap == 0 for team in found.teams]
    proven = best_teams(POOL, TWO, rules, 2)
    assert proven.optimal and proven.best is not None and proven.best.value == 178.5


def test_with_no_time_at_all_nothing_is_claimed() -> None:
    found = best_teams(POOL, TWO, Rules(), limits=Limits(deadline_s=1e-9))
    assert (found.teams, found.optimal, found.gap, found.best) == ((), False, float("inf"), None)


def test_a_search_cut_short_bounds_what_it_has_not_seen() -> None:
    found = TeamSearch(encode(POOL, TWO, Rules(distinct_institutions=True)), k=2, nodes=1).run()
    assert not found.complete and found.bound >= 178.5


def test_highs_too_may_run_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", Clock())
    positions = [Position("p"), Position("q")]
    found = best_teams(TRIANGLE, positions, Rules(max_per_nationality=1), 1, limits=Limits(nodes=1, deadline_s=2.5))
    assert found.proof == "HiGHS" and not found.optimal and found.gap > 0


def test_highs_proves_the_triangle() -> None:
    positions = [Position("p"), Position("q")]
    found = best_teams(TRIANGLE, positions, Rules(max_per_nationality=1), 1, limits=Limits(nodes=1, deadline_s=60))
    assert found.proof == "HiGHS" and found.optimal and found.best is not None and found.best.value == 100


def test_a_longer_look_is_taken_once_it_is_known_that_there_is_a_team(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.compose.teams.FIRST_LOOK", 1)
    found = best_teams(POOL, TWO, Rules(distinct_institutions=True), 3)
    assert found.proof == "enumeration" and found.optimal and found.nodes > 1


def test_highs_stops_when_there_are_no_more_teams() -> None:
    found = best_teams(POOL[:3], TWO, Rules(distinct_institutions=True), 5, limits=Limits(nodes=1))
    assert found.proof == "HiGHS" and found.optimal
    assert [team.ids for team in found.teams] == [{"e0", "e1"}, {"e1", "e2"}]


def test_a_shortlist_out_of_time_claims_nothing() -> None:
    found = best_shortlist(TRIANGLE, "p", 2, Rules(max_per_nationality=1), deadline_s=1e-9)
    assert not found.found and not found.optimal and found.gap == float("inf")


def test_the_proof_of_a_shortlist_says_what_carries_it() -> None:
    assert best_shortlist(TRIANGLE, "p", 2).proof == "top scores"
    assert best_shortlist(TRIANGLE, "p", 2, Rules(max_per_nationality=1)).proof == "HiGHS"
    public = [Member("a", {"p": 9.0}), Member("b", {"p": 8.0}, public=True), Member("c", {"p": 7.0}, public=True)]
    found = best_shortlist(public, "p", 2, Rules(min_public=2))
    assert found.proof == "linear relaxation" and found.ids == ("b", "c")


def test_fewer_people_than_places_give_no_shortlist_and_an_empty_pool_no_team() -> None:
    assert not best_shortlist([], "p", 1).found
    assert not best_shortlist(TRIANGLE, "nowhere", 1).found
    empty = best_teams([], TWO)
    assert empty.teams == () and empty.optimal and empty.gap == 0


CONTRADICTIONS = [
    (Rules(min_public=3), "min_public is 3, the team has 2"),
    (Rules(min_countries=3), "min_countries is 3"),
    (Rules(min_previous=3), "min_previous is 3"),
    (Rules(min_per_gender={"woman": 3}), r"min_per_gender\[woman\] is 3"),
    (Rules(min_per_gender={"woman": 2, "man": 1}), "Together they ask for 3, the team has 2"),
    (Rules(min_public=-1), "min_public is -1"),
    (Rules(max_per_nationality=-1), "max_per_nationality is -1"),
    (Rules(include=frozenset({"a"}), exclude=frozenset({"a", "b"})), "In both: a"),
    (Rules(include=frozenset({"a", "b", "c"})), "3 are to be included, the team has 2"),
    (Rules(max_per_nationality=0, min_countries=1), "max_per_nationality is 0 and min_countries is 1"),
]


@pytest.mark.parametrize(("rules", "found"), CONTRADICTIONS)
def test_rules_that_nobody_could_meet_are_refused_with_what_was_found(rules: Rules, found: str) -> None:
    with pytest.raises(ContradictoryRules, match=found) as error:
        best_teams(POOL, TWO, rules)
    assert error.value.next_step


def test_a_shortlist_is_called_a_shortlist_in_the_refusal() -> None:
    with pytest.raises(ContradictoryRules, match="the shortlist has 2"):
        best_shortlist(POOL, "expert", 2, Rules(min_public=3))


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (lambda: best_teams(POOL, []), "None was given"),
        (lambda: best_teams(POOL, [*TWO, TWO[0]]), "more than once: principal"),
        (lambda: best_teams([*POOL, POOL[0]], TWO), "more than once: e0"),
        (lambda: best_teams(POOL, [Position("expert", 0)]), "expert has 0"),
        (lambda: best_teams(POOL, [Position("expert", float("inf"))]), "expert has inf"),
        (lambda: best_teams(POOL, TWO, coverage=Coverage(bonus=-1)), "It is -1"),
        (lambda: best_teams(POOL, TWO, k=0), "It is 0"),
        (lambda: best_teams(POOL, TWO, limits=Limits(nodes=0)), "It is 0"),
        (lambda: best_teams(POOL, TWO, limits=Limits(deadline_s=0)), "It is 0"),
        (lambda: best_teams([Member("a", {"expert": float("nan")})], TWO), "a has nan for expert"),
        (lambda: best_teams([Member("a", {"expert": 101})], TWO), "a has 101.0 for expert"),
        (lambda: best_shortlist(POOL, "expert", 0), "It is 0"),
        (lambda: smallest_shortlist_relaxation(POOL, "expert", 0, Rules()), "It is 0"),
        (lambda: reserve(best_teams(POOL, TWO).teams[0], POOL, TWO, n=0), "It is 0"),
        (
            lambda: best_teams(POOL, TWO, Rules(cover_languages=frozenset(str(i) for i in range(61)))),
            "61 languages and 0 fields",
        ),
    ],
)
def test_settings_out_of_range_are_refused_with_what_was_found(ask: object, found: str) -> None:
    with pytest.raises(InvalidSetting, match=found) as error:
        ask()  # type: ignore[operator]
    assert error.value.next_step

"""The definitions, on groups small enough to check by hand."""

from __future__ import annotations

import pytest

from matching.compose import (
    Coverage,
    Member,
    Position,
    Rules,
    best_shortlist,
    best_teams,
    countries,
    per_gender,
    per_nationality,
    shortfalls,
)

TWO = [Position("principal"), Position("expert")]


def person(one: str, score: float = 50.0, **declared: object) -> Member:
    return Member(one, {"principal": score, "expert": score}, **declared)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("nationalities", "number"),
    [
        ([], 0),
        ([(), ()], 0),
        ([("FR", "IT")], 1),
        ([("FR", "IT"), ("FR", "IT")], 2),
        ([("FR", "IT"), ("FR", "IT"), ("FR", "IT")], 2),
        ([("FR",), ("FR", "IT"), ("IT", "ES")], 3),
        ([("FR", "IT"), ("FR",), ("IT",)], 2),
    ],
)
def test_a_member_stands_for_one_country_at_most(nationalities: list[tuple[str, ...]], number: int) -> None:
    assert countries(nationalities) == number


def test_a_dual_national_counts_under_both_nationalities_for_the_maximum() -> None:
    group = [person("a", nationalities=("FR", "ES")), person("b", nationalities=("ES",)), person("c")]
    assert per_nationality(group) == {"FR": 1, "ES": 2}
    (change,) = shortfalls(group, Rules(max_per_nationality=1))
    assert (change.was, change.becomes, change.steps) == (1, 2, 1)


def test_a_nationality_declared_twice_counts_once() -> None:
    assert not shortfalls([person("a", nationalities=("FR", "FR"))], Rules(max_per_nationality=1))
    assert best_teams([person("a", nationalities=("FR", "FR")), person("b")], TWO, Rules(max_per_nationality=1)).teams


def test_the_undeclared_count_neither_for_nor_against() -> None:
    group = [person("a"), person("b", institution=" ")]
    assert per_gender(group) == {}
    assert not shortfalls(group, Rules(max_per_nationality=0, distinct_institutions=True))
    asked = Rules(min_countries=1, min_public=1, min_per_gender={"woman": 1})
    assert [change.becomes for change in shortfalls(group, asked)] == [0, 0, 0]


def test_the_value_is_weighted_merit_plus_a_bonus_for_each_field_of_the_call_that_somebody_covers() -> None:
    pool = [person("a", 50, fields=frozenset({"E", "F"})), person("b", 40, fields=frozenset({"F", "G"}))]
    positions = [Position("principal", 2.0), Position("expert")]
    team = best_teams(pool, positions, coverage=Coverage(frozenset({"E", "F", "H"}), 3.0)).teams[0]
    assert [seat.member_id for seat in team.seats] == ["a", "b"]
    assert (team.merit, team.value) == (140.0, 146.0)
    assert team.covered == {"E", "F"}


def test_complementary_profiles_beat_two_better_ones_that_cover_the_same() -> None:
    pool = [
        person("a", 60, fields=frozenset({"E"})),
        person("b", 59, fields=frozenset({"E"})),
        person("c", 56, fields=frozenset({"F"})),
    ]
    fields = frozenset({"E", "F"})
    assert best_teams(pool, TWO, coverage=Coverage(fields, 2.0)).teams[0].ids == {"a", "b"}
    assert best_teams(pool, TWO, coverage=Coverage(fields, 4.0)).teams[0].ids == {"a", "c"}


def test_each_position_takes_a_different_person_who_can_be_proposed_for_it() -> None:
    star, other = Member("star", {"principal": 90.0, "expert": 95.0}), Member("other", {"expert": 10.0})
    team = best_teams([star, other], TWO).teams[0]
    assert [(seat.position_id, seat.member_id) for seat in team.seats] == [("principal", "star"), ("expert", "other")]


def test_the_k_best_are_different_people_unless_arrangements_are_asked_for() -> None:
    pool = [person("a", 60), person("b", 50), person("c", 40)]
    assert [team.ids for team in best_teams(pool, TWO).teams] == [{"a", "b"}, {"a", "c"}, {"b", "c"}]
    arranged = best_teams(pool, TWO, k=3, distinct_people=False).teams
    assert [team.value for team in arranged] == [110.0, 110.0, 100.0]


def test_one_known_institution_only_once() -> None:
    pool = [person("a", 60, institution="x"), person("b", 50, institution="x "), person("c", 40), person("d", 30)]
    assert best_teams(pool, TWO, Rules(distinct_institutions=True)).teams[0].ids == {"a", "c"}
    assert best_shortlist(pool, "expert", 3, Rules(distinct_institutions=True)).ids == ("a", "c", "d")


def test_equal_scores_are_listed_by_id() -> None:
    assert best_shortlist([person("b"), person("a"), person("c", 60)], "expert", 3).ids == ("c", "a", "b")

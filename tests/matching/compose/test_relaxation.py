"""The smallest change of the rules is the smallest there is, and the set of rules in the way is irreducible."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.compose import (
    Coverage,
    Member,
    Obstacle,
    Position,
    Rules,
    best_teams,
    shortfalls,
    smallest_relaxation,
    smallest_shortlist_relaxation,
)
from tests.matching.compose import brute

Question = tuple[list[Member], list[Position], Rules, Coverage]
ONE, TWO = [Position("principal")], [Position("principal"), Position("expert")]


def only(rules: Rules, core: tuple[Obstacle, ...]) -> Rules:
    """Just these of the rules."""
    named = {(one.rule, one.subject) for one in core}
    kept: dict[str, object] = {
        name: getattr(rules, name)
        for name in ("max_per_nationality", "min_countries", "min_public", "distinct_institutions", "min_previous")
        if (name, "") in named
    }
    for name in ("cover_languages", "exclude", "include"):
        kept[name] = frozenset(one for one in getattr(rules, name) if (name, one) in named)
    kept["min_per_gender"] = {g: n for g, n in rules.min_per_gender.items() if ("min_per_gender", g) in named}
    return Rules(**kept)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(brute.team_questions(largest=3))
def test_the_smallest_change_is_the_smallest_found_by_trying_everything(question: Question) -> None:
    members, positions, rules, coverage = question
    expected = brute.smallest_change(members, positions, rules, coverage)
    assume(expected is None or expected[0] > 0)
    found = smallest_relaxation(members, positions, rules, coverage=coverage)
    assert found.needed and found.sentence
    if expected is None:
        assert not found.possible and found.lacking and not found.changes and found.rules is None
        return
    assert found.possible and found.team is not None and found.rules is not None
    assert len(found.changes) == expected[0]
    assert sum(change.steps for change in found.changes) == expected[1]
    assert found.team.value == pytest.approx(expected[2])
    again = best_teams(members, positions, found.rules, 1, coverage=coverage).best
    assert again is not None and again.value == pytest.approx(expected[2])
    core = found.in_the_way
    assert core and not brute.teams(members, positions, only(rules, core), coverage)
    for one in core:
        fewer = tuple(other for other in core if other != one)
        assert brute.teams(members, positions, only(rules, fewer), coverage)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 3))
def test_the_smallest_change_for_a_shortlist_is_the_smallest_found_by_trying_everything(
    data: st.DataObject, size: int
) -> None:
    position = Position("p")
    members = data.draw(brute.pools([position]))
    rules = data.draw(brute.rule_sets(size))
    assume(not brute.shortlists(members, "p", size, rules))
    # a shortlist is a team whose positions are all the same
    copies = [Position(f"p{i}") for i in range(size)]
    spread = [replace(m, scores={c.id: m.scores["p"] for c in copies} if m.scores else {}) for m in members]
    expected = brute.smallest_change(spread, copies, rules, Coverage())
    found = smallest_shortlist_relaxation(members, "p", size, rules)
    assert found.needed
    if expected is None:
        assert not found.possible and found.lacking
        return
    assert found.shortlist is not None
    assert (len(found.changes), sum(change.steps for change in found.changes)) == expected[:2]
    assert found.shortlist.total == pytest.approx(expected[2])


def test_rules_that_can_be_met_need_no_change() -> None:
    found = smallest_relaxation([Member("ana", {"principal": 50})], ONE, Rules())
    assert not found.needed and found.possible and found.sentence == "The rules can be met as they stand."


def test_a_team_of_two_men_is_told_which_rule_stands_in_the_way_and_what_would_help() -> None:
    men = [Member(one, {"principal": 50, "expert": 40}, gender="man") for one in ("bob", "tom")]
    found = smallest_relaxation(men, TWO, Rules(min_per_gender={"woman": 1}, min_public=0))
    assert [one.sentence for one in found.in_the_way] == ["At least 1 woman among those who declared."]
    (change,) = found.changes
    assert (change.rule, change.subject, change.was, change.becomes, change.steps) == (
        "min_per_gender",
        "woman",
        1,
        0,
        1,
    )
    assert found.sentence == (
        "No team meets this rule: At least 1 woman among those who declared. "
        "The smallest change: No longer ask for at least 1 woman. "
        "The best team is then worth 90.0 points."
    )


def test_one_rule_by_two_steps_is_smaller_than_two_rules_by_one_step_each() -> None:
    pool = [
        Member("ana", {"principal": 90, "expert": 90}, languages=frozenset({"fr"}), institution="x"),
        Member("bea", {"principal": 80, "expert": 80}, languages=frozenset({"fr"}), public=False),
        Member("cleo", {"principal": 70, "expert": 70}, institution="x"),
    ]
    found = smallest_relaxation(pool, TWO, Rules(min_public=2, cover_languages=frozenset({"fr"})))
    assert [(change.rule, change.steps) for change in found.changes] == [("min_public", 2)]
    assert found.team is not None and found.team.ids == {"ana", "bea"}


def test_of_equally_small_changes_the_one_with_the_best_team_is_taken() -> None:
    pool = [Member(one, {"principal": score}) for one, score in (("ana", 60.0), ("bea", 90.0), ("cleo", 70.0))]
    found = smallest_relaxation(pool, ONE, Rules(exclude=frozenset({"ana", "bea", "cleo"})))
    assert [change.sentence for change in found.changes] == ["Re-admit bea, who is excluded."]
    assert len(found.in_the_way) == 3 and "these 3 rules together" in found.sentence


def test_a_position_without_anybody_is_named_and_no_rule_is_blamed() -> None:
    found = smallest_relaxation([Member("ana", {"expert": 50})], TWO, Rules(min_public=1))
    assert not found.possible and not found.in_the_way
    assert found.sentence == (
        "Nobody can be proposed for principal. No change of the rules helps; more people must be proposed."
    )


def test_two_positions_with_one_person_between_them_are_named() -> None:
    found = smallest_relaxation([Member("ana", {"principal": 50, "expert": 50})], TWO, Rules())
    assert found.lacking == ("The 2 positions principal, expert have only 1 between them: ana.",)


def test_too_few_people_for_a_shortlist_are_counted() -> None:
    found = smallest_shortlist_relaxation([Member("ana", {"p": 50})], "p", 3, Rules())
    assert found.lacking == ("Only 1 can be proposed for p; 3 are asked for.",)


def test_where_only_some_rules_may_change_and_another_stands_in_the_way_it_is_said() -> None:
    pool = [Member(one, {"principal": 50, "expert": 50}, public=False) for one in ("ana", "bea")]
    found = smallest_relaxation(pool, TWO, Rules(min_public=1, min_countries=1), only={"min_countries"})
    assert found.needed and not found.possible
    assert [one.rule for one in found.in_the_way] == ["min_public"]
    assert found.sentence == "No team meets this rule: At least 1 public expert. Changing min_countries does not help."


def test_every_rule_and_every_change_reads_as_a_sentence() -> None:
    pool = [
        Member("ana", {"principal": 50, "expert": 50}, "woman", ("FR",), False, "x"),
        Member("bea", {"principal": 50, "expert": 50}, "woman", ("FR",), False, "x"),
    ]
    rules = Rules(
        max_per_nationality=1,
        min_countries=2,
        min_per_gender={"man": 1},
        min_public=1,
        cover_languages=frozenset({"fr"}),
        distinct_institutions=True,
        min_previous=1,
        exclude=frozenset({"ana"}),
        include=frozenset({"zoe"}),
    )
    found = smallest_relaxation(pool, TWO, rules)
    assert [change.sentence for change in found.changes] == [
        "Allow 2 people of the same nationality instead of 1.",
        "Ask for at least 1 instead of 2 countries.",
        "No longer ask for at least 1 man.",
        "No longer ask for at least 1 public expert.",
        "Drop the language requirement fr.",
        "Allow two people from the same institution.",
        "No longer ask for at least 1 earlier member of this action.",
        "Re-admit ana, who is excluded.",
        "Release zoe, who must be included.",
    ]
    assert found.changes == shortfalls(pool, rules)

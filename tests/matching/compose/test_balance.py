"""The three modes of balance and their price."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compose import (
    Coverage,
    Member,
    Position,
    Price,
    Report,
    Rules,
    Target,
    TieBreak,
    balanced_shortlist,
    balanced_teams,
    best_shortlist,
    best_teams,
)
from matching.compose.steps import BALANCE, without_balance
from matching.errors import ContradictoryRules, InvalidSetting
from tests.matching.compose import brute

TWO = [Position("principal"), Position("expert")]
LAWFUL = Target("Decision 12 of the board", "unless reasons specific to another candidate tilt the balance")


def person(one: str, score: float, gender: str | None, *nationalities: str) -> Member:
    return Member(one, {"principal": score, "expert": score}, gender, nationalities)


POOL = [
    person("bob", 80, "man", "FR"),
    person("tom", 79, "man", "FR"),
    person("eva", 76, "woman", "ES"),
    person("lea", 70, "woman", "IT"),
    person("sam", 78, None),
]
BALANCED = Rules(min_per_gender={"woman": 1}, min_countries=2)


def test_by_default_balance_is_reported_and_changes_nothing() -> None:
    found = balanced_teams(POOL, TWO, BALANCED)
    assert found.mode == Report()
    assert found.result == best_teams(POOL, TWO)
    assert found.prices[0] == Price(0.0, 0.0)
    assert [change.rule for change in found.missed[0]] == ["min_countries", "min_per_gender"]


def test_a_target_constrains_and_says_what_it_costs_and_buys() -> None:
    found = balanced_teams(POOL, TWO, BALANCED, LAWFUL)
    team = found.result.best
    assert team is not None and team.ids == {"bob", "eva"} and found.mode == LAWFUL
    price = found.prices[0]
    assert price.points == pytest.approx(3.0) and price.percent == pytest.approx(100 * 3 / 159)
    assert price.bought == (
        "women among those declared: 0 -> 1",
        "countries: 1 -> 2",
        "most of one nationality: 2 -> 1",
    )
    assert found.missed[0] == ()


@pytest.mark.parametrize("texts", [("", "clause"), ("basis", " "), ("", "")])
def test_a_target_without_its_texts_is_refused(texts: tuple[str, str]) -> None:
    with pytest.raises(ContradictoryRules, match="written legal basis and a saving clause") as error:
        balanced_teams(POOL, TWO, BALANCED, Target(*texts))
    assert "report" in error.value.next_step
    with pytest.raises(ContradictoryRules):
        balanced_shortlist(POOL, "expert", 2, BALANCED, Target(*texts))


@pytest.mark.parametrize("band", [-1.0, float("nan"), float("inf")])
def test_a_band_out_of_range_is_refused(band: float) -> None:
    with pytest.raises(InvalidSetting, match="band of a tie-break"):
        balanced_teams(POOL, TWO, BALANCED, TieBreak(band))


def test_a_tie_break_exchanges_only_people_within_the_band() -> None:
    assert balanced_teams(POOL, TWO, BALANCED, TieBreak(2.9)).result.best == best_teams(POOL, TWO).best
    within = balanced_teams(POOL, TWO, BALANCED, TieBreak(3))
    assert within.result.best is not None and within.result.best.ids == {"bob", "eva"}
    assert within.prices[0].points == pytest.approx(3.0) and within.missed[0] == ()


def test_a_tie_break_that_cannot_meet_every_rule_meets_as_many_as_the_band_allows() -> None:
    rules = Rules(min_per_gender={"woman": 2}, max_per_nationality=1)
    found = balanced_teams(POOL, TWO, rules, TieBreak(4))
    assert found.result.best is not None and found.result.best.ids == {"bob", "eva"}
    assert [(change.rule, change.becomes) for change in found.missed[0]] == [("min_per_gender", 1)]


def test_where_not_even_merit_alone_gives_a_team_no_price_is_invented() -> None:
    for mode in (Report(), TieBreak(5), LAWFUL):
        found = balanced_teams(POOL[:1], TWO, Rules(min_countries=1), mode)
        assert (found.result.teams, found.unbalanced, found.prices, found.missed) == ((), None, (), ())
        alone = balanced_shortlist(POOL[:1], "expert", 2, Rules(min_countries=1), mode)
        assert not alone.result.found and alone.price is None and alone.missed == ()


def test_other_genders_that_rules_name_are_priced_too() -> None:
    pool = [person("bob", 80, "man"), person("tom", 70, "man"), person("kim", 60, "other"), person("max", 50, "x")]
    found = balanced_teams(pool, TWO, Rules(min_per_gender={"other": 1, "x": 1}), LAWFUL)
    assert found.prices[0].bought == (
        "people of another gender among those declared: 0 -> 1",
        "people declared 'x' among those declared: 0 -> 1",
    )


def test_nothing_given_up_of_nothing_is_nought_percent() -> None:
    found = balanced_teams([person("a", 0, None)], [TWO[0]], Rules())
    assert found.prices == (Price(0.0, 0.0),)


def test_a_shortlist_has_the_three_modes_too() -> None:
    rules = Rules(min_per_gender={"woman": 1})
    reported = balanced_shortlist(POOL, "expert", 3, rules)
    assert reported.result.ids == ("bob", "tom", "sam")
    assert [change.rule for change in reported.missed] == ["min_per_gender"]
    target = balanced_shortlist(POOL, "expert", 3, rules, LAWFUL)
    assert target.result.ids == ("bob", "tom", "eva")
    assert target.price is not None and target.price.points == pytest.approx(2.0)
    assert target.price.bought == ("women among those declared: 0 -> 1", "countries: 1 -> 2")
    assert balanced_shortlist(POOL, "expert", 3, rules, TieBreak(1.9)).result.ids == ("bob", "tom", "sam")
    assert balanced_shortlist(POOL, "expert", 3, rules, TieBreak(2)).result.ids == ("bob", "tom", "eva")


@settings(max_examples=120, deadline=None)
@given(brute.team_questions(largest=3, most=6), st.sampled_from([0.0, 3.0, 20.0]))
def test_a_tie_break_is_as_balanced_as_the_band_allows_and_then_as_good(
    question: tuple[list[Member], list[Position], Rules, Coverage], band: float
) -> None:
    members, positions, rules, coverage = question
    found = balanced_teams(members, positions, rules, TieBreak(band), 1, coverage=coverage)
    merit_alone = brute.teams(members, positions, without_balance(rules), coverage)
    if found.unbalanced is None:
        assert not merit_alone and not found.result.teams
        return
    assert found.unbalanced.value == pytest.approx(merit_alone[0])
    costs = []
    for people in brute.assignments(members, positions):
        seats = zip(people, found.unbalanced.seats, strict=True)
        near = all(m.scores[seat.position_id] >= seat.score - band - 1e-9 for m, seat in seats)
        if near and not brute.misses(people, without_balance(rules)):
            missed = brute.misses(people, rules)
            costs.append((len(missed), sum(missed.values()), -brute.value(people, positions, coverage)))
    best = min(costs)
    team = found.result.best
    assert team is not None and team.value == pytest.approx(-best[2])
    assert (len(found.missed[0]), sum(change.steps for change in found.missed[0])) == best[:2]
    assert found.prices[0].points == pytest.approx(found.unbalanced.value - team.value, abs=1e-9)


@settings(max_examples=120, deadline=None)
@given(st.data(), st.integers(1, 3), st.sampled_from([0.0, 3.0, 20.0]))
def test_in_a_tie_break_everybody_who_steps_in_is_within_the_band_of_whom_they_replace(
    data: st.DataObject, size: int, band: float
) -> None:
    members = data.draw(brute.pools([Position("p")]))
    rules = data.draw(brute.rule_sets(size))
    found = balanced_shortlist(members, "p", size, rules, TieBreak(band))
    first = best_shortlist(members, "p", size, without_balance(rules))
    assert found.unbalanced == first
    if not first.found:
        assert not found.result.found
        return
    score = {member.id: member.scores["p"] for member in members if member.scores}
    by_id = {member.id: member for member in members}
    costs = []
    for ids in _groups(sorted(score), size):
        out, new = sorted(set(first.ids) - set(ids)), sorted(set(ids) - set(first.ids))
        paired = any(all(score[n] >= score[o] - band - 1e-9 for n, o in zip(p, out, strict=True)) for p in _orders(new))
        group = [by_id[one] for one in ids]
        if paired and not brute.misses(group, without_balance(rules)):
            missed = brute.misses(group, rules)
            costs.append((len(missed), sum(missed.values()), -sum(score[one] for one in ids)))
    best = min(costs)
    assert found.result.total == pytest.approx(-best[2])
    assert (len(found.missed), sum(change.steps for change in found.missed)) == best[:2]
    assert {change.rule for change in found.missed} <= BALANCE


def _groups(ids: list[str], size: int) -> list[tuple[str, ...]]:
    return [group for group in permutations(ids, size) if list(group) == sorted(group)]


def _orders(ids: list[str]) -> list[tuple[str, ...]]:
    return list(permutations(ids))

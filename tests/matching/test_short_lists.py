"""Balanced lists where fewer people can be proposed than the list has places."""

from __future__ import annotations

from datetime import date

import pytest

from matching.entities import Call
from matching.errors import ContradictoryRules
from matching.pipeline import Matcher
from matching.results import BalancedList
from matching.settings import Balance, MatchSettings, TeamRules

TARGET = Balance(mode="target", legal_basis="x", saving_clause="y")


def first_list(matcher: Matcher, call: Call, today: date, rules: TeamRules, **more: object) -> BalancedList:
    settings = MatchSettings.model_validate({"list_rules": rules, "list_size": 10} | more)
    return matcher.shortlist(call, today=today, settings=settings).lists[0]


def test_rules_that_ask_for_more_people_than_there_are_give_an_empty_list_that_says_why(
    matcher: Matcher, call: Call, today: date
) -> None:
    found = first_list(matcher, call, today, TeamRules(min_public=8))
    assert found.expert_ids == ()
    assert found.note == "Only 5 can be proposed. The rules ask for more: min_public is 8, the list has 5."


def test_a_target_of_balance_binds_where_people_are_few(matcher: Matcher, call: Call, today: date) -> None:
    found = first_list(matcher, call, today, TeamRules(min_per_gender={"woman": 6}), balance=TARGET)
    assert found.expert_ids == ()
    assert found.note == "Only 5 can be proposed. The rules ask for more: min_per_gender[woman] is 6, the list has 5."


@pytest.mark.parametrize("balance", [Balance(mode="report"), Balance(mode="tie_break", band=5)])
def test_where_balance_does_not_bind_the_few_are_listed_and_what_is_missing_is_said(
    matcher: Matcher, call: Call, today: date, balance: Balance
) -> None:
    found = first_list(matcher, call, today, TeamRules(min_countries=6), balance=balance)
    assert len(found.expert_ids) == 5
    assert found.note == "Only 5 can be proposed. The rules ask for more: min_countries is 6, the list has 5."


@pytest.mark.parametrize("rules", [TeamRules(min_public=11), TeamRules(include=("anna",), exclude=("anna",))])
def test_rules_that_no_list_could_meet_are_refused(matcher: Matcher, call: Call, today: date, rules: TeamRules) -> None:
    with pytest.raises(ContradictoryRules):
        first_list(matcher, call, today, rules)

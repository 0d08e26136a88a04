"""A forecast as calls: as many as are expected, in the shares of what is asked for, read as any call is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from matching.entities import Call
from matching.forecasting import Ask, Change, forecast, forecast_calls, total_expected
from matching.pipeline import Matcher
from matching.supply import best_additions
from matching.supply.from_calls import demands_of_roster
from matching.vocabulary import load_vocabulary

VOCABULARIES = load_vocabulary()
FIELDS = VOCABULARIES.fields
TODAY = date(2026, 11, 16)
# In every quarter of nine years: three for pensions in French, one for employment services in Portuguese.
ASKS = [
    ask
    for quarter in range(36)
    for day in [date(2017, 10, 5) + timedelta(days=round(quarter * 91.3))]
    for ask in (*[Ask(day, ("E.10.07",), ("fr",), "Africa", "TG")] * 3, Ask(day, ("A.35", "Z.99"), ("pt",), "America"))
]


def calls_of(scenario: Sequence[Change] = (), asks: Sequence[Ask] = ASKS) -> list[Call]:
    total = forecast(asks, TODAY, FIELDS, scenario=scenario)
    return forecast_calls(total, asks, TODAY, FIELDS, scenario)


def languages(calls: Sequence[Call]) -> Counter[str]:
    return Counter(need.language for call in calls for need in call.languages)


def test_there_are_as_many_calls_as_are_expected_in_the_shares_of_what_is_asked_for() -> None:
    total = forecast(ASKS, TODAY, FIELDS)
    calls = forecast_calls(total, ASKS, TODAY, FIELDS)
    assert len(calls) == round(total_expected(total.cells[0])) == 16
    assert languages(calls) == {"fr": 12, "pt": 4}
    assert {call.positions[0].fields for call in calls} == {
        ("E.10.07",),
        ("A.35",),
    }  # the unknown code asks for nothing
    assert {(call.country, call.languages[0].language) for call in calls} == {("TG", "fr"), (None, "pt")}
    assert all(len(call.positions) == 2 for call in calls)
    assert len({call.id for call in calls}) == 16
    assert calls == forecast_calls(total, ASKS, TODAY, FIELDS)


def test_a_scenario_changes_how_many_calls_there_are_and_what_they_ask_for() -> None:
    assert languages(calls_of([Change("language", "pt", 3.0)])) == {"fr": 12, "pt": 12}
    assert languages(calls_of([Change("region", "Africa", 0)])) == {"pt": 4}
    assert calls_of([Change("language", "pt", 0), Change("language", "fr", 0)]) == []


def test_without_history_there_are_no_calls() -> None:
    assert calls_of(asks=ASKS[:8]) == [] and calls_of(asks=[]) == []


def test_who_could_go_is_read_by_the_gates_of_a_call(matcher: Matcher) -> None:
    demand = demands_of_roster(calls_of(), matcher.roster, VOCABULARIES, TODAY)
    pensions = next(one for one in demand if "E.10.07" in one.needs[0].fields)
    assert {"cleo", "dino"} <= {member.id for member in pensions.people}
    assert not {"ewa", "hana"} & {member.id for member in pensions.people}  # no French to write; excluded
    portuguese = [one for one in demand if "A.35" in one.needs[0].fields]
    assert len(portuguese) == 4 and {"anna", "bert"}.isdisjoint(m.id for one in portuguese for m in one.people)


def test_the_next_profile_is_found_for_what_is_forecast(matcher: Matcher) -> None:
    found = best_additions(demands_of_roster(calls_of(), matcher.roster, VOCABULARIES, TODAY), 2)
    assert len(found.made_feasible) == 4
    assert all(("pt", "speaking", 5) in one.profile.languages for one in found.people)


@pytest.mark.parametrize("places", [1, 3])
def test_a_call_has_the_places_that_are_asked_for(places: int) -> None:
    total = forecast(ASKS, TODAY, FIELDS)
    assert {len(c.positions) for c in forecast_calls(total, ASKS, TODAY, FIELDS, places=places)} == {places}

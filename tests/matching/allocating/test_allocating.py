"""A season's calls at once: equal to trying everything, never worse than call after call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.allocating import (
    OpenCall,
    Opening,
    Rotation,
    Season,
    SeasonExpert,
    allocate,
    chains,
    in_turn,
    patterns,
    solving,
)
from matching.compose import Rules
from tests.matching.allocating.by_hand import NO, groups_of, one, people, season
from tests.matching.allocating.seasons import best_by_trying, faults, seasons, worth


def check_against_trying(asked: Season) -> None:
    found = allocate(asked)
    groups, before = groups_of(asked, found.seats), groups_of(asked, found.in_turn)
    assert not faults(asked, groups)
    assert not faults(asked, before)
    assert worth(asked, groups) == (found.filled, found.merit) == best_by_trying(asked)
    assert found.optimal and (found.most_filled, found.most_merit) == (found.filled, found.merit)
    assert (found.filled, found.merit) >= worth(asked, before)
    if len(asked.calls) == 1:
        assert worth(asked, before) == (found.filled, found.merit)
    assert found.difference.filled == found.filled - len(found.in_turn)
    assert found.difference.merit == found.merit - sum(seat.merit for seat in found.in_turn)
    groups_of_changes = chains(found.in_turn, found.seats)
    assert sum(one.filled for one in groups_of_changes) == found.difference.filled
    assert sum(one.merit for one in groups_of_changes) == found.difference.merit
    assert found.filled == found.places or found.lacks
    assert sum(lack.missing for lack in found.lacks) == found.places - found.filled


@settings(max_examples=60, deadline=None)
@given(seasons(rules=False))
def test_where_only_capacities_matter_it_equals_trying_everything_and_the_relaxation_is_the_proof(
    asked: Season,
) -> None:
    check_against_trying(asked)
    assert allocate(asked).proof == "linear relaxation"


@settings(max_examples=60, deadline=None)
@given(seasons())
def test_with_days_and_rules_it_equals_trying_everything(asked: Season) -> None:
    check_against_trying(asked)


@settings(max_examples=20, deadline=None)
@given(seasons())
def test_it_is_the_same_when_most_columns_have_to_join_first(asked: Season) -> None:
    with pytest.MonkeyPatch.context() as few:
        few.setattr(solving, "TOP", 1)
        few.setattr(solving, "JOIN", 1)
        few.setattr(solving, "NEAR", 1e-9)
        few.setattr(in_turn, "FEW", 1)
        check_against_trying(asked)


def test_a_person_two_calls_want_goes_where_the_other_call_has_nobody_else() -> None:
    asked = season([one("first"), one("second")], people("ana", "ben"), [[900, 800], [700, NO]])
    found = allocate(asked)
    assert [(s.call_id, s.expert_id) for s in found.in_turn] == [("first", "ana")]
    assert [(s.call_id, s.expert_id) for s in found.seats] == [("first", "ben"), ("second", "ana")]
    assert (found.difference.filled, found.difference.merit) == (1, 600)
    moved = {m.call_id: (m.leave, m.come, m.merit) for m in found.difference.moved}
    assert moved == {"first": (("ana",), ("ben",), -100), "second": ((), ("ana",), 700)}


def test_call_after_call_each_call_takes_its_best_for_all_its_positions_together() -> None:
    both = OpenCall("both", (Opening("p"), Opening("q")))
    found = allocate(season([both, one("later")], people("ana", "ben"), [[900, 800], [850, 100], [NO, 900]]))
    assert [(s.opening_id, s.expert_id) for s in found.in_turn] == [("p", "ben"), ("q", "ana")]


def test_a_call_with_rules_is_looked_at_beyond_its_best_few_where_others_could_be_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_turn, "FEW", 2)
    call = OpenCall("c", (Opening("p"), Opening("q"), Opening("r")), Rules(min_public=1))
    experts = [*people("ana", "dino", "ugo", public=False), *people("cleo", "eve", public=True)]
    merit = [[900, NO, NO, 600, NO], [800, 790, NO, NO, 700], [NO, NO, 500, NO, NO]]
    found = allocate(season([call], experts, merit))
    assert [(seat.expert_id, seat.merit) for seat in found.in_turn] == [("ana", 900), ("eve", 700), ("ugo", 500)]


def test_nobody_changes_for_nothing() -> None:
    asked = season([one("first"), one("second")], people("ana", "ben"), [[800, 800], [800, 800]])
    assert allocate(asked).difference.moved == ()


def test_more_places_filled_come_before_merit() -> None:
    asked = season([one("first"), one("second")], people("ana", "ben"), [[1000, 0], [0, NO]])
    assert (allocate(asked).filled, allocate(asked).merit) == (2, 0)


def test_a_long_chain_of_people_is_moved_for_one_more_place_however_much_merit_it_costs() -> None:
    length = 9
    merit = np.full((length, length), NO, dtype=np.int32)
    for i in range(length):
        merit[i, i] = 0
        merit[i, i - 1] = 1000 if i else NO
    merit[length - 1, length - 1] = NO  # the last call has only the person whom the one before it would rather have
    merit[0, length - 1] = NO
    extra = np.append(merit, np.full((1, length), NO, dtype=np.int32), axis=0)
    extra[length, length - 2] = 0
    calls = [one(f"c{i}") for i in range(length + 1)]
    asked = Season(tuple(calls), tuple(people(*(f"e{i}" for i in range(length)))), extra)
    assert allocate(asked).filled == best_by_trying(asked)[0]


def test_days_and_caps_hold() -> None:
    calls = [one("first", days=5), one("second", days=5)]
    able = [[900], [800]]
    assert allocate(season(calls, people("ana", most=2, days=9.0), able)).filled == 1
    assert allocate(season(calls, people("ana", most=2, days=10.0), able)).filled == 2
    assert allocate(season(calls, people("ana", most=2), able, rotation=Rotation(per_person=1))).filled == 1
    both = people("ana", "ben", institution="Ministry")
    assert allocate(season(calls, both, [[900, 1], [1, 800]], rotation=Rotation(per_institution=1))).merit == 900


def test_nobody_is_in_two_places_on_one_day() -> None:
    def lasting(first: int, last: int) -> tuple[date, date]:
        return date(2027, 3, first), date(2027, 3, last)

    march = replace(one("march"), dates=(lasting(1, 5), lasting(20, 25)))
    calls = [
        march,
        replace(one("between"), dates=(lasting(6, 19),)),
        replace(one("same day"), dates=(lasting(25, 30),)),
    ]
    found = allocate(season([*calls, one("any day")], people("ana", most=4), [[100], [100], [100], [100]]))
    assert [seat.call_id for seat in found.seats] == ["march", "between", "any day"] and found.optimal
    assert [seat.call_id for seat in found.in_turn] == ["march", "between", "any day"]


def test_a_cap_on_a_nationality_counts_every_one_that_somebody_declared() -> None:
    both, ana = people("both", nationalities=("FR", "ES")), people("ana", nationalities=("ES",))
    calls, merit = [one("first"), one("second")], [[900, 800, 100], [900, 800, 100]]
    cap = Rotation(per_nationality=1)
    found = allocate(season(calls, [*both, *ana, *people("not said")], merit, rotation=cap))
    assert {seat.expert_id for seat in found.seats} == {"both", "not said"} and found.optimal


def test_changes_that_hang_together_are_told_together() -> None:
    calls = [one("first"), one("second"), one("third"), one("fourth")]
    merit = [[900, 800, NO, NO], [700, NO, NO, NO], [NO, NO, 900, 890], [NO, NO, 900, 500]]
    found = allocate(season(calls, people("ana", "ben", "cleo", "dino"), merit))
    fills, better = chains(found.in_turn, found.seats)
    assert (fills.filled, fills.merit, [step.expert_id for step in fills.steps]) == (1, 600, ["ana", "ben"])
    ana, ben = fills.steps
    assert ana.leaves and ana.takes and (ana.leaves.call_id, ana.takes.call_id) == ("first", "second")
    assert ben.leaves is None and ben.takes and ben.takes.call_id == "first"
    assert (better.filled, better.merit, [step.expert_id for step in better.steps]) == (0, 390, ["cleo", "dino"])


def test_days_may_be_used_to_the_last() -> None:
    calls = [one("two", days=2.0), one("two more", days=2.0), one("long", days=3.5)]
    found = allocate(season(calls, people("ana", most=2, days=4.0), [[100], [100], [150]]))
    assert [seat.call_id for seat in found.seats] == ["two", "two more"] and found.optimal


@pytest.mark.parametrize("many", [patterns.MOST_PATTERNS, 0])
@pytest.mark.parametrize(("seed", "near"), [(0, solving.NEAR), (1, solving.NEAR), (2, 1e-9), (3, 1e-9)])
def test_many_days_of_many_lengths_give_what_branch_and_bound_over_everything_gives(
    seed: int, near: float, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "NEAR", near)
    monkeypatch.setattr(patterns, "MOST_PATTERNS", many)
    rng = np.random.default_rng(seed)
    calls = [one(f"c{i}", days=float(rng.integers(2, 10))) for i in range(16)]
    experts = [SeasonExpert(f"e{i}", 4, float(rng.integers(9, 15))) for i in range(5)]
    merit = rng.integers(-200, 1000, (16, 5)).clip(-1).astype(np.int32)
    found = allocate(Season(tuple(calls), tuple(experts), merit))
    assert found.optimal and (found.filled, found.merit) == plain(merit, calls, experts)


def plain(merit: np.ndarray, calls: list[OpenCall], experts: list[SeasonExpert]) -> tuple[int, int]:
    """Places and merit by one programme that says no more than it must; a place is worth more than all merit."""
    height, width = merit.shape
    days = np.array([call.openings[0].days for call in calls])
    of_person = np.tile(np.eye(width), height)  # x[opening, person], by opening
    found = milp(
        -np.where(merit >= 0, merit + 1000.0 * height, 0).ravel(),
        constraints=[
            LinearConstraint(np.repeat(np.eye(height), width, axis=1), -np.inf, 1),
            LinearConstraint(of_person, -np.inf, [expert.most for expert in experts]),
            LinearConstraint(of_person * np.repeat(days, width), -np.inf, [expert.days or 0.0 for expert in experts]),
        ],
        integrality=np.ones(merit.size, dtype=np.int64),
        bounds=Bounds(0, (merit >= 0).ravel()),
        options={"mip_rel_gap": 0.0},
    )
    chosen = found.x.reshape(merit.shape) > 0.5
    return int(chosen.sum()), int(merit[chosen].sum())

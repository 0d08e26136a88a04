"""A season's calls at once: equal to trying everything, never worse than call after call, and said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.allocating import (
    NOT_ELIGIBLE,
    OpenCall,
    Opening,
    Rotation,
    Season,
    SeasonExpert,
    Seat,
    allocate,
    chains,
    in_turn,
    patterns,
    solving,
)
from matching.compose import Rules
from matching.errors import ContradictoryRules, InvalidSetting
from tests.matching.allocating.seasons import Groups, best_by_trying, faults, seasons, worth

NO = NOT_ELIGIBLE


def season(calls: list[OpenCall], experts: list[SeasonExpert], merit: list[list[int]], **more: Rotation) -> Season:
    return Season(tuple(calls), tuple(experts), np.array(merit, dtype=np.int32), **more)


def people(*names: str, **facts: object) -> list[SeasonExpert]:
    return [SeasonExpert(name, **facts) for name in names]  # type: ignore[arg-type]


def one(name: str, rules: Rules | None = None, places: int = 1, days: float = 0.0) -> OpenCall:
    return OpenCall(name, (Opening("p", places, days),), rules or Rules())


def groups_of(asked: Season, seats: tuple[Seat, ...]) -> list[Groups]:
    index = {expert.id: i for i, expert in enumerate(asked.experts)}
    return [
        tuple(
            tuple(index[s.expert_id] for s in seats if (s.call_id, s.opening_id) == (call.id, opening.id))
            for opening in call.openings
        )
        for call in asked.calls
    ]


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
    call = OpenCall("c", (Opening("p"), Opening("q")), Rules(min_public=1))
    experts = [*people("ana", "dino", public=False), *people("cleo", "eve", public=True)]
    found = allocate(season([call], experts, [[900, NO, 600, NO], [800, 790, NO, 700]]))
    assert [(seat.expert_id, seat.merit) for seat in found.in_turn] == [("ana", 900), ("eve", 700)]


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


def test_a_call_with_rules_is_staffed_whole_or_not_at_all() -> None:
    rules = Rules(min_countries=2)
    asked = season([one("mixed", rules, places=2)], people("ana", "ben", nationalities=("FR",)), [[900, 800]])
    found = allocate(asked)
    assert found.seats == () and found.optimal
    (lack,) = found.lacks
    assert (lack.opening_id, lack.missing, lack.eligible) == (None, 2, 2)
    assert "2 countries" in lack.sentence


def test_rules_of_one_call_leave_the_person_they_need_to_it() -> None:
    ana, ben = people("ana", "ben", gender="man")
    cleo = SeasonExpert("cleo", gender="woman")
    calls = [one("first"), one("with a woman", Rules(min_per_gender={"woman": 1}), places=2)]
    found = allocate(season(calls, [ana, ben, cleo], [[500, 400, 900], [600, 500, 500]]))
    assert [(s.call_id, s.expert_id) for s in found.seats] == [
        ("first", "ben"),
        ("with a woman", "ana"),
        ("with a woman", "cleo"),
    ]


def test_what_stays_empty_says_which_call_lacks_whom() -> None:
    calls = [one("first"), one("second"), one("nobody", places=2)]
    found = allocate(season(calls, people("ana"), [[900], [800], [NO]]))
    shared, none = found.lacks
    assert shared.call_id == "second" and shared.with_calls == ("first", "second")
    assert (
        "The same 1 person can take at most 1 place in all, and 2 are asked of them: by 'first', 'second'."
        in shared.sentence
    )
    assert (none.call_id, none.missing, none.eligible) == ("nobody", 2, 0)
    assert "nobody is eligible" in none.sentence and "2 people lacking" in none.sentence


def test_a_call_that_only_the_others_keep_from_being_staffed_says_so() -> None:
    rules = Rules(min_public=1)
    calls = [one("first", rules), one("second", rules)]
    found = allocate(season(calls, people("ana", public=True), [[900], [800]]))
    (lack,) = found.lacks
    assert lack.call_id == "second" and "could be staffed by itself, but not together" in lack.sentence


def test_an_answer_cut_short_says_how_far_it_could_be_from_the_best() -> None:
    rng = np.random.default_rng(1)
    calls = [one(f"c{i}", Rules(min_public=1, max_per_nationality=1), 2, days=4.0 + i % 3) for i in range(12)]
    experts = [
        SeasonExpert(f"e{i}", 3, 9.0, nationalities=(("FR", "ES", "IT")[i % 3],), public=bool(i % 2)) for i in range(12)
    ]
    asked = Season(tuple(calls), tuple(experts), rng.integers(300, 1000, (12, 12)).astype(np.int32))
    hurried, full = allocate(asked, deadline_s=0.0), allocate(asked)
    assert full.optimal
    assert (full.filled, full.merit) >= (hurried.filled, hurried.merit)
    assert hurried.most_filled >= full.filled
    assert not faults(asked, groups_of(asked, hurried.seats)) and not faults(asked, groups_of(asked, hurried.in_turn))
    assert full.compared and not hurried.compared
    assert (hurried.filled, hurried.merit) >= worth(asked, groups_of(asked, hurried.in_turn))


def test_why_a_team_stays_empty_is_not_looked_at_without_time() -> None:
    rules = Rules(min_countries=2)
    asked = season([one("mixed", rules, places=2)], people("ana", "ben", nationalities=("FR",)), [[900, 800]])
    (lack,) = allocate(asked, deadline_s=0.0).lacks
    assert (lack.why, lack.missing, lack.eligible) == ("time", 2, 2)
    assert "not looked at in the time given" in lack.sentence


def test_calls_without_rules_have_their_turn_whatever_the_time() -> None:
    asked = season([one("first"), one("second")], people("ana", "ben"), [[900, 800], [700, 100]])
    found = allocate(asked, deadline_s=0.0)
    assert found.compared and found.optimal and (found.filled, len(found.in_turn)) == (2, 2)


def test_whoever_a_call_excludes_is_not_among_those_who_could_take_it() -> None:
    rules = Rules(exclude=frozenset({"ben"}))
    calls = [one("first", rules), one("second", rules)]
    (lack,) = allocate(season(calls, people("ana", "ben"), [[900, 800], [800, 900]])).lacks
    assert (lack.call_id, lack.eligible, lack.why, lack.with_calls) == ("second", 1, "shared", ("first", "second"))
    assert "The same 1 person can take at most 1 place in all" in lack.sentence


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (season([one("c"), one("c")], people("ana"), [[1], [1]]), "id of one call"),
        (season([one("c")], people("ana", "ana"), [[1, 1]]), "id of one expert"),
        (season([one("c", places=0)], people("ana"), [[1]]), "1 place or more"),
        (season([one("c")], people("ana", most=-1), [[1]]), "0 assignments"),
        (season([one("c")], people("ana"), [[1001]]), "tenths"),
        (season([one("c")], people("ana"), [[1, 2]]), "openings by experts"),
        (season([one("c")], people("ana"), [[1]], rotation=Rotation(per_person=-1)), "cap of rotation"),
    ],
)
def test_a_season_that_cannot_be_read_is_refused_in_words(asked: Season, words: str) -> None:
    with pytest.raises(InvalidSetting, match=words):
        allocate(asked)


def test_rules_that_no_group_could_meet_are_refused() -> None:
    with pytest.raises(ContradictoryRules):
        allocate(season([one("c", Rules(min_public=2))], people("ana"), [[1]]))


def test_a_season_without_calls_or_people_is_empty_and_proven() -> None:
    nothing = Season((), (), np.zeros((0, 0), dtype=np.int32))
    assert allocate(nothing).optimal
    nobody = replace(nothing, calls=(one("c"),), merit=np.zeros((1, 0), dtype=np.int32))
    assert allocate(nobody).optimal and allocate(nobody).lacks[0].missing == 1

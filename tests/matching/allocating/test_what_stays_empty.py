"""Calls with rules are staffed whole or not at all; what stays empty, was cut short or cannot be read is said in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.allocating import (
    Rotation,
    Season,
    SeasonExpert,
    allocate,
)
from matching.compose import Rules
from matching.errors import ContradictoryRules, InvalidSetting
from tests.matching.allocating.by_hand import NO, groups_of, one, people, season
from tests.matching.allocating.seasons import faults, worth


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
    found = allocate(season(calls, [ana, ben, cleo], [[500, 410, 900], [600, 500, 500]]))
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

"""Who the missions went to: counted by hand, spread in equal parts, and of few people told to those alone who may see them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.governance.suppression import SMALL_GROUPS
from api.services.indicators.indicator_subjects import NOT_DECLARED
from api.services.supply.concentration_figures import MEASURES, OPEN, Measure, Piece, shares
from api.services.supply.missions import Mission
from api.services.supply.rotation_figures import newcomers, over_people

MISSIONS: Measure = "missions"


def pieces(**people: int) -> list[Piece]:
    """A mission of each of so many people in each group."""
    return [Piece(MISSIONS, group, f"{group}{n}", 1.0) for group, number in people.items() for n in range(number)]


def mission(expert: str, year: int = 2026, month: int = 1, days: float | None = 10.0, call: str = "c") -> Mission:
    return Mission(call, "1", expert, date(year, month, 10), days, ())


def test_shares_the_two_largest_and_the_index_are_counted_by_hand() -> None:
    found = shares(pieces(FR=5, ES=3, IT=2), safe=False)
    assert [(line.group, line.missions.amount, line.missions.share) for line in found.lines] == [
        ("FR", 5, 0.5), ("ES", 3, 0.3), ("IT", 2, 0.2),
    ]  # fmt: skip
    (spread,) = [one for one in found.spreads if one.measure == MISSIONS]
    assert (spread.groups, spread.largest_two, spread.index, spread.as_many) == (3, 0.8, 0.38, 2.6)
    assert not spread.at_least


def test_who_declared_nothing_is_in_no_share_and_stands_last() -> None:
    found = shares([*pieces(FR=2), Piece(MISSIONS, NOT_DECLARED, "x", 1.0)], safe=False)
    assert [(line.group, line.missions.amount, line.missions.share) for line in found.lines] == [
        ("FR", 2, 1.0), (NOT_DECLARED, 1, None),
    ]  # fmt: skip


def test_more_or_fewer_than_its_part_of_the_roster_is_the_difference_of_two_shares() -> None:
    days = [Piece("days", "FR", "a", 30.0), Piece("days", "ES", "b", 10.0)]
    roster = [Piece("roster", "FR", "a", 1.0), Piece("roster", "ES", "b", 1.0)]
    assert {line.group: line.gap for line in shares([*days, *roster], safe=False).lines} == {"FR": 0.25, "ES": -0.25}


def test_of_few_nothing_is_told_and_their_groups_are_not_named() -> None:
    found = shares([*pieces(FR=12, MT=3, CY=1), *(Piece("roster", "MT", f"m{n}", 1.0) for n in range(9))], safe=True)
    told = {line.group: (line.missions.amount, line.missions.suppressed) for line in found.lines}
    assert told == {"FR": (10, False), "MT": (None, True), SMALL_GROUPS: (None, True)}
    (spread,) = [one for one in found.spreads if one.measure == MISSIONS]
    assert spread.groups is None and spread.as_many is None and spread.at_least


GROUPS = st.dictionaries(st.sampled_from(["FR", "ES", "IT", "MT", "CY"]), st.integers(1, 12), min_size=1)


@given(GROUPS, st.integers(0, 4))
def test_what_is_told_safely_is_the_same_whoever_of_few_is_moved_within_few(people: dict[str, int], more: int) -> None:
    """One person more or fewer in a group never shows unless a rounded number changes."""
    told = shares(pieces(**people), safe=True)
    for line in told.lines:
        if line.missions.amount is not None:
            assert line.missions.amount % 5 == 0
        if line.group not in (*OPEN, SMALL_GROUPS):
            assert people[line.group] >= 5
    same = {group: 5 * ((number + 2) // 5) if number >= 5 else number for group, number in people.items()}
    again = shares(pieces(**same), safe=True)
    named = [line for line in told.lines if line.group != SMALL_GROUPS]
    assert [line.missions.amount for line in named] == [
        line.missions.amount for line in again.lines if line.group != SMALL_GROUPS
    ]


@given(GROUPS)
def test_shares_add_up_and_the_index_lies_between_even_and_one(people: dict[str, int]) -> None:
    found = shares(pieces(**people), safe=False)
    assert sum(line.missions.share or 0 for line in found.lines) == pytest.approx(1, abs=1e-3)
    (spread,) = [one for one in found.spreads if one.measure == MISSIONS]
    assert spread.index is not None and 1 / len(people) - 1e-3 <= spread.index <= 1
    assert [one.measure for one in found.spreads] == list(MEASURES)


def test_missions_over_people_are_counted_by_hand() -> None:
    known = [mission("ana", call=str(n)) for n in range(5)] + [mission("ben"), mission("ben"), mission("cleo", days=50)]
    found = over_people(known, {"ana": 5}, safe=False)
    assert (found.people, found.missions, found.half, found.reached) == (3, 8, 1, 1)
    assert [(one.missions, one.people) for one in found.times] == [(1, 1), (2, 1), (3, 0), (4, 1)]
    assert (found.top_tenth, found.top_tenth_days) == (0.625, 0.4167)
    few = over_people(known, {"ana": 5}, safe=True)
    assert (few.people, few.missions, few.half, few.reached, few.top_tenth) == (None,) * 5
    assert [one.people for one in few.times] == [None, None, 0, None]


def test_a_newcomer_never_went_before_by_the_record_or_their_profile() -> None:
    known = [mission("ana", 2025), mission("ana", 2026), mission("ben", 2026), mission("cleo", 2026)]
    before = {"cleo": date(2019, 5, 1), "ben": date(2027, 1, 1)}
    told = [(one.year, one.people, one.newcomers, one.share) for one in newcomers(known, before, safe=False)]
    assert told == [(2025, 1, 1, 1.0), (2026, 3, 1, 0.3333)]
    assert [one.share for one in newcomers(known, before, safe=True)] == [None, None]

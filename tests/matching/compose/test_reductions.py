"""What makes the exact answers fast keeps them exact: representatives, prices for columns left out, tables."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from matching.compose import Coverage, Member, Position, Rules, best_shortlist
from matching.compose.encode import Problem, encode
from matching.compose.highs import build, relax
from matching.compose.lookahead import look_ahead
from matching.compose.representatives import representatives
from tests.matching.compose import brute

P, TWO = [Position("p")], [Position("p"), Position("q")]


def kept(members: Sequence[Member], rules: Rules, size: int, keep: frozenset[str] = frozenset()) -> list[str]:
    problem = encode(members, P, rules)
    return [problem.members[i].id for i in representatives(problem, size, keep)]


def alike(ids: str, institution: str | None = None, **what: object) -> list[Member]:
    return [Member(one, {"p": 50.0}, institution=institution, **what) for one in ids]  # type: ignore[arg-type]


def test_of_people_alike_as_many_are_kept_as_there_are_places() -> None:
    assert kept(alike("abcde"), Rules(), 2) == ["a", "b"]


def test_from_one_institution_so_many_are_kept_in_case_institutions_may_be_the_same() -> None:
    assert kept(alike("abcde", "x"), Rules(distinct_institutions=True), 2) == ["a", "b"]


def test_from_enough_institutions_one_each_is_kept() -> None:
    pool = alike("ab", "x") + alike("cd", "y") + alike("ef", "z")
    assert kept(pool, Rules(distinct_institutions=True), 2) == ["a", "c"]


def test_those_who_bring_less_are_not_needed_where_enough_bring_more() -> None:
    pool = alike("ab", public=True) + alike("cd", public=False)
    assert kept(pool, Rules(min_public=1), 2) == ["a", "b"]
    assert kept(pool, Rules(min_public=1), 3) == ["a", "b", "c", "d"]


def test_another_nationality_is_never_better() -> None:
    pool = alike("ab", nationalities=("FR",), public=True) + alike("cd", nationalities=("ES",))
    assert kept(pool, Rules(max_per_nationality=1, min_public=1), 2) == ["a", "b", "c", "d"]


def test_a_field_is_no_condition() -> None:
    pool = [*alike("a"), Member("b", {"p": 50.0}, fields=frozenset({"E"})), *alike("c")]
    problem = encode(pool, P, Rules(), Coverage(frozenset({"E"})))
    assert list(representatives(problem, 1)) == [0]


def test_people_whom_rules_name_stand_for_themselves() -> None:
    assert kept(alike("abcd"), Rules(), 1, frozenset({"d"})) == ["a", "d"]


TRIANGLE = [  # a linear relaxation takes half of each
    Member("a", {"p": 90.0}, nationalities=("FR", "ES")),
    Member("b", {"p": 90.0}, nationalities=("ES", "IT")),
    Member("c", {"p": 90.0}, nationalities=("FR", "IT")),
    Member("d", {"p": 20.0}, institution="x"),
    Member("e", {"p": 10.0}, institution="x"),
]


@pytest.mark.parametrize("top", [4, 5])
def test_a_person_left_out_of_the_relaxation_may_still_be_in_the_answer(
    monkeypatch: pytest.MonkeyPatch, top: int
) -> None:
    monkeypatch.setattr("matching.compose.exact.FEW", 0)
    monkeypatch.setattr("matching.compose.exact.TOP", top)
    found = best_shortlist(TRIANGLE, "p", 2, Rules(max_per_nationality=1))
    assert (found.total, found.optimal, found.proof) == (110.0, True, "HiGHS")


def test_a_relaxation_over_a_few_that_runs_out_of_time_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.compose.exact.FEW", 0)
    found = best_shortlist(TRIANGLE, "p", 2, Rules(max_per_nationality=1), deadline_s=1e-9)
    assert not found.found and not found.optimal


RULES = Rules(
    max_per_nationality=1, min_countries=2, min_public=1, min_per_gender={"woman": 1}, distinct_institutions=True
)


def crowd(seed: int, size: int) -> list[Member]:
    """People with many dual nationals, so that linear relaxations like to halve them."""
    rng = random.Random(seed)
    codes = ((rng.randrange(76_800), rng.randrange(28_561)) for _ in range(size))
    people = [brute.person(f"e{i}", TWO, *code) for i, code in enumerate(codes)]
    clubs = [("FR", "ES"), ("ES", "IT"), ("FR", "IT"), ("IT", "PT"), ("PT", "FR")]
    return [replace(m, nationalities=rng.choice([*clubs, m.nationalities])) for m in people]


@pytest.mark.parametrize("seed", [37, 64, *range(20)])  # in the first two, somebody left out at first is in the answer
@pytest.mark.parametrize("size", [2, 3])
def test_a_few_columns_to_begin_with_give_the_answer_of_all_of_them(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: int
) -> None:
    members = crowd(seed, 24)
    whole = best_shortlist(members, "p", size, RULES)
    monkeypatch.setattr("matching.compose.exact.FEW", 0)
    monkeypatch.setattr("matching.compose.exact.TOP", 3)
    monkeypatch.setattr("matching.compose.exact.JOIN", 1)
    few = best_shortlist(members, "p", size, RULES)
    assert few.optimal and few.total == pytest.approx(whole.total)


@pytest.mark.parametrize("seed", range(40))
def test_the_duals_bound_every_group_whoever_was_in_the_relaxation(seed: int) -> None:
    members = crowd(seed, 9)
    problem = encode(members, P, RULES)
    model = build(problem, [3])
    groups = [g for g in combinations(range(len(problem.members)), 3) if not brute.misses(_people(problem, g), RULES)]
    for some in combinations(range(len(problem.members)), 4):
        relaxed = relax(model, np.array(some))
        if relaxed is None:
            continue
        assert relaxed.value <= relaxed.bound + 1e-9
        for group in groups:
            total = float(problem.gain[0, list(group)].sum())
            assert total <= relaxed.bound + 1e-9
            assert all(total <= relaxed.bound_with[one] + 1e-9 for one in group)


def test_a_kind_that_brings_less_is_tried_where_it_gains_a_little_more() -> None:
    members = [*(Member(one, {"p": 50.0, "q": 50.0}, public=True) for one in "ab"), Member("c", {"p": 50.5, "q": 50.5})]
    problem = encode(members, TWO, Rules(min_public=1))
    assert look_ahead(problem, (0, 1)).root() == 100.5


def test_a_need_that_nobody_can_meet_shows_at_the_root() -> None:
    problem = encode(alike("abc"), P, Rules(min_public=1))
    assert look_ahead(problem, (0,)).root() == -np.inf


def _people(problem: Problem, numbers: Sequence[int]) -> list[Member]:
    return [problem.members[i] for i in numbers]

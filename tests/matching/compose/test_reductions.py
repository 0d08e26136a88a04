"""What makes the exact answers fast keeps them exact: representatives, prices for columns left out, tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from matching.compose import Coverage, Member, Position, Rules, best_shortlist
from matching.compose.encode import encode
from matching.compose.highs import build, relax
from matching.compose.lookahead import look_ahead
from matching.compose.representatives import representatives

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
    pool = [Member("a", {"p": 50.0}, fields=frozenset({"E"})), *alike("bc")]
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


def test_the_duals_bound_everybody_whoever_was_in_the_relaxation() -> None:
    members = [Member(f"e{i}", {"p": 90.0 - i, "q": 80.0 + i}, public=i > 3) for i in range(6)]
    model = build(encode(members, TWO, Rules(min_public=1)), [1, 1])
    whole = relax(model, np.arange(len(model.person)))
    some = relax(model, np.array([0, 5, 10, 11]))
    assert whole is not None and some is not None and whole.whole
    assert whole.value == pytest.approx(whole.bound) == 90 + 85
    assert some.value <= whole.value <= some.bound + 1e-9
    assert np.all(some.bound_with <= some.bound + 1e-9)


def test_a_need_that_nobody_can_meet_shows_at_the_root() -> None:
    problem = encode(alike("abc"), P, Rules(min_public=1))
    assert look_ahead(problem, (0,)).root() == -np.inf

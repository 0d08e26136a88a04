"""The greedy methods do what their papers say, on lists that can be worked by hand, and never beat the exact one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.questions import Question, answer, exact
from evaluation.rerankers import (
    METHODS,
    det_const_sort,
    fa_ir,
    least_proportion,
    m_table,
    plain_greedy,
    proportions,
    quotas_first,
)
from matching.compose import Coverage, Member, Position, Rules
from tests.matching.compose import brute

HALF = {"woman": Fraction(1, 2), "": Fraction(1, 2)}


def someone(one: str, *scores: float, **facts: object) -> Member:
    """A woman ("w1"), a man ("m1") or neither ("x1") with a score for each position."""
    gender = {"w": "woman", "m": "man"}.get(one[0])
    return Member(one, {str(i): score for i, score in enumerate(scores, start=1)}, gender, **facts)  # type: ignore[arg-type]


def shortlist(members: Sequence[Member], size: int, **rules: object) -> Question:
    return Question.shortlist(members, "1", size, Rules(**rules))  # type: ignore[arg-type]


def team(members: Sequence[Member], size: int, coverage: Coverage | None = None, **rules: object) -> Question:
    places = [Position(str(i)) for i in range(1, size + 1)]
    return Question(members, places, Rules(**rules), coverage or Coverage())  # type: ignore[arg-type]


def ids(group: Sequence[Member]) -> list[str]:
    return [one.id for one in group]


# --- FA*IR ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "table"),
    [
        (0.1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (0.3, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]),
        (0.5, [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4]),
        (0.7, [0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6]),
    ],
)
def test_the_m_table_is_that_of_the_paper(p: float, table: list[int]) -> None:
    assert list(m_table(12, p, 0.1)) == table


def test_the_m_table_is_that_of_the_authors_library() -> None:
    assert list(m_table(20, 0.25, 0.1)) == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3]


def test_the_m_table_asks_for_more_than_alpha_not_for_alpha_itself() -> None:
    assert m_table(1, 0.9, 0.1) == (1,)  # F(0; 1, 0.9) is 0.1 exactly: not above it


@pytest.mark.parametrize("size", [1, 2, 5, 10])
def test_the_least_proportion_asks_for_as_many_as_the_rule(size: int) -> None:
    for asked in range(size + 1):
        p = least_proportion(size, asked)
        assert m_table(size, p)[-1] == asked
        assert asked == 0 or m_table(size, p - 1e-6)[-1] == asked - 1


def test_fa_ir_takes_the_best_until_a_prefix_would_hold_too_few() -> None:
    pool = [someone("m1", 90), someone("m2", 80), someone("m3", 70), someone("m4", 60), someone("w1", 30)]
    pool.append(someone("w2", 20))
    assert m_table(4, 0.5) == (0, 0, 0, 1)
    assert ids(fa_ir(shortlist(pool, 4, min_per_gender={"woman": 1}), p=0.5)) == ["m1", "m2", "m3", "w1"]
    assert ids(fa_ir(shortlist(pool, 4))) == ["m1", "m2", "m3", "m4"]  # no rule, nobody protected


def test_fa_ir_ends_where_nobody_protected_is_left() -> None:
    found = answer(fa_ir, shortlist([someone("m1", 90), someone("m2", 80)], 2, min_per_gender={"woman": 1}))
    assert not found.complete and not found.feasible and found.value == 0


# --- DetConstSort -----------------------------------------------------------------------------------------------------------


def test_det_const_sort_keeps_every_prefix_in_proportion() -> None:
    pool = [someone("m1", 90), someone("m2", 80), someone("m3", 70), someone("w1", 50), someone("w2", 45)]
    # k = 2 brings m1 and w1, k = 4 brings m2 and w2; w1 may not fall to the third place, for it must be among the first 2
    assert ids(det_const_sort(shortlist(pool, 4), p=HALF)) == ["m1", "w1", "m2", "w2"]


def test_det_const_sort_moves_people_up_as_far_as_others_may_fall() -> None:
    pool = [someone("m1", 90), someone("m2", 80), someone("m3", 70), someone("w1", 85)]
    quarter = {"woman": Fraction(1, 4), "": Fraction(3, 4)}
    # k = 2 brings m1, k = 3 m2, k = 4 w1 and m3; w1 passes m2, who may stand third, but not m1
    assert ids(det_const_sort(shortlist(pool, 4), p=quarter)) == ["m1", "w1", "m2", "m3"]


def test_what_the_last_step_adds_beyond_the_list_is_cut_off() -> None:
    pool = [someone("w1", 50), someone("w2", 40), someone("m1", 90), someone("m2", 80)]
    # k = 2 brings m1 and w1, k = 4 brings m2 and w2 for the one place that is left
    assert ids(det_const_sort(shortlist(pool, 3), p=HALF)) == ["m1", "w1", "m2"]


def test_det_const_sort_goes_on_when_one_value_runs_out() -> None:
    pool = [someone("w1", 50), someone("m1", 90), someone("m2", 80), someone("m3", 70)]
    assert ids(det_const_sort(shortlist(pool, 4), p=HALF)) == ["m1", "w1", "m2", "m3"]


def test_the_desired_share_is_the_larger_of_the_rules_and_the_pools() -> None:
    pool = [someone("w1", 5), someone("m1", 5), someone("m2", 5), someone("x1", 5)]
    asked = proportions(shortlist(pool, 2, min_per_gender={"woman": 1}))
    assert asked == {"woman": Fraction(1, 2), "": Fraction(1, 2)}
    assert proportions(shortlist(pool, 10, min_per_gender={"woman": 1}))["woman"] == Fraction(1, 4)
    both = proportions(shortlist(pool, 4, min_per_gender={"woman": 3, "man": 1}))
    assert both == {"woman": Fraction(3, 4), "man": Fraction(1, 4), "": 0}


def test_in_a_team_two_change_places_where_that_is_worth_more() -> None:
    pool = [someone("m1", 90, 85), someone("w1", 88, 20)]
    assert ids(det_const_sort(team(pool, 2), p=HALF)) == ["w1", "m1"]  # 88 + 85, not 90 + 20


# --- greedy by counting, quotas ---------------------------------------------------------------------------------------------


def test_plain_greedy_keeps_room_for_what_is_still_asked_for() -> None:
    pool = [someone("m1", 90), someone("m2", 80), someone("m3", 70), someone("w1", 30), someone("w2", 20)]
    assert ids(plain_greedy(shortlist(pool, 3, min_per_gender={"woman": 2}))) == ["m1", "w1", "w2"]


def test_plain_greedy_passes_over_who_would_break_a_limit() -> None:
    pool = [someone("m1", 90, nationalities=("FR",), institution="a"), someone("m2", 80, nationalities=("FR", "IT"))]
    pool += [someone("m3", 70, nationalities=("ES",), institution="a"), someone("m4", 60), someone("m5", 95)]
    rules = {"max_per_nationality": 1, "distinct_institutions": True, "exclude": frozenset({"m5"})}
    assert ids(plain_greedy(shortlist(pool, 2, **rules))) == ["m1", "m4"]


def test_plain_greedy_takes_the_first_place_at_the_cost_of_the_second() -> None:
    question = team([someone("m1", 90, 89), someone("m2", 80, 10)], 2)
    assert answer(plain_greedy, question).value == 100
    best, proven = exact(question)
    assert best and proven and best.value == 169 and best.ids == ("m2", "m1")


def test_counting_is_not_enough_where_one_place_must_serve_two_rules() -> None:
    pool = [someone("m1", 90), someone("m2", 50, languages=frozenset({"fr", "es"})), someone("m3", 40, public=True)]
    pool.append(someone("m4", 95, languages=frozenset({"fr"})))
    question = shortlist(pool, 2, cover_languages=frozenset({"fr", "es"}), min_public=1)
    greedy, (best, _) = answer(plain_greedy, question), exact(question)
    assert not greedy.feasible and not greedy.complete  # m4 first, and nobody is left who is public and speaks Spanish
    assert best and best.feasible and set(best.ids) == {"m2", "m3"}


def test_quotas_come_first_then_the_best_of_the_rest() -> None:
    pool = [someone("m1", 90), someone("m2", 80, public=True), someone("w1", 30), someone("w2", 20), someone("m3", 85)]
    question = shortlist(pool, 4, min_per_gender={"woman": 1}, min_public=1, include=frozenset({"w2"}))
    assert ids(quotas_first(question)) == ["m1", "m3", "m2", "w2"]  # w2 is named and is a woman too


def test_quotas_give_each_person_the_place_where_they_add_most() -> None:
    pool = [someone("m1", 90, 89), someone("w1", 50, 70)]
    question = team(pool, 2, min_per_gender={"woman": 1})
    assert ids(quotas_first(question)) == ["m1", "w1"]
    assert answer(quotas_first, question).value == 160


def test_plain_greedy_counts_who_is_left_within_the_limits() -> None:
    pool = [someone("m1", 90, nationalities=("FR",)), someone("m2", 30, nationalities=("IT",))]
    pool += [someone("w1", 50, nationalities=("ES",)), someone("w2", 40, nationalities=("FR",))]
    question = shortlist(pool, 3, min_per_gender={"woman": 2}, max_per_nationality=1)
    assert ids(plain_greedy(question)) == ["w1", "w2", "m2"]  # with m1, only one woman could still come


def test_quotas_keep_institutions_apart() -> None:
    pool = [someone("w1", 50, institution="a"), someone("m1", 90, institution="a "), someone("m2", 80, institution="b")]
    question = shortlist([*pool, someone("m3", 70)], 3, min_per_gender={"woman": 1}, distinct_institutions=True)
    assert ids(quotas_first(question)) == ["m2", "m3", "w1"]


def test_a_field_counts_once() -> None:
    pool = [someone("m1", 50, 50, fields=frozenset({"A"})), someone("m2", 49, 49, fields=frozenset({"A"}))]
    pool.append(someone("m3", 48, 48))
    question = team(pool, 2, Coverage(frozenset({"A"}), bonus=5))
    assert question.gain(pool[1], 1) == 54 and question.gain(pool[1], 1, pool[:1]) == 49
    assert answer(plain_greedy, question).value == 104


def test_a_field_that_is_covered_no_longer_draws() -> None:
    pool = [someone("m1", 50, 50, fields=frozenset({"A"})), someone("m2", 45, 45, fields=frozenset({"A"}))]
    pool.append(someone("m3", 48, 48))
    found = answer(plain_greedy, team(pool, 2, Coverage(frozenset({"A"}), bonus=5)))
    assert (found.ids, found.value) == (("m1", "m3"), 103)


# --- limits, and all together -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["DetConstSort", "FA*IR"])
def test_as_published_limits_are_broken_and_with_limits_they_are_kept(name: str) -> None:
    pool = [someone("m1", 90, nationalities=("FR",)), someone("m2", 80, nationalities=("FR",))]
    pool += [someone("w1", 70, nationalities=("FR",)), someone("w2", 60, nationalities=("ES",))]
    question = shortlist(pool, 2, min_per_gender={"woman": 1}, max_per_nationality=1)
    broken = answer(METHODS[name], question)
    assert broken.ids == ("m1", "w1") and [change.rule for change in broken.missed] == ["max_per_nationality"]
    kept = answer(METHODS[f"{name} with limits"], question)
    assert kept.ids == ("m1", "w2") and kept.feasible


@settings(max_examples=60)
@given(brute.team_questions(largest=3, most=6))
def test_no_method_beats_the_best_team_found_by_trying_everything(asked: tuple) -> None:  # type: ignore[type-arg]
    question = Question(*asked)
    best = max(brute.teams(*asked), default=None)
    for name, method in METHODS.items():
        found = answer(method, question)
        assert len(set(found.ids)) == len(found.ids), name
        if found.feasible:
            assert best is not None and found.value <= best + 1e-9, name


@settings(max_examples=60)
@given(st.data())
def test_no_method_beats_the_exact_shortlist(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    question = Question.shortlist(
        data.draw(brute.pools([Position("1")], most=7)), "1", size, data.draw(brute.rule_sets(size))
    )
    best, proven = exact(question)
    assert proven and (best is None or best.feasible)
    for name, method in METHODS.items():
        found = answer(method, question)
        assert not found.feasible or (best is not None and found.value <= best.value + 1e-9), name

"""The judge of the sample: measures per position, slices, and who counts as a near-miss."""

from __future__ import annotations

import math

import pytest

from evaluation.baselines import BASELINES
from evaluation.judges.roster import TEXT_ALONE, _unbeaten, measured, roster, slices_of
from evaluation.near_misses import count_pairs, main_field, main_fields, near_misses
from evaluation.rankings import Ranked
from fixtures.calls import load_calls, truth_of
from fixtures.load import load_truth
from matching.engine import Engine
from tests.evaluation.samples import small_subject

CALL = load_calls()[0]  # position 1 needs A.35 (1.0), A.45 (0.5) and A.20.10 (0.2)


def ranked(*people: str, failing: tuple[str, ...] = ()) -> Ranked:
    merit = {person: 90.0 - place for place, person in enumerate(people)}
    return Ranked(f"{CALL.id}:1", CALL, CALL.positions[0], people, merit, frozenset(failing))


def of_kind(kind: str, shows: bool) -> str:
    """Somebody of the sample of this kind whose CV shows a main field of the position above, or none of them."""
    return next(
        person["id"]
        for person in load_truth()
        if person["kind"] == kind and bool({"A.35", "A.45"} & {*person["apparent"], *person["fields"]}) == shows
    )


def test_measures_are_over_those_who_fail_no_gate() -> None:
    position = ranked("a", "b", failing=("c",))
    found = measured([position], [position.people], {position.id: {"a": 3, "c": 3}})
    assert {name: values for name, values in found.items()} == {
        "nDCG@10": [1],
        "MAP": [1],
        "recall@50": [1],
        "P@5": [0.2],
    }


def test_a_position_at_which_nobody_can_be_found_is_not_counted() -> None:
    position = ranked("a", failing=("c",))
    found = measured([position], [position.people], {position.id: {"c": 3}})
    assert all(math.isnan(values[0]) for values in found.values())


def test_slices_are_by_language_of_the_call_and_root_of_the_field_needed_most() -> None:
    assert slices_of([ranked("a")], [0.5]) == {f"language {CALL.language}": [0.5], "field A": [0.5]}


def test_main_fields_weigh_at_least_half_of_the_heaviest() -> None:
    assert truth_of(CALL.id)["1"]["fields"] == {"A.35": 1.0, "A.45": 0.5, "A.20.10": 0.2}
    assert main_fields(CALL.id, "1") == {"A.35", "A.45"} and main_field(CALL.id, "1") == "A.35"


@pytest.mark.parametrize("kind", ["stuffer", "wrong_role"])
def test_a_near_miss_shows_a_main_field_has_grade_nought_and_fails_no_gate(kind: str) -> None:
    shows, other = of_kind(kind, True), of_kind(kind, False)
    assert near_misses(kind, ranked(shows, other), {}) == [shows]
    assert near_misses(kind, ranked(shows), {shows: 1}) == []
    assert near_misses(kind, ranked("E000001", failing=(shows,)), {}) == []
    assert near_misses("junior", ranked(shows), {}) == []


def test_a_pair_is_in_order_where_the_true_match_stands_above_the_near_miss() -> None:
    stuffer = of_kind("stuffer", True)
    position = ranked("E000001", stuffer, "E000003")
    grades = {position.id: {"E000001": 2, "E000003": 3}}
    counts = count_pairs("stuffer", [position], grades)
    assert (counts.right, counts.total) == ((1,), (2,))
    assert count_pairs("stuffer", [position], {position.id: {"E000001": 1}}).total == (0,)


def test_the_judge_measures_ours_and_every_baseline_on_the_same_positions(engine: Engine) -> None:
    found = roster(small_subject(engine))
    ours = {f.measure: f for f in found.figures if not f.group}
    assert set(ours) == {"nDCG@10", "MAP", "recall@50", "P@5"}
    by_group = {f.group: f for f in found.figures if f.measure == "nDCG@10"}
    assert by_group["random"].n == by_group["BM25"].n == ours["nDCG@10"].n
    assert by_group["random"].higher_is_better is None and by_group["random"].value < ours["nDCG@10"].value
    for measure in ("p of nDCG@10 against ours", "p of nDCG@10 against ours, from the text alone"):
        compared = {f.group for f in found.figures if f.measure == measure}
        assert compared - {TEXT_ALONE} == set(BASELINES)
    assert [chart.name for chart in found.charts] == ["roster-baselines", "roster-languages", "roster-near-misses"]


def test_a_baseline_as_good_as_ours_from_the_text_alone_is_named_as_weak() -> None:
    good, bad = [0.9, 0.8] * 10, [0.1, 0.2] * 10
    assert _unbeaten("BM25", bad, good, "") == []
    assert _unbeaten("BM25", good, good, " from the text alone") == [
        "BM25 is not beaten beyond doubt from the text alone: 0.850, p = 1.0000."
    ]

"""The judge of how far the sample can go: what each kind of knowledge is worth, and the share of it that ours reaches."""

from __future__ import annotations

import math

import pytest

from evaluation.judges.ceiling import KNOWN, NAMED, SHARE, alike, all_facts, ceiling, in_order, reached, weighed
from evaluation.measures import ndcg
from evaluation.rankings import Ranked, served, without_codes
from fixtures.calls import load_calls, truth_of
from fixtures.judgements import grade
from fixtures.load import load_judgements, load_truth
from matching.engine import Engine
from tests.evaluation.samples import small_subject

CALL = load_calls()[0]  # position 1 names A.35 and A.45, and needs A.35 (1.0), A.45 (0.5) and A.20.10 (0.2)
NEEDED = truth_of(CALL.id)["1"]
NAMES = CALL.positions[0].fields
SPEAKS = {"en": {"listening": 6, "reading": 6, "speaking": 6, "writing": 6}}


def person(years: int = 20, **fields: int) -> dict[str, object]:
    """Somebody who did this, to these depths, and meets all else that the position asks for."""
    named = {code.replace("_", "."): depth for code, depth in fields.items()}
    return {"kind": "practitioner", "fields": named, "years": years, "languages": SPEAKS, "competences": ["3.1"]}


def everybody() -> Ranked:
    people = tuple(sorted(p["id"] for p in load_truth()))
    return Ranked(f"{CALL.id}:1", CALL, CALL.positions[0], people, dict.fromkeys(people, 50.0), frozenset())


def test_fields_count_alike_in_their_order_or_as_they_truly_weigh() -> None:
    assert NAMES == ("A.35", "A.45")
    first = person(A_35=3)  # the other field is next to it, and so counts for 0.35
    assert alike(first, NAMES, NEEDED) == pytest.approx((1 + 0.35) / 2)
    assert in_order(first, NAMES, NEEDED) == pytest.approx((1 + 0.7 * 0.35) / 1.7)
    assert weighed(first, NAMES, NEEDED) == pytest.approx((1 + 0.5 * 0.35 + 0.2 * 0.35) / 1.7)


def test_all_facts_are_the_grade_and_then_the_fields() -> None:
    able, better, green = person(A_35=2), person(A_35=3), person(years=2, A_35=3, A_45=3)
    assert [grade(p, NEEDED) for p in (able, better, green)] == [2, 3, 1]
    assert all_facts(better, NAMES, NEEDED) > all_facts(able, NAMES, NEEDED) > all_facts(green, NAMES, NEEDED)
    assert in_order(green, NAMES, NEEDED) > in_order(better, NAMES, NEEDED)  # by fields alone nobody is too green
    wider = person(A_35=3, A_45=3)
    assert grade(wider, NEEDED) == grade(better, NEEDED)
    assert all_facts(wider, NAMES, NEEDED) > all_facts(better, NAMES, NEEDED)


def test_who_knew_the_weights_and_all_facts_would_reach_one() -> None:
    position = everybody()
    grades = [position.grades(load_judgements())]
    by_name = {name: reached(knowing, [position], grades)[0] for name, knowing in KNOWN.items()}
    assert reached(lambda one, named, needed: grade(one, needed), [position], grades) == [pytest.approx(1)]
    assert all(0 < value <= 1 for value in by_name.values())
    assert by_name["all true facts, codes in their order"] > by_name["true fields, codes in their order"]


def test_a_position_that_names_no_codes_names_what_it_truly_needs_most_needed_first() -> None:
    bare = without_codes(CALL)
    position = Ranked(f"{CALL.id}:1", bare, bare.positions[0], ("E000001",), {"E000001": 1.0}, frozenset())
    seen: list[list[str]] = []
    reached(lambda one, named, needed: float(seen.append(list(named)) or 0), [position], [{"E000001": 1}])
    assert seen == [["A.35", "A.45", "A.20.10"]]


def test_a_position_at_which_nobody_can_be_found_is_not_counted() -> None:
    position = Ranked(f"{CALL.id}:1", CALL, CALL.positions[0], ("E000001",), {"E000001": 1.0}, frozenset())
    assert math.isnan(reached(alike, [position], [{}])[0])


def test_ours_is_held_against_the_same_positions_and_people(engine: Engine) -> None:
    subject = small_subject(engine)
    found = {(f.measure, f.group): f for f in ceiling(subject).figures}
    ours = [ndcg(r.people, grades) for r in served(subject) if (grades := r.grades(subject.judged))]
    assert found["nDCG@10 as served", ""].value == pytest.approx(sum(ours) / len(ours))
    for name in KNOWN:
        most, share = found["nDCG@10", name], found[SHARE, name]
        assert most.n == share.n == len(ours) and (SHARE, name + NAMED) in found
        assert share.value == pytest.approx(found["nDCG@10 as served", ""].value / most.value)
    assert all(f.higher_is_better is None for f in found.values())
    assert found["share of what true fields give", ""].value == found[SHARE, "true fields, codes in their order"].value

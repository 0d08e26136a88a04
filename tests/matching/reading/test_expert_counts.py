"""How many experts a call asks for, and what becomes of a range of them."""

from __future__ import annotations

import pytest

from matching.reading.quantities import find_expert_count
from tests.matching.reading.call_texts import about, read


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two experts", 2),
        ("deux experts", 2),
        ("3 senior experts", 3),
        ("خبيرين", 2),
        ("300 experts", None),
        ("two experts, one expert in pensions and one expert in labour law", 2),
        ("2 experts, un expert principal et un expert associé", 2),
        ("два эксперта, один эксперт по пенсиям и один эксперт по праву", 2),
        ("Two experts (one expert in law and one expert in pensions)", 2),
        ("We need two experts and one of the experts speaks French", 2),
        ("dois peritos e um dos peritos fala francês", 2),
        ("Two experts, ten working days each, one expert online", 2),
        ("one expert in pensions, one expert in tax and one expert in law", 3),
        ("experts", None),
        ("deux expertes et un expert", 3),
        ("1 expert principal et 2 experts associés", 3),
        ("one expert in pensions and one expert in labour law", 2),
        ("duas peritas e um perito", 3),
        ("пятеро экспертов", 5),
        ("نحتاج إلى خبيرتين", 2),
        ("أربع خبيرات", 4),
        ("trente-deux experts", None),
        ("двести пять экспертов", None),
        ("We need two experts. One expert speaks French.", 2),
        ("For 10 days two experts are needed", 2),
        ("В 2026-30 нужны два эксперта", 2),
    ],
)
def test_experts_are_counted(text, count):
    assert find_expert_count(text) == (count and (count, count))


@pytest.mark.parametrize(
    "text",
    [
        "two to three experts",
        "two or three experts",
        "2-3 experts",
        "2 – 3 senior experts",
        "between two and three experts",
        "two (2) to three (3) experts",
        "deux à trois experts",
        "entre 2 et 3 expertes",
        "de dos a tres expertos",
        "entre dos y tres expertas",
        "dois a três peritos",
        "entre dois e três peritos",
        "два-три эксперта",
        "от двух до трёх экспертов",
        "2–3 эксперта",
        "من خبيرين إلى ثلاثة خبراء",
        "خبيران أو ثلاثة خبراء",
        "من 2 إلى 3 خبراء",
    ],
)
def test_a_range_of_experts_is_read_with_both_ends(text):
    assert find_expert_count(text) == (2, 3)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("one or two senior experts and one junior expert", (2, 3)),
        ("خبير أو خبيرين", (1, 2)),
        ("ten to fifteen experts", None),
        ("3 to 2 experts", (2, 2)),
        ("Position 1: 2 experts", (2, 2)),
        ("Phase 1 - 2 experts", (2, 2)),
        ("Activité 2 – trois experts", (3, 3)),
    ],
)
def test_a_range_is_added_to_and_is_no_range_when_it_cannot_be(text, count):
    assert find_expert_count(text) == count


@pytest.mark.parametrize(
    "more", ["", "\nFields: N.10.01", "\nThe principal expert works 18 days, the second expert works 16 days."]
)
def test_of_a_range_the_upper_end_is_taken_and_asked_about(more):
    call = read(f"Two to three experts should help the labour inspectors with their work on farms.{more}")
    assert [p.id for p in call.positions] == ["1", "2", "3"]
    (question,) = [q for q in call.questions if q.about == "positions"]
    assert "2 to 3 experts; positions taken: 3" in question.text
    assert about(call).count("positions") == 1


def test_of_a_range_those_who_are_described_come_first():
    call = read("Two to three experts are needed. The principal expert works 18 days, the second expert works 16 days.")
    assert [p.days for p in call.positions] == [18, 16, None]

"""The load test's own parts: what is counted, how growth is told, and that no decision is taken twice."""

from __future__ import annotations

import json
import random

import pytest

from bench.load.asking import Answer, Officer
from bench.load.mix import MIX, Papers, decided
from bench.load.seeding import BASE, _lines
from bench.load.telling import LIMIT, Found, at
from bench.load.watching import Look, slope


def looks(own: list[float]) -> list[Look]:
    return [
        Look(at=float(second), own=one, mapped=0.0, service=0.0, clients=0.0, load=0.0)
        for second, one in enumerate(own)
    ]


def test_memory_that_grows_is_told_in_an_hour_and_its_beginning_does_not_count() -> None:
    growing = [1000 + (500 if second < 120 else 0) + second / 60 for second in range(600)]
    found = slope(looks(growing), 120)
    assert found is not None
    assert found.per_hour == pytest.approx(60)
    assert found.low == pytest.approx(60) and found.high == pytest.approx(60)


def test_memory_that_goes_up_and_down_is_not_said_to_grow() -> None:
    chance = random.Random(1)
    found = slope(looks([1000 + chance.uniform(-20, 20) for _ in range(600)]), 120)
    assert found is not None
    assert found.low < 0 < found.high
    assert slope(looks([1000.0] * 50), 0) is None  # too short to say anything


def test_a_request_is_held_against_its_own_kind_alone() -> None:
    idle = [Answer("slow", 0, 1.0, 200), Answer("slow", 0, 3.0, 200), Answer("quick", 0, 0.01, 200)]
    busy = [Answer("slow", 0, 4.0, 201), Answer("quick", 0, 0.1, 303), Answer("unknown", 0, 9.0, 0)]
    found = Found(1, 1, 1.0, 1.0, 1, "sqlite", idle, busy, looks([1.0]))
    assert found.medians() == {"slow": 2.0, "quick": 0.01}
    assert found.times() == pytest.approx([2.0, 10.0])
    assert at(found.times(), 0.99) > LIMIT
    assert [one.is_good for one in busy] == [True, True, False]


def test_every_decision_is_taken_once_and_then_something_else_is_done() -> None:
    papers = Papers(["a"], ["b"], ["c"], [{}], [("call", {})])
    assert papers.decision() == ("call", {})
    assert papers.decision() is None
    nobody = Officer(1, "")  # at a port where nobody listens
    [answer] = decided(nobody, papers, random.Random(1))
    assert (answer.kind, answer.status, answer.is_good) == ("calls, page", 0, False)
    assert sum(MIX.values()) == 100


def test_people_beyond_the_first_come_again_under_ids_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.load.seeding.BASE", 3)
    made = [json.loads(line) for line in _lines(7)]
    ids = [one.pop("id") for one in made]
    assert len(set(ids)) == 7 and ids[3] == f"{ids[0]}.1" and ids[6] == f"{ids[0]}.2"
    assert made[0] == made[3] == made[6] != made[1]
    assert BASE > 3

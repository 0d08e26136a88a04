"""Counts of what people declared, by whichever way they are counted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from matching.columns import build_columns
from matching.comparing import _drawn
from matching.criteria import _within
from matching.declared import GENDERS, build_declared, funnel_step
from matching.entities import Expert
from matching.vocabulary import load_vocabulary
from tests.people import person

COUNTRIES = ("TN", "MA", "GE", "UA", "SN")


@pytest.fixture(scope="module")
def people() -> list[Expert]:
    draw = np.random.default_rng(1)
    return [
        person(
            f"p{i}",
            declared={
                "gender": [None, *GENDERS][i % 4],
                "nationalities": sorted(set(draw.choice(COUNTRIES[: 2 + i // 150], size=i % 3).tolist())),
            },
        )
        for i in range(400)
    ]


@pytest.mark.parametrize(
    "rows", [[], [3], [399, 0, 17], range(99), range(100), range(210), range(0, 400, 2), range(400)]
)
def test_few_many_and_all_are_counted_alike(people: list[Expert], rows: list[int]) -> None:
    some = [people[row] for row in rows]
    found = funnel_step(
        "x", np.array(rows, dtype=np.int64), build_declared(people), build_columns(people, load_vocabulary())
    )
    genders = [one.declared.gender for one in some]
    assert (found.people, found.women, found.men) == (len(some), genders.count("woman"), genders.count("man"))
    assert (found.other, found.undeclared) == (genders.count("other"), genders.count(None))
    assert found.nationalities == len({country for one in some for country in one.declared.nationalities})


def test_years_are_those_of_the_day_asked_for() -> None:
    segment = {"kind": "post", "text": "work", "start": "2010-01-01"}
    columns = build_columns([person("a", segments=[segment])], load_vocabulary())
    first = columns.years(date(2020, 1, 1)).tolist()
    assert columns.years(date(2021, 1, 1))[0] == pytest.approx(first[0] + 1, abs=0.01)
    assert columns.years(date(2020, 1, 1)).tolist() == first
    assert columns.years(date(2022, 1, 1), np.array([0]))[0] == pytest.approx(first[0] + 2, abs=0.01)


def test_equals_are_drawn_alike_for_a_seed_and_not_for_another() -> None:
    assert _drawn(3, 50).tolist() == np.random.default_rng(3).integers(2**62, size=50).tolist()
    assert _drawn(3, 50).tolist() != _drawn(4, 50).tolist()
    with pytest.raises(ValueError, match="read-only"):
        _drawn(3, 50)[0] = 1


@pytest.mark.parametrize("found", [[], [0], [5], [1, 2, 9]])
def test_who_is_among_others(found: list[int]) -> None:
    rows = np.array([0, 1, 4, 9])
    assert rows[_within(rows, np.array(found, dtype=np.int32))].tolist() == sorted({0, 1, 4, 9} & set(found))

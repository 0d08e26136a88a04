"""Cells of supply equal counting by hand; fields are told apart step by step, people are counted once."""

from __future__ import annotations

import statistics
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InvalidSetting, UnknownCode
from matching.supply import Cell, Supply, cells, positions_of
from matching.supply.cells import DOES, PERSONAL, Dimension
from matching.supply.sought import ABLE, ASKS, NOT_SAID
from matching.vocabulary import load_vocabulary

FIELDS = load_vocabulary().fields
NEEDS = [(NOT_SAID, NOT_SAID), ("fr", "B2"), ("fr", "C1"), ("es", "C1")]
CODES = ["A.35", "A.20.02", "E.10.07", "E.10", NOT_SAID]


@st.composite
def supplies(draw: st.DrawFn) -> Supply:
    """Up to five positions of three calls, and up to six people who are eligible for some of them."""
    asks, able = [], []
    people = [
        (
            draw(st.sampled_from(["civil_servant", "retired_public", NOT_SAID])),
            draw(st.sampled_from(["woman", "man", NOT_SAID])),
            tuple(draw(st.lists(st.sampled_from(["FR", "ES"]), min_size=1, max_size=2, unique=True))),
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    for ask in range(draw(st.integers(1, 5))):
        fields = tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True)))
        needs = tuple(draw(st.lists(st.sampled_from(NEEDS), min_size=1, max_size=2, unique_by=lambda need: need[0])))
        call = f"c{draw(st.integers(0, 2))}"
        region, season = draw(st.sampled_from(["Africa", NOT_SAID])), draw(st.sampled_from(["Q1", "Q2"]))
        asks.append((ask, call, str(ask), "open", fields, needs, region, season, ()))
        for row, (status, gender, nationalities) in enumerate(people):
            if draw(st.booleans()):
                merit = draw(st.sampled_from([90.0, 75.0, 60.0, 30.0]))
                able.append((ask, row, status, NOT_SAID, gender, nationalities, merit))
    frame = pd.DataFrame(able, columns=[*ABLE, "merit"]).astype({"ask": int, "row": int, "merit": float})
    return Supply((), (), pd.DataFrame(asks, columns=ASKS), frame, len(people))


def step(code: str, below: str | None) -> str | None:
    """The field one step below, or the root; None where it does not lie below."""
    way = [NOT_SAID] if code == NOT_SAID else [*reversed([term.code for term in FIELDS.ancestors(code)]), code]
    if below is None:
        return way[0]
    return way[min(way.index(below) + 1, len(way) - 1)] if below in way else None


def by_hand(
    supply: Supply, by: tuple[Dimension, ...], where: dict[Dimension, str], fewer_than: int
) -> dict[tuple[str, ...], Cell]:
    """Position by position and person by person."""
    asks: list[dict[str, Any]] = supply.asks.to_dict("records")
    able: list[dict[str, Any]] = supply.able.to_dict("records")

    def of_ask(ask: dict[str, Any], name: str) -> set[str]:
        steps = (step(code, where.get("field")) for code in ask["fields"])
        return {found for found in steps if found} if name == "field" else {str(ask[name])}

    def of_person(line: dict[str, Any], name: str) -> set[str]:
        return set(line["nationalities"]) if name == "nationality" else {str(line[name])}

    demanded, personal = ([one for one in by if (one in PERSONAL) == is_personal] for is_personal in (False, True))
    places: dict[tuple[str, ...], set[int]] = {}
    for ask in asks:
        needs = [
            need
            for need in ask["needs"]
            if where.get("language", need[0]) == need[0] and where.get("level", need[1]) == need[1]
        ]
        if not needs or ("field" in where and not of_ask(ask, "field")):
            continue
        for need in needs:
            options = [
                {need[0]} if name == "language" else {need[1]} if name == "level" else of_ask(ask, name)
                for name in demanded
            ]
            for values in product(*options):
                places.setdefault(values, set()).add(ask["ask"])
    meant = [line for line in able if all(where[name] in of_person(line, name) for name in where if name in PERSONAL)]
    behind = set[int]().union(*places.values())
    kinds: set[tuple[str, ...]] = {
        values
        for line in meant
        if line["ask"] in behind
        for values in product(*(of_person(line, name) for name in personal))
    }
    kinds = kinds if personal else {()}
    found = {}
    for values, kind in product(places, kinds):
        own = [
            [
                line
                for line in meant
                if line["ask"] == ask
                and all(value in of_person(line, name) for name, value in zip(personal, kind, strict=True))
            ]
            for ask in sorted(places[values])
        ]
        best = [
            max((line["merit"] for line in able if line["ask"] == ask), default=0.0) for ask in sorted(places[values])
        ]
        thirds = [sorted((line["merit"] for line in lines), reverse=True)[2:3] for lines in own]
        shares = [third[0] / top if third else 0.0 for third, top in zip(thirds, best, strict=True) if top]
        order = dict(zip([*demanded, *personal], [*values, *kind], strict=True))
        found[tuple(order[name] for name in by)] = Cell(
            of=tuple(order[name] for name in by),
            calls=len({asks[ask]["call"] for ask in places[values]}),
            positions=len(own),
            people=len({line["row"] for lines in own for line in lines}),
            fewest=min(map(len, own)),
            median=float(statistics.median(map(len, own))),
            thin=sum(len(lines) < fewer_than for lines in own),
            compared=len(shares),
            third_does=sum(share >= DOES for share in shares),
            third_of_best=round(statistics.median(shares), 3) if shares else None,
        )
    return found


BY: list[tuple[Dimension, ...]] = [
    (), ("field",), ("language",), ("field", "language"), ("language", "level"), ("season", "region"), ("gender",),
    ("nationality",), ("field", "status"), ("status", "gender"),
]  # fmt: skip
WHERE: list[dict[Dimension, str]] = [
    {}, {"field": "A"}, {"field": "E.10"}, {"language": "fr"}, {"language": "fr", "level": "C1"}, {"gender": "woman"},
    {"nationality": "ES"}, {"field": "E", "status": "retired_public"}, {"region": "Africa", "season": "Q1"},
]  # fmt: skip


@settings(max_examples=40)
@given(supplies(), st.sampled_from(BY), st.sampled_from(WHERE[:-1]), st.integers(1, 4))
def test_cells_equal_counting_by_hand(
    supply: Supply, by: tuple[Dimension, ...], where: dict[Dimension, str], fewer_than: int
) -> None:
    found = {one.of: one for one in cells(supply, by, FIELDS, where, fewer_than=fewer_than)}
    assert found == by_hand(supply, by, where, fewer_than)


@settings(max_examples=20)
@given(supplies(), st.sampled_from(WHERE))
def test_the_positions_behind_a_cell_are_those_it_counts(supply: Supply, where: dict[Dimension, str]) -> None:
    behind = positions_of(supply, FIELDS, where)
    whole = cells(supply, (), FIELDS, where)
    assert len(behind) == (whole[0].positions if whole else 0)
    if whole:
        assert min(one.eligible for one in behind) == behind[0].eligible == whole[0].fewest
        assert sum(bool(one.third_does) for one in behind) == whole[0].third_does
        assert sum(one.third_does is not None for one in behind) == whole[0].compared


def test_fields_are_told_apart_one_step_below() -> None:
    asks = [(0, "c", "1", "open", ("E.10.07", "A.35"), (("fr", "C1"),), "Africa", "Q1", ())]
    supply = Supply((), (), pd.DataFrame(asks, columns=ASKS), pd.DataFrame(columns=ABLE), 0)
    assert [one.of for one in cells(supply, ("field",), FIELDS)] == [("A",), ("E",)]
    assert [one.of for one in cells(supply, ("field",), FIELDS, {"field": "E"})] == [("E.10",)]
    assert [one.of for one in cells(supply, ("field",), FIELDS, {"field": "E.10"})] == [("E.10.07",)]
    assert [one.of for one in cells(supply, ("field",), FIELDS, {"field": "E.10.07"})] == [("E.10.07",)]
    assert cells(supply, (), FIELDS, {"field": "B"}) == []


def test_what_cannot_be_told_apart_is_refused() -> None:
    supply = Supply((), (), pd.DataFrame(columns=ASKS), pd.DataFrame(columns=ABLE), 0)
    assert cells(supply, ("field",), FIELDS) == []
    with pytest.raises(InvalidSetting, match="different things"):
        cells(supply, ("field", "field"), FIELDS)
    with pytest.raises(InvalidSetting):
        cells(supply, (), FIELDS, fewer_than=0)
    with pytest.raises(UnknownCode):
        cells(supply, (), FIELDS, {"field": "nothing"})

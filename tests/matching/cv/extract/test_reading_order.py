"""Columns, sidebars and dates beside entries come out in the order a person reads them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matching.cv.extract import extract
from tests.matching.cv.extract.layouts import TYPST, dates_drawn_apart, drawn_by_height, with_typst
from tests.matching.cv.extract.made_cvs import Maker, right_segments, sample, words

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.pdf"))  # printed by a browser and by an office program
SEEDS = (11, 12)


@pytest.mark.parametrize("layout", TYPST)
def test_segments_of_a_typeset_cv_are_whole_and_in_order(layout: str) -> None:
    for seed in SEEDS:
        cv = Maker(seed).cv(entries=4, boxes=4)
        right, every = right_segments(cv, extract(with_typst(layout, cv)).text)
        assert right == every, (layout, seed)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_segments_of_a_printed_cv_are_whole_and_in_order(path: Path) -> None:
    right, every = right_segments(sample(path), extract(path.read_bytes()).text)
    assert right == every


@pytest.mark.parametrize("draw", [drawn_by_height, dates_drawn_apart])
def test_segments_are_in_order_where_the_content_is_not(draw: Callable[[dict[str, Any]], bytes]) -> None:
    right, every = 0, 0
    for seed in (*SEEDS, 13, 14):
        cv = Maker(seed).cv(entries=4, boxes=3)
        found = right_segments(cv, extract(draw(cv)).text)
        right, every = right + found[0], every + found[1]
    assert right >= 0.95 * every, (right, every)


@pytest.mark.parametrize("layout", TYPST)
def test_no_word_is_lost_and_none_is_doubled(layout: str) -> None:
    cv = Maker(21).cv(entries=5, boxes=5)
    said = words(" ".join(_texts(cv)))
    assert sorted(words(extract(with_typst(layout, cv)).text)) == sorted(said)


def test_dates_in_a_narrow_column_share_a_row_with_their_entry() -> None:
    cv = Maker(3).cv(entries=4, boxes=2)
    blocks = extract(with_typst("dates in a left column", cv)).blocks
    rows = {block.cells[1]: block.cells[0] for block in blocks if block.kind == "row"}
    entries = [entry for section in cv["sections"] for entry in section["entries"]]
    assert {entry["title"]: entry["date"] for entry in entries}.items() <= rows.items()


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]

"""Tables that put the labels in one row and the values below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matching.cv.dropping.cuts import Span
from matching.cv.dropping.labels import Label, find_labels, is_birthplace, is_value_below
from matching.cv.dropping.wording import phrases
from matching.cv.values import Block
from matching.reading.folding import plain

_ARABIC = re.compile(r"[\u0621-\u064a]")


def column_cuts(blocks: Sequence[Block]) -> dict[int, list[tuple[Span, str]]]:
    """Per block the cells to take out, with their kind: of columns whose head is a label of protected data."""
    found: dict[int, list[tuple[Span, str]]] = {}
    for index, head in enumerate(blocks):
        cells = head.cells or tuple(head.text.split("\t"))
        if len(cells) < 2:
            continue
        places = _places(cells)
        for column, cell in enumerate(cells):
            labels = find_labels(cell)
            if not labels or not labels[0].alone or _has_value_beside(labels[0], cells, column):
                continue
            taken = False
            for below in range(index + 1, len(blocks)):
                row = blocks[below].cells or tuple(blocks[below].text.split("\t"))
                if (
                    len(row) != len(cells)
                    or blocks[below].table != head.table
                    or not (is_value_below(labels[0], row[column]) or is_birthplace(labels[0], row[column]))
                ):
                    break
                found.setdefault(below, []).append((_places(row)[column], labels[0].kind))
                taken = True
            if taken:
                found.setdefault(index, []).append((places[column], labels[0].kind))
    return found


def _has_value_beside(label: Label, cells: Sequence[str], column: int) -> bool:
    """Whether the value of a label stands in the next cell, so that what is below it is the next label."""
    beside = cells[column + 1] if column + 1 < len(cells) else ""
    is_label = beside.rstrip().endswith(":") or plain(beside).strip(" :") in _neutral()
    return not is_label and is_value_below(label, beside)


@cache
def _neutral() -> frozenset[str]:
    return frozenset(plain(phrase) for phrase in phrases("neutral", "sure"))


def mirrored_cuts(block: Block) -> list[tuple[Span, str]]:
    """The cells to take out of a row whose labels stand to the right of their values, as tables in Arabic do."""
    cells = block.cells or tuple(block.text.split("\t"))
    if len(cells) < 2 or not _ARABIC.search(block.text):
        return []
    places = _places(cells)
    found: list[tuple[Span, str]] = []
    for at in range(1, len(cells)):
        labels = find_labels(cells[at])
        after = cells[at + 1] if at + 1 < len(cells) else ""
        if (
            labels
            and labels[0].alone
            and not is_value_below(labels[0], after)
            and is_value_below(labels[0], cells[at - 1])
        ):
            found += [(places[at - 1], labels[0].kind), (places[at], labels[0].kind)]
    return found


def _places(cells: Sequence[str]) -> list[Span]:
    out, at = [], 0
    for cell in cells:
        out.append((at, at + len(cell)))
        at += len(cell) + 1
    return out

"""Taking stretches out of a block without leaving torn marks, and keeping the cells of a row in step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from matching.cv.values import Block

Span = tuple[int, int]

_MARKS = ",;|•·/–—-،؛"
_LEFT_OVER = re.compile(r"[\W_]*(?:\d{1,2}[.)]?)?[\W_]*")  # marks and the number of a field of a form


def merged(spans: Iterable[Span]) -> list[Span]:
    """Stretches in order, those that touch joined."""
    out: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def without(block: Block, spans: Iterable[Span]) -> Block | None:
    """The block without the stretches, or None where nothing is left that says anything."""
    cuts = merged(spans)
    if not cuts:
        return block
    cells: list[str] = []
    at = 0
    for cell in block.text.split("\t"):
        own = [
            (max(start - at, 0), min(end - at, len(cell))) for start, end in cuts if start < at + len(cell) and end > at
        ]
        cells.append(_closed(cell, own) if own else cell)
        at += len(cell) + 1
    text = "\t".join(cells)
    if _LEFT_OVER.fullmatch(text):
        return None
    return replace(block, text=text, cells=tuple(cells) if block.cells else ())


def _closed(cell: str, cuts: list[Span]) -> str:
    for start, end in reversed(cuts):
        left, right = cell[:start].rstrip(), cell[end:].lstrip()
        if left.endswith(("(", "[")) and right.startswith((")", "]")):
            left, right = left[:-1].rstrip(), right[1:].lstrip()
        if not left or left[-1] in _MARKS + "([":
            right = right.lstrip(_MARKS + ".: ")
        if not right or right[0] in ")].":
            left = left.rstrip(_MARKS + " ")
        gap = "" if not left or not right or right[0] in _MARKS[:2] + ".)" else " "
        cell = left + gap + right
    return cell

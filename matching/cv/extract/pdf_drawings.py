"""What is drawn on a PDF page beside its text: pictures, and dots that stand as marks of a list."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.right_to_left import runs_leftwards

SMALLEST_PICTURE = 0.002  # of the page
MOST_OBJECTS = 20_000  # drawn things of a page that are looked at; maps and plans have more, and no list marks
THIN, SHORTEST = 2.5, 8.0  # points: the thickest rule, and the shortest
_REACH = 2.5  # of the size: how far a mark may stand from its text


@dataclass(frozen=True)
class Dot:
    """A small drawn square or disc; points from the left and from the top of the page."""

    x0: float
    x1: float
    y: float  # of its middle
    side: float


@dataclass(frozen=True)
class Rule:
    """A drawn straight line: its height and where it runs from left to right, or its place and its heights."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Drawings:
    """The drawn things of a page."""

    pictures: int
    covered: float  # share of the page under the largest one
    dots: list[Dot]
    across: list[Rule]
    down: list[Rule]


def drawings_of(page: pdfium.PdfPage) -> Drawings:
    """Pictures that cover a visible part of the page, dots, and rules."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    pictures, covered = 0, 0.0
    dots: list[Dot] = []
    across: list[Rule] = []
    down: list[Rule] = []
    edges = [ctypes.c_float() for _ in range(4)]
    for item in _objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            continue
        if not raw.FPDFPageObj_GetBounds(item, *edges):
            continue
        x0, y0, x1, y1 = (edge.value for edge in edges)
        width, height = x1 - x0, y1 - y0
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            share = width * height / area
            pictures += share > SMALLEST_PICTURE
            covered = max(covered, share)
        elif 1 <= width <= 9 and 1 <= height <= 9 and abs(width - height) <= 0.35 * max(width, height):
            dots.append(Dot(x0 - left, x1 - left, top - (y0 + y1) / 2, max(width, height)))
        elif height <= THIN and width >= SHORTEST:
            across.append(Rule(top - (y0 + y1) / 2, x0 - left, x1 - left))
        elif width <= THIN and height >= SHORTEST:
            down.append(Rule((x0 + x1) / 2 - left, top - y1, top - y0))
        elif width >= SHORTEST and height >= SHORTEST and _is_frame(item):
            across += [Rule(top - y, x0 - left, x1 - left) for y in (y0, y1)]
            down += [Rule(x - left, top - y1, top - y0) for x in (x0, x1)]
    return Drawings(pictures, covered, dots, across, down)


def _is_frame(item: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a path is one rectangle whose edge is drawn."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, filled, stroked)
    return bool(stroked.value) and raw.FPDFPath_CountSegments(item) in (4, 5)


def _objects(page: pdfium.PdfPage) -> Iterator[raw.FPDF_PAGEOBJECT]:
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            for inner in range(min(raw.FPDFFormObj_CountObjects(item), MOST_OBJECTS)):
                yield raw.FPDFFormObj_GetObject(item, inner)
        else:
            yield item


def with_drawn_marks(fragments: list[Fragment], dots: Sequence[Dot]) -> list[Fragment]:
    """Fragments with a list mark before those that a lone drawn dot stands in front of."""
    lone = [d for d in dots if not any(e is not d and abs(e.y - d.y) < 2 and 1 < abs(e.x0 - d.x0) < 25 for e in dots)]
    return [replace(f, text=f"• {f.text}") if any(_marks(d, f) for d in lone) else f for f in fragments]


def _marks(dot: Dot, fragment: Fragment) -> bool:
    level = fragment.y - 0.8 * fragment.size <= dot.y <= fragment.y + 0.1 * fragment.size
    fits = 0.12 * fragment.size <= dot.side <= 0.75 * fragment.size
    gap = min(abs(fragment.x0 - dot.x1), abs(dot.x0 - fragment.x1))
    outside = dot.x1 <= fragment.x0 + 0.5 or dot.x0 >= fragment.x1 - 0.5
    return level and fits and outside and gap <= _REACH * fragment.size and _before(dot, fragment)


def _before(dot: Dot, fragment: Fragment) -> bool:
    return (dot.x0 > fragment.x0) if runs_leftwards(fragment.text) else (dot.x0 < fragment.x0)

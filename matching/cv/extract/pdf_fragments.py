"""Characters of a page put together to fragments: stretches of one line without a gap that could part columns."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matching.cv.extract.lines import one_line, without_mark
from matching.cv.extract.pdf_glyphs import Glyph
from matching.cv.extract.right_to_left import is_strong, logical

SAME_LINE = 0.3  # of the size: difference of baselines inside a line
WORD_GAP = 0.16  # of the size, above the usual distance of the letters of the fragment: a space
COLUMN_GAP = 0.75  # of the size: the gap that parts fragments
MARK_GAP = 4.0  # of the size: how far the text of an item may stand from its mark
_LARGEST = 40.0  # points; larger type is never an exponent's neighbour
_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf02d\uf06e\uf071\uf0e0\uf06c\uf09f]")
_ICONS = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass(slots=True)
class Fragment:
    """A stretch of text on one line; lengths in points, `y` is the baseline from the top of the page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    order: float  # mean place in the page's content
    first: int  # place of its first character in the page's content

    @property
    def top(self) -> float:
        return self.y - 0.75 * self.size

    @property
    def bottom(self) -> float:
        return self.y + 0.25 * self.size


def fragments_of(glyphs: list[Glyph], cuts: Sequence[tuple[float, float, float]] = ()) -> list[Fragment]:
    """The fragments of a page, from the top down and from left to right.

    `cuts`: rules drawn down the page, as (place, upper end, lower end); no fragment runs over one.
    """
    made = []
    for part in _joined([part for row in _rows(glyphs) for part in _parts(row, cuts)], cuts):
        if (fragment := _fragment(part)) is not None:
            made.append(fragment)
    return sorted(_with_marks(made), key=lambda f: (f.y, f.x0))


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters by baseline, to half a point."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        rows[round(glyph.y * 2)].append(glyph)
    return [rows[key] for key in sorted(rows)]


def _parts(row: list[Glyph], cuts: Sequence[tuple[float, float, float]]) -> list[list[Glyph]]:
    """A row cut where gaps are as wide as between columns, and at rules."""
    rules = [x for x, top, bottom in cuts if top - 1 <= row[0].y <= bottom + 1]
    row = sorted(row, key=lambda g: (g.x0, g.x1, g.order))
    parts: list[list[Glyph]] = []
    reach = 0.0
    for glyph in row:
        if not glyph.text.strip():
            continue
        cut = any(parts and parts[-1][-1].x0 < x - 0.5 and reach - 1 <= x <= glyph.x0 + 1 for x in rules)
        if parts and not cut and glyph.x0 - reach <= COLUMN_GAP * max(glyph.size, parts[-1][-1].size):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
            reach = glyph.x1
        reach = max(reach, glyph.x1)
    spaces = [g for g in row if not g.text.strip()]
    for part in parts if spaces else ():
        left, right = part[0].x0, part[-1].x1
        part += [s for s in spaces if left < (s.x0 + s.x1) / 2 < right]
    return parts


def _joined(parts: list[list[Glyph]], cuts: Sequence[tuple[float, float, float]]) -> list[list[Glyph]]:
    """Parts that touch on almost the same baseline put together, and exponents joined to what they stand beside."""
    boxes = [_Box(part) for part in parts]
    owner = list(range(len(parts)))
    near = sorted(range(len(parts)), key=lambda n: boxes[n].y)
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            if boxes[other].y - boxes[one].y > 0.5 * _LARGEST:
                break
            if boxes[one].touches(boxes[other]) and not boxes[one].parted(boxes[other], cuts):
                old, new = _owner(owner, other), _owner(owner, one)
                owner[old] = new
    groups: dict[int, list[Glyph]] = defaultdict(list)
    for number, part in enumerate(parts):
        groups[_owner(owner, number)] += part
    return [sorted(group, key=lambda g: (g.x0, g.x1, g.order)) for group in groups.values()]


def _owner(owner: list[int], number: int) -> int:
    while owner[number] != number:
        number = owner[number]
    return number


class _Box:
    """The edges of a part, its baseline, its size and its length."""

    def __init__(self, part: list[Glyph]) -> None:
        shown = [g for g in part if g.text.strip()]
        self.x0, self.x1 = min(g.x0 for g in shown), max(g.x1 for g in shown)
        self.size, self.y, self.length = max(g.size for g in shown), shown[0].y, len(shown)

    def parted(self, other: _Box, cuts: Sequence[tuple[float, float, float]]) -> bool:
        """Whether a rule runs between two parts."""
        inner, outer = min(self.x1, other.x1) - 1, max(self.x0, other.x0) + 1
        return any(inner <= x <= outer and top - 1 <= self.y <= bottom + 1 for x, top, bottom in cuts)

    def touches(self, other: _Box) -> bool:
        """Whether two parts are one stretch of text."""
        small, large = sorted((self, other), key=lambda b: b.size)
        shift, gap = abs(self.y - other.y), max(self.x0, other.x0) - min(self.x1, other.x1)
        if gap < -0.5 * small.size and not (small.size <= 0.8 * large.size and small.length <= 4):
            return False  # one above the other
        if shift <= SAME_LINE * small.size:
            return gap <= COLUMN_GAP * large.size
        exponent = small.size <= 0.8 * large.size and small.length <= 12
        return exponent and shift <= 0.5 * large.size and gap <= 0.3 * large.size


def _fragment(glyphs: list[Glyph]) -> Fragment | None:
    shown = _once([g for g in glyphs if g.text.strip()])
    if not shown:
        return None
    spaces = [(g.x0 + g.x1) / 2 for g in glyphs if not g.text.strip()]
    clusters = _clusters(shown)
    gaps = [b[0].x0 - _reach(a) for a, b in zip(clusters, clusters[1:], strict=False)]
    sizes = [g.size for g in shown]
    size = max(set(sizes), key=lambda s: (sizes.count(s), s))
    usual = max(0.0, sorted(gaps)[len(gaps) // 3]) if len(gaps) > 1 else 0.0
    text = [clusters[0]]
    pieces: list[str] = [_cluster(text[0])]
    for gap, before, cluster in zip(gaps, clusters, clusters[1:], strict=False):
        left, right = before[0].x0, cluster[-1].x1
        spaced = any(
            left < s < right and s > (before[-1].x0 + before[-1].x1) / 2 and s < (cluster[0].x0 + cluster[0].x1) / 2
            for s in spaces
        )
        if spaced or gap > usual + WORD_GAP * size:
            pieces.append(" ")
        pieces.append(_cluster(cluster))
    words = one_line(_ICONS.sub("", _BULLETS.sub("• ", logical(pieces))))
    if not words.strip():
        return None
    y = max(shown, key=lambda g: g.size).y
    bold = sum(g.bold for g in shown) > 0.9 * len(shown)
    orders = [g.order for g in shown]
    return Fragment(words, shown[0].x0, max(g.x1 for g in shown), y, size, bold, sum(orders) / len(orders), min(orders))


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second painting of letters that imitates bold type or a shadow."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = kept[-3:]
        double = any(
            k.text == glyph.text and abs(k.x0 - glyph.x0) < 0.12 * glyph.size and abs(k.y - glyph.y) < 0.12 * glyph.size
            and k.order != glyph.order - 1 and k.order != glyph.order + 1
            for k in near
        )  # fmt: skip
        if not double:
            kept.append(glyph)
    return kept


def _clusters(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters that one drawn sign stands for (ligatures), and marks with the letter they stand on, together."""
    clusters: list[list[Glyph]] = []
    marks = [g for g in glyphs if unicodedata.combining(g.text[0])]
    for glyph in glyphs:
        last = clusters[-1][-1] if clusters else None
        if last is not None and abs(last.x0 - glyph.x0) < 0.01 and abs(last.x1 - glyph.x1) < 0.01:
            clusters[-1].append(glyph)
        elif glyph not in marks:
            clusters.append([glyph])
    for mark in marks:
        if clusters and not any(mark in cluster for cluster in clusters):
            min(clusters, key=lambda c: abs(c[0].x0 + c[0].x1 - mark.x0 - mark.x1)).append(mark)
    return clusters or [[mark] for mark in marks]


def _reach(cluster: list[Glyph]) -> float:
    """Where a drawn sign ends; PDFium may give a ligature the room of one of its letters."""
    width, letters = max(g.x1 - g.x0 for g in cluster), sum(not unicodedata.combining(g.text[0]) for g in cluster)
    if len(cluster) == 1:
        return cluster[0].x1
    return cluster[0].x0 + max(width, min(width * len(cluster), 0.31 * cluster[0].size * max(letters, 2)))


def _cluster(glyphs: list[Glyph]) -> str:
    if len(glyphs) == 1:
        return glyphs[0].text
    ordered = sorted(glyphs, key=lambda g: (unicodedata.combining(g.text[0]) > 0, g.order))
    text = "".join(g.text for g in ordered)
    if is_strong(text) and text[0] in "اأإآ" and text.endswith("ل"):
        return text[::-1]  # PDFium turns the two letters of the ligature of lam and alef
    return text


def _with_marks(fragments: list[Fragment]) -> list[Fragment]:
    """Marks of a list that stand alone, joined to the text beside them; icons dropped."""
    marks = [f for f in fragments if len(f.text) == 1 and without_mark(f.text + " x")[1]]
    if not marks:
        return fragments
    kept = [f for f in fragments if f not in marks]
    for mark in marks:
        near = [
            f for f in kept
            if abs(f.y - mark.y) <= 0.6 * max(f.size, mark.size) and not without_mark(f.text)[1]
            and min(abs(f.x0 - mark.x1), abs(mark.x0 - f.x1)) <= MARK_GAP * f.size
        ]  # fmt: skip
        beside = [f for f in near if (f.x1 <= mark.x0 + 1 if is_strong(f.text) else f.x0 >= mark.x1 - 1)]
        if beside:
            host = min(beside, key=lambda f: abs(f.x0 - mark.x1))
            host.text = f"{mark.text} {host.text}"
            host.first = min(host.first, mark.first)
    return kept

"""Where columns part: the tallest strip of a page region that nothing crosses, with text on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_relation import relation, sorted_by_height

STRIP = 0.7  # of the usual size: the least width of a gutter
WIDE = 1.15  # of the usual size: a narrower one may be a chance of words set wide, and must run past more lines
MOST = 3_000  # fragments of a region that is parted; denser pages are drawings
LINES, MANY_LINES = 2, 4  # on each side, of a wide and of a narrower gutter


@dataclass(frozen=True)
class Split:
    """A region parted by a gutter: what stands above it, on its two sides, and below."""

    above: list[Fragment]
    left: list[Fragment]
    right: list[Fragment]
    below: list[Fragment]


def find_split(fragments: Sequence[Fragment], trim: bool = True) -> Split | None:
    """The region parted at its tallest gutter; None where nothing parts it.

    `trim`: whether lines of one side that stand above or below the other may go to what is above or below.
    """
    if not 2 * LINES <= len(fragments) <= MOST:
        return None
    fragments = sorted(fragments, key=lambda f: (f.y, f.x0))
    usual = sorted(f.size for f in fragments)[len(fragments) // 2]
    best: tuple[tuple[float, int], Split] | None = None
    for left, right in _strips(fragments, STRIP * usual):
        for stretch in _stretches(fragments, left, right):
            split = _trimmed(stretch) if trim else stretch
            if not _runs_far(split, WIDE * usual):
                continue
            height = _overlap(split.left, split.right)
            worth = (round(height), len(split.left) + len(split.right))
            if height > 0 and (best is None or worth > best[0]):
                best = (worth, split)
    return best[1] if best else None


def _strips(fragments: Sequence[Fragment], width: float) -> list[tuple[float, float]]:
    """Candidates: the strip before each left edge, and the strip behind each right edge, that several lines share."""
    strips = set()
    for edges, side in (([f.x0 for f in fragments], -1), ([f.x1 for f in fragments], 1)):
        for edge in _shared(edges):
            at = edge + side * 0.5
            strips.add((round(min(at, at + side * width), 1), round(max(at, at + side * width), 1)))
    return sorted(strips)


def _shared(edges: list[float]) -> list[float]:
    edges = sorted(edges)
    found: list[float] = []
    for at, edge in enumerate(edges):
        alike = [e for e in edges[at : at + 6] if e - edge <= 3]
        if len(alike) >= LINES and (not found or edge - found[-1] > 3):
            found.append(edge)
    return found


def _stretches(fragments: Sequence[Fragment], left: float, right: float) -> list[Split]:
    """The stretches of a region, given from the top down, in which nothing crosses a strip."""
    parts: list[list[Fragment]] = [[]]
    floor = float("-inf")
    for fragment in fragments:
        if fragment.x1 > left and fragment.x0 < right:
            while parts[-1] and parts[-1][-1].y > fragment.y - 0.5:
                parts[-1].pop()  # on the same line as what crosses
            parts.append([])
            floor = fragment.y
        elif fragment.y > floor + 0.5:
            parts[-1].append(fragment)
    return [split for part in parts if (split := _split(fragments, part, left, right)) is not None]


def _split(fragments: Sequence[Fragment], part: list[Fragment], left: float, right: float) -> Split | None:
    """The split at one stretch, or None where a side has too few lines."""
    sides = [f for f in part if f.x1 <= left + 1], [f for f in part if f.x0 >= right - 1]
    if len(_lines(sides[0])) < LINES or len(_lines(sides[1])) < LINES:
        return None
    chosen, top = {id(f) for f in part}, min(f.y for f in part)
    others = [f for f in fragments if id(f) not in chosen]
    return Split([f for f in others if f.y < top], *sides, [f for f in others if f.y >= top])


def _runs_far(split: Split, wide: float) -> bool:
    """Whether a gutter runs past enough lines for its clear width."""
    if not split.left or not split.right:
        return False
    lines = sorted((len(_lines(split.left)), len(_lines(split.right))))
    clear = min(f.x0 for f in split.right) - max(f.x1 for f in split.left)
    return lines[0] >= LINES and (clear >= wide or lines[0] >= MANY_LINES or lines[1] >= 2 * MANY_LINES)


def _lines(side: Sequence[Fragment]) -> set[int]:
    return {round(f.y / 3) for f in side}


def _overlap(left: Sequence[Fragment], right: Sequence[Fragment]) -> float:
    """Height of what both sides share."""
    top = max(min(f.top for f in left), min(f.top for f in right))
    bottom = min(max(f.bottom for f in left), max(f.bottom for f in right))
    usual = min(f.size for f in (*left, *right))
    return bottom - top if bottom - top > 1.5 * usual else 0.0


def _trimmed(split: Split) -> Split:
    """A split without what stands on one side only, above or below the other, where it belongs to what is around.

    Above: what was written before all of the other side. Below: what was written after it, or stands near to lines
    that cross the gutter (the head of what comes next).
    """
    both = (*split.left, *split.right)
    by_height = sorted_by_height(both)
    are_rows = relation(split.left, split.right) == "rows"
    silent = by_height and not are_rows
    above, below = list(split.above), list(split.below)
    sides = [list(split.left), list(split.right)]
    for number in (0, 1):
        side, other = sides[number], sides[1 - number]
        if not side or not other:
            break
        early = set() if silent else _early(side, other)
        late = _late(side, other, min((f.y for f in below), default=None), silent, by_height or are_rows) - early
        above += [f for f in side if id(f) in early]
        below += [f for f in side if id(f) in late]
        sides[number] = [f for f in side if id(f) not in early | late]
    return Split(above, sides[0], sides[1], below)


def _early(side: list[Fragment], other: list[Fragment]) -> set[int]:
    """What stands above the other side and was written before it."""
    roof, start = min(f.y for f in other), min(f.first for f in other)
    return {id(f) for f in side if f.y < roof - 0.6 * f.size and f.first < start}


def _late(side: list[Fragment], other: list[Fragment], below: float | None, silent: bool, by_height: bool) -> set[int]:
    """What stands below the other side and was written after it, or is the head of what comes next.

    `by_height`: whether the content runs down the page whatever the side, or in rows; `silent`: its order tells nothing.
    """
    floor, end = max(f.bottom for f in other), max(f.first for f in other)
    tail = sorted((f for f in side if f.top >= floor - 1), key=lambda f: f.y)
    if not tail or len(tail) == len(side):
        return set()
    last = max(f.y for f in side if f.top < floor - 1)
    in_turns = min(f.first for f in side) < end
    after = {id(f) for f in tail if f.first > end}
    apart = not by_height or tail[0].y - last > 1.6 * tail[0].size
    if after and in_turns and not silent and apart:
        return after
    return {id(f) for f in _last_group(tail, below)} if below is not None else set()


def _last_group(tail: list[Fragment], below: float) -> list[Fragment]:
    """The last lines of a side that stand nearer to what is below than to what is above them."""
    for at in range(len(tail) - 1, 0, -1):
        gap, next_gap = tail[at].y - tail[at - 1].y, (tail[at + 1].y if at + 1 < len(tail) else below) - tail[at].y
        if gap > 1.2 * next_gap and len(tail) - at <= 2:
            return tail[at:]
    return []

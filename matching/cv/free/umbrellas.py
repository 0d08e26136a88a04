"""Lines that name one employer above several posts held there, with or without the years of the whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass

from matching.cv.free.anchors import Anchor
from matching.cv.free.employer_words import DEGREE, LEGAL, ORGANISATION, POSITION, UNIT
from matching.cv.free.joined import Fragment
from matching.cv.free.lines import Line
from matching.cv.free.places import is_place
from matching.reading.folding import plain

_MARKS = " \t,.;:|()[]–—-"


_NUMBERED = re.compile(r"\s*(?:[IVX]{1,4}\.\d|\d{1,2}\.\d{1,2})[.)]?\s")
_LETTERED = re.compile(r"\s*[a-zA-Z]\)\s")


@dataclass(frozen=True)
class Umbrella:
    """A line with the employer of the posts below it."""

    line: int
    fragments: tuple[Fragment, ...]
    single: bool = False  # only one post stands below it, so that it belongs to that post


def find_umbrellas(
    own: Sequence[Line], anchors: Sequence[Anchor], totalled: Container[int] = ()
) -> tuple[list[Umbrella], list[Anchor]]:
    """The lines that name an employer of several posts, and the dates that are those of entries.

    Args:
        own: the lines of a section.
        anchors: its dates.
        totalled: lines below which the time spent there stands, which only the name of an employer has.
    """
    dated = [a for a, b in zip(anchors, anchors[1:], strict=False) if _is_over(own, a, b)]
    lines = {anchor.line for anchor in dated}
    left = [a for a in anchors if a.line not in lines]
    found = [Umbrella(a.line, _rest(own, a)) for a in dated]
    found += _above_totals(own, left, totalled) or _undated(own, left)
    return sorted(found, key=lambda u: u.line), left


def _above_totals(own: Sequence[Line], anchors: Sequence[Anchor], totalled: Container[int]) -> list[Umbrella]:
    """The employers of a network's export: those with a total of years, and the lines like them above other posts."""
    known = [line for line in own if line.index in totalled]
    dated = {a.line: a for a in anchors}
    if not known or not any(anchor.place == "alone" for anchor in anchors):
        return []
    found = sorted([*known, *_named_above(own, known, dated)], key=lambda line: line.index)
    counts = _counts(own, found, dated)
    return [
        Umbrella(line.index, (Fragment(line.index, 0, len(line.text)),), count == 1 and line.index not in totalled)
        for line, count in zip(found, counts, strict=True)
    ]


def _named_above(own: Sequence[Line], known: Sequence[Line], dated: dict[int, Anchor]) -> list[Line]:
    """Lines that look like the employers known, two lines above dates that stand alone, and end no task."""
    looks = {(line.block.kind, line.block.bold, line.block.size) for line in known}
    found = []
    for line, title, dates in zip(own, own[1:], own[2:], strict=False):
        is_alone = dates.index in dated and dated[dates.index].place == "alone"
        is_free = line.index not in dated and title.index not in dated and line not in known and title not in known
        is_name = not (line.is_item or line.is_long or line.begins_low or line.text.rstrip().endswith((".", ";", ":")))
        is_post = _is_named(title) and not _is_named(line)  # its employer stands below it
        is_name = (
            is_name
            and not is_post
            and not is_place(line.text)
            and (line.block.kind, line.block.bold, line.block.size) in looks
        )
        if is_alone and is_free and is_name and not title.is_item and not title.is_long:
            found.append(line)
    return found


def _is_named(line: Line) -> bool:
    return bool(ORGANISATION.search(line.flat) or UNIT.match(line.flat))


def _is_position(flat: str) -> bool:
    """Whether words begin with a position and not with an organisation that is called alike ("Secretaria de Estado")."""
    return bool(POSITION.match(flat)) and not ORGANISATION.match(flat)


def _line(own: Sequence[Line], index: int) -> Line:
    return own[bisect_left(own, index, key=lambda line: line.index)]


def _rest(own: Sequence[Line], anchor: Anchor) -> tuple[Fragment, ...]:
    begin, end = anchor.period.place
    text = _line(own, anchor.line).text
    return Fragment(anchor.line, 0, begin), Fragment(anchor.line, end, len(text))


def _is_over(own: Sequence[Line], one: Anchor, other: Anchor) -> bool:
    """Whether the next line, with dates of its own, stands under this one: "Ministry of Labour (2005 – to date)"."""
    if other.line - one.line > 4:
        return False
    first = bisect_left(own, one.line, key=lambda line: line.index)
    between = [line for line in own[first + 1 : first + 6] if line.index <= other.line]
    tasks = [line for line in between if line.is_item or (line.is_long and line.index < other.line)]
    if not one.spans or len(between) > 2 or tasks:
        return False
    rest = plain("".join(_line(own, one.line).text[f.start : f.end] for f in _rest(own, one))).strip(_MARKS)
    named = ORGANISATION.search(rest) or UNIT.match(rest) or LEGAL.search(rest)
    if not named or _is_position(rest) or DEGREE.match(rest):
        return False
    titled = any(_is_position(piece.strip()) for piece in rest.split(",")[1:])
    if titled or _line(own, one.line).block.table is not None:
        return False  # a post, or a row of a table, which names its own employer
    begin, start, end, stop = one.period.start, other.period.start, one.period.end, other.period.end
    if begin is None or start is None or begin.day > start.day:
        return False
    if one.period.ongoing:
        return True
    return end is not None and not other.period.ongoing and stop is not None and stop.day.year <= end.day.year


def _undated(own: Sequence[Line], anchors: Sequence[Anchor]) -> list[Umbrella]:
    """Strong lines with an organisation and no dates, of which at least one stands above two posts or more."""
    order = {line.index: place for place, line in enumerate(own)}
    dated = {a.line: a for a in anchors}
    found: list[Line] = []
    for line in own:
        following = own[order[line.index] + 1 : order[line.index] + 3]
        is_listed = bool(following) and bool(_NUMBERED.match(line.text) and _LETTERED.match(following[0].text))
        before = own[order[line.index] - 1].index if order[line.index] else -1
        is_below = before in dated and dated[before].place == "alone"  # the dates of a post stand above its name
        if line.index in dated or not following or is_below or not _may_be(line, is_listed):
            continue
        near = next((other for other in following if other.index in dated), None)
        if near is not None and _has_title(own, near, dated[near.index], following):
            found.append(line)
    if not any(count > 1 for count in _counts(own, found, dated)) or not _ranked_above(own, found, dated):
        return []
    found = sorted([*found, *_alike(own, found, dated)], key=lambda line: line.index)
    counts = _counts(own, found, dated)
    return [
        Umbrella(line.index, (Fragment(line.index, 0, len(line.text)),), count == 1 and not _is_heading(line))
        for line, count in zip(found, counts, strict=True)
    ]


def _is_heading(line: Line) -> bool:
    """Whether a line is set as a heading of its own, which belongs to no entry below it."""
    return line.block.kind == "heading" or bool(_NUMBERED.match(line.text))


def _counts(own: Sequence[Line], found: Sequence[Line], dated: dict[int, Anchor]) -> list[int]:
    """How many lines with dates stand below each of some lines, up to the next of them."""
    stops = [*(line.index for line in found[1:]), own[-1].index + 1]
    below = sorted(dated)
    return [bisect_left(below, stop) - bisect_left(below, line.index) for line, stop in zip(found, stops, strict=False)]


def _alike(own: Sequence[Line], found: Sequence[Line], dated: dict[int, Anchor]) -> list[Line]:
    """Lines that look just like those found and stand above a post, whatever their words."""
    known = {line.index for line in found}
    look = (found[0].block.kind, found[0].block.level, found[0].block.bold, found[0].block.size)
    found_too = []
    for line, below, next_one in zip(own, own[1:], [*own[2:], own[-1]], strict=False):
        is_free = line.index not in known and line.index not in dated
        titled = next_one.index in dated and dated[next_one.index].place == "alone" and not below.is_item
        is_free = is_free and (below.index in dated or titled)
        same = (line.block.kind, line.block.level, line.block.bold, line.block.size) == look
        if is_free and same and not _is_position(line.flat.strip()):
            found_too.append(line)
    return found_too


def _may_be(line: Line, is_listed: bool) -> bool:
    flat = line.flat.strip()
    named = ORGANISATION.search(flat) or LEGAL.search(flat) or UNIT.match(flat)
    stands_out = line.is_strong or is_listed
    return bool(stands_out and named and not line.is_item and not line.is_long and not _is_position(flat))


def _has_title(own: Sequence[Line], line: Line, anchor: Anchor, following: Sequence[Line]) -> bool:
    """Whether the post is named with its dates, or on the line between."""
    begin, end = anchor.period.place
    rest = (line.text[:begin] + line.text[end:]).strip(_MARKS)
    return bool(rest) or (len(following) > 1 and following[1] is line and bool(POSITION.search(following[0].flat)))


def _ranked_above(own: Sequence[Line], found: Sequence[Line], dated: dict[int, Anchor]) -> bool:
    """Whether the lines stand out from the posts under them."""
    order = {line.index: place for place, line in enumerate(own)}
    for line in found:
        below = own[order[line.index] + 1]
        if below.is_strong and below.block.level == line.block.level and below.block.size == line.block.size:
            return False
    return True

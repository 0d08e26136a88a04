"""Several degrees on one line, each with a year of its own: "LL.B. (1998) and LL.M. (2001), University of Malta"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matching.cv.free.anchors import Anchor
from matching.cv.free.employer_words import DEGREE
from matching.cv.free.entries import Segment
from matching.cv.free.joined import Fragment
from matching.cv.free.lines import Line
from matching.reading.folding import for_plain

_BETWEEN = re.compile(for_plain(r"(?P<close>\s?[)\]]?)\s?(?:[;؛]\s*|\.\s+|\s+(?:and|et|y|e|и)\s+|\s+و\s?|,\s+(?=\S))"))


def one_by_one(lines: Sequence[Line], segment: Segment) -> list[Segment]:
    """The degrees of a segment that is one line and lists several, each with its own stretch; else the segment itself."""
    line = lines[segment.first]
    if segment.first != segment.last or segment.anchor is None or len(line.periods) < 2 or line.cells:
        return [segment]
    starts, stops, joined = [0], list[int](), False
    for one, other in zip(line.periods, line.periods[1:], strict=False):
        cut = _BETWEEN.match(line.flat, one.place[1], other.place[0])
        if cut is None:
            return [segment]
        starts.append(cut.end())
        stops.append(cut.end("close"))
        joined = joined or cut[0].strip(" )]")[:1] not in (";", "؛", ".")
    stops.append(len(line.text))
    named = [bool(DEGREE.search(line.flat, start, stop)) for start, stop in zip(starts, stops, strict=True)]
    if not named[0] or (joined and not all(named)):
        return [segment]
    found = []
    for period, start, stop in zip(line.periods, starts, stops, strict=True):
        begin, end = period.place
        header = (Fragment(line.index, start, begin), Fragment(line.index, end, stop))
        anchor = Anchor(line.index, period, "middle")
        found.append(replace(segment, anchor=anchor, header=header, roles=(), start=start, stop=stop))
    return found

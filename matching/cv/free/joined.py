"""Stretches of several lines as one text whose places can be traced back to the lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.cv.free.lines import Line
from matching.cv.values import CvText, Source


@dataclass(frozen=True)
class Fragment:
    """Characters `start` to `end` of a line; `goes_on` where it continues the fragment before in mid-sentence."""

    line: int
    start: int
    end: int
    goes_on: bool = False


@dataclass(frozen=True)
class Joined:
    """Fragments as one text: a line break between two of them, or a space where the second goes on."""

    text: str
    at: tuple[int, ...]  # where each fragment begins in `text`
    fragments: tuple[Fragment, ...]

    def source(self, text: CvText, start: int, end: int) -> Source:
        """Where characters `start` to `end` of the joined text stand in the document."""
        first, last = self._of(start), self._of(max(start, end - 1))
        begin = self.fragments[first].start + start - self.at[first]
        stop = self.fragments[last].start + end - self.at[last]
        return text.source(self.fragments[first].line, self.fragments[last].line, begin, stop)

    def _of(self, place: int) -> int:
        return max(index for index, at in enumerate(self.at) if at <= place or index == 0)


def join(lines: Sequence[Line], fragments: Iterable[Fragment]) -> Joined:
    """Fragments put together, those without letters or digits left out."""
    kept = [f for f in fragments if any(map(str.isalnum, lines[f.line].text[f.start : f.end]))]
    text, at = "", []
    for fragment in kept:
        if text:
            text += " " if fragment.goes_on else "\n"
        at.append(len(text))
        text += lines[fragment.line].text[fragment.start : fragment.end]
    return Joined(text, tuple(at), tuple(kept))

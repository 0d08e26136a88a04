"""The lines of a CV with what their looks say: short or long, strong or plain, in capitals, an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from matching.cv.free.cv_dates import Period, find_periods, writes_month_first
from matching.cv.values import Block, CvText
from matching.reading.folding import plain

BIGGER = 1.08  # times the size of most of the text from which a line counts as larger
LONGEST = 4000  # characters of a line that are looked at: no line of a CV is longer
MOST_APART = 0.6  # share of lines standing apart from which this says nothing about where something begins
INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.$")  # "... named after M.": no end of a sentence
LONG = 110  # characters of a line that is running text rather than a title
_BULLET = re.compile(r"^\s*(?:[•▪●◦‣·■□➢➤►✓✔*o-]|–|—|\uf0b7)\s+(?=\S)")
_RULE = re.compile(r"\s*([-=_~*#.+])(?:\s?\1){4,}\s*$")
_LEAD = re.compile(  # marks, and a number or letter of a list
    r"^[\s#*_>]*(?:(?:\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,4}(?:\.\d{1,2})?|[A-Za-z])[.)]?\s+(?<=[.)\d]\s))?"
    r"[\s■▪●•►➤➢◆|*_–—-]*"
)


@dataclass(frozen=True)
class Line:
    """One block of the document as the free reader sees it."""

    index: int
    block: Block
    body_size: float | None
    month_first: bool = False
    apart_tells: bool = True  # whether only some lines of the document stand apart from the one before

    @cached_property
    def text(self) -> str:
        """Its text as it is, at most LONGEST characters of it."""
        return self.block.text[:LONGEST]

    @cached_property
    def flat(self) -> str:
        """Its text in plain letters, of the same length."""
        return plain(self.text)

    @cached_property
    def words(self) -> str:
        """Its text without bullets, numbers and marks of a heading before it, and without marks after it."""
        return self.text[_LEAD.match(self.text).end() :].strip(" \t*_#|")  # type: ignore[union-attr] # may match nothing

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row; a line with tabs is one, too."""
        return self.block.cells[:40] or (tuple(self.text.split("\t")) if "\t" in self.text else ())

    @cached_property
    def periods(self) -> list[Period]:
        """The periods and dates in it."""
        return find_periods(self.text, self.month_first)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it, or a rule is drawn."""
        return not self.text.strip() or bool(_RULE.match(self.text))

    @property
    def apart(self) -> bool:
        """Whether it stands apart from the line before, in a document where not most lines do."""
        return self.block.apart and self.apart_tells

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.block.kind == "item" or bool(_BULLET.match(self.text[:12]))

    @cached_property
    def is_caps(self) -> bool:
        """Whether its letters are capitals, in scripts that have them."""
        letters = [c for c in self.text[:200] if c.isalpha()]
        return len(letters) > 2 and all(c.isupper() for c in letters) and any(c.lower() != c for c in letters)

    @property
    def is_bigger(self) -> bool:
        """Whether it is set larger than most of the text."""
        size = self.block.size
        return bool(size and self.body_size and size > self.body_size * BIGGER)

    @property
    def is_strong(self) -> bool:
        """Whether it stands out: declared a heading, bold, or larger."""
        return self.block.kind == "heading" or self.block.bold or self.is_bigger

    @property
    def is_long(self) -> bool:
        """Whether it reads as running text: long, or a sentence of several words that ends in a full stop."""
        text = self.text.rstrip()
        return len(text) > LONG or (text.endswith((".", "؛", ";")) and text.count(" ") > 7 and not INITIAL.search(text))

    @property
    def begins_low(self) -> bool:
        """Whether it begins with a small letter, as what goes on from the line before does."""
        words = self.words
        return bool(words) and words[0].islower()


def lines_of(text: CvText) -> list[Line]:
    """All blocks of a document as lines, in order."""
    month_first = writes_month_first(text.text)
    size = _body_size(text)
    apart = sum(block.apart for block in text.blocks)
    tells = apart <= MOST_APART * len(text.blocks)
    return [Line(index, block, size, month_first, tells) for index, block in enumerate(text.blocks)]


def _body_size(text: CvText) -> float | None:
    """The size of most of the characters."""
    counts: dict[float, int] = {}
    for block in text.blocks:
        if block.size:
            counts[block.size] = counts.get(block.size, 0) + len(block.text)
    return max(counts, key=lambda size: counts[size]) if counts else None

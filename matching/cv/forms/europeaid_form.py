"""The EuropeAid CV form as regions: each field with the blocks that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.cv.forms.europeaid_words import DISTINCTIVE, SCALE, column_of, field_at
from matching.cv.values import CvText, Source
from matching.reading.folding import plain

LEAST_FIELDS = 5  # different ones, by which a form is told from a CV with headings
LEAST_DISTINCTIVE = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of one block: a cell, or what stands after a label."""

    block: int
    start: int
    end: int
    text: str

    def source(self, text: CvText) -> Source:
        """Where it stands in the text."""
        return text.source(self.block, start=self.start, end=self.end)

    def part(self, start: int, end: int) -> Piece:
        """A stretch of this stretch, without the blanks around it."""
        words = self.text[start:end]
        lead = len(words) - len(words.lstrip())
        stripped = words.strip()
        begin = self.start + start + lead
        return Piece(self.block, begin, begin + len(stripped), stripped)


@dataclass(frozen=True)
class Region:
    """One field: its kind, the pieces beside its label, and the blocks below it up to the next field."""

    kind: str
    label: int  # block of the label
    beside: tuple[Piece, ...]
    below: range

    @property
    def last(self) -> int:
        """The last block that belongs to it."""
        return self.below[-1] if self.below else self.label


def pieces_of(text: CvText, block: int) -> tuple[Piece, ...]:
    """The cells of a block, empty ones too; a line is one cell for each tab-separated part of it."""
    written = text.blocks[block].text
    out, at = [], 0
    for cell in written.split("\t"):
        lead = len(cell) - len(cell.lstrip())
        stripped = cell.strip()
        out.append(Piece(block, at + lead, at + lead + len(stripped), stripped))
        at += len(cell) + 1
    return tuple(out)


def is_europeaid(text: CvText) -> bool:
    """Whether a document is the EuropeAid CV form: enough of its fields, among them some that ordinary CVs lack."""
    kinds = {region.kind for region in regions_of(text)}
    scale = any(SCALE.search(plain(block.text)) for block in text.blocks)
    tells_of_work = bool(kinds & {"experience", "region"}) or scale  # other forms have a field "employment record"
    return tells_of_work and len(kinds) >= LEAST_FIELDS and len(kinds & DISTINCTIVE) + scale >= LEAST_DISTINCTIVE


def regions_of(text: CvText) -> list[Region]:
    """The fields of the form in the order in which they stand; each kind begins once, where it is first named.

    Where fields carry numbers, "experience" or "position" without one is the head of a table and begins nothing.
    """
    starts: list[tuple[int, str, tuple[Piece, ...], bool]] = []
    for index in range(len(text.blocks)):
        pieces = pieces_of(text, index)
        first = next((p for p in pieces if p.text), None)
        if first is None or len([p for p in pieces if column_of(plain(p.text))]) >= 3:
            continue
        offset = first.start
        found = field_at(plain(text.blocks[index].text[offset : first.end]))
        if found and not (is_table_row(pieces) and not found[2] and found[0] in ("education", "experience", "other")):
            kind, begin, numbered = found
            rest = Piece(index, offset, first.end, first.text).part(begin, len(first.text))
            after = pieces[pieces.index(first) + 1 :]
            starts.append((index, kind, tuple(p for p in (rest, *after) if p.text), numbered))
    return _first_of_each(starts, len(text.blocks))


def is_table_row(pieces: Sequence[Piece]) -> bool:
    """Whether a block has the cells of a table of the form, and not just a label and its value."""
    return sum(bool(p.text) for p in pieces) >= 3


def _first_of_each(starts: list[tuple[int, str, tuple[Piece, ...], bool]], length: int) -> list[Region]:
    numbered = sum(has_number for *_, has_number in starts) >= LEAST_FIELDS
    kept, seen = [], set()
    for start in starts:
        if start[1] not in seen and (start[3] or not numbered or start[1] in DISTINCTIVE):
            seen.add(start[1])
            kept.append(start)
    ends = [*(start[0] for start in kept[1:]), length]
    return [
        Region(kind, index, beside, range(index + 1, end))
        for (index, kind, beside, _), end in zip(kept, ends, strict=False)
    ]

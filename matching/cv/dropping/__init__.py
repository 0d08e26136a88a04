"""Protected data out of a CV before anything else happens with it: nothing of it is stored, embedded, logged or reported.

Taken out: photographs, birth, age, family, religion, health, membership of a union or a party, ethnic origin, a field
for gender, numbers of identity papers, military status. What is said is not kept; that it was met is counted by kind.
The subjects of the work often carry the same words (unions, disability, pensions, families): beside a label or in the
personal part they are taken out, in the text of posts only where they can mean nothing else. Nationality stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.cv.dropping import plausible
from matching.cv.dropping.births import birth_day
from matching.cv.dropping.cuts import Span, without
from matching.cv.dropping.fragments import find_fragments
from matching.cv.dropping.labels import Label, find_labels, is_value, is_value_below
from matching.cv.dropping.personal_words import GENDER_FIELD
from matching.cv.dropping.pictures import is_photo_line, pictures_of
from matching.cv.dropping.private_part import find_private
from matching.cv.dropping.tables import column_cuts, mirrored_cuts
from matching.cv.dropping.zones import Zone, zones_of
from matching.cv.free.cv_dates import find_periods, writes_month_first
from matching.cv.free.heading_words import kinds_of
from matching.cv.values import Block, CodeFact, CvText, Protected, Source
from matching.reading.folding import plain

__all__ = ["declared_gender", "without_protected"]

# Kinds that have no name of their own in `values.Dropped` are counted with the nearest one.
COUNTED_AS = {"military": "family", "relative": "family", "political": "union", "affiliation": "union"}
LONGEST_BELOW = 80  # characters of a line below a label that may be its value


def without_protected(text: CvText) -> tuple[CvText, Protected]:
    """A CV without protected data, and what was met: counts by kind, and the birth date where its day is written.

    Returns:
        The text without the stretches, whose blocks that said nothing else are gone; without its attachments, which
        hold the same data and must be read before. The birth date serves `same_person` and must not be stored.
    """
    found = _Found(writes_month_first(text.text))
    zones = zones_of(text)
    labels = [find_labels(block.text) for block in text.blocks]
    cuts = [found.in_block(*each) for each in zip(text.blocks, labels, zones, strict=True)]
    found.below_labels(text.blocks, labels, zones, cuts)
    found.mirrored(text.blocks, cuts)
    for index, kind in find_private(text.blocks):
        if not cuts[index]:  # what was met in the line itself is counted already
            found.count(kind)
        cuts[index].append((0, len(text.blocks[index].text)))
    for index, spans in column_cuts(text.blocks).items():
        for span, kind in spans:
            found.keep_birth(text.blocks[index].text[slice(*span)], kind)
            found.count(kind)
            cuts[index].append(span)
    found.repeats_of_birth(text.blocks, cuts)
    if pictures := pictures_of(text):
        found.count("photo", pictures)
    kept = tuple(left for block, spans in zip(text.blocks, cuts, strict=True) if (left := without(block, spans)))
    return replace(text, blocks=kept, attachments=()), Protected(found.birth, found.dropped)


def declared_gender(text: CvText) -> CodeFact | None:
    """woman, man or other where a field made for it says so; None elsewhere. To be asked before `without_protected`.

    The field itself is taken out of the text that is kept, so that the source is an empty stretch at its beginning.
    """
    blocks = text.blocks
    for index, block in enumerate(blocks):
        for piece in block.text[:400].split("|"):  # "Sexe Féminin | Date de naissance ...": a field without a colon
            field = GENDER_FIELD.match(plain(piece.strip()))
            if field and (said := plausible.gender_in(piece.strip()[field.end() :])):
                return _stated(said, block)
        for label in find_labels(block.text):
            if label.kind != "gender":
                continue
            value = block.text[label.end : label.value_end]
            if label.alone and index + 1 < len(blocks):
                value = blocks[index + 1].text
            if plausible.is_gender(value) and (said := plausible.gender_in(value.strip(" :\t"))):
                return _stated(said, block)
    return None


def _stated(gender: str, block: Block) -> CodeFact:
    return CodeFact(code=gender, source=Source(start=0, end=0, text="", page=block.page))


@dataclass
class _Found:
    """What was met so far."""

    month_first: bool
    birth: date | None = None

    def __post_init__(self) -> None:
        self.dropped: dict[str, int] = {}

    def count(self, kind: str, times: int = 1) -> None:
        kind = COUNTED_AS.get(kind, kind)
        self.dropped[kind] = self.dropped.get(kind, 0) + times

    def keep_birth(self, words: str, kind: str) -> None:
        """Remember a birth date whose day is written, the first one that can be."""
        if kind == "birth" and self.birth is None:
            self.birth = birth_day(words, self.month_first)

    def in_block(self, block: Block, labels: Sequence[Label], zone: Zone) -> list[Span]:
        """The stretches to take out of one block by itself."""
        if is_photo_line(block.text):
            self.count("photo")
            return [(0, len(block.text))]
        spans: list[Span] = []
        for label in labels:
            value = block.text[label.end : label.value_end]
            if label.alone or not value.strip() or not is_value(label, value, zone):
                continue
            self._met(block, (label.start, label.value_end), label.kind)
            spans.append((label.start, label.value_end))
        for start, end, kind in find_fragments(block.text, zone, block.kind == "row"):
            if not any(a <= start and end <= b for a, b in spans):
                self._met(block, (start, end), kind)
            spans.append((start, end))
        return spans

    def _met(self, block: Block, span: Span, kind: str) -> None:
        words = block.text[slice(*span)]
        self.count(kind)
        self.keep_birth(words, kind)
        # "Date of birth: 14 March 1974, married, two children" says more than its label.
        inside = {k for _, _, k in find_fragments(words, "personal") if k in ("family", "age", "birth", "religion")} - {
            kind
        }
        if kind != "family" and plausible.HAS_FAMILY.search(plain(words)):
            inside.add("family")
        for other in inside:
            self.count(other)
            self.keep_birth(words, other)

    def below_labels(
        self, blocks: Sequence[Block], labels: Sequence[Sequence[Label]], zones: Sequence[Zone], cuts: list[list[Span]]
    ) -> None:
        """Values on the line below a label that stands alone."""
        for index, block in enumerate(blocks):
            for label in labels[index]:
                if not label.alone or block.kind == "row":
                    continue
                below = blocks[index + 1] if index + 1 < len(blocks) else None
                if (
                    below
                    and len(below.text) <= LONGEST_BELOW
                    and below.kind != "heading"
                    and is_value_below(label, below.text)
                ):
                    self._take_both(label, index, blocks, cuts)
                elif label.sure and zones[index] == "personal" and "person" not in kinds_of(block.text):
                    cuts[index].append((label.start, label.end))

    def _take_both(self, label: Label, index: int, blocks: Sequence[Block], cuts: list[list[Span]]) -> None:
        if "person" not in kinds_of(blocks[index].text):  # "État civil" as a heading stays
            cuts[index].append((label.start, label.end))
        if not cuts[index + 1]:
            self._met(blocks[index + 1], (0, len(blocks[index + 1].text)), label.kind)
            cuts[index + 1].append((0, len(blocks[index + 1].text)))

    def mirrored(self, blocks: Sequence[Block], cuts: list[list[Span]]) -> None:
        """Values on the wrong side of their labels, in rows read from the left that are written from the right."""
        for block, spans in zip(blocks, cuts, strict=True):
            for number, (span, kind) in enumerate(mirrored_cuts(block)):
                if number % 2 == 0:
                    self._met(block, span, kind)
                spans.append(span)

    def repeats_of_birth(self, blocks: Sequence[Block], cuts: list[list[Span]]) -> None:
        """The same day written again: in a running header, in a declaration at the end."""
        if self.birth is None:
            return
        for block, spans in zip(blocks, cuts, strict=True):
            for period in find_periods(block.text, self.month_first):
                day = period.start
                if period.lone and day and day.precision == "day" and day.day == self.birth:
                    spans.append(period.place)

"""Lines instead of a grid: "French 1 1 2", "French - reading: 1; speaking: 2", a language with its skills on lines below."""

from __future__ import annotations

import re
from itertools import takewhile

from matching.codes import language_name
from matching.cv.forms.europeaid_columns import Column
from matching.cv.forms.europeaid_form import Piece
from matching.cv.forms.europeaid_marks import Cell, codes_in, fact_of, is_cell, says_native
from matching.cv.forms.europeaid_scale import MarkScale, legend_in
from matching.cv.free.cv_levels import LanguageRead, read_language_line
from matching.cv.free.language_words import OTHERS_PATTERN, languages_in, tokens_of
from matching.cv.values import CvText, LanguageFact, Source
from matching.reading.folding import plain

LONGEST_LABEL = 60  # characters of a line that heads mother tongues
LONGEST_ROW = 6  # cells of one language
LONGEST_LINE = 200  # characters within which rare languages are looked for
_ROW = re.compile(r"\s*(?P<name>[^\d:]{2,60}?)[\s:.–-]+(?P<marks>[1-6](?:[\s/,;|–-]+[1-6]){1,3})\s*")
_AT = re.compile(r"(?<![\w.,/])([1-6])(/[56])?(?![\w%/]|[.,]\d)")
_AFTER = re.compile(r"\s*(?:$|[,;).|(-])")


class Lines:
    """Reads the lines of the field one after the other; a language without levels waits for the lines below it."""

    def __init__(self, text: CvText, scale: MarkScale, order: tuple[Column, ...]) -> None:
        self.text, self.scale, self.order = text, scale, order
        self.native = False  # below a label for mother tongues
        self.open = ""  # the language that waits
        self.taken = -1  # the last line that was read together with one above it

    def read(self, index: int) -> list[LanguageFact]:
        """What one line says."""
        if index <= self.taken:
            return []
        written = self.text.blocks[index].text
        if said := self._row(written, self.text.source(index)) or self._cells_below(index, written):
            return said
        flat = plain(written)
        found = self._in_words(written)
        if not found and (self.open or len(flat) < LONGEST_LABEL):
            return self._of_open(index, written, flat)
        alone = len(found) == 1 and not found[0].has_level
        self.open = language_name(found[0].claim.language) if alone and codes_in(written) else ""
        return [self._fact(r, self.text.source(index, start=r.place[0], end=r.place[1])) for r in found]

    def beside(self, piece: Piece) -> list[LanguageFact]:
        """What stands beside the label of the field itself."""
        said = self._row(piece.text, piece.source(self.text))
        return said or [
            self._fact(read, piece.source(self.text)) for read in self._in_words(piece.text) if read.has_level
        ]

    def _row(self, written: str, source: Source) -> list[LanguageFact]:
        match = _ROW.fullmatch(written)
        codes = codes_in(match["name"]) if match else []
        if match is None or not codes:
            return []
        marks = re.findall(r"[1-6]", match["marks"])
        cells = [Cell(skills, mark) for skills, mark in zip(self.order, marks, strict=False)]
        return [fact_of(code, cells, says_native(match["name"]), self.scale, source) for code in codes]

    def _cells_below(self, index: int, written: str) -> list[LanguageFact]:
        """A row whose cells came as lines of their own, one below the other; one cell alone is a level of the whole."""
        codes = codes_in(written) if len(written.split()) < 5 and not tokens_of(plain(written)) else []
        below = self.text.blocks[index + 1 : index + 2 + LONGEST_ROW]
        cells = [block.text for block in takewhile(lambda block: is_cell(block.text), below)] if codes else []
        if len(cells) < 2 and not any(map(says_native, cells)):
            return []
        self.taken, self.open = index + len(cells), ""
        own = [Cell(skills, cell) for skills, cell in zip(self.order, cells, strict=False)]
        native = any(map(says_native, cells))
        source = self.text.source(index, self.taken)
        return [fact_of(code, own, native, self.scale, source) for code in codes]

    def _of_open(self, index: int, written: str, flat: str) -> list[LanguageFact]:
        """A line that names no language: a label, or what is said of the language above it."""
        if OTHERS_PATTERN.search(flat):
            self.native = False
        elif says_native(written) and len(flat) < LONGEST_LABEL:
            self.native = not self.open  # a language somewhere above is not meant for sure
            return []
        if not self.open or not tokens_of(flat):
            return []
        return [
            self._fact(r, self.text.source(index)) for r in self._in_words(f"{self.open}: {written}") if r.has_level
        ]

    def _in_words(self, written: str) -> list[LanguageRead]:
        """The languages of a line, its marks taken for the levels that they stand for."""
        levelled, moves = _with_levels(written, self.scale)
        reads = read_language_line(levelled, self.native, expected=bool(moves) or len(written) < LONGEST_LINE)
        bare = len(reads) == 1 and len(written.split()) < 4
        kept = [read for read in reads if read.has_level or bare]
        return [self._of_marks(read, written, moves) for read in kept] if moves else kept

    def _of_marks(self, read: LanguageRead, written: str, moves: list[int]) -> LanguageRead:
        """What was read with levels in the place of marks, told with the marks as they stand in the line."""
        start, end = (place - sum(move < place for move in moves) for place in read.place)
        said = written[start:end].strip(" \t:;,-–—")
        hears = any("listening" in t.skills for t in tokens_of(plain(written)))
        levels = {} if hears else {"listening": None}  # the form does not ask how well somebody understands
        claim = read.claim.model_copy(update={**levels, "origin": f"{said} {self.scale.as_told}"})
        return LanguageRead(claim, "europeaid" if read.scale == "cefr" else read.scale, (start, end), read.doubt)

    def _fact(self, read: LanguageRead, source: Source) -> LanguageFact:
        return LanguageFact(claim=read.claim, source=source, scale=read.scale)


def _with_levels(written: str, scale: MarkScale) -> tuple[str, list[int]]:
    """A line with the level of each mark in its place, and where a character was added by it."""
    flat = plain(written)
    ends = [t.end for t in tokens_of(flat) if t.kind == "skill"] + [end for _, _, end in languages_in(flat)]
    starts = {t.start for t in tokens_of(flat) if t.kind == "skill"}
    if not ends:
        return written, []
    out, moves, at = "", [], 0
    legend = legend_in(flat)
    for mark in _AT.finditer(flat):
        follows = _AFTER.match(flat, mark.end()) or any(0 < start - mark.end() < 3 for start in starts)
        level = scale.levels.get(mark[1])
        if level and follows and min(ends) <= mark.start() and not legend[0] <= mark.start() < legend[1]:
            out += written[at : mark.start()] + str(level) + (" " if mark[2] else "")
            moves += [] if mark[2] else [len(out) - 1]
            at = mark.end()
    return out + written[at:], moves

"""The languages of the EuropeAid form: the rows of its grid, a grid turned on its side, or lines instead of a grid.

Levels written as A1 to C2 are taken as written, marks by the scale of the form in hand (`europeaid_scale`), and "mother
tongue" in any cell makes the language a native one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.cv.forms.europeaid_columns import USUAL, Column, columns_of, skills_of, spread
from matching.cv.forms.europeaid_form import Piece, Region, pieces_of
from matching.cv.forms.europeaid_lines import Lines
from matching.cv.forms.europeaid_marks import Cell, codes_in, fact_of, is_number, says_native
from matching.cv.forms.europeaid_scale import MarkScale, scale_of, usual
from matching.cv.values import CvText, LanguageFact
from matching.entities import SKILLS
from matching.reading.folding import plain

MOST = 150  # lines of the field that are looked at: a form whose next field was not found goes on to its end
_OWN = re.compile(r"\s*([^\d:]{2,40}?)\s*[\s:=–-]\s*([1-6]|[ABCАВС][12]\S{0,3})\s*")


@dataclass(frozen=True)
class Row:
    """One row of the grid: its languages, the cells beside them, and the blocks that it stands on."""

    codes: tuple[str, ...]
    cells: tuple[Cell, ...]
    native: bool
    first: int
    last: int


def languages_of(text: CvText, region: Region) -> list[LanguageFact]:
    """The languages of the field, one fact each, in order."""
    rows, around = _rows(text, region)
    scale = _turned(scale_of(around), rows)
    by_block: list[tuple[int, LanguageFact]] = []
    for row in rows:
        source = text.source(row.first, row.last)
        by_block += [(row.first, fact_of(code, row.cells, row.native, scale, source)) for code in row.codes]
    taken = {index for row in rows for index in range(row.first, row.last + 1)}
    lines = Lines(text, scale, _order(rows, text, region))
    for piece in region.beside:
        by_block += [(piece.block, fact) for fact in lines.beside(piece)]
    for index in region.below[:MOST]:
        if index not in taken:
            by_block += [(index, fact) for fact in lines.read(index)]
    facts: dict[str, LanguageFact] = {}
    for _, fact in sorted(by_block, key=lambda found: found[0]):
        known = facts.get(fact.claim.language)
        facts[fact.claim.language] = _joined(known, fact) if known else fact
    return list(facts.values())


def _rows(text: CvText, region: Region) -> tuple[list[Row], list[str]]:
    """The rows of the grid, and the words around them, which may tell the scale."""
    columns: tuple[Column, ...] = ()
    rows: list[Row] = []
    around = [text.blocks[region.label].text]
    side: tuple[Piece, ...] = ()  # the head of a grid whose languages stand side by side
    for index in region.below[:MOST]:
        pieces = spread(pieces_of(text, index))
        if heads := columns_of(pieces):
            columns, side = heads, ()
            around.append(text.blocks[index].text)
        elif len(pieces) > 2 and not codes_in(pieces[0].text) and sum(len(codes_in(p.text)) == 1 for p in pieces) > 1:
            side = pieces
        elif len(pieces) > 1 and all(len(codes_in(p.text)) == 1 for p in pieces):  # its empty corner was lost
            side = (Piece(index, 0, 0, ""), *pieces)
        elif side and len(pieces) == len(side) and (skills := skills_of(pieces[0].text)):
            rows = _beside(rows, side, pieces, skills)
        elif len(pieces) > 1 and (row := _row(pieces, columns)):
            rows.append(row)
        else:
            around.append(text.blocks[index].text)
    return rows, around


def _row(pieces: Sequence[Piece], columns: tuple[Column, ...]) -> Row | None:
    """A row that names its languages in one cell; None for any other row."""
    may_name = [
        p for at, p in enumerate(pieces) if p.text and not (at < len(columns) and columns[at]) and not is_number(p)
    ]
    named = next(
        (p for p in (may_name if len(pieces) == len(columns) else [*may_name, *pieces]) if codes_in(p.text)), None
    )
    if named is None:
        return None
    at = pieces.index(named)
    others = [p for p in pieces[at + 1 :]]
    native = any(says_native(p.text) for p in pieces)
    if not others and not native:
        return None
    cells = _under(columns, pieces, at, others)
    return Row(tuple(codes_in(named.text)), tuple(cells), native, named.block, named.block)


def _under(columns: tuple[Column, ...], pieces: Sequence[Piece], at: int, others: Sequence[Piece]) -> list[Cell]:
    """Each cell under the skills that head it: place by place; one over all columns, or in order where some are merged."""
    said = [_said_of(p.text) for p in others if p.text]
    if said and all(said):
        return [cell for cell in said if cell]
    if columns and len(pieces) == len(columns):
        return [
            Cell(skills, p.text) for skills, p in zip(columns, pieces, strict=True) if skills and p is not pieces[at]
        ]
    heads = [skills for skills in columns if skills] or [(skill,) for skill in USUAL]
    if len(others) == 1:
        return [Cell(USUAL if len(heads) > 1 else heads[0], others[0].text)]
    return [Cell(skills, p.text) for skills, p in zip(heads, others, strict=False)]


def _said_of(written: str) -> Cell | None:
    """A cell that names its skill itself: "Reading: 1"."""
    match = _OWN.fullmatch(written)
    skills = skills_of(match[1]) if match else ()
    return Cell(skills, match[2]) if match and skills else None


def _beside(rows: list[Row], head: Sequence[Piece], pieces: Sequence[Piece], skills: Column) -> list[Row]:
    """The rows with one skill more, of a grid whose languages stand side by side."""
    out = list(rows)
    for named, value in zip(head[1:], pieces[1:], strict=True):
        codes = tuple(codes_in(named.text))
        known = next((n for n, row in enumerate(out) if row.codes == codes and row.first == named.block), None)
        if not codes:
            continue
        before = out[known] if known is not None else Row(codes, (), says_native(named.text), named.block, value.block)
        cells = (*before.cells, Cell(skills, value.text))
        row = Row(codes, cells, before.native or says_native(value.text), before.first, value.block)
        out = [*out[:known], row, *out[known + 1 :]] if known is not None else [*out, row]
    return out


def _turned(scale: MarkScale, rows: Sequence[Row]) -> MarkScale:
    """Where no words tell the scale, a mother tongue marked 5 throughout tells that 5 is the best."""
    marks = [
        {plain(c.text).strip() for c in row.cells if plain(c.text).strip().isdigit()} for row in rows if row.native
    ]
    return usual(best_is_last=True) if not scale.told and {"5"} in marks and {"1"} not in marks else scale


def _order(rows: Sequence[Row], text: CvText, region: Region) -> tuple[Column, ...]:
    """The order of the skills where rows came as lines: that of the lines, one or several, that name them alone."""
    alone: list[Column] = []
    for index in region.below[:MOST] if not rows else ():
        words = text.blocks[index].text.split()
        if len(words) < 5 and codes_in(text.blocks[index].text):
            break
        named = [skills for word in words[:8] if len(word) > 1 and len(skills := skills_of(word)) == 1]
        if len(named) >= 2 and len(set(named)) == len(named):
            return tuple(named)
        own = skills_of(text.blocks[index].text)
        alone += [own] if own and len(words) < 4 else []
    return tuple(alone) if len(alone) >= 2 and len(set(alone)) == len(alone) else tuple((skill,) for skill in USUAL)


def _joined(one: LanguageFact, other: LanguageFact) -> LanguageFact:
    """What two places say of one language: the first counts, the second fills in what it leaves open."""
    a, b = one.claim, other.claim
    levels: dict[str, object] = {skill: getattr(a, skill) or getattr(b, skill) for skill in SKILLS}
    origin = a.origin if not b.origin or a.origin == b.origin else "; ".join(o for o in (a.origin, b.origin) if o)
    claim = a.model_copy(update={**levels, "native": a.native or b.native, "origin": origin})
    return LanguageFact(claim=claim, source=one.source, scale=one.scale if one.scale != "none" else other.scale)

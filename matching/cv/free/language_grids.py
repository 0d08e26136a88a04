"""Grids of languages: skills head the columns, languages the rows, and what the lines before say of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from matching.cv.free.cv_levels import LanguageRead, Scale
from matching.cv.free.language_words import NATIVE_PATTERN, OF_PRAG, languages_in, tokens_of
from matching.cv.free.lines import Line
from matching.entities import Cefr, LanguageClaim, Skill
from matching.reading.folding import plain

EUROPASS: tuple[tuple[Skill, ...], ...] = (  # listening, reading, interaction, production, writing
    ("listening",), ("reading",), ("speaking",), ("speaking",), ("writing",),
)  # fmt: skip
SHORT = {  # marks of schools, in the cells of a grid
    "mb": Cefr.C1, "tb": Cefr.C1, "vg": Cefr.C1, "b": Cefr.B2, "g": Cefr.B2, "r": Cefr.B1, "ab": Cefr.B1,
}  # fmt: skip
_MARK = re.compile(r"(?<!\w)([1-6]|[a-z]{1,2})\s?[=:)–-]\s?(?=[^\W\d])|(?<!\w)([1-6])\s?\((?=[^\W\d])")
_CELLS = re.compile(r"\t|\s*\|\s*|\s{2,}")


@dataclass
class State:
    """What the lines before say of those that follow: the columns of a grid, a label for mother tongues, an open language."""

    columns: list[tuple[Skill, ...] | None] = field(default_factory=list)
    native: bool = False
    pending: tuple[LanguageRead, int] | None = None
    said: str = ""  # of the open language, over its lines
    until: int = 0  # last of these lines
    low_is_best: bool | None = None
    legend: dict[str, Cefr] = field(default_factory=dict)  # what the marks of a grid stand for, as the CV says
    broken: Line | None = None  # the row of a grid right above, whose last cells may stand on this line


def legend_of(flat: str) -> dict[str, Cefr]:
    """What marks stand for where a plain text says so: "1 = excellent, 2 = good..."; empty where it does not.

    Of two marks alone ("1 = poor, 5 = excellent") those between follow evenly.
    """
    marks = list(_MARK.finditer(flat))
    known: dict[str, Cefr] = {}
    for index, mark in enumerate(marks):
        end = min(marks[index + 1].start() if index + 1 < len(marks) else mark.end() + 25, mark.end() + 40)
        levels = [t for t in tokens_of(flat[mark.end() : end]) if t.kind in ("words", "native") and t.start < 3]
        if levels and levels[0].level:
            known.setdefault(mark[1] or mark[2], levels[0].level)
    numbers = sorted(int(mark) for mark in known if mark.isdigit())
    if len(known) < 2 or (numbers and len(numbers) != len(known)):
        return {}
    if len(numbers) == 2 and numbers[1] - numbers[0] > 2:
        return _between(numbers, known)
    return known


def _between(ends: list[int], known: dict[str, Cefr]) -> dict[str, Cefr]:
    """The marks from the first to the last, from C2 for the best to A2 for the least."""
    low_is_best = known[str(ends[0])].rank > known[str(ends[1])].rank
    steps = (
        (Cefr.C2, Cefr.C1, Cefr.B2, Cefr.B1, Cefr.A2) if low_is_best else (Cefr.A2, Cefr.B1, Cefr.B2, Cefr.C1, Cefr.C2)
    )
    count = ends[1] - ends[0]
    return {str(ends[0] + step): steps[round(4 * step / count)] for step in range(count + 1)}


def marked(rest: str, state: State) -> Cefr | None:
    """The level of a mark that stands alone behind a language."""
    return state.legend.get(rest.strip(" \t:=–-().|"))


def cells_of(line: Line, start: int = 0) -> list[str]:
    """The cells of a row, or of a line whose parts stand well apart."""
    if line.block.cells and not start:
        return list(line.block.cells[:40])
    rest = line.text[start:].strip(" ")
    return rest.split("	") if "	" in rest else _CELLS.split(rest)


def columns_of(line: Line, start: int) -> list[tuple[Skill, ...] | None]:
    """The skills that head the columns of a grid; None for a column of something else."""
    heads: list[tuple[Skill, ...] | None] = []
    for cell in cells_of(line, start):
        skills = [t.skills for t in tokens_of(plain(cell)[:60]) if t.kind == "skill"]
        has_level = any(t.kind in ("cefr", "prag") for t in tokens_of(plain(cell)[:60]))
        heads.append(skills[-1] if skills and not has_level else None)
    return heads if len(heads) > 1 else []


def refined(
    before: list[tuple[Skill, ...] | None], columns: list[tuple[Skill, ...] | None]
) -> list[tuple[Skill, ...] | None]:
    """The second row of a head decides: "Understanding" over "Listening" and "Reading"; what it leaves open stays."""
    if len(before) == len(columns):
        return [below or above for above, below in zip(before, columns, strict=True)]
    wide = any(c and len(c) > 1 for c in before)
    if wide and len([c for c in columns if c]) < len([c for c in before if c]):
        return before
    return columns


def grid_row(line: Line, start: int, state: State) -> LanguageRead | None:
    """What a row of a grid says of its language; None where it is no such row."""
    return _row_of(cells_of(line, start), line, start, state)


def _row_of(cells: list[str], line: Line, start: int, state: State) -> LanguageRead | None:
    named = [(at, languages_in(plain(cell))) for at, cell in enumerate(cells)]
    first = next(((at, names[0]) for at, names in named if names), None)
    if first is None or len(cells) < 2:
        return None
    levels = [(at, level) for at, cell in enumerate(cells) if at > first[0] and (level := _cell_level(cell, state))]
    if not levels:
        return None
    if len(levels) == 1 and len([c for c in cells if c.strip()]) == 2 and len(cells) < len(state.columns):
        return None  # one cell over all columns
    columns = _aligned(state.columns, cells, [at for at, _ in levels], first[0])
    given: dict[Skill, Cefr] = {}
    for at, (cefr, _) in levels:
        for skill in columns.get(at) or ():
            given[skill] = min(given.get(skill, cefr), cefr, key=lambda lv: lv.rank)
    if not given:
        return None
    scales = {scale for _, (_, scale) in levels}
    scale: Scale = "cefr" if scales == {"cefr"} else "europeaid" if "europeaid" in scales else "words"
    origin = ", ".join(f"{skill} {cells[at].strip()}" for at, _ in levels for skill in (columns.get(at) or ())[:1])
    native = any(NATIVE_PATTERN.search(plain(cell)) for cell in cells)
    claim = LanguageClaim(language=first[1][0], native=native, origin=origin, **({} if native else given))
    doubt = ""
    if "europeaid" in scales and state.low_is_best is None:
        doubt = "the marks are read with 1 as the best and 5 as the least (1: C2, 2: C1, 3: B2, 4: B1, 5: A2)"
    return LanguageRead(
        claim, scale, (start + len(line.text[start:]) - len(line.text[start:].lstrip()), len(line.text.rstrip())), doubt
    )


def mended(above: Line, line: Line, start: int, state: State) -> LanguageRead | None:
    """The row of a grid that was broken after its first levels: five in all, and nothing else on the second line."""
    first, second = cells_of(above), cells_of(line, start)
    rest = [cell for cell in second if cell.strip()]
    if not rest or not all(_cell_level(cell, state) and len(cell.strip()) < 4 for cell in rest):
        return None
    if levels_in(first, state) + len(rest) != len(EUROPASS):
        return None
    return _row_of([*first, *rest], above, 0, state)


def levels_in(cells: list[str], state: State) -> int:
    """How many cells of a row hold a level."""
    return sum(bool(_cell_level(cell, state)) for cell in cells)


def _cell_level(cell: str, state: State) -> tuple[Cefr, str] | None:
    flat = plain(cell).strip()
    if flat in state.legend:
        return state.legend[flat], "words"
    if flat in SHORT:
        return SHORT[flat], "words"
    if len(flat) == 1 and flat in OF_PRAG:
        return OF_PRAG[flat], "europeaid"
    tokens = [t for t in tokens_of(flat[:80]) if t.level]
    if not tokens:
        return None
    chosen = next((t for t in tokens if t.kind == "cefr"), tokens[0])
    assert chosen.level is not None
    return chosen.level, "cefr" if chosen.kind == "cefr" else "words"


def _aligned(
    columns: list[tuple[Skill, ...] | None], cells: list[str], levels: list[int], named: int
) -> dict[int, tuple[Skill, ...]]:
    """Skills by place in a row: place by place where the rows are as long as the head, else in order."""
    skills = [c for c in columns if c]
    if len(levels) == 5 and len(skills) != 5:
        return dict(zip(levels, EUROPASS, strict=True))
    if len(columns) == len(cells) and columns[named] is None:
        return {at: column for at, column in enumerate(columns) if column}
    if len(columns) == len(cells) - 1 and named == 0:  # the head of the first column was read as a label
        return {at + 1: column for at, column in enumerate(columns) if column}
    if len(levels) == 2 * len(skills) - 1 or len(levels) == len(skills):
        return dict(zip(levels, skills, strict=False))
    return dict(zip(levels, skills, strict=False))

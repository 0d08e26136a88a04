"""A call's text cut into what stands under which heading, for the call and for each position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from matching.reading.dates import find_dates
from matching.reading.folding import plain
from matching.reading.headings import MARKS, ONE_LINE, Label, _depth, match_label
from matching.reading.level_words import WORKING_PATTERN
from matching.reading.position_heads import PositionHead, match_position
from matching.reading.position_tables import OF_POSITIONS, heads_side_by_side, row_head, table_columns
from matching.reading.quantities import find_expert_count, is_only_days
from matching.reading.run_on_lines import BRIEF, facts_apart


@dataclass
class Section:
    """The lines under one heading, and whether it began a line of its own."""

    kind: str
    words: str
    lines: list[str] = field(default_factory=list)
    inline: bool = False  # its text began on the line of its label
    depth: int | None = None


@dataclass
class Part:
    """The call as a whole, or one position: its head and its sections, in order."""

    head: PositionHead | None = None
    sections: list[Section] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)  # lines under no heading

    def of(self, *kinds: str) -> list[str]:
        """All lines under headings of some kinds."""
        return [line for s in self.sections if s.kind in kinds for line in s.lines]

    @property
    def on_one_line(self) -> bool:
        """Whether nothing follows the line of the head."""
        told = self.head is not None and bool(self.head.told)
        return not self.loose and len(self.sections) == told

    def has(self, kind: str) -> bool:
        """Whether a heading of this kind was met."""
        return any(s.kind == kind for s in self.sections)


@dataclass
class Outline:
    """A call cut up."""

    call: Part
    positions: list[Part]


@dataclass
class _State:
    outline: Outline
    part: Part
    section: Section | None = None
    parent_depth: int | None = None  # of the heading under which the positions stand
    top_number: int = 0  # of the last numbered heading
    last_item: int = 0  # of the last numbered line that was no heading
    columns: list[str] | None = None  # kinds of the columns of the table being read
    in_row: bool = False  # the part being read is the row of a table, which says by itself all that is its own
    side_by_side: list[Part] | None = None  # positions that are the columns of the table being read


def outline(text: str) -> Outline:
    """Cut a text into parts and sections; every line lands in exactly one of them."""
    call = Part()
    state = _State(Outline(call, []), call)
    for line in _lines(text):
        _take(state, line)
    _lift_shared(state.outline)
    return state.outline


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        line = line.strip(" ")  # not tabs: one at the beginning stands for an empty first cell
        if line.startswith("|") and line.endswith("|"):  # a row of a Markdown table
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                continue
            line = "\t".join(cells)
        yield from [line] if "\t" in line else facts_apart(line)


def _take(state: _State, line: str) -> None:
    if not line:
        state.columns = state.side_by_side = None
    elif state.columns and "\t" in line:
        _take_row(state, line.split("\t"))
    elif state.side_by_side and "\t" in line:
        _take_fact(state.side_by_side, line.split("\t"))
    elif heads := heads_side_by_side(line):
        state.side_by_side = []
        for each in heads:
            _open_position(state, each)
            state.side_by_side.append(state.part)
    elif not line.strip():
        return
    elif columns := table_columns(line):
        state.columns = columns
    elif head := match_position(line):
        _open_position(state, head)
    elif (label := match_label(line)) and not _is_phase(state, label) and not is_only_days(line):
        _open_section(state, label, line)
    elif _is_unknown_heading(state, line):
        _open_section(state, Label("unknown", line, "", _line_depth(line)), line)
    else:
        _add(state, line)


def _add(state: _State, line: str) -> None:
    marks = MARKS.match(line)
    if marks and (number := re.fullmatch(r"(\d{1,2})[.)]", marks["number"] or "")):
        state.last_item = int(number[1])
    brief = state.section is not None and state.section.inline and not _is_item(line)
    if brief and state.section and state.section.kind in BRIEF:
        state.section = None
    aside = brief and (is_only_days(line) or _says_who(state, line))  # what follows may go on with the section
    (state.section.lines if state.section and not aside else state.part.loose).append(line)


def _says_who(state: _State, line: str) -> bool:
    """Whether a line after dates tells how many experts are wanted, and no date."""
    in_dates = state.section is not None and state.section.kind == "dates"
    return in_dates and find_expert_count(line) is not None and not find_dates(line)[0]


_DESCRIBING = ("profile", "essential", "desirable", "tasks")


def _open_position(state: _State, head: PositionHead) -> None:
    if state.section and (state.section.kind == "positions" or (head.depth is None and state.section.depth)):
        state.parent_depth = state.section.depth
    state.part = Part(head)
    state.in_row = False
    if head.told:
        kind = state.section.kind if state.section and state.section.kind in _DESCRIBING else "tasks"
        state.part.sections.append(Section(kind, kind, [head.told], inline=True))
    state.section = None
    state.outline.positions.append(state.part)
    if "\t" in head.text:  # a row of a table without a head: its cells speak for themselves
        state.part.loose += head.text.split("\t")[1:]


def _line_depth(line: str) -> int | None:
    return _depth(MARKS.match(line))


def _open_section(state: _State, label: Label, line: str) -> None:
    head = state.part.head
    stays = label.kind in OF_POSITIONS or label.kind == "unknown"
    if head is not None and (
        not stays or state.in_row or _is_above(label.depth, head.depth, state.parent_depth, label.kind)
    ):
        state.part = state.outline.call
    if label.kind == "title" and head is None and state.part.of("title"):
        _add(state, line)
        return
    marks = MARKS.match(line)
    if marks and (number := re.fullmatch(r"(\d{1,2})[.)]?", marks["number"] or "")):
        state.top_number, state.last_item = int(number[1]), 0
    words = line if label.depth and line.startswith("#") else label.words
    state.section = Section(label.kind, words, inline=bool(label.value), depth=label.depth)
    if label.value:
        state.section.lines.append(label.value)
    state.part.sections.append(state.section)
    if label.value and label.kind in ONE_LINE:
        state.section = None


def _is_phase(state: _State, label: Label) -> bool:
    """Whether a label with dates beside it, under a heading on dates, names a phase ("Reports: 3-7 May 2027")."""
    in_dates = state.section is not None and state.section.kind == "dates"
    return in_dates and label.kind not in ("dates", "issued", "days") and bool(find_dates(label.value)[0])


def _is_item(line: str) -> bool:
    return bool(re.match(r"\s*[*•●▪◦‣·–—-]\s", line)) or line[:1].islower()


def _is_above(depth: int | None, head: int | None, parent: int | None, kind: str) -> bool:
    """Whether a heading stands above the level of the positions, or is one of unknown meaning beside them."""
    if depth is None:
        return False
    if parent is not None and depth <= parent:
        return True
    if head is not None:
        return depth < head or (kind == "unknown" and depth == head)
    return False


def _is_unknown_heading(state: _State, line: str) -> bool:
    """A marked heading that is in no list of ours, or a numbered one that follows the last numbered heading."""
    if line.startswith("#"):
        return True
    if state.section and state.section.lines and all(map(_is_item, state.section.lines)) and not _is_item(line):
        return len(line) <= 60 and line[0].isupper() and not re.search(r"[.;,:!?\t]", line)  # after a list of items
    marks = MARKS.match(line)
    number = re.fullmatch(r"(\d{1,2})\.?", (marks["number"] or "") if marks else "")
    if not number or len(line) > 80 or line.rstrip().endswith((".", ";", ",")):
        return False
    return bool(state.top_number) and int(number[1]) == state.top_number + 1 and state.last_item != state.top_number


def _take_fact(parts: list[Part], cells: list[str]) -> None:
    """One row of a table whose columns are the positions: a label and a value for each."""
    label = match_label(f"{cells[0]}:")
    for part, cell in zip(parts, cells[1:], strict=False):
        if cell.strip() and label is not None:
            part.sections.append(Section(label.kind, label.words, [cell.strip()], inline=True))
        elif cell.strip():
            part.loose.append(f"{cells[0]}: {cell.strip()}")


def _take_row(state: _State, cells: list[str]) -> None:
    """One row of a table of positions; a row whose first cell is empty goes on with the row before."""
    columns = state.columns or []
    pairs = [(kind, cell.strip()) for kind, cell in zip(columns, cells, strict=False) if cell.strip()]
    if not pairs:
        return
    goes_on = not cells[0].strip() and state.outline.positions and state.part.head is not None
    if not goes_on:
        if len(pairs) < 2:
            _add(state, "\t".join(cells))
            return
        _open_position(state, row_head(pairs))
        state.in_row = True
    for kind, cell in pairs:
        if kind in OF_POSITIONS - {"title", "role"}:
            known = next((s for s in state.part.sections if s.kind == kind), None)
            if known is None:
                state.part.sections.append(Section(kind, kind, [cell]))
            else:
                known.lines.append(cell)
        elif goes_on or kind == "other":
            state.part.loose.append(cell)
    state.section = None


def _of_mission(section: Section) -> bool:
    """Whether a label speaks of the working language, which is one for the whole mission."""
    return bool(WORKING_PATTERN.search(plain(section.words)))


def _lift_shared(cut: Outline) -> None:
    """What stands only after the last of several positions, on languages or statuses, is meant for all of them."""
    if len(cut.positions) < 2:
        return
    *earlier, last = cut.positions
    only_heads = all(part.on_one_line for part in earlier)  # one line for each, and then what follows
    for kind in ("languages", "statuses"):
        shared = [s for s in last.sections if s.kind == kind and s.depth is None]
        shared = [s for s in shared if only_heads or not s.inline or _of_mission(s)]
        if shared and not any(part.has(kind) for part in earlier):
            last.sections = [s for s in last.sections if s not in shared]
            cut.call.sections += shared

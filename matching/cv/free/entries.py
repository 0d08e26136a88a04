"""The entries of a section: where each begins and ends, its dates, and the lines that name post and employer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from matching.cv.free.anchors import OF_THESIS, Anchor, find_anchors, is_duration
from matching.cv.free.employer_words import DEGREE, LABELS, ORGANISATION, POSITION, UNIT
from matching.cv.free.entry_heads import ends_in_initial, full_width, goes_on, head_of, names, names_school
from matching.cv.free.joined import Fragment
from matching.cv.free.lines import Line
from matching.cv.free.places import is_place
from matching.cv.free.table_heads import is_table_head, repeated, roles_above, titled
from matching.cv.free.umbrellas import Umbrella, find_umbrellas
from matching.reading.folding import for_plain

_LEVEL = re.compile(for_plain(r"\W*(?:неоконченное\s+)?(?:высшее|среднее(?:\s+\w+)?)(?:\s+образование)?\W*"))
MOSTLY = 0.85  # share of its letters that are capitals in a name set in capitals: "(ex-...)" may stand in it
FURTHEST = 4  # lines above its dates in which an entry may begin


@dataclass(frozen=True)
class Segment:
    """The lines of one entry, and the fragments of them that name post and employer."""

    first: int
    last: int
    anchor: Anchor | None
    header: tuple[Fragment, ...] = ()
    roles: tuple[str | None, ...] = ()  # what the columns hold, of a row in a table with a head
    above: tuple[Fragment, ...] = ()  # a line before that names the employer of this entry and those after it
    start: int = 0  # character of the first line where it begins, and of the last line where it ends
    stop: int | None = None


@dataclass(frozen=True)
class _Draft:
    start: int
    anchor: Anchor | None


def find_segments(lines: Sequence[Line], first: int, last: int, width: int, *, loose: bool) -> list[Segment]:
    """The entries in lines `first` to `last` of a document, in order.

    Args:
        lines: of the whole document.
        first: first line of the section.
        last: its last line.
        width: of a full line of the document (`full_width`).
        loose: single years are dates of entries too, as in lists of degrees, courses and publications.
    """
    own = [line for line in lines[first : last + 1] if not line.is_empty and not _says_nothing(lines, line)]
    pairs = zip(own, [*own[1:], None], strict=False)
    heads = {line.index for line, following in pairs if is_table_head(line, following)}
    own = [line for line in own if line.index not in heads]
    if not own:
        return []
    totalled = _totalled(lines, first, last)
    umbrellas, anchors = find_umbrellas(own, find_anchors(own, loose=loose), totalled)
    taken = {umbrella.line for umbrella in umbrellas if not umbrella.single}
    drafts = _with_single(_starts(own, anchors, taken | {u.line for u in umbrellas}), umbrellas)
    drafts = _with_undated(own, drafts, loose, taken, width) if drafts else _undated(own, loose)
    kept = [line.index for line in own if line.index not in taken]
    stops = [*(draft.start for draft in drafts[1:]), own[-1].index + 1]
    segments = []
    again = repeated(lines, heads)
    for draft, stop in zip(drafts, stops, strict=True):
        end = max(draft.start, kept[bisect_left(kept, stop) - 1])
        header = head_of(lines, draft.start, draft.anchor, end, width)
        in_row = draft.anchor is None or draft.anchor.line == draft.start
        roles = roles_above(lines, heads, draft.start) if in_row else ()
        if "title" in roles and "employer" not in roles:
            header = titled(lines, lines[draft.start], header, roles)
        first = draft.start - (draft.start - 1 in again)
        above = _above(lines, umbrellas, draft.start) if not _names_its_own(own, draft, totalled) else ()
        segments.append(Segment(first, end, draft.anchor, header, roles, above))
    return segments


def _with_single(drafts: list[_Draft], umbrellas: Sequence[Umbrella]) -> list[_Draft]:
    """The entries, those below an employer of their own beginning with its line."""
    for umbrella in umbrellas:
        at = next((at for at, draft in enumerate(drafts) if draft.start > umbrella.line), None)
        if umbrella.single and at is not None:
            drafts[at] = _Draft(umbrella.line, drafts[at].anchor)
    return drafts


def _says_nothing(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line is only the time spent with the employer above it, or a level of education ("Высшее")."""
    if _LEVEL.fullmatch(line.flat):
        return True
    return line.index > 0 and is_duration(line)


def _totalled(lines: Sequence[Line], first: int, last: int) -> set[int]:
    """The lines below which only a span of time stands, as networks print it below an employer of several posts."""
    return {line.index - 1 for line in lines[first + 1 : last + 1] if is_duration(line)}


def _above(lines: Sequence[Line], umbrellas: Sequence[Umbrella], start: int) -> tuple[Fragment, ...]:
    at = bisect_right(umbrellas, start, key=lambda umbrella: umbrella.line)
    if not at:
        return ()
    over, first = lines[umbrellas[at - 1].line], lines[start]
    if over.index < start and _named_in_caps(over) and _named_in_caps(first) and not POSITION.match(first.flat):
        return ()  # set just like the employer above the posts before: another employer, with a post of its own
    return umbrellas[at - 1].fragments


def _names_its_own(own: Sequence[Line], draft: _Draft, totalled: set[int]) -> bool:
    """Whether an entry of a network's export stands under no total of years: post, employer, and dates alone below."""
    if not totalled or draft.anchor is None or draft.anchor.place != "alone":
        return False
    head = [line for line in own if draft.start <= line.index < draft.anchor.line]
    return len(head) == 2 and bool(ORGANISATION.search(head[1].flat) or UNIT.match(head[1].flat))


def _named_in_caps(line: Line) -> bool:
    """Whether what a line says besides its dates is set in capitals."""
    at = line.periods[0].place if line.periods else (len(line.text), len(line.text))
    letters = [c for c in line.text[: at[0]].strip() or line.text[at[1] :].strip() if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > MOSTLY * len(letters)


# --- entries with dates ----------------------------------------------------------------------------------------------


def _starts(own: list[Line], anchors: list[Anchor], taken: set[int]) -> list[_Draft]:
    """For each line with dates, the line in which its entry begins."""
    if not anchors:
        return []
    order = {line.index: place for place, line in enumerate(own)}
    usual = sum(line.index not in taken for line in own[: order[anchors[0].line]])
    usual = usual if usual <= FURTHEST else 0
    drafts: list[_Draft] = []
    lowest = 0
    for anchor in anchors:
        here = order[anchor.line]
        model = own[order[drafts[0].start]] if drafts else None
        floor = max(lowest, here - FURTHEST)
        floor = max([floor, *(at + 1 for at in range(floor, here) if own[at].index in taken)])
        scores = {at: _score(own, at, anchor, here, usual, model, floor) for at in range(floor, here + 1)}
        if _is_complete(own[here]):
            for at in scores:
                scores[at] -= 6.0 * any(_is_complete(line) for line in own[at:here])  # a degree of its own, undated
        if drafts and floor == lowest < here and is_place(own[floor].text):
            scores[floor] -= 2.5  # the town right below the dates of the entry before
        best = max(scores, key=lambda at: (scores[at], at))
        drafts.append(_Draft(own[best].index, anchor))
        lowest = here + 1
    return drafts


def _is_complete(line: Line) -> bool:
    """Whether a line names a degree and, behind a mark, its school."""
    degree, school = DEGREE.search(line.flat), ORGANISATION.search(line.flat)
    return bool(degree and school and re.search(r"[,–:()،.-]\s?", line.text[min(degree.end(), school.end()) :]))


def _score(own: list[Line], at: int, anchor: Anchor, here: int, usual: int, model: Line | None, floor: int) -> float:
    """How much speaks for an entry beginning in line `at` whose dates stand in line `here`."""
    line = own[at]
    is_listed = own[here].is_item
    score = -0.3 * (here - at) + 2.0 * (here - at == usual)
    if anchor.place == "alone":
        score -= 2.0 * (at == here and usual > 0) + 2.5 * (at < here and usual == 0)
    is_labelled = at + 1 < len(own) and any(pattern.match(own[at + 1].flat) for pattern in LABELS.values())
    score -= 4.0 * (line.is_item and not is_listed and not is_labelled) + 2.0 * (line.begins_low and at < here)
    score -= 3.0 * sum(other.is_long or (other.is_item and not is_listed) for other in own[at + is_labelled : here])
    score += 2.0 * line.apart - 1.5 * (floor < at <= here and own[at - 1].apart and not own[at - 1].is_long)
    if at < here and anchor.place == "start" and own[here].cells and not line.cells:
        score -= 4.0 * (line.block.table is not None and line.block.table == own[here].block.table)  # of the row before
    if at < here and anchor.place != "alone" and not names(line) and POSITION.search(own[here].flat):
        score -= 2.0  # the post stands with its dates; what is above must name an employer
    if at == 0 or model is None:
        return score + 1.5 * (at == 0)
    return score + _break_before(own, at) + 0.5 * (_look(model) == _look(line))


def _break_before(own: list[Line], at: int) -> float:
    """How much the line before speaks for something new beginning in line `at`."""
    before, line = own[at - 1], own[at]
    score = 2.0 * (line.is_strong and not before.is_strong)
    score -= 1.0 * (before.is_strong and not line.is_strong)
    score += 1.5 * (before.is_item and not line.is_item)
    score += 1.5 * before.text.rstrip().endswith((".", "؛", ";", "!", "…"))
    score += 3.0 * (line.block.table is not None and line.block.table != before.block.table)  # a table for each entry
    return score - (6.0 if ends_in_initial(before) else 2.0) * goes_on(before, line, 1_000_000)


def _look(line: Line) -> tuple[object, ...]:
    return line.block.bold, line.block.kind, line.is_caps, line.block.size


# --- entries without dates -------------------------------------------------------------------------------------------


def _with_undated(own: list[Line], drafts: list[_Draft], loose: bool, taken: set[int], width: int) -> list[_Draft]:
    """Also entries without dates: lines that look like the first lines of the others, or stand apart as they do."""
    by_start = {draft.start: draft for draft in drafts}
    headed = {i for d in drafts if d.anchor for i in range(d.start, d.anchor.line + 1)} | taken
    model = next(line for line in own if line.index == drafts[0].start)
    all_strong = all(line.is_strong for line in own if line.index in by_start)
    is_single, is_list = _are_single(drafts), own[0].is_item
    found = list(drafts)
    last, so_far = drafts[0], [own[0]]
    for before, line, following in zip(own, own[1:], [*own[2:], None], strict=False):
        is_free = line.index not in headed and line.index > drafts[0].start
        alike = all_strong and _look(line) == _look(model) and not line.is_item and not line.is_long
        is_new = is_free and alike and before.index not in headed and not before.is_strong
        if is_free and loose and not is_new:
            is_new = _is_own_entry(before, line, last, so_far, is_single, is_list, width)
        if is_free and model.is_item and line.is_item and following is not None and not is_new:
            is_new = any(pattern.match(following.flat) for pattern in LABELS.values())
        if line.index in by_start or is_new:
            last, so_far = by_start.get(line.index) or _Draft(line.index, None), []
            found += [last] if is_new else []
        so_far.append(line)
    first = own[0].index
    if loose and first < drafts[0].start and first not in taken:
        found.append(_Draft(first, None))
    return sorted(found, key=lambda draft: draft.start)


def _are_single(drafts: list[_Draft]) -> bool:
    """Whether most entries have their dates on their first line, beside what names them."""
    dated = [d for d in drafts if d.anchor]
    return 2 * sum(bool(d.anchor and d.anchor.line == d.start and d.anchor.place != "alone") for d in dated) > len(
        dated
    )


def _is_own_entry(
    before: Line, line: Line, last: _Draft, so_far: list[Line], is_single: bool, is_list: bool, width: int
) -> bool:
    """In a list of degrees or courses, whether a line without dates is one of them, not more of the one before."""
    has_school = any(ORGANISATION.search(other.flat) for other in so_far[:8])
    if last.anchor and last.anchor.place == "alone" and last.anchor.line == before.index:
        return False
    if so_far and OF_THESIS.match(line.flat):
        return False
    if is_single and so_far and any(pattern.match(line.flat) for pattern in LABELS.values()):
        return False  # "Title: ..." of the thesis
    if line.cells and not line.cells[0].strip():
        return False  # a row that goes on with the one above
    if bool(before.cells or (so_far and so_far[0].cells)) and not line.cells and not DEGREE.match(line.flat):
        return False
    if not has_school and (names_school(line) or not DEGREE.search(line.flat)):
        return False
    if DEGREE.match(line.flat) and so_far and not any(DEGREE.search(other.flat) for other in so_far):
        return False  # the degree of the school above
    if not is_single:
        return line.apart and not line.is_long and not line.begins_low and bool(DEGREE.search(line.flat))
    if line.is_item != before.is_item and not (line.is_item and is_list):
        return line.apart and not line.is_item
    return not goes_on(before, line, width) and not line.begins_low and not line.is_long


def _undated(own: list[Line], loose: bool) -> list[_Draft]:
    """Entries of a section without any dates: by bold lines, by room between them, or line by line."""
    pairs = list(zip([None, *own], own, strict=False))
    strong = [line for line in own if line.is_strong]
    if own[0].is_strong and len(strong) < len(own):
        return [
            _Draft(line.index, None) for before, line in pairs if line.is_strong and not (before and before.is_strong)
        ]
    apart = [line for line in own[1:] if line.apart]
    if apart and len(apart) < len(own) - 1:
        return [_Draft(own[0].index, None), *(_Draft(line.index, None) for line in apart)]
    if not loose:
        return [_Draft(own[0].index, None)]
    width = full_width(own)
    return [
        _Draft(line.index, None) for before, line in pairs
        if before is None or line.is_item or not (goes_on(before, line, width) or _adds_school(own, before, line))
    ]  # fmt: skip


def _adds_school(own: list[Line], before: Line, line: Line) -> bool:
    return names_school(line) and not ORGANISATION.search(before.flat)

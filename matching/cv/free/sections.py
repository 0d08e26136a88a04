"""The sections of a CV by their headings: known phrases in six languages, with or without a style of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matching.cv.free.employer_words import LABELS
from matching.cv.free.heading_words import DECLARED, LONGEST_HEADING, SectionKind, begins_as, kinds_of, loosely, normal
from matching.cv.free.language_words import languages_in
from matching.cv.free.lines import Line
from matching.reading.folding import for_plain, plain

_NOTHING = re.compile(
    for_plain(
        r"\W*(?:none|no|nil|n/?a|neant|non|aucune?|ningun[oa]?|nao|nenhum[a]?|нет|не\s+имею|не\s+имеет|لا|لا\s+يوجد)?\W*"
    )
)
LATE = 0.6  # of its lines: where in a document the declaration stands that closes it
LEAST_NUMBERED = 2  # headings with numbers from which on a document is a numbered form
INLINE = {"languages", "skills", "summary", "degrees", "publications", "person", "other", "training"}
_NUMBER = re.compile(r"\s*(\d{1,2})\s?[.)]\s*(?=[^\W\d_])")
_ASKED = re.compile(r"([^.:]{4,60})[.:]\s+[^\W\d_]+\s[^\W\d_]")


_DOCUMENT = {"резюме", "resume", "cv", "biography", "biodata"}  # the name of the document, in its first lines


@dataclass(frozen=True)
class Section:
    """A stretch of lines under one heading; `head` is None for what stands before the first one."""

    kind: SectionKind | None
    head: int | None
    first: int  # first line of what it holds; the heading's own line where a value stands beside the label
    last: int  # last line, may lie before `first` in an empty section
    start: int = 0  # character of the first line where the value begins
    also: tuple[SectionKind, ...] = ()  # of a heading that names several ("Skills and languages")


@dataclass(frozen=True)
class _Head:
    line: int
    kinds: tuple[SectionKind, ...]
    inline_at: int | None = None  # where the value begins on the heading's own line
    lines: int = 1  # of which the heading consists


def find_sections(lines: Sequence[Line]) -> list[Section]:
    """The sections of a document, in order; the first has no heading and holds what stands before all others."""
    heads = _settled(lines, _candidates(lines))
    sections = [Section(None, None, 0, (heads[0].line if heads else len(lines)) - 1)]
    for index, head in enumerate(heads):
        stop = (heads[index + 1].line if index + 1 < len(heads) else len(lines)) - 1
        kind, also = head.kinds[0], head.kinds[1:]
        if head.inline_at is not None:
            sections.append(Section(kind, head.line, head.line, stop, head.inline_at, also))
        else:
            sections.append(Section(kind, head.line, head.line + head.lines, stop, 0, also))
    return sections


def _candidates(lines: Sequence[Line]) -> list[_Head]:
    found: list[_Head] = []
    skip = -1
    for line in lines:
        if line.index <= skip or line.is_empty:
            continue
        following = lines[line.index + 1] if line.index + 1 < len(lines) else None
        if head := _head(line, following):
            found.append(head)
            skip = line.index + head.lines - 1
    return found


def _head(line: Line, following: Line | None) -> _Head | None:
    """The heading that a line is, or the label that it begins with."""
    words = line.words
    if (
        not words
        or (line.index < 3 and normal(words) in _DOCUMENT)
        or (line.is_item and not line.is_strong and not line.is_caps)
    ):
        return None
    if following is not None and len(words) < 30 and _looks_alike(line, following):
        both = kinds_of(f"{words} {following.words}")
        if both and (kinds_of(words) or line.is_strong):
            return _Head(line.index, both, lines=2)
    filled = [cell for cell in line.cells if cell.strip()]
    if len(filled) < 2 and len(words) <= LONGEST_HEADING:
        if (kinds := kinds_of(words)) and (not words[0].islower() or words.endswith(":")):
            return _Head(line.index, kinds)
        if (line.is_strong or line.is_caps) and (kinds := begins_as(_without_dates(line, words), line.is_caps)):
            return _Head(line.index, kinds)
    if (
        line.is_strong
        and ". " in words
        and len(filled) < 2
        and (kinds := kinds_of(words[: words.rindex(". ")].split(". ")[-1]))
    ):
        return _Head(line.index, kinds)  # "27. EMPLOYMENT RECORD. Starting with your present post, list..."
    if DECLARED.match(line.flat) and line.is_long:
        return _Head(line.index, ("other",), 0)
    return _told(line, filled) or _inline(line, filled)


def _told(line: Line, filled: Sequence[str]) -> _Head | None:
    """A heading in capitals with what a form asks for behind it: "EMPLOYMENT RECORD. Starting with your present post..."."""
    found = _ASKED.match(line.words)
    if not found or len(filled) > 1 or not found[1].isupper() or line.periods or not (kinds := kinds_of(found[1])):
        return None
    answer = line.text.rfind("?")
    return _Head(line.index, kinds, answer + 1 if 0 < answer < len(line.text.rstrip()) - 1 else None)


def _inline(line: Line, filled: Sequence[str]) -> _Head | None:
    """A label with its value on the same line, or in the cells beside it."""
    text = line.text
    cut = filled[0].rfind(" ") if len(filled) == 2 else -1
    has_label = cut > 0 and bool(LABELS["dates"].match(plain(filled[0][cut + 1 :]) + ":"))
    if has_label and (kinds := kinds_of(filled[0][:cut])):  # a heading and the label below it in one cell
        return _Head(line.index, kinds, text.find(filled[0]) + cut + 1)
    if len(filled) == 2 and (filled[1].rstrip().endswith(":") or _NOTHING.fullmatch(plain(filled[1]))):
        return None  # two labels, whose values stand below them; a label of a form beside "none"
    if len(filled) >= 2 and len(filled[0]) <= LONGEST_HEADING and (kinds := kinds_of(filled[0])):
        if kinds[0] == "posts" and LABELS["title"].match(plain(filled[0]) + ":"):
            return None  # "Positions held | Team leader", a field of one entry
        if len(filled) == 2 or kinds[0] == "languages":
            at = text.find(filled[0]) + len(filled[0])
            return _Head(line.index, kinds, at + len(text[at:]) - len(text[at:].lstrip()))
        return None
    colon = re.search(r"\s*[:：]\s*", text[:LONGEST_HEADING])
    if not colon or not text[colon.end() :].strip() or LABELS["tasks"].match(line.flat):
        return None
    kinds = kinds_of(text[: colon.start()])
    may_be = bool(kinds) and (kinds[0] in INLINE or (kinds[0] == "posts" and line.block.kind == "heading"))
    return _Head(line.index, kinds, colon.end()) if may_be else None


def _without_dates(line: Line, words: str) -> str:
    """A heading without the year that it ends with ("Selected assignments since 2018"); empty where dates come first."""
    if not line.periods:
        return words
    begin = line.periods[0].place[0] - line.text.find(words)
    return words[:begin].strip() + " -" if begin > 12 else ""


def _looks_alike(one: Line, other: Line) -> bool:
    return _signature(one) == _signature(other) and len(other.words) < 30 and not other.is_item


def _signature(line: Line) -> tuple[object, ...]:
    block = line.block
    size = round(block.size, 1) if block.size else None
    return block.kind == "heading", block.level, block.bold, size, line.is_caps


def _settled(lines: Sequence[Line], heads: list[_Head]) -> list[_Head]:
    """The candidates that are headings: those that look like most, and others that nothing speaks against."""
    whole = [head for head in heads if head.inline_at is None]
    looks = Counter(_signature(lines[head.line]) for head in whole)
    main = looks.most_common(1)[0][0] if looks else None
    is_styled = main is not None and any(main[:3])
    known = [head for head in heads if _is_meant(lines, head, main, is_styled)]
    return _with_name(lines, _with_numbered(lines, _with_unknown(lines, known, main)))


def _with_numbered(lines: Sequence[Line], heads: list[_Head]) -> list[_Head]:
    """Also the fields of a numbered form: where the headings are 6, 8 and 10, the lines that begin with 7 and 9."""
    numbers = {head.line: int(found[1]) for head in heads if (found := _NUMBER.match(lines[head.line].text))}
    if len(numbers) < LEAST_NUMBERED:
        return heads
    more: list[_Head] = []
    last = 0
    for line in lines:
        if line.index in numbers:
            last = numbers[line.index]
        elif last and (number := _NUMBER.match(line.text)) and int(number[1]) == last + 1 and line.block.kind != "item":
            last += 1
            has_value = bool(re.search(r"[:?]\s*\S|\t\s*\S", line.text[number.end() :]))
            more.append(_Head(line.index, ("other",) if has_value else loosely(line.words)))
    return sorted([*heads, *more], key=lambda head: head.line)


def _is_meant(lines: Sequence[Line], head: _Head, main: tuple[object, ...] | None, is_styled: bool) -> bool:
    line = lines[head.line]
    stands_out = line.is_strong or line.is_caps or line.apart
    if DECLARED.match(line.flat):
        return line.index > LATE * len(lines)
    if head.inline_at is not None:
        return stands_out or head.kinds[0] in ("languages", "person", "other") or bool(line.cells) or not is_styled
    below = lines[head.line + 1] if head.line + 1 < len(lines) else None
    if _signature(line) == main or (head.kinds[0] == "languages" and below is not None and languages_in(below.flat)):
        return True
    if line.words.endswith(":") and not stands_out and head.kinds[0] not in ("languages", "degrees", "publications"):
        return False  # "Missions:" above the tasks of a post
    return stands_out or not is_styled


def _with_name(lines: Sequence[Line], heads: list[_Head]) -> list[_Head]:
    """Also the line in the largest letters, the name, where a narrow column of other sections stands before it."""
    largest = max((line.block.size or 0.0 for line in lines), default=0.0)
    big = next((line for line in lines if line.is_bigger and line.block.size == largest), None)
    if big is None or not heads or not heads[0].line < big.index or any(head.line == big.index for head in heads):
        return heads
    if any((lines[head.line].block.size or 0.0) >= largest for head in heads):
        return heads
    return sorted([*heads, _Head(big.index, ("person",))], key=lambda head: head.line)


def _with_unknown(lines: Sequence[Line], heads: list[_Head], main: tuple[object, ...] | None) -> list[_Head]:
    """Also short lines that look exactly like the known headings, in a style that only headings have."""
    if main is None or len(heads) < 2:
        return heads
    taken = {head.line + step for head in heads for step in range(head.lines)}
    first = min(heads[0].line, 1)
    largest = max((line.block.size or 0.0 for line in lines), default=0.0)
    alike = [
        line for line in lines
        if line.index > first and line.index not in taken and not line.is_empty and _signature(line) == main
        and (line.index > heads[0].line or (line.block.size or 0.0) < largest)
    ]  # fmt: skip
    exclusive = bool(main[0] or main[4] or any(line.is_bigger for line in lines if _signature(line) == main))
    if not exclusive or len(alike) > len(heads):
        return heads
    unknown = [
        _Head(line.index, loosely(line.words)) for line in alike
        if len(line.words) <= 50 and not line.periods and not line.is_item and not line.cells
        and (any(main[:3]) or line.is_bigger or (line.apart and len(line.words) > 5))
    ]  # fmt: skip
    return sorted([*heads, *unknown], key=lambda head: head.line)

"""Lines of a section to a list of items: bullets and numbers taken off, wrapped lines put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.reading.headings import match_label
from matching.reading.position_heads import match_position

_BULLET = re.compile(
    r"^\s*(?:[*•●▪◦‣·–—-]\s+|[•●▪◦‣·]|(?:\d{1,2}|[a-zA-Zа-я])[.)]\s+|[ivx]{1,4}[.)]\s+|\(\w{1,3}\)\s+)"
)
_LABELLED = re.compile(r"[^\W\d_][^:.]{2,40}\s?:\s\S")
_MARKDOWN = re.compile(r"(\*\*|__|`)")


def clean(line: str) -> str:
    """A line without bullet, number and Markdown emphasis, with single spaces."""
    return " ".join(_MARKDOWN.sub("", _BULLET.sub("", line)).split())


def items_of(lines: Sequence[str]) -> tuple[str, ...]:
    """One item per bullet or line; a single line is cut at its semicolons."""
    items: list[str] = []
    bulleted = any(_BULLET.match(line) for line in lines)
    for line in lines:
        if not (text := clean(line.replace("\t", " "))):
            continue
        if items and bulleted and not _BULLET.match(line) and (text[0].islower() or items[-1][-1] in ",-"):
            items[-1] = f"{items[-1][:-1]}{text}" if items[-1].endswith("-") else f"{items[-1]} {text}"
        else:
            items.append(text)
    if len(items) == 1 and ";" in items[0]:
        items = items[0].split(";")
    return tuple(dict.fromkeys(item for part in items if (item := part.strip(" ;"))))


def unwrapped(text: str, widest: int, filled: float = 0.0) -> str:
    """Text whose lines were broken at a fixed width (PDF, mail), with each paragraph on one line again.

    Args:
        text: any text.
        widest: characters; a longer line shows that lines are not broken.
        filled: share of lines that must come near the width for lines to count as broken.

    A line goes on in the next when it reaches near the width and the next begins like neither an item, nor a label, nor
    a row of cells.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line.strip() and "\t" not in line)
    if len(lengths) < 4 or not 45 <= lengths[-1] <= widest:
        return text
    width = lengths[int(len(lengths) * 0.9)]
    if sum(length >= 0.8 * lengths[-1] for length in lengths) < filled * len(lengths):
        return text
    out: list[str] = []
    before = ""
    for line in lines:
        if out and _goes_on(before, line.strip(), width):
            out[-1] = f"{out[-1].removesuffix('-') if _breaks_word(out[-1]) else out[-1] + ' '}{line.strip()}"
        else:
            out.append(line)
        before = line
    return "\n".join(out)


def _breaks_word(line: str) -> bool:
    return bool(re.search(r"[^\W\d_]{3,}-$", line))


def _goes_on(before: str, line: str, width: int) -> bool:
    if not before.strip() or not line or "\t" in before + line or _BULLET.match(line) or line.startswith("|"):
        return False
    if line[0].islower() and before[-1] not in ".;:!?":
        return len(before) >= 0.5 * width
    if len(before) < 0.75 * width or before.startswith("#") or line.startswith("#") or _LABELLED.match(line):
        return False
    return match_label(line) is None and match_position(line) is None

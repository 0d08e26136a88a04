"""Arabic and other right-to-left text: from the order in which signs stand on the page to the order they are read in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_MIRROR = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))


def is_strong(text: str) -> bool:
    """Whether a text holds a letter that is read from right to left."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def runs_leftwards(text: str) -> bool:
    """Whether most letters of a text are read from right to left."""
    letters = [unicodedata.bidirectional(c) for c in text]
    return sum(c in ("R", "AL") for c in letters) > letters.count("L")


def logical(pieces: Sequence[str]) -> str:
    """The text of signs given from left to right as they stand on the page.

    Words of a left-to-right script and numbers keep their order inside a line that is read from the right, and the
    other way round.
    """
    text = "".join(pieces)
    if not is_strong(text):
        return text
    leftwards = runs_leftwards(text)
    kinds = _directions(pieces, leftwards)
    runs: list[tuple[bool, list[str]]] = []
    for piece, kind in zip(pieces, kinds, strict=True):
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(piece)
        else:
            runs.append((kind, [piece]))
    read = ["".join(_mirrored(p) for p in reversed(part)) if kind else "".join(part) for kind, part in runs]
    return "".join(reversed(read) if leftwards else read)


def numbers_in_arabic(text: str) -> str:
    """A fragment of figures alone, from a page read from the right: its parts from right to left.

    "2013 - 2011" as it stands on the page is read "2011 - 2013", and "0142 555 79 962+" is a telephone number.
    """
    if any(char.isalpha() for char in text) or " " not in text:
        return text
    turned = " ".join(re.sub(r"^([^+]+)\+$", r"+\1", _mirrored_brackets(part)) for part in text.split(" ")[::-1])
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", turned)]
    plus = text.startswith("+") or (len(years) == 2 and years[0] > years[1])
    return text if plus else turned


def _mirrored_brackets(text: str) -> str:
    return "".join(map(_mirrored, text))


def _directions(pieces: Sequence[str], leftwards: bool) -> list[bool]:
    """For each sign whether it is read from right to left; signs without a direction take that of both neighbours."""
    known = [_direction(piece) for piece in pieces]
    before, after = _nearest(known), [len(known) - 1 - at for at in _nearest(known[::-1])[::-1]]
    out: list[bool] = []
    for at, found in enumerate(known):
        if found is None:
            one = known[before[at]] if before[at] >= 0 else None
            two = known[after[at]] if after[at] < len(known) else None
            sides = {leftwards if side is None else side for side in (one, two)}
            found = sides.pop() if len(sides) == 1 else leftwards
            if leftwards and not found:
                found = _parts_numbers(pieces, at, before[at], after[at])
        out.append(found)
    return out


def _direction(piece: str) -> bool | None:
    kind = unicodedata.bidirectional(piece[0])
    return True if kind in ("R", "AL") else False if kind in ("L", "EN", "AN") else None


def _nearest(known: Sequence[bool | None]) -> list[int]:
    """For each sign the place of the last one before it that has a direction; -1 where there is none."""
    places, last = [], -1
    for at, found in enumerate(known):
        places.append(last)
        last = at if found is not None else last
    return places


def _parts_numbers(pieces: Sequence[str], at: int, before: int, after: int) -> bool:
    """Whether a sign stands between two numbers and belongs to neither: then it is read from the right with the line."""
    if before < 0 or after >= len(pieces) or not (pieces[before][0].isdigit() and pieces[after][0].isdigit()):
        return False
    inside = before == at - 1 and after == at + 1 and pieces[at] in ".,/:-–+%"
    return not inside


def _mirrored(piece: str) -> str:
    return _MIRROR.get(piece, piece)

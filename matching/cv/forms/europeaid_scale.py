"""What the marks of a language grid stand for, as the form in hand says it.

The form maps its marks to no other scale. This table is our assumption; the marks as written stay in `claim.origin`:

    | mark | the form says   | taken as |
    |------|-----------------|----------|
    | 1    | excellent       | C2       |
    | 2    |                 | C1       |
    | 3    |                 | B2       |
    | 4    |                 | B1       |
    | 5    | basic           | A2       |

Where the form in hand says that 5 is the best, the table is read from its other end. A mark between the ends that the
form words itself ("3 = good") stands for what the words say, and one that it words as the mother tongue for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from matching.cv.forms.europeaid_words import SCALE
from matching.cv.free.language_words import Token, tokens_of
from matching.entities import Cefr
from matching.reading.folding import for_plain, plain

STEPS = (Cefr.C2, Cefr.C1, Cefr.B2, Cefr.B1, Cefr.A2)  # from the best mark to the least
_DIGIT = re.compile(r"(?<![\w/.,])([1-6])(?![\w/%]|[.,]\d)")
_FILLER = (
    r"(?:(?:being|is|means|stands\s+for|the|as|est|le|la|correspond\s+au?|siendo|es|el|sendo|e|o|это|означает|هو|هي)\s+)*"
    r"(?:(?:niveau|level|nivel|уровень|مستوي)\s+)?"
)
_THEN = re.compile(for_plain(rf"\s*[-=:(.]?\s*{_FILLER}"))  # between a mark and its words
_BEFORE = re.compile(r"\s*[-=:(]\s*")  # between words and their mark
_OR = re.compile(for_plain(r"(?:/|(?<!\w)(?:or|ou|o|или|او)(?!\w))"))
_ENDS = (
    (True, re.compile(for_plain(
        r"(?:(?:the\s+)?(?:best|highest|maximum|top)|(?:le\s+)?(?:meilleur|maximum|plus\s+(?:haut|eleve))|"
        r"(?:el\s+|o\s+)?(?:mejor|melhor|maxim[oa]|mas\s+alto|mais\s+alto)|(?:наи|сам\w+\s+)?(?:лучш|высш|высок)\w*|"
        r"(?:ال)?(?:افضل|اعلي))(?!\w)"))),
    (False, re.compile(for_plain(
        r"(?:(?:the\s+)?(?:worst|lowest|minimum|least)|(?:le\s+)?(?:minimum|plus\s+(?:bas|faible))|"
        r"(?:el\s+|o\s+)?(?:peor|pior|minim[oa]|mas\s+bajo|mais\s+baixo)|(?:наи)?(?:худш|низш|низк)\w*|(?:ال)?ادني)(?!\w)"))),
)  # fmt: skip


@dataclass(frozen=True)
class MarkScale:
    """Levels of the marks; which end is the best; the mark that stands for a mother tongue, where there is one."""

    levels: dict[str, Cefr]
    best_is_last: bool = False
    native: str | None = None
    told: bool = True  # by the form in hand; otherwise taken as the form has it

    @property
    def as_told(self) -> str:
        """The ends of the scale in words, for the origin of a claim."""
        last = max(self.levels)
        best, least = (last, "1") if self.best_is_last else ("1", last)
        return f"({best} best, {least} least)"


def usual(best_is_last: bool = False, last: int = 5, told: bool = True) -> MarkScale:
    """Marks from 1 to the last, evenly from C2 to A2 or from A2 to C2."""
    levels = {str(mark): STEPS[round(4 * (mark - 1) / (last - 1))] for mark in range(1, last + 1)}
    if best_is_last:
        levels = dict(zip(levels, reversed(levels.values()), strict=True))
    return MarkScale(levels, best_is_last, None, told)


def scale_of(lines: Iterable[str]) -> MarkScale:
    """The scale that the lines around a grid tell; the form's own where they tell none."""
    worded: dict[str, Cefr] = {}
    native: set[str] = set()
    for line in lines:
        for mark, token, pure in _worded(plain(line)[:400]):
            if token.level:
                worded.setdefault(mark[1], token.level)
            if token.kind == "native" and pure:
                native.add(mark[1])
    ranks = [(worded[mark].rank, mark) for mark in sorted(worded)]
    if not ranks or (len(ranks) > 1 and ranks[0][0] == ranks[-1][0]):
        return usual(told=False)
    best_is_last = ranks[0][0] < ranks[-1][0]
    if len(ranks) == 1:  # "1 = excellent", "5 is the best"
        best_is_last = (ranks[0][1] >= "4") == (ranks[0][0] >= Cefr.C1.rank)
    last = int(ranks[-1][1]) if len(ranks) > 2 else max(5, int(ranks[-1][1]))
    scale = usual(best_is_last, max(last, 3))
    ends = {"1", str(last)}
    between = {mark: level for mark, level in worded.items() if mark not in ends}
    best = str(last) if best_is_last else "1"
    return MarkScale(scale.levels | between, best_is_last, best if native == {best} else None)


def legend_in(flat: str) -> tuple[int, int]:
    """Where a plain line tells the scale, so that no mark in it is somebody's; an empty stretch where it tells none."""
    told = [mark.span() for mark, _, _ in _worded(flat)] + [m.span() for m in SCALE.finditer(flat)]
    return (min(start for start, _ in told), max(end for _, end in told)) if told else (0, 0)


def _worded(flat: str) -> list[tuple[re.Match[str], Token, bool]]:
    """Each mark with the words that say what it stands for, before or behind it; and whether they say one thing alone."""
    tokens = [t for t in tokens_of(flat) if t.kind in ("words", "native")]
    marks = list(_DIGIT.finditer(flat))
    found = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(flat)
        behind = _THEN.match(flat, mark.end(), end)
        at = behind.end() if behind else mark.end()
        token = next((t for t in tokens if t.start == at), None) or _end_of_scale(flat, at)
        if token is None:
            before = [t for t in tokens if t.end <= mark.start() and _BEFORE.fullmatch(flat, t.end, mark.start())]
            token = before[-1] if before else None
        if token is not None:
            found.append((mark, token, not _OR.search(flat, token.end, min(end, token.end + 12))))
    return found


def _end_of_scale(flat: str, at: int) -> Token | None:
    """ "The best", "lowest": no level in itself, but an end of the scale."""
    for is_best, pattern in _ENDS:
        if met := pattern.match(flat, at):
            return Token(*met.span(), "words", Cefr.C2 if is_best else Cefr.A2)
    return None

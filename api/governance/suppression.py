"""Counts of people that may be printed: nobody can be told from them, and no small group can be found by subtraction.

A group of fewer than five is neither named nor counted by itself: all of them stand together under one label. Every
other count is rounded to the nearest five, so that what is left of the total when all groups shown are taken from it
does not tell how many the small ones are.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.exports.labels import percent
from api.governance.counts import Breakdown, Cell, KnownFact

LEAST = 5  # people in a group that is shown by itself; counts are rounded to a multiple of it
FEW = f"fewer than {LEAST}"
SMALL_GROUPS = f"groups of {FEW}, together"
NOT_SAID = "not said"


def breakdown(title: str, counts: Mapping[str, int], people: int, *, several: bool = False) -> Breakdown:
    """Groups by size, the largest first; then the small ones together, and those of whom it is not known.

    Args:
        counts: people by group, with `NOT_SAID` for those of whom it is not known; groups of nobody are left out.
        people: everyone, for the shares.
        several: whether a person may be in more than one group.
    """
    named = {name: n for name, n in counts.items() if n and name != NOT_SAID}
    rows = sorted(((name, n) for name, n in named.items() if n >= LEAST), key=_by_size)
    if small := [n for n in named.values() if n < LEAST]:
        rows.append((SMALL_GROUPS, sum(small)))
    if counts.get(NOT_SAID):
        rows.append((NOT_SAID, counts[NOT_SAID]))
    return Breakdown(title, tuple(Cell(name, count(n), share(n, people)) for name, n in rows), several)


def known(what: str, said: int, people: int) -> KnownFact:
    """How many of all people have said something, and how many have not."""
    told = "everyone" if said == people else count(said)
    return KnownFact(what, told, share(said, people), count(people - said), share(people - said, people))


def count(people: int) -> str:
    """A number of people as it may be printed: 0, "fewer than 5", or the nearest multiple of five."""
    return FEW if 0 < people < LEAST else f"{rounded(people):,}"


def share(part: int, people: int) -> str:
    """The share of everyone that such a number stands for."""
    if not people:
        return "–"
    if 0 < part < LEAST:
        return f"under {percent(LEAST / people)}" if people > LEAST else "–"
    return percent(min(rounded(part) / people, 1.0))


def rounded(people: int) -> int:
    """The nearest multiple of five."""
    return LEAST * ((people + LEAST // 2) // LEAST)


def _by_size(group: tuple[str, int]) -> tuple[int, str]:
    """By the number that is printed: the order tells no more than the numbers do."""
    return -rounded(group[1]), group[0]

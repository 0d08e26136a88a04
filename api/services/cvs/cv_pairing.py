"""Which piece of a CV tells of the same post, degree or publication as a piece of the profile on record."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import date

from matching.codes import fold
from matching.entities import Segment

LEAST = 2.0  # of the likeness below: the same employer and year, or nearly the same words
MOST = 400  # pieces of a CV up to which words are compared; of longer ones only those that are the same word for word
WORK = ("post", "assignment")


def pairs(new: Sequence[Segment | None], old: Sequence[Segment]) -> dict[int, int]:
    """Place in the new ones to place in the old ones, each at most once, the most alike first."""
    if not old:  # as of everybody whose first CV it is
        return {}
    told = [_Told(segment) if segment else None for segment in new]
    known = [_Told(segment) for segment in old]
    found = _identical(told, known)
    if max(len(new), len(old)) > MOST:
        return found
    taken = set(found.values())
    likeness = [
        (-one.likeness(other), i, j)
        for i, one in enumerate(told)
        for j, other in enumerate(known)
        if one and i not in found and j not in taken
    ]
    for score, i, j in sorted(likeness):
        if -score >= LEAST and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def key_of(segment: Segment) -> str:
    """A name for a piece of the profile on record, the same as long as it says the same."""
    return hashlib.sha256(segment.model_dump_json(exclude={"id"}).encode()).hexdigest()[:12]


def _identical(new: Sequence[_Told | None], old: Sequence[_Told]) -> dict[int, int]:
    """Those with the same words: of the same start first; then those without one, in the order in which they stand.

    A CV that says the same twice without dates is so put together with the same pieces whenever it is read.
    """
    dated: dict[tuple[str, date | None], deque[int]] = defaultdict(deque)
    worded: dict[str, deque[int]] = defaultdict(deque)
    for j, known in enumerate(old):
        dated[known.text, known.segment.start].append(j)
        worded[known.text].append(j)
    pieces = [(i, told) for i, told in enumerate(new) if told]
    found: dict[int, int] = {}
    for i, told in pieces:
        if told.segment.start and (places := dated[told.text, told.segment.start]):
            found[i] = places.popleft()
    taken = set(found.values())
    for i, told in pieces:
        if not told.segment.start and (places := _without(taken, worded[told.text])):
            found[i] = places.popleft()
    return found


def _without(taken: set[int], places: deque[int]) -> deque[int]:
    """The places from the first on that is free."""
    while places and places[0] in taken:
        places.popleft()
    return places


class _Told:
    """A piece as it is compared."""

    def __init__(self, segment: Segment) -> None:
        self.segment, folded = segment, fold(segment.text)
        self.text = folded
        self.words = frozenset(folded.split())
        self.employer = frozenset(fold(segment.employer or "").split())

    def likeness(self, other: _Told) -> float:
        """0 to 5: employer, dates and words, each as far as they are the same."""
        if not _same_kind(self.segment.kind, other.segment.kind):
            return 0.0
        score = 2.5 * _shared(self.words, other.words)
        if _shared(self.employer, other.employer) >= 0.6:
            score += 1.5
        mine, theirs = self.segment.start or self.segment.end, other.segment.start or other.segment.end
        if mine and theirs:
            score += 1.0 if mine.year == theirs.year else -1.0
        return score


def _same_kind(one: str, other: str) -> bool:
    return one == other or "other" in (one, other) or (one in WORK and other in WORK)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0

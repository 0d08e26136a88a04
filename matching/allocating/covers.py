"""Rows that whole places meet and halves may not: of places that together exceed somebody's days, not all are taken.

For most people they come from the patterns in which places fit into their days (`patterns`), for calls with rules that ask
for two from who may go with whom (`pairs`). People with too many patterns have extended cover inequalities (Balas 1975): of
a set C of places whose days exceed what a person has, and of all others that are at least as long as the longest of C, the
person takes at most |C| - 1.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array, vstack

from matching.allocating.numbers import Floats, Ints
from matching.allocating.pairs import exceeded_by
from matching.allocating.patterns import Lengths, exceeded
from matching.allocating.programme import Programme
from matching.allocating.rows import Rows

EXCEEDS = 1e-4  # by how much a row must be exceeded to be worth adding
LOOKED_AT = 8  # places of one person that are looked at, those of the highest share first


def with_covers(programme: Programme, x: Floats) -> Programme:
    """The programme with the rows that a solution by halves exceeds; itself where there is none."""
    share = x[: len(programme.expert)]
    held = np.flatnonzero((share > EXCEEDS) & np.isfinite(programme.days_left[programme.expert]))
    halved = np.unique(programme.expert[held[share[held] < 1 - EXCEEDS]])
    places = np.bincount(programme.expert[held], minlength=len(programme.days_left))
    days = np.bincount(programme.expert[held], programme.days[held], len(programme.days_left))
    all_at_once = (places <= programme.most_left) & (days <= programme.days_left)  # then any shares of them are right
    halved = halved[~all_at_once[halved] & (programme.most_left[halved] > 1)]
    own_held = held[np.isin(programme.expert[held], halved)]
    rows, found = Rows(), False
    by_person = np.argsort(programme.expert, kind="stable")
    covered = []
    before = [_before(programme, share, by_person, person) for person in halved.tolist()]
    worths = exceeded([lengths for lengths, _, _ in before], EXCEEDS)
    for person, (lengths, mine, of), worth in zip(halved.tolist(), before, worths, strict=True):
        if lengths.patterns is None:
            covered.append(person)
        elif worth is not None:
            entry = worth[of]
            inside = np.flatnonzero(entry > 0)
            rows.block(np.zeros(len(inside), dtype=np.int64), mine[inside], entry[inside], np.ones(1))
            found = True
    for person in covered:
        mine = own_held[programme.expert[own_held] == person]
        mine = mine[np.argsort(-share[mine], kind="stable")[:LOOKED_AT]]
        days, have = programme.days[mine], float(programme.days_left[person])
        if days.sum() <= have:
            continue
        for cover in _exceeded(days, share[mine], have):
            longest = days[list(cover)].max()
            first, last = np.searchsorted(programme.expert, [person, person + 1], sorter=by_person)
            everything = by_person[first:last]
            inside = np.union1d(everything[programme.days[everything] >= longest], mine[list(cover)])
            rows.block(np.zeros(len(inside), dtype=np.int64), inside, 1.0, np.array([len(cover) - 1.0]))
            found = True
    for pair in programme.pairs:
        if (row := exceeded_by(pair, share, EXCEEDS)) is not None:
            rows.block(np.zeros(len(row[0]), dtype=np.int64), *row, np.zeros(1))
            found = True
    if not found:
        return programme
    return replace(
        programme,
        rows=csr_array(vstack([programme.rows, rows.matrix(programme.rows.shape[1])])),
        limit=np.append(programme.limit, rows.limits()),
        equal=np.append(programme.equal, rows.equal()),
    )


def _before(programme: Programme, share: Floats, by_person: Ints, person: int) -> tuple[Lengths, Ints, Ints]:
    """What a person has before them, by length, each place that they hold by itself; their columns, and the length of each."""
    first, last = np.searchsorted(programme.expert, [person, person + 1], sorter=by_person)
    mine = by_person[first:last]
    held = np.flatnonzero(share[mine] > EXCEEDS)
    days, of, places = np.unique(programme.days[mine], return_inverse=True, return_counts=True)
    of[held] = len(days) + np.arange(len(held))
    places = np.bincount(of, minlength=len(days) + len(held))
    have, most = float(programme.days_left[person]), int(programme.most_left[person])
    lengths = np.append(days, programme.days[mine[held]])
    return Lengths(lengths, places, have, most, np.append(np.zeros(len(days)), share[mine[held]])), mine, of


def _exceeded(days: Floats, share: Floats, have: float) -> list[tuple[int, ...]]:
    """The smallest sets of places that exceed the days and of which more than all but one are taken."""
    for size in range(2, min(len(days), 4) + 1):
        found = [
            cover
            for cover in combinations(range(len(days)), size)
            if days[list(cover)].sum() > have and share[list(cover)].sum() > size - 1 + EXCEEDS
        ]
        if found:
            return found
    return []

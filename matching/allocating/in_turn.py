"""Call after call: each takes its best from what those before it left, in the order given."""

from __future__ import annotations

import math
import time

import numpy as np

from matching.allocating.numbers import Ints, Left, Numbers
from matching.allocating.pairs import is_pair, pair_in
from matching.allocating.programme import arcs_of, members_of, problem_of, programme
from matching.allocating.solving import NOBODY, best
from matching.allocating.values import MOST_MERIT, NOT_ELIGIBLE
from matching.compose import shortfalls

Taken = tuple[int, int]  # opening, expert
FEW = 24  # people of highest merit of an opening who are tried first


def call_after_call(numbers: Numbers, deadline: float = math.inf) -> tuple[list[Taken], bool]:
    """Who takes what when every call, in its turn, fills most places and then has the highest merit.

    Args:
        deadline: on `time.monotonic`; calls whose rules or caps couple their places stay empty from then on.

    Returns:
        Openings with experts, and whether every call had its turn in time.
    """
    left, taken, in_time = numbers.all_left(), list[Taken](), True
    rotation = numbers.season.rotation
    by_programme = rotation.per_institution is not None or rotation.per_nationality is not None
    for c, call in enumerate(numbers.season.calls):
        own = [] if by_programme else _assigned(numbers, left, c)
        if by_programme or (call.whole and not _meets_rules(numbers, c, own)):
            if is_pair(call) and not by_programme:
                own = _best_pair(numbers, left, c)
            else:
                own = _by_programme(numbers, left, c, deadline) if time.monotonic() < deadline else []
                in_time = in_time and time.monotonic() < deadline
        for opening, expert in own:
            left.take(numbers, opening, expert)
        taken += own
    return taken, in_time


def _meets_rules(numbers: Numbers, c: int, taken: list[Taken]) -> bool:
    """Whether the best without the rules of a call happens to meet them; it is the best under them then."""
    call = numbers.season.calls[c]
    pairs = np.array(taken, dtype=np.int64).reshape(-1, 2)
    group = members_of(numbers, c, pairs[:, 0], pairs[:, 1])
    return len(taken) == call.places and not shortfalls(group, call.rules)


def _best_pair(numbers: Numbers, left: Left, c: int) -> list[Taken]:
    """The best two of a call with rules that asks for two; the first of equally good ones."""
    opening, expert = arcs = arcs_of(numbers, left, range(c, c + 1))
    pair = pair_in(problem_of(numbers, c, arcs), np.arange(len(opening)))
    if not pair.together.any():
        return []
    one, other = (numbers.season.merit[opening[own], expert[own]] for own in pair.columns)
    worth = np.where(pair.together, one[:, None] + other, NOT_ELIGIBLE)
    at = np.unravel_index(int(worth.argmax()), worth.shape)
    return [(int(opening[own[i]]), int(expert[own[i]])) for own, i in zip(pair.columns, at, strict=True)]


def _by_programme(numbers: Numbers, left: Left, c: int, deadline: float) -> list[Taken]:
    """The best of a call under its rules and the caps.

    A call with rules is staffed whole: with its best few people first, and then with whoever could be in a better group,
    by their merit and the best there is for every other place. Mostly nobody else could.
    """
    arcs = arcs_of(numbers, left, range(c, c + 1))
    if not numbers.season.calls[c].whole:
        return _solved(numbers, left, c, arcs, deadline)
    merit = numbers.season.merit[arcs]
    tops = {o: np.sort(merit[arcs[0] == o])[::-1][: numbers.places[o]] for o in np.unique(arcs[0]).tolist()}
    few = merit >= np.array([_least(merit[arcs[0] == o]) for o in tops])[np.searchsorted(list(tops), arcs[0])]
    first = _solved(numbers, left, c, (arcs[0][few], arcs[1][few]), deadline)
    if not first:
        return _solved(numbers, left, c, arcs, deadline)
    reached = sum(int(numbers.season.merit[taken]) for taken in first)
    whole = sum(int(top.sum()) for top in tops.values())
    lost = np.array([int(top[-1]) for top in tops.values()])[np.searchsorted(list(tops), arcs[0])]
    could = merit + whole - lost >= reached
    if not (could & ~few).any():
        return first
    again = _solved(numbers, left, c, (arcs[0][could], arcs[1][could]), deadline)
    return (
        again if sum(int(numbers.season.merit[taken]) for taken in again) >= reached else first
    )  # cut short, it may be less


def _least(merit: Ints) -> int:
    return int(np.partition(merit, -FEW)[-FEW]) if len(merit) > FEW else 0


def _solved(numbers: Numbers, left: Left, c: int, arcs: tuple[Ints, Ints], deadline: float) -> list[Taken]:
    one = programme(numbers, left, range(c, c + 1), arcs)
    found = best(one, one.merit.astype(np.float64), NOBODY, deadline)
    return list(zip(one.opening[found.chosen].tolist(), one.expert[found.chosen].tolist(), strict=True))


def _assigned(numbers: Numbers, left: Left, c: int) -> list[Taken]:
    """The same for a call without rules, as an assignment of the best few people of each opening to its places.

    Of an opening, as many of its best people as the call has places are enough: the others of the call can hold all but
    one of these, and a person further down is never better than the one who is free.
    """
    from scipy.optimize import linear_sum_assignment  # half a second to load: when first used

    first, last = numbers.first[c], numbers.first[c + 1]
    merit = numbers.season.merit[first:last]
    free = (left.most > 0) & (left.days >= numbers.days[first:last, None])
    if len(left.busy):
        free &= ~left.busy[c]
    if numbers.season.calls[c].rules.exclude:
        out = numbers.season.calls[c].rules.exclude
        free &= np.array([expert.id not in out for expert in numbers.season.experts], dtype=np.bool_)
    merit = np.where(free, merit, -1)
    places = numbers.season.calls[c].places
    people = np.unique(np.concatenate([_top(row, places) for row in merit]))
    seats = np.repeat(np.arange(last - first), numbers.places[first:last])
    table = merit[np.ix_(seats, people)].astype(np.int64)
    worth = np.where(table >= 0, table + places * MOST_MERIT + 1, 0)
    seat, person = linear_sum_assignment(worth, maximize=True)
    held = table[seat, person] >= 0
    chosen = zip(seats[seat[held]] + first, people[person[held]], strict=True)
    return sorted((int(o), int(e)) for o, e in chosen)


def _top(row: Ints, how_many: int) -> Ints:
    """Columns of the highest values of a row, the first of equal ones, without those below 0."""
    if len(row) > how_many:
        least = np.partition(row, -how_many)[-how_many]
        above = np.flatnonzero(row > max(least, -1))
        equal = np.flatnonzero(row == least)[: how_many - len(above)] if least >= 0 else NOBODY
        return np.concatenate([above, equal])
    return np.flatnonzero(row >= 0)

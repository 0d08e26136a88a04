"""A season, or some of its calls, as a mixed-integer programme.

Columns, each between 0 and 1: x = 1 when an expert takes (one of) the places of an opening; w = 1 when a call with
rules is staffed; then what the rules of such a call add (countries people stand for, see `matching.compose.highs`).
Rows: places of each opening; one place of a call for a person; places and days of a person; places of an institution;
and the rows of `matching.compose.highs.build` for each call with rules, whose right-hand sides below 0 (what a rule
asks for) hold as far as w says. With x = 0 and w = 0 every row holds, so that there always is a solution.

Without days, dates, rules and caps on nationalities the rows are nested (expert and call within expert within
institution on the one side, openings on the other): a network, whose vertices are whole. The linear relaxation is then
the flow of least cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from matching.allocating.numbers import NO_INSTITUTION, Bools, Floats, Ints, Left, Numbers
from matching.allocating.pairs import Pair, is_pair, pair_in
from matching.allocating.rows import Rows
from matching.allocating.values import TENTHS, OpenCall
from matching.compose import Member
from matching.compose.encode import Problem
from matching.compose.highs import build


@dataclass(frozen=True)
class Programme:
    """X columns x come first, then one w for each call with rules, then what the rules add.

    Attributes:
        opening: (X,) opening of each x.
        expert: (X,) expert of each x.
        merit: (X,) tenths of a point.
        days: (X,) working days of each x.
        days_left: (n,) working days that everybody has.
        most_left: (n,) places that everybody can take.
        whole: (columns,) whether a column must be 0 or 1.
        rows: rows over all columns.
        limit: their right-hand sides.
        equal: whether a row holds with equality; at most otherwise.
        room: no solution has more x at 1, by counting people and places alone.
        pairs: the calls with rules that ask for two people, one for each of two positions.
    """

    opening: Ints
    expert: Ints
    merit: Ints
    days: Floats
    days_left: Floats
    most_left: Ints
    whole: Bools
    rows: csr_array
    limit: Floats
    equal: Bools
    room: int
    pairs: tuple[Pair, ...]


def programme(
    numbers: Numbers, left: Left, calls: range | None = None, arcs: tuple[Ints, Ints] | None = None
) -> Programme:
    """The programme of some calls (consecutive; all of them by default) with what everybody can still take.

    Args:
        arcs: the openings and experts to look at, of those that `arcs_of` gives, in their order; all of them by default.
    """
    calls = range(len(numbers.season.calls)) if calls is None else calls
    opening, expert = arcs_of(numbers, left, calls) if arcs is None else arcs
    columns, rows = np.arange(len(opening)), Rows()
    with_rules = [c for c in calls if numbers.season.calls[c].whole]
    whole_call = np.isin(numbers.call, with_rules)
    free = ~whole_call[opening]
    rows.at_most(opening[free], columns[free], 1.0, numbers.places)
    _one_place_of_a_call(rows, numbers, left, opening[free], expert[free], columns[free])
    rows.at_most(expert, columns, 1.0, left.most)
    _days(rows, numbers, left, opening, expert)
    _one_at_a_time(rows, numbers, left, opening, expert)
    if numbers.season.rotation.per_institution is not None:
        home = numbers.institution[expert]
        known = home != NO_INSTITUTION
        rows.at_most(home[known], columns[known], 1.0, left.institution)
    if numbers.season.rotation.per_nationality is not None:
        times = np.bincount(numbers.national, minlength=len(numbers.season.experts))[expert]
        first = np.searchsorted(numbers.national, expert)
        nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        country = numbers.nationality[np.repeat(first, times) + nth]
        rows.at_most(country, np.repeat(columns, times), 1.0, left.nationality)
    width = len(opening) + len(with_rules)
    pairs: list[Pair] = []
    for number, c in enumerate(with_rules):
        width = _rules_of(rows, pairs, numbers, c, (opening, expert), len(opening) + number, width)
    whole = np.zeros(width, dtype=np.bool_)
    whole[: len(opening) + len(with_rules)] = True
    return Programme(
        opening=opening,
        expert=expert,
        merit=numbers.season.merit[opening, expert].astype(np.int64),
        days=numbers.days[opening],
        days_left=left.days.copy(),
        most_left=left.most.copy(),
        whole=whole,
        rows=rows.matrix(width),
        limit=rows.limits(),
        equal=rows.equal(),
        room=int(np.minimum(np.bincount(opening, minlength=len(numbers.places)), numbers.places).sum()),
        pairs=tuple(pairs),
    )


def arcs_of(numbers: Numbers, left: Left, calls: range) -> tuple[Ints, Ints]:
    """(X,) opening and (X,) expert of every place that somebody could take, by opening, then expert."""
    first, last = numbers.first[calls.start], numbers.first[calls.stop]
    fits = left.days >= numbers.days[first:last, None]
    free = left.most > 0
    if numbers.season.rotation.per_institution is not None:
        free &= (numbers.institution == NO_INSTITUTION) | (np.append(left.institution, 1)[numbers.institution] > 0)
    if numbers.season.rotation.per_nationality is not None:
        free[numbers.national[left.nationality[numbers.nationality] <= 0]] = False
    possible = (numbers.season.merit[first:last] >= 0) & fits & free
    if len(left.busy):
        possible &= ~left.busy[numbers.call[first:last]]
    place = {expert.id: i for i, expert in enumerate(numbers.season.experts)} if _excludes(numbers, calls) else {}
    for c in calls:
        out = [place[one] for one in numbers.season.calls[c].rules.exclude if one in place]
        possible[numbers.first[c] - first : numbers.first[c + 1] - first, out] = False
    opening, expert = np.nonzero(possible)
    return np.asarray(opening + first, dtype=np.int64), np.asarray(expert, dtype=np.int64)


def _excludes(numbers: Numbers, calls: range) -> bool:
    return any(numbers.season.calls[c].rules.exclude for c in calls)


def _one_place_of_a_call(rows: Rows, numbers: Numbers, left: Left, opening: Ints, expert: Ints, columns: Ints) -> None:
    """Who may take several places of the season takes one of a call."""
    several = left.most[expert] > 1
    key = numbers.call[opening[several]] * len(left.most) + expert[several]
    pairs, label = np.unique(key, return_inverse=True)
    rows.at_most(label, columns[several], 1.0, np.ones(len(pairs)))


def _one_at_a_time(rows: Rows, numbers: Numbers, left: Left, opening: Ints, expert: Ints) -> None:
    """Of the calls that meet on some day, a person takes one."""
    several, call = left.most[expert] > 1, numbers.call[opening]
    for meeting in numbers.meetings:
        inside = np.flatnonzero(several & meeting[call])
        rows.at_most(expert[inside], inside, 1.0, np.ones(len(left.most)))


def _days(rows: Rows, numbers: Numbers, left: Left, opening: Ints, expert: Ints) -> None:
    """A row for whoever could exceed their days with as many places as they may take, one of each call.

    And what follows from it for whole places, which makes the relaxation nearer to them: of places of more than 1 / (k + 1)
    of somebody's days, they take k at most (cover inequalities).
    """
    order = np.lexsort((-numbers.days[opening], expert))
    starts = np.searchsorted(expert[order], expert[order])
    among = np.arange(len(order)) - starts < left.most[expert[order]]
    heaviest = np.bincount(expert[order][among], numbers.days[opening[order][among]], minlength=len(left.days))
    tight = np.flatnonzero((heaviest > left.days)[expert])
    most = np.where(np.isfinite(left.days), left.days, 0.0)
    who, days = expert[tight], numbers.days[opening[tight]]
    rows.at_most(who, tight, days, most)
    for k in range(1, int(left.most[who].max(initial=1))):
        long = (days * (k + 1) > most[who]) & (left.most[who] > k)
        rows.at_most(who[long], tight[long], 1.0, np.full(len(most), k))


def _rules_of(
    rows: Rows, pairs: list[Pair], numbers: Numbers, c: int, arcs: tuple[Ints, Ints], staffed: int, width: int
) -> int:
    """The rows of a call with rules; `staffed` is its column w. Returns the width with the columns it adds."""
    call = numbers.season.calls[c]
    mine = np.flatnonzero(numbers.call[arcs[0]] == c)
    problem = problem_of(numbers, c, (arcs[0][mine], arcs[1][mine]))
    model = build(problem, [one.places for one in call.openings])
    column = np.concatenate([mine, width + np.arange(len(model.others))])
    entries = coo_array(model.upper)
    asked = np.flatnonzero(model.limit < 0)  # what a rule asks for, it asks for as far as the call is staffed
    rows.block(
        np.concatenate([entries.coords[0], asked]),
        np.concatenate([column[entries.coords[1]], np.full(len(asked), staffed)]),
        np.concatenate([entries.data, -model.limit[asked]]),
        np.maximum(model.limit, 0.0),
    )
    places = np.arange(len(call.openings))
    rows.block(
        np.concatenate([model.position, places]),
        np.concatenate([mine, np.full(len(places), staffed)]),
        np.concatenate([np.ones(len(mine)), -model.size]),
        np.zeros(len(places)),
        equal=True,
    )
    if is_pair(call):
        pairs.append(pair_in(problem, mine))
    return width + len(model.others)


def problem_of(numbers: Numbers, c: int, arcs: tuple[Ints, Ints]) -> Problem:
    """The people of a call with rules in numbers, those that some arcs name, in the order of these."""
    ruled, opening = numbers.ruled[c], arcs[0] - numbers.first[c]
    assert ruled is not None  # only calls with rules are asked about
    merit = numbers.season.merit[arcs].astype(np.int64)
    return ruled.of(opening, arcs[1], merit, len(numbers.season.calls[c].openings))


def members_of(numbers: Numbers, c: int, opening: Ints, expert: Ints) -> list[Member]:
    """The people of some arcs of a call as composition sees them."""
    call: OpenCall = numbers.season.calls[c]
    names = [one.id for one in call.openings]
    merit = (numbers.season.merit[opening, expert] / TENTHS).tolist()
    scores: dict[int, dict[str, float]] = {}
    for o, e, points in zip((opening - numbers.first[c]).tolist(), expert.tolist(), merit, strict=True):
        if e in scores:
            scores[e][names[o]] = points
        else:
            scores[e] = {names[o]: points}
    everybody, none = numbers.season.experts, frozenset[str]()
    return [
        Member(
            one.id, own, one.gender, one.nationalities, one.public, one.institution, one.languages, none,
            call.id in one.previous,
        )
        for one, own in ((everybody[e], own) for e, own in scores.items())
    ]  # fmt: skip

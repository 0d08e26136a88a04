"""The same question as a mixed-integer programme for HiGHS: for shortlists, and for teams when the search is cut short.

Columns: x[p, i] = 1 when person i takes (one of) the places of position p; f[b] = share of a field that is covered, at
most 1; z[g, c] = people of the nationality group g who stand for country c (a matching, whole whenever x is).
Minimise  - sum gain x - sum bonus f  under the rows below. Everything is a plain array, so that the same model serves
as a linear relaxation over some of its columns, with a bound for all the others from the duals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from matching.compose.encode import Floats, Ints, Problem

NOBODY: Ints = np.zeros(0, dtype=np.int64)
WHOLE = 1e-6  # how near to 0 or 1 a column must be to count as whole


@dataclass(frozen=True)
class Model:
    """A model over a problem. X columns x come first, then those of fields and countries.

    Attributes:
        cost: (columns,) to be minimised.
        upper: rows `upper @ columns <= limit`.
        limit: their right-hand sides.
        places: (P, columns) rows with as many people as `size` says.
        size: (P,) places of each position.
        person: (X,) person of each x column.
        position: (X,) position of each x column.
    """

    cost: Floats
    upper: csr_array
    limit: Floats
    places: csr_array
    size: Floats
    person: Ints
    position: Ints

    @property
    def others(self) -> Ints:
        """Columns that are not about a person."""
        return np.arange(len(self.person), len(self.cost))


@dataclass(frozen=True)
class Relaxed:
    """A solution of the linear relaxation over some columns.

    Attributes:
        value: what is maximised, in points.
        x: (columns,) with zeros for the columns left out.
        bound: no solution over all columns is worth more.
        bound_with: (X,) no solution over all columns with this one at 1 is worth more.
    """

    value: float
    x: Floats
    bound: float
    bound_with: Floats

    @property
    def whole(self) -> bool:
        """Whether nobody is chosen by halves."""
        x = self.x[: len(self.bound_with)]
        return bool(np.all(np.minimum(x, 1 - x) < WHOLE))


@dataclass(frozen=True)
class Whole:
    """An answer of branch and bound.

    Attributes:
        chosen: x columns at 1; empty when none was found.
        proven: the best there is or, with nothing chosen, there is none.
        value: what it is worth, in points; minus infinity when nothing is chosen.
    """

    chosen: Ints
    proven: bool
    value: float


class _Rows:
    """Rows of a sparse matrix, collected in blocks."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.entry: list[Floats] = []
        self.limit: list[Floats] = []
        self.height = 0

    def add(self, columns: Ints, entries: Floats | float, limit: float) -> None:
        """One row."""
        self.block(np.zeros(len(columns), dtype=np.int64), columns, entries, np.array([limit]))

    def block(self, row: Ints, columns: Ints, entries: Floats | float, limits: Floats) -> None:
        """As many rows as there are limits; `row` counts from the first of them."""
        self.row.append(self.height + row)
        self.column.append(columns)
        self.entry.append(np.broadcast_to(np.asarray(entries, dtype=np.float64), columns.shape))
        self.limit.append(limits)
        self.height += len(limits)

    def at_most(self, label: Ints, columns: Ints, limit: float) -> None:
        """At most so many columns with the same label; a label that fewer have needs no row."""
        crowded = np.bincount(label) > limit
        inside = crowded[label]
        row = (np.cumsum(crowded) - 1)[label[inside]]
        self.block(row, columns[inside], 1.0, np.full(int(crowded.sum()), float(limit)))

    def matrix(self, columns: int) -> csr_array:
        none = [np.zeros(0, dtype=np.int64)]
        row, column = np.concatenate(none + self.row), np.concatenate(none + self.column)
        return csr_array(coo_array((np.concatenate([*none, *self.entry]), (row, column)), (self.height, columns)))

    def limits(self) -> Floats:
        return np.concatenate([np.zeros(0), *self.limit])


def build(problem: Problem, size: Sequence[int]) -> Model:
    """The model for filling `size[p]` places of each position."""
    position, person = (np.asarray(axis, dtype=np.int64) for axis in np.nonzero(problem.gain > -np.inf))
    rows = _Rows()
    everyone = np.arange(len(person))
    if len(size) > 1:
        rows.at_most(person, everyone, 1)
    extra = _fields_and_languages(rows, problem, person)
    for need, count in zip(problem.need, problem.brings.T, strict=True):
        rows.add(np.flatnonzero(count[problem.kind[person]]), -1.0, -need)
    if problem.institution.size:
        rows.at_most(problem.institution[person], everyone, 1)
    if problem.max_per_nation is not None:
        column, which = np.nonzero(problem.nations[person] < problem.n_nations)
        rows.at_most(problem.nations[person][column, which], column, problem.max_per_nation)
    if problem.min_countries:
        extra += _countries(rows, problem, person, len(person) + len(extra))
    columns = len(person) + len(extra)
    places = csr_array(coo_array((np.ones(len(person)), (position, np.arange(len(person)))), (len(size), columns)))
    return Model(
        cost=np.concatenate([-problem.gain[position, person], np.array(extra, dtype=np.float64)]),
        upper=rows.matrix(columns),
        limit=rows.limits(),
        places=places,
        size=np.array(size, dtype=np.float64),
        person=person,
        position=position,
    )


def with_rows(model: Model, rows: Sequence[tuple[Ints, Floats, float]]) -> Model:
    """The model with further rows (columns, entries, at most)."""
    if not rows:
        return model
    more = _Rows()
    for columns, entries, limit in rows:
        more.add(columns, entries, limit)
    return Model(
        model.cost,
        csr_array(vstack([model.upper, more.matrix(len(model.cost))])),
        np.concatenate([model.limit, more.limits()]),
        model.places,
        model.size,
        model.person,
        model.position,
    )


def relax(model: Model, chosen: Ints) -> Relaxed | None:
    """The linear relaxation over some x columns; None when even that has no solution.

    Its duals price every column that was left out: the Lagrangian bound (duals @ right-hand sides + the lowest reduced
    costs, exactly `size` people per position) holds for the whole model, whatever the duals are.
    """
    from scipy.optimize import linprog  # half a second to load: when first used

    kept, rows = _part(model, chosen)
    found = linprog(
        model.cost[kept],
        A_ub=model.upper[rows][:, kept].toarray(),
        b_ub=model.limit[rows],
        A_eq=model.places[:, kept].toarray(),
        b_eq=model.size,
        bounds=(0, 1),
        method="highs",
    )
    if found.x is None:
        return None
    x = np.zeros(len(model.cost))
    x[kept] = found.x
    upper, places = np.zeros(len(model.limit)), np.asarray(found.eqlin.marginals)
    upper[rows] = np.minimum(found.ineqlin.marginals, 0.0)
    reduced = model.cost - model.upper.T @ upper - model.places.T @ places
    fixed = float(upper @ model.limit + places @ model.size) + float(np.minimum(reduced[model.others], 0.0).sum())
    total, bound_with = fixed, np.zeros(len(model.person))
    for p, size in enumerate(model.size.astype(int)):
        here = np.flatnonzero(model.position == p)
        lowest = np.sort(reduced[here])[:size]
        total += float(lowest.sum())
        bound_with[here] = np.maximum(reduced[here] - lowest[-1], 0.0)  # what choosing this one adds to the lowest sum
    return Relaxed(-float(model.cost @ x), x, -total, -(total + bound_with))


def solve(model: Model, chosen: Ints, time_limit: float = np.inf, whole: bool = True) -> Whole:
    """Branch and bound over some x columns, to a gap of at most 1e-6 points.

    With `whole` False people may be chosen by halves; nobody is then reported as chosen unless nobody is halved.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # half a second to load: when first used

    kept, rows = _part(model, chosen)
    found = milp(
        model.cost[kept],
        constraints=[
            LinearConstraint(model.upper[rows][:, kept], -np.inf, model.limit[rows]),
            LinearConstraint(model.places[:, kept], model.size, model.size),
        ],
        integrality=np.concatenate([np.full(len(chosen), float(whole)), np.zeros(len(model.others))]),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "presolve": False, "time_limit": time_limit},
    )
    if found.x is None:
        return Whole(NOBODY, found.status == 2, -np.inf)
    x = found.x[: len(chosen)]
    halved = not whole and bool(np.any(np.minimum(x, 1 - x) > WHOLE))
    return Whole(NOBODY if halved else chosen[x > 0.5], found.status == 0, -float(model.cost[kept] @ found.x))


def _part(model: Model, chosen: Ints) -> tuple[Ints, Ints]:
    """Columns for some x, and the rows that say something: those with entries there, and those that cannot hold."""
    kept = np.concatenate([chosen, model.others])
    inside = np.zeros(len(model.cost))
    inside[kept] = 1.0
    rows = np.flatnonzero((abs(model.upper) @ inside > 0) | (model.limit < 0))
    return kept, rows


def _fields_and_languages(rows: _Rows, problem: Problem, person: Ints) -> list[float]:
    """A row for each bit; the cost of the column that each field adds."""
    extra: list[float] = []
    bits = problem.bits[problem.kind[person]]
    for b, cost in enumerate(problem.bit_cost):
        who = np.flatnonzero(bits >> b & 1)
        if np.isinf(cost):
            rows.add(who, -1.0, -1.0)
        else:
            column = np.array([len(person) + len(extra)])
            rows.add(np.concatenate([who, column]), np.append(-np.ones(len(who)), 1.0), 0.0)
            extra.append(-float(cost))
    return extra


def _countries(rows: _Rows, problem: Problem, person: Ints, first: int) -> list[float]:
    """Rows for the number of countries; the costs (none) of the columns z they add."""
    group = np.zeros(len(person), dtype=np.int64)
    for nation in problem.nations[person].T:
        group = np.unique(group * (problem.n_nations + 1) + nation, return_inverse=True)[1]
    _, example = np.unique(group, return_index=True)
    nations = problem.nations[person[example]]
    owner, which = np.nonzero(nations < problem.n_nations)
    country = nations[owner, which]
    column = first + np.arange(len(owner))
    rows.block(
        np.concatenate([owner, group]),
        np.concatenate([column, np.arange(len(person))]),
        np.append(np.ones(len(owner)), -np.ones(len(person))),
        np.zeros(len(example)),
    )
    rows.at_most(country, column, 1)
    rows.add(column, -1.0, -problem.min_countries)
    return [0.0] * len(owner)

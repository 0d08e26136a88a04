"""The best people to add: from demand and its eligible supply to profiles, with a proven bound.

Whole numbers n[p] >= 0 of each candidate p; y[c, g] = 1 when call c becomes feasible by the pattern g (`patterns`); 0 <=
h[k] <= what position k lacks in depth. Maximise  W sum y + sum h,  W more than all depth there is to gain, under

    sum n <= how many;    sum over g of y[c, g] <= 1;    h[k] <= sum of n[p] over the p that meet k;
    |T| y[c, g] <= sum of n[p] over the p that do as much as one of T,   for every part T of the pattern g

(Hall's condition: each of the pattern is somebody of their own). HiGHS solves it to the end; its dual bound is the proof.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, lil_array

from matching.errors import InvalidSetting
from matching.supply.asked import Asked, Kind, asked_of
from matching.supply.candidates import Candidate, candidates, least
from matching.supply.patterns import Pattern, makes_feasible, patterns
from matching.supply.values import DEPTH, Addition, Additions, Bounds, Demand

AS_IT_COMES = Bounds()


@dataclass(frozen=True)
class _Model:
    cost: NDArray[np.float64]
    rows: csr_array
    limit: NDArray[np.float64]
    whole: NDArray[np.int64]
    most: NDArray[np.float64]


def best_additions(
    demands: Sequence[Demand],
    how_many: int = 5,
    *,
    bounds: Bounds = AS_IT_COMES,
    public_statuses: Collection[str] = (),
    deadline_s: float | None = None,
) -> Additions:
    """The people to add who make most calls feasible and, among those, give most depth; 1 for the next profile.

    Args:
        demands: calls, past, open or forecast, each with its eligible supply. A call that stands for several counts as
            often as it is given.
        how_many: people to add, at most; 1 or more.
        bounds: how much one person may bring.
        public_statuses: codes of the statuses of public experts, which rules on public experts count.
        deadline_s: seconds for branch and bound; None for no limit. `optimal` says whether the answer is proven.

    Raises:
        InvalidSetting: an id comes twice, a position has no place, or a bound or `how_many` is below 1 (0 for bounds).
        ContradictoryRules: no team at all could meet the rules of a call.
    """
    if how_many < 1 or min(bounds.fields, bounds.languages, bounds.regions) < 0:
        raise InvalidSetting(
            "At least 1 person is to be added, with bounds of 0 or more.",
            f"Found: {how_many}, {bounds}.",
            "Correct it.",
        )
    asked = asked_of(demands)
    pool = candidates(asked, bounds, public_statuses)
    short = [d for d in range(len(demands)) if d not in asked.feasible]
    kinds = [one.kind for one in pool]
    ways = {d: patterns(asked, d, kinds, how_many) for d in short}
    chosen, bound = _chosen(asked, kinds, ways, how_many, deadline_s)
    made, depth = worth(asked, [pool[p].kind for p in chosen])
    scale = sum(asked.short) + 1
    most_made = max(math.floor(bound / scale + 1e-9), len(made))
    most_depth = (
        max(math.floor(bound - scale * len(made) + 1e-6), depth) if most_made == len(made) else sum(asked.short)
    )
    people = _least(asked, [pool[p] for p in chosen])
    return Additions(
        people=people,
        feasible_before=tuple(demands[d].id for d in asked.feasible),
        made_feasible=tuple(demands[d].id for d in made),
        depth_before=DEPTH * sum(len(demand.needs) for demand in demands) - sum(asked.short),
        depth_gained=depth,
        optimal=most_made == len(made) and most_depth == depth,
        most_made_feasible=most_made,
        most_depth_gained=most_depth,
        candidates=len(pool),
    )


def worth(asked: Asked, kinds: Sequence[Kind]) -> tuple[tuple[int, ...], int]:
    """Indices of the calls that some added people make feasible, by composition itself, and the depth they give."""
    open_ones = [d for d in range(len(asked.demands)) if d not in asked.feasible]
    made = tuple(
        d
        for d in open_ones
        if any(kind.bits & asked.positions_of(d) for kind in kinds) and makes_feasible(asked, d, kinds)
    )
    depth = (min(lacks, sum(kind.bits >> b & 1 for kind in kinds)) for b, lacks in enumerate(asked.short))
    return made, sum(depth)


def _chosen(
    asked: Asked, kinds: Sequence[Kind], ways: dict[int, list[Pattern]], how_many: int, deadline_s: float | None
) -> tuple[list[int], float]:
    """Candidates to add, as often as they are to be added, and the bound on what so many are worth."""
    from scipy.optimize import Bounds as Between  # half a second to load: when first used
    from scipy.optimize import LinearConstraint, milp

    if not kinds:
        return [], 0.0
    model = _model(asked, kinds, ways, how_many)
    found = milp(
        model.cost,
        constraints=LinearConstraint(model.rows, -np.inf, model.limit),
        integrality=model.whole,
        bounds=Between(0, model.most),
        options={"mip_rel_gap": 0.0, "time_limit": math.inf if deadline_s is None else deadline_s},
    )
    bound = float(-model.cost @ model.most) if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return [], bound
    times = np.rint(found.x[: len(kinds)]).astype(int)
    return [p for p in np.flatnonzero(times).tolist() for _ in range(int(times[p]))], bound


def _model(asked: Asked, kinds: Sequence[Kind], ways: dict[int, list[Pattern]], how_many: int) -> _Model:
    each = [(d, way) for d, own in ways.items() for way in own]
    depths = [b for b, lacks in enumerate(asked.short) if lacks]
    n, y = len(kinds), len(each)
    rows: list[tuple[dict[int, float], float]] = [({p: 1.0 for p in range(n)}, float(how_many))]
    for d, own in ways.items():
        if own:
            rows.append(({n + g: 1.0 for g, (of, _) in enumerate(each) if of == d}, 1.0))
    for g, (_, way) in enumerate(each):
        for part in _parts(way):
            able = {p: -1.0 for p, kind in enumerate(kinds) if any(kind.does(one) for one in part)}
            rows.append(({n + g: float(len(part)), **able}, 0.0))
    for h, b in enumerate(depths):
        rows.append(({n + y + h: 1.0, **{p: -1.0 for p, kind in enumerate(kinds) if kind.bits >> b & 1}}, 0.0))
    matrix = lil_array((len(rows), n + y + len(depths)))
    for number, (entries, _) in enumerate(rows):
        for column, entry in entries.items():
            matrix[number, column] = entry
    return _Model(
        cost=-np.concatenate([np.zeros(n), np.full(y, sum(asked.short) + 1.0), np.ones(len(depths))]),
        rows=csr_array(matrix),
        limit=np.array([limit for _, limit in rows]),
        whole=(np.arange(n + y + len(depths)) < n + y).astype(np.int64),
        most=np.concatenate([np.full(n, how_many), np.ones(y), [asked.short[b] for b in depths]]).astype(np.float64),
    )


def _parts(way: Pattern) -> set[Pattern]:
    """The parts of a pattern, as Hall's condition looks at them."""
    return set(chain.from_iterable(combinations(way, size) for size in range(1, len(way) + 1)))


def _least(asked: Asked, chosen: Sequence[Candidate]) -> tuple[Addition, ...]:
    """Each of the chosen with the least that leaves the worth of all of them as it is; who then brings nothing is left out."""
    kinds = [one.kind for one in chosen]
    aim = worth(asked, kinds)
    for i in range(len(kinds)):
        for less in _one_less(kinds[i]):
            tried = Kind(kinds[i].bits & less.bits, less.gender and kinds[i].gender)
            if worth(asked, [*kinds[:i], tried, *kinds[i + 1 :]]) == aim:
                kinds[i] = tried
    made = aim[0]
    positions = asked.public - 1
    left = [(one, kind) for one, kind in zip(chosen, kinds, strict=True) if kind.bits & positions]
    kept = [kind for _, kind in left]
    return tuple(
        Addition(
            profile=least(asked, one, kind),
            meets=tuple(
                (asked.demands[d].id, need.id) for b, (d, need) in enumerate(asked.needs) if kind.bits >> b & 1
            ),
            nationality_matters=any(
                kind.bits & asked.positions_of(d) and not makes_feasible(asked, d, kept, without=i) for d in made
            ),
        )
        for i, (one, kind) in enumerate(left)
    )


def _one_less(kind: Kind) -> list[Kind]:
    """What to try to leave out, one after the other: the gender, then each bit from the last (rules) to the first."""
    every = (1 << kind.bits.bit_length()) - 1
    bits = [b for b in reversed(range(kind.bits.bit_length())) if kind.bits >> b & 1]
    return [Kind(every, ""), *(Kind(every & ~(1 << b), kind.gender) for b in bits)]

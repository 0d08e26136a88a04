"""A season's calls at once, and a plain flow of least cost on the same arcs side by side in the same run.

`python -m bench.allocating [--calls 200] [--experts 5000] [--rounds 5] [--seed 1]` draws seasons of which about 8 % of all
pairs of position and person are eligible, and prints for each: arcs, places filled, what proves it, what is gained over
call after call, and how long it takes against the plain solvers:

* HiGHS (`scipy.optimize.linprog`) on the flow over all arcs at once: places, one place of a call, and assignments of each
  person; without days and rules, which are no flow;
* where everybody takes one assignment at most, the assignment by shortest augmenting paths over all arcs
  (`scipy.sparse.csgraph.min_weight_full_bipartite_matching`), which is the fastest flow of least cost at hand.

Times of the season include reading it, call after call, the difference and the words on what stays empty; those of the
plain solvers begin with their matrices made.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bench.timing import ratio, side_by_side
from matching.allocating import NOT_ELIGIBLE, OpenCall, Opening, Rotation, Season, SeasonExpert, allocate
from matching.allocating.numbers import in_numbers
from matching.allocating.programme import Programme, programme
from matching.allocating.solving import FILLED
from matching.compose import Rules

COUNTRIES = ("FR", "ES", "IT", "DE", "BE", "PT", "SE", "FI", "PL", "RO", "NL", "AT", "IE", "GR", "LT", "LV")
FIELDS = 40
RULES = Rules(max_per_nationality=1, min_per_gender={"woman": 1}, min_public=1)
KINDS = (
    "one assignment each",
    "up to three",
    "up to three, institutions capped",
    "days and rules in a third of the calls",
)


def season(kind: str, calls: int, experts: int, seed: int) -> Season:
    """A random season: calls of one to three positions in one of 40 fields each; people know three fields, some wanted
    by many calls."""
    rng = np.random.default_rng([seed, calls, experts])
    openings = [int(n) for n in rng.choice([1, 2, 3], calls, p=[0.2, 0.5, 0.3])]
    wanted = rng.zipf(1.6, sum(openings)) % FIELDS
    knows = np.zeros((FIELDS, experts), dtype=np.bool_)
    for _ in range(3):
        knows[rng.integers(0, FIELDS, experts), np.arange(experts)] = True
    merit = rng.normal(550, 140, experts) + rng.normal(0, 80, (len(wanted), experts))
    eligible = knows[wanted] | (rng.random(merit.shape) < 0.01)
    table = np.where(eligible, np.clip(merit, 0, 1000), NOT_ELIGIBLE).astype(np.int32)
    coupled = kind == KINDS[3]
    made, days = [], rng.integers(3, 15, sum(openings))
    for c, places in enumerate(openings):
        row = sum(openings[:c])
        own = tuple(Opening(f"p{i}", 1, float(days[row + i]) if coupled else 0.0) for i in range(places))
        made.append(OpenCall(f"c{c:03d}", own, RULES if coupled and c % 3 == 0 and places > 1 else Rules()))
    people = tuple(_person(rng, i, kind) for i in range(experts))
    return Season(tuple(made), people, table, Rotation(per_institution=3 if kind == KINDS[2] else None))


def _person(rng: np.random.Generator, number: int, kind: str) -> SeasonExpert:
    one = SeasonExpert(
        f"e{number:05d}",
        most=int(rng.integers(1, 4)),
        institution=f"institution {rng.integers(0, 600)}",
        gender="woman" if rng.random() < 0.39 else "man",
        nationalities=(COUNTRIES[int(rng.integers(len(COUNTRIES)))],),
        public=bool(rng.random() < 0.58),
        days=float(rng.integers(8, 25)) if kind == KINDS[3] else None,
    )
    return replace(one, most=1) if kind == KINDS[0] else one


def plain_season(asked: Season) -> Season:
    """The same arcs with what a flow knows: places, one place of a call, assignments and caps."""
    return replace(
        asked,
        calls=tuple(OpenCall(call.id, call.openings) for call in asked.calls),
        experts=tuple(replace(expert, days=None) for expert in asked.experts),
    )


def flow(asked: Season) -> tuple[Programme, Callable[[], float]]:
    """The flow over all arcs, and its solution by HiGHS: places filled before merit, as everywhere here."""
    numbers = in_numbers(plain_season(asked))
    made = programme(numbers, numbers.all_left())
    rows: Any = csr_array(made.rows)

    def solve() -> float:
        found = linprog(-(made.merit + FILLED), A_ub=rows, b_ub=made.limit, bounds=(0, 1), method="highs")
        assert found.fun is not None
        return -float(found.fun)

    return made, solve


def shortest_paths(asked: Season, made: Programme) -> Callable[[], float]:
    """The same as an assignment: a place may also stay empty, which costs what a filled one is worth."""
    height, width = asked.merit.shape[0], len(asked.experts)
    ample = 2 * FILLED
    arcs = coo_array((ample - made.merit - FILLED, (made.opening, made.expert)), (height, width))
    empty = coo_array((np.full(height, ample), (np.arange(height), np.arange(height))), (height, height))
    table = csr_array(hstack([arcs, empty]))

    def solve() -> float:
        row, column = min_weight_full_bipartite_matching(table)
        return float(height * ample - table[row, column].sum())

    return solve


def main(arguments: Sequence[str] = ()) -> None:
    """Measure every kind of season and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--experts", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(list(arguments))
    console = Console(width=180)
    size = f"{asked.calls} calls, {asked.experts:,} experts"
    table = Table(title=f"A season at once: {size}; target: at most 2 times the plain flow")
    for heading in (
        "season", "arcs", "places filled", "proof", "proven", "gained over call after call", "at once",
        "plain: HiGHS, all arcs", "times HiGHS", "plain: shortest paths", "times paths",
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "season" else "right")
    for kind in KINDS:
        table.add_row(*_row(kind, season(kind, asked.calls, asked.experts, asked.seed), asked.rounds))
        console.print(f"measured: {kind}")
    console.print(table)


def _row(kind: str, drawn: Season, rounds: int) -> list[str]:
    made, highs = flow(drawn)
    things: dict[str, Callable[[], object]] = {"at once": lambda: allocate(drawn), "HiGHS": highs}
    if kind == KINDS[0]:
        things["paths"] = shortest_paths(drawn, made)
    found, value = allocate(drawn), highs()
    worth = found.merit + FILLED * found.filled
    if kind != KINDS[3] and not (worth == round(value) and found.optimal):
        raise SystemExit(f"{kind}: the optima differ: {worth} and {value}")
    if kind == KINDS[0] and round(things["paths"]()) != worth:  # type: ignore[call-overload]
        raise SystemExit(f"{kind}: the assignment's optimum is another")
    times = side_by_side(things, rounds, warm=0)
    gain = found.difference
    return [
        kind,
        f"{len(made.opening):,}",
        f"{found.filled}/{found.places}",
        found.proof,
        "yes" if found.optimal else f"gap {(found.most_merit - found.merit) / 10:.1f} points",
        f"{gain.filled} places, {gain.merit / 10:+.1f} points, {len(gain.moved)} positions change",
        str(times["at once"]),
        str(times["HiGHS"]),
        ratio(times["at once"], times["HiGHS"]),
        str(times["paths"]) if "paths" in times else "",
        ratio(times["at once"], times["paths"]) if "paths" in times else "",
    ]


if __name__ == "__main__":
    main(sys.argv[1:])

"""Composition: teams and shortlists with proof, and the plain HiGHS formulation side by side in the same run.

`python -m bench.compose [--instances 60] [--highs 5] [--seed 1]` prints, for random but realistic pools, milliseconds
for a team (the three best) together with a shortlist of ten for each position; what proves the result; and, on a sample,
how long HiGHS takes for the same questions (the best team, the same shortlists) and whether the optima are equal.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.compose import (
    Coverage,
    Member,
    Position,
    Rules,
    ShortlistSelection,
    TeamResult,
    best_shortlist,
    best_teams,
    smallest_relaxation,
)
from matching.compose.encode import Problem, encode
from matching.compose.highs import build

COUNTRIES = (
    *("FR", "ES", "IT", "DE", "BE", "PT", "SE", "FI", "PL", "RO", "NL", "AT", "IE"),
    *("GR", "LT", "LV", "EE", "DK", "CZ", "HU", "SK", "SI", "BG", "HR", "LU", "MT"),
)
FIELDS = tuple(f"field {i}" for i in range(6))
INSTITUTIONS = 250
SHORTLIST = 10
SHORTLIST_RULES = Rules(
    max_per_nationality=3, min_countries=4, min_per_gender={"woman": 4}, min_public=6, distinct_institutions=True
)


@dataclass(frozen=True)
class Row:
    """One line of the table: which questions, and the target for the 95th percentile where there is one."""

    name: str
    pool: int
    places: int
    target_ms: float | None = None


@dataclass
class Figures:
    """What was measured for a row."""

    both: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    team: list[float] = field(default_factory=list)
    relaxation: list[float] = field(default_factory=list)
    nodes: list[float] = field(default_factory=list)
    teams: int = 0
    proven: int = 0
    ratio: list[float] = field(default_factory=list)
    equal: int = 0


ROWS = (
    Row("usual", 200, 2, 60.0),
    Row("usual", 200, 3, 60.0),
    Row("usual", 5_000, 2, 400.0),
    Row("usual", 5_000, 3, 400.0),
    Row("usual", 200, 4),
    Row("usual", 200, 5),
    Row("usual", 5_000, 4),
    Row("usual", 5_000, 5),
    Row("tight", 200, 2),
    Row("tight", 200, 3),
    Row("tight", 200, 4),
    Row("tight", 200, 5),
    Row("tight", 5_000, 3),
    Row("tight", 5_000, 5),
    Row("no team", 200, 2),
    Row("no team", 200, 3),
    Row("no team", 200, 5),
    Row("no team", 5_000, 3),
)


def pool(rng: np.random.Generator, size: int, positions: Sequence[Position]) -> list[Member]:
    """People as on a roster: two nationalities hold half of it, 39 % women, 58 % public, some things undeclared."""
    share = np.concatenate([[0.27, 0.24], rng.dirichlet(np.full(24, 2.0)) * 0.49])
    home = rng.choice(26, INSTITUTIONS, p=share)
    at_home = [np.flatnonzero(home == country) for country in range(26)]
    merit = np.clip(rng.normal(55, 14, size), 0, 100)
    return [_person(rng, i, float(merit[i]), share, at_home, positions) for i in range(size)]


def _person(
    rng: np.random.Generator,
    number: int,
    merit: float,
    share: np.ndarray,
    at_home: Sequence[np.ndarray],
    positions: Sequence[Position],
) -> Member:
    country = int(rng.choice(26, p=share))
    nationalities = [COUNTRIES[country]] + ([COUNTRIES[int(rng.integers(26))]] if rng.random() < 0.05 else [])
    gift = rng.normal()  # languages come together
    hard = {
        "en:writing:B2": -0.3,
        "fr:writing:B2": 0.5 if COUNTRIES[country] not in ("FR", "BE", "LU") else -3.0,
        "es:speaking:B2": 0.6 if COUNTRIES[country] != "ES" else -3.0,
        "ar:speaking:B1": 1.9,
    }
    near = at_home[country]
    return Member(
        id=f"e{number:05d}",
        scores={p.id: float(np.clip(merit + rng.normal(0, 8), 0, 100)) for p in positions if rng.random() < 0.9},
        gender=None if rng.random() < 0.06 else ("woman" if rng.random() < 0.39 else "man"),
        nationalities=() if rng.random() < 0.06 else tuple(nationalities),
        public=None if rng.random() < 0.05 else bool(rng.random() < 0.58),
        institution=f"institution {rng.choice(near)}" if len(near) and rng.random() < 0.94 else None,
        languages=frozenset(key for key, level in hard.items() if gift + rng.normal(0, 0.7) > level),
        fields=frozenset(code for code in FIELDS if rng.random() < 0.25 + 0.004 * merit),
        previous=bool(rng.random() < 0.05),
    )


def question(row: Row, seed: int) -> tuple[list[Member], list[Position], Rules, Coverage]:
    """A pool and a call for it. In rows without a team, women come from one nationality too few."""
    rng = np.random.default_rng([seed, row.pool, row.places])
    positions = [Position(f"position {i + 1}") for i in range(row.places)]
    members = pool(rng, row.pool, positions)
    coverage = Coverage(frozenset(FIELDS[: min(row.places + 2, 6)]))
    rules = Rules(
        max_per_nationality=1,
        min_countries=2,
        min_per_gender={"woman": 1},
        min_public=max(1, row.places - 1),
        cover_languages=frozenset({"fr:writing:B2", "es:speaking:B2"}),
        distinct_institutions=True,
    )
    if row.name == "usual":
        return members, positions, rules, coverage
    if row.name == "tight":
        languages = rules.cover_languages | {"ar:speaking:B1"}
        return (
            members,
            positions,
            replace(
                rules,
                min_countries=row.places,
                min_per_gender={"woman": row.places - 1},
                min_public=row.places,
                min_previous=1,
                cover_languages=languages,
            ),
            coverage,
        )
    there = set(COUNTRIES[: row.places - 1])
    members = [m for m in members if m.gender != "woman" or (m.nationalities and there.issuperset(m.nationalities))]
    women = {"woman": row.places}
    return members, positions, replace(rules, min_countries=row.places, min_per_gender=women), coverage


def plain_highs(problem: Problem, size: Sequence[int]) -> float:
    """The optimum by HiGHS with its usual settings on the whole pool; minus infinity when there is none."""
    model = build(problem, size)
    people = len(model.person)
    found = milp(
        model.cost,
        constraints=[
            LinearConstraint(model.upper, -np.inf, model.limit),
            LinearConstraint(model.places, model.size, model.size),
        ],
        integrality=np.concatenate([np.ones(people), np.zeros(len(model.cost) - people)]),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return -np.inf if found.x is None else -float(model.cost @ found.x)


def measure(row: Row, instances: int, sample: int, seed: int, step: Callable[[], None]) -> Figures:
    """Time the questions of a row, and HiGHS on the first few of them."""
    figures = Figures()
    for number in range(instances):
        members, positions, rules, coverage = question(row, seed + number)
        cpu, start = time.process_time(), time.perf_counter()
        result = best_teams(members, positions, rules, coverage=coverage)
        between = time.perf_counter()
        lists = [best_shortlist(members, position.id, SHORTLIST, SHORTLIST_RULES) for position in positions]
        figures.both.append(1e3 * (time.perf_counter() - start))
        figures.cpu.append(1e3 * (time.process_time() - cpu))
        figures.team.append(1e3 * (between - start))
        figures.nodes.append(result.nodes)
        figures.teams += bool(result.teams)
        figures.proven += result.optimal and all(one.optimal for one in lists)
        if not result.teams:
            start = time.perf_counter()
            smallest_relaxation(members, positions, rules, coverage=coverage)
            figures.relaxation.append(1e3 * (time.perf_counter() - start))
        if number < sample:
            ratio, equal = _against_highs((members, positions, rules, coverage), result, lists)
            figures.ratio.append(ratio)
            figures.equal += equal
        step()
    return figures


def _against_highs(
    asked: tuple[list[Member], list[Position], Rules, Coverage], result: TeamResult, lists: list[ShortlistSelection]
) -> tuple[float, bool]:
    """How many times longer HiGHS takes for the best team and the shortlists, and whether its optima are ours."""
    members, positions, rules, coverage = asked
    start = time.perf_counter()
    best_teams(members, positions, rules, 1, coverage=coverage)
    for position in positions:
        best_shortlist(members, position.id, SHORTLIST, SHORTLIST_RULES)
    ours, start = time.perf_counter() - start, time.perf_counter()
    theirs = [plain_highs(encode(members, positions, rules, coverage), [1] * len(positions))]
    theirs += [plain_highs(encode(members, [p], SHORTLIST_RULES), [SHORTLIST]) for p in positions]
    highs = time.perf_counter() - start
    mine = [result.best.value if result.best else -np.inf] + [one.total if one.found else -np.inf for one in lists]
    return highs / ours, all(a == b or abs(a - b) < 1e-5 for a, b in zip(mine, theirs, strict=True))


def main(arguments: Sequence[str] = ()) -> None:
    """Measure every row and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=60, help="random instances for each row")
    parser.add_argument("--highs", type=int, default=5, help="of them, how many are also given to HiGHS")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(list(arguments))
    console = Console(width=160)
    table = Table(title="Composition: the three best teams and a shortlist of ten for each position, proven")
    for heading in (
        "rules", "pool", "places", "with a team", "ms p50", "ms p95", "target", "cpu ms p95",
        "team alone p50 / p95", "relaxation p50 / p95", "nodes p95", "proven", "HiGHS / ours", "equal optima",
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "rules" else "right")
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("composition", total=len(ROWS) * asked.instances)
        for row in ROWS:
            progress.update(task, description=f"{row.name}, pool {row.pool}, {row.places} places")
            figures = measure(row, asked.instances, asked.highs, asked.seed, lambda: progress.advance(task))
            table.add_row(*_cells(row, figures, asked.instances))
    console.print(table)


def _cells(row: Row, figures: Figures, instances: int) -> list[str]:
    both = np.percentile(figures.both, [50, 95])
    team = np.percentile(figures.team, [50, 95])
    relaxation = np.percentile(figures.relaxation, [50, 95]) if figures.relaxation else None
    return [
        row.name,
        f"{row.pool:,}",
        str(row.places),
        f"{figures.teams}/{instances}",
        f"{both[0]:.1f}",
        f"{both[1]:.1f}",
        f"{row.target_ms:.0f}" if row.target_ms else "",
        f"{np.percentile(figures.cpu, 95):.1f}",
        f"{team[0]:.1f} / {team[1]:.1f}",
        f"{relaxation[0]:.0f} / {relaxation[1]:.0f}" if relaxation is not None else "",
        f"{np.percentile(figures.nodes, 95):.0f}",
        f"{figures.proven}/{instances}",
        f"{np.median(figures.ratio):.0f} x" if figures.ratio else "",
        f"{figures.equal}/{len(figures.ratio)}",
    ]


if __name__ == "__main__":
    main(sys.argv[1:])

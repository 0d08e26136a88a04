"""`python -m bench.scale [--sizes 1000,10000,...] [--folder FOLDER] [--engine postgres]`: rosters made, measured, told."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.scale.making import BASE, drawn_engine, make_roster
from bench.scale.measuring import an_engine
from bench.scale.published import a_server, measure_both, tell_both
from bench.scale.telling import tell

SIZES = (1_000, 10_000, 100_000, 1_000_000)
BYTES = 25_000  # on disk for each person, about
SPARE = 2e9  # bytes that are left free


def main() -> None:
    """Make each roster, measure it in a process of its own, and let it go again, the smallest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help=f"up to {BASE}, or multiples of it")
    parser.add_argument("--folder", type=Path, default=Path("bench-out/scale"), help="rosters and figures come here")
    parser.add_argument("--keep", action="store_true", help="keep the rosters for the next time")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--engine", choices=("embedded", "postgres"), default="embedded", help="postgres: beside embedded"
    )
    parser.add_argument(
        "--server", help="address of a PostgreSQL with pgvector; without it one is started for the time"
    )
    asked = parser.parse_args()
    console, sizes = Console(width=160), sorted(int(size) for size in asked.sizes.split(","))
    rosters, figures = asked.folder / "rosters", asked.folder / "figures.json"
    rosters.mkdir(parents=True, exist_ok=True)
    made: list[dict[str, Any]] = []
    for size in sizes:
        if not (rosters / str(size)).exists() and shutil.disk_usage(rosters).free < BYTES * size + SPARE:
            console.print(
                f"{size:,} people need about {BYTES * size / 1e9:.0f} GB on disk, more than is free: left out"
            )
            continue
        console.print(f"[dim]making a roster of {size:,}...[/dim]")
        folder = _made(size, rosters)
        console.print(f"[dim]measuring {size:,}...[/dim]")
        if asked.engine == "postgres":
            with a_server(asked.server, asked.folder) as database:
                made.append(measure_both(database, folder, asked.folder / "cache", asked.rounds))
            tell_both(made, console)
            (asked.folder / "figures_postgres.json").write_text(json.dumps(made, indent=1), encoding="utf-8")
            continue
        command = [sys.executable, "-m", "bench.scale.measuring", str(folder), str(asked.rounds)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        made.append(json.loads(answer.stdout.splitlines()[-1]))
        figures.write_text(json.dumps(made, indent=1), encoding="utf-8")
        if not asked.keep and size != BASE:
            shutil.rmtree(folder)
    if not asked.keep:
        for own in (rosters, asked.folder / "server", asked.folder / "cache"):
            shutil.rmtree(own, ignore_errors=True)
    if asked.engine == "embedded":
        tell(made, asked.folder, console)


def _made(size: int, rosters: Path) -> Path:
    engine = an_engine()
    return make_roster(size, rosters, engine, drawn_engine(engine))


if __name__ == "__main__":
    main()

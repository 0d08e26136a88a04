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
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from api.auth.entrance import actor_of
from api.auth.roles import SHORT, Role, Scope
from api.config import load_settings
from api.services.accounts import tokens
from api.services.sample_office import DOMAIN
from api.services.unit import SYSTEM, reading, writing
from api.storage.accounts import account_by_email
from api.wiring import open_office
from bench.shortlists import RULES, a_call
from embeddings.disk import CACHE_VARIABLE, cache_folder
from fixtures.generate import generate

PROCESSES = 2
READERS = 50
PACE = 1.0  # seconds from one look of a reader to the next
BATCH = 50  # people at a time that an import is given; as many more as soon as they are served
SEGMENTS = 3  # of each of their CVs: what is encoded in a turn has to be done before the next
SHORTLISTS = 30  # of each turn
ROUNDS = 3
LIMIT = 3.0  # how many times its idle figure the 95th percentile may be
PATIENCE = 300.0  # seconds for the processes to start, and to serve everybody after an import
RESTED = 3.0  # seconds after which a connection is not used again: the service closes those that rest
QUIET = subprocess.DEVNULL
EXPERTMATCH = (sys.executable, "-c", "from api.cli import main; main()")
MAKE, CALLS = "/api/v1/shortlists", "/api/v1/calls"
LOOKS = ("/health", "/api/v1/health", "/api/v1/experts?limit=50", "/api/v1/institutions", MAKE, CALLS)


@dataclass
class Turn:
    """One turn, idle or busy: seconds of each shortlist, how often what was answered, and the load of the machine."""

    seconds: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    looks: list[float] = field(default_factory=list)
    load: float = 0.0
    imported: int = 0  # people on the roster at its end


class Client:
    """Somebody with a token at one of the processes, on one connection."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._used = time.monotonic()

    def ask(self, path: str, body: Any = None) -> tuple[int, bytes]:
        """Status and content of an answer; a body is posted."""
        if time.monotonic() - self._used > RESTED:
            self._connection.close()  # it opens anew by itself
        content = None if body is None else json.dumps(body)
        self._connection.request("GET" if body is None else "POST", path, content, self._headers)
        answer = self._connection.getresponse()
        told = answer.status, answer.read()
        self._used = time.monotonic()
        return told

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class Service:
    """The processes that serve an office in a folder, and everything that is asked of them."""

    def __init__(self, folder: Path, ports: Sequence[int], token: str) -> None:
        self.folder, self.ports, self.token = folder, ports, token
        self._officers = [Client(port, token) for port in ports]
        call = a_call().model_dump(mode="json", exclude_unset=True)
        self._asked = {"call": call, "settings": {"rules": RULES.model_dump(mode="json")}}
        shortlist, drafted = self._made(MAKE, self._asked), self._made(CALLS, {"call": call})
        self._looks = (*LOOKS, f"{MAKE}/{shortlist}", f"{CALLS}/{drafted}")
        self._people = generate(seed=5, start=1_000_000)

    def idle(self) -> Turn:
        """Shortlists, and nothing beside."""
        turn = Turn()
        for _ in range(SHORTLISTS):
            self._shortlist(turn)
        turn.load = os.getloadavg()[0]
        return turn

    def busy(self) -> Turn:
        """Shortlists beside readers and an import; afterwards everybody who was imported is waited for."""
        turn, stop = Turn(), threading.Event()
        lines = self.folder / "people.jsonl"
        os.mkfifo(lines)
        importing = subprocess.Popen([*EXPERTMATCH, "import", str(lines)], stdout=QUIET, stderr=QUIET)
        threads = [threading.Thread(target=self._feed, args=(lines, stop))]
        threads += [threading.Thread(target=self._read, args=(number, turn, stop)) for number in range(READERS)]
        for thread in threads:
            thread.start()
        for _ in range(SHORTLISTS):
            self._shortlist(turn)
        turn.load = os.getloadavg()[0]
        stop.set()
        for thread in threads:
            thread.join()
        if importing.wait(PATIENCE):
            raise RuntimeError(f"the import ended with {importing.returncode}")
        lines.unlink()
        turn.imported = self._wait()
        return turn

    def _feed(self, lines: Path, stop: threading.Event) -> None:
        """Give an import people whom the roster does not hold, as fast as they are encoded."""
        watching = Client(self.ports[0], self.token)
        with lines.open("w", encoding="utf-8") as file:
            while not stop.is_set():
                for record, _ in islice(self._people, BATCH):
                    record["segments"] = record["segments"][:SEGMENTS]
                    file.write(json.dumps(record) + "\n")
                file.flush()
                while not stop.wait(PACE) and _pending(watching) >= BATCH:
                    pass
        watching.close()

    def _wait(self) -> int:
        """Until every process serves everybody; how many they are."""
        until = time.monotonic() + PATIENCE
        while any(_pending(officer) for officer in self._officers):
            if time.monotonic() > until:
                raise TimeoutError(f"not everybody who was imported is served after {PATIENCE:.0f} s")
            time.sleep(PACE)
        return int(json.loads(self._officers[0].ask("/health")[1])["experts"])

    def _shortlist(self, turn: Turn) -> None:
        officer = self._officers[len(turn.seconds) % len(self._officers)]
        start = time.perf_counter()
        status, _ = officer.ask(MAKE, self._asked)
        turn.seconds.append(time.perf_counter() - start)
        turn.answers[status] += 1

    def _read(self, number: int, turn: Turn, stop: threading.Event) -> None:
        chance = random.Random(number)
        client = Client(self.ports[number % len(self.ports)], self.token)
        stop.wait(chance.uniform(0, PACE))
        while not stop.wait(PACE * chance.uniform(0.5, 1.5)):
            start = time.perf_counter()
            status, _ = client.ask(chance.choice(self._looks))
            turn.looks.append(time.perf_counter() - start)
            turn.answers[status] += 1
        client.close()

    def _made(self, path: str, body: Any) -> str:
        status, content = self._officers[0].ask(path, body)
        if status != 201:
            raise RuntimeError(f"{path} answered {status}: {content[:300]!r}")
        return str(json.loads(content)["id"])


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """The processes, started on a fresh office with a store of vectors of its own, and ended afterwards."""
    models, cache = cache_folder() / "models", folder / "cache"
    cache.mkdir()
    if models.exists():
        (cache / "models").symlink_to(models)
    os.environ |= {CACHE_VARIABLE: str(cache), "EXPERTMATCH_DATA": str(folder / "data")}
    ports = [_free_port() for _ in range(PROCESSES)]
    with ExitStack() as ended:
        for port in ports:
            log = ended.enter_context((folder / f"{port}.log").open("w"))
            process = subprocess.Popen([*EXPERTMATCH, "serve", "--port", str(port)], stdout=log, stderr=log)
            ended.callback(process.wait)
            ended.callback(process.terminate)
            _wait_for(port, process)
        yield Service(folder, ports, _token())


def run(console: Console) -> None:
    """Measure idle and busy in turn, and print both with their ratio."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as service:
        service.idle()  # warm
        turns = [(service.idle(), service.busy()) for _ in range(ROUNDS)]
    os.environ.clear()
    os.environ |= before
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


def _table(turns: Sequence[tuple[Turn, Turn]]) -> Table:
    table = Table(
        title=f"A shortlist over HTTP, {PROCESSES} processes: idle, and with {READERS} readers, an import beside",
        title_justify="left",
    )
    for column in ("round", "", "shortlists", "p50", "p95", "longest", "looks", "p95 of a look", "roster", "load"):
        table.add_column(column)
    for number, both in enumerate(turns, start=1):
        for name, turn in zip(("idle", "busy"), both, strict=True):
            table.add_row(
                str(number), name, str(len(turn.seconds)), _ms(statistics.median(turn.seconds)), _ms(_p95([turn])),
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
    return int(json.loads(client.ask("/health")[1])["roster"]["pending"])


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            client = Client(port, "")
            client.ask("/docs")
            client.close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the process at port {port} does not serve")


def _token() -> str:
    """A token of the sample's officer."""
    office = open_office(load_settings())
    with reading(office, SYSTEM) as unit:
        account = account_by_email(unit.session, f"{SHORT[Role.OFFICER]}@{DOMAIN}")
        assert account is not None
        officer = actor_of(account)
    with writing(office, officer) as unit:
        _, secret = tokens.make(unit, tokens.TokenData(name="bench", scopes=list(Scope), days=1))
    office.database.close()
    return secret

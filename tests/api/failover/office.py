"""An office served by real processes, people who write and read there over HTTP, and what they were answered."""

from __future__ import annotations

import http.client
import json
import secrets
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from api.auth.roles import Role, Scope
from api.auth.signing import plain_hash
from api.storage.database import Database
from api.storage.tables import AccountRow, TokenRow
from tests.api.command_line import call_data, write_lines
from tests.api.failover.conftest import Pair
from tests.api.failover.machines import Machine
from tests.api.failover.servers import free_port
from tests.people import person

ROOT = Path(__file__).parents[3]
PATIENCE = 120.0  # seconds
PEOPLE = 24
PAUSE = 0.05  # seconds between what somebody does and the next
SECRET = secrets.token_hex(32)
GONE = 0  # the status of what was not answered


def lay_account(database: Database) -> str:
    """An officer's account; the token that comes in its name."""
    secret, now = secrets.token_hex(16), datetime.now(UTC)
    with database.write() as session:
        session.add(
            AccountRow(id="account-1", email="o@example.org", name="Officer", roles=[Role.OFFICER], created_at=now)
        )
        session.flush()
        session.add(
            TokenRow(
                id="token-1", account_id="account-1", name="test", scopes=list(Scope), secret_hash=plain_hash(secret),
                created_at=now, ends_at=datetime(2099, 12, 31, tzinfo=UTC),
            )
        )  # fmt: skip
    return secret


def lay_roster(folder: Path) -> Path:
    """A file with two dozen people."""
    people = [person(f"p{number}", validated=True) for number in range(PEOPLE)]
    return write_lines(folder / "roster.jsonl", [one.model_dump(mode="json") for one in people])


@dataclass
class Service:
    """`expertmatch serve` on a machine, reading from the second server."""

    machine: Machine
    folder: Path
    token: str
    port: int = field(default_factory=free_port)

    def start(self, pair: Pair, roster: Path) -> None:
        """Start it; it takes some seconds until it is ready."""
        self.folder.mkdir()
        command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(self.port)]
        settings = {
            "DATABASE": pair.url, "REPLICA": pair.second.url, "ROSTER": str(roster), "MODEL": "hashing", "SECRET": SECRET,
            "DATA": str(self.folder / "data"), "CACHE": str(self.folder / "cache"),
        }  # fmt: skip
        environment = {f"EXPERTMATCH_{name}": value for name, value in settings.items()}
        self.machine.start(command, self.log, PYTHONPATH=str(ROOT), **environment)

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / "log"

    def wait(self) -> None:
        """Until it is ready."""
        until = monotonic() + PATIENCE
        while self.machine.call(lambda: self.ask("GET", "/ready"))[0] != 200:
            assert monotonic() < until and self.machine.processes[-1].poll() is None, self.log.read_text()[-3000:]
            sleep(0.2)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any, str]:
        """Status, content and Retry-After of an answer; to be called on the machine. A body of text is a form."""
        form = isinstance(body, str)
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body if form or body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            told, is_json = answer.read(), "json" in (answer.getheader("Content-Type") or "")
            return answer.status, json.loads(told) if is_json else told, answer.getheader("Retry-After") or ""
        except (OSError, http.client.HTTPException):
            return GONE, None, ""
        finally:
            connection.close()


class Person:
    """Somebody who does one thing again and again, on a machine, until they are told to stop."""

    def __init__(self, machine: Machine, does: Callable[[int], int]) -> None:
        self.statuses: Counter[int] = Counter()
        self.gap = 0.0  # seconds, the longest time from one success to the next
        self._stop = threading.Event()
        self._machine, self._does = machine, does
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    @property
    def successes(self) -> int:
        """What was done."""
        return self.statuses[200] + self.statuses[201]

    def stop(self) -> None:
        """Let them end."""
        self._stop.set()
        self._thread.join()

    def _go_on(self) -> None:
        self._machine.enter()
        last = monotonic()
        for number in count():
            if self._stop.is_set():
                return
            status = self._does(number)
            self.statuses[status] += 1
            if status in (200, 201):
                self.gap, last = max(self.gap, monotonic() - last), monotonic()
            self._stop.wait(PAUSE)


class Writer(Person):
    """Puts people on the roster, and writes a note about each; `kept` and `noted` are those that were acknowledged."""

    def __init__(self, service: Service, name: str) -> None:
        self.service, self.name = service, name
        self.kept: set[str] = set()
        self.noted: set[str] = set()
        self.waits: set[str] = set()  # Retry-After of what was refused
        super().__init__(service.machine, self._write)

    def _write(self, number: int) -> int:
        who = f"{self.name}-{number}"
        text = {"text": f"Adviser {who} of an employment office.", "language": "en", "kind": "post"}
        status = self._sent("/api/v1/experts", {"id": who, "segments": [text], "fields": ["A.35"]})
        if status != 201:
            return status
        self.kept.add(who)
        status = self._sent(f"/api/v1/experts/{who}/performance", {"grade": 4, "text": f"of {who}"})
        if status == 201:
            self.noted.add(who)
        return status

    def _sent(self, path: str, body: Any) -> int:
        status, _, wait = self.service.ask("POST", path, body)
        if status == 503:
            self.waits.add(wait)
        return status


class Reader(Person):
    """Opens a shortlist, lists those on record, and compares its call once more on its desk, in turn."""

    LOOKS = 3

    def __init__(self, service: Service, shortlist: str) -> None:
        path = "/api/v1/shortlists"
        looks = (
            ("GET", f"{path}/{shortlist}", None),
            ("GET", path, None),
            ("POST", f"/shortlists/{shortlist}/try", "alone=1"),
        )
        super().__init__(service.machine, lambda number: service.ask(*looks[number % self.LOOKS])[0])


def make_shortlist(service: Service) -> dict[str, Any]:
    """A shortlist for a call, as it was answered."""
    status, made, _ = service.machine.call(lambda: service.ask("POST", "/api/v1/shortlists", {"call": call_data()}))
    assert status == 201, made
    found: dict[str, Any] = made
    return found


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something.

    Raises:
        AssertionError: it does not come.
    """
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, what
        sleep(0.05)

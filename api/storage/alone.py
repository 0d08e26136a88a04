"""Work that one process at a time may do, wherever the others run; who dies at it holds up nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text

from api.storage.database import Database

PURGE = 7_307_118  # of our own, for PostgreSQL's advisory locks; the number before is that of migrations
MOVE = 7_307_123  # those between are of what is derived


@contextmanager
def alone(database: Database, work: int) -> Iterator[bool]:
    """Whether nobody else is at the work; nobody comes to it until this ends.

    On PostgreSQL the lock is the server's; on SQLite, which all processes reach on one machine, that of a file.
    """
    if database.is_sqlite:
        lock = FileLock(Path(f"{database.url.database}.{work}.lock"), thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()
        return
    # Outside of a transaction: one that stays open would keep the server from reusing the room of what is removed.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        free = bool(connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": work}))
        try:
            yield free
        finally:
            if free:
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": work})

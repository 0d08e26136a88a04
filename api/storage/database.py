"""The database of an installation: opened with the pragmas it needs, read and written in short transactions."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from api.storage.address import address, has_several, replica_address
from api.storage.history import DatabaseUnavailable, History
from api.storage.replica import Position, Replication, position
from api.storage.wording import in_words, reads_only

PATIENCE = 30  # seconds that a writer waits for its turn
WAL_PAUSE = 0.01  # seconds between two attempts to switch a new file to its write-ahead log
AWAY = 3  # seconds after which a server is held for gone where there is another
BEHIND = "behind"  # under which a session holds how many seconds what it reads is behind; None: not known
WATCHFUL: dict[str, Any] = {  # a machine that was switched off says no word: the connection to it has to end by itself
    "connect_timeout": AWAY,
    "tcp_user_timeout": 1000 * AWAY,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": AWAY,
}


class Age(Enum):
    """How old what is read may be, where there is a replica."""

    NEWEST = "newest"  # all that was kept, from the server that writes or not at all
    KNOWN = "known"  # the same; while no server writes, what the replica has
    RECENT = "recent"  # what the replica has, within the bound of the settings


class Database:
    """One database, SQLite or PostgreSQL. May be used from many threads; every process opens its own.

    Args:
        url: `sqlite:///PATH`, or `postgresql://USER:PASSWORD@HOST/NAME`; for HOST also `ONE:5432,OTHER:5432`, of which
            whichever writes is meant.
        replica: the same of a server that follows the one that writes; it is read from.
        replica_lag: seconds that it may be behind.

    Raises:
        InvalidSetting: the address is of neither kind.
    """

    def __init__(self, url: str, replica: str | None = None, replica_lag: float = 10.0) -> None:
        self.url = address(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.replica_url = replica_address(replica, self.url) if replica else None
        self.replica_lag = replica_lag
        self.history = History()
        self._opening = threading.Lock()
        if self.is_sqlite and self.url.database:
            path = Path(self.url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):  # for its owner alone; what stands beside it follows
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        # A pool that may grow: a service thread that waited for a connection while holding none could otherwise wait
        # for threads that wait for it.
        self.engine: Engine = self._engine(self.url, pool_size=10, max_overflow=-1)

    @contextmanager
    def read(self, age: Age = Age.NEWEST) -> Iterator[Session]:
        """A transaction that sees one state of the data and writes nothing; `session.info[BEHIND]` says how old it is.

        Raises:
            DatabaseUnavailable: no server answers that may be read from.
        """
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.worded():
            connection, behind = self._nearest(age)
            with connection.execution_options(**options), Session(bind=connection, expire_on_commit=False) as session:
                session.info[BEHIND] = behind
                yield session
                session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is kept whole or not at all; on SQLite writers take turns from its first statement.

        Raises:
            DatabaseUnavailable: no server that writes answers; or the connection was cut, and nothing is half-kept.
        """
        options = {"begin": "BEGIN IMMEDIATE"} if self.is_sqlite else {}
        with self.worded():
            self._check_first_answers()
            with (
                self.engine.connect().execution_options(**options) as connection,
                Session(bind=connection, expire_on_commit=False) as session,
            ):
                yield session
                session.commit()
                self._note_commit(connection)

    @property
    def era(self) -> int:
        """A number that a promotion raises: what was kept last before it may be gone."""
        return self.history.era

    @property
    def place(self) -> str:
        """Where the database is, without its password."""
        return self.url.render_as_string(hide_password=True)

    @cached_property
    def replication(self) -> Replication | None:
        """What is known of the two servers, from when it is first asked for; None without a replica."""
        if self.replica_url is None:
            return None
        first = self._engine(self.url, pool_size=1, max_overflow=0)
        return Replication(first, self._replica_engine(1, 0), self._ask_replica, self.replica_lag)

    def servers(self) -> dict[str, Any]:
        """What is known of the servers: whether one writes, whether the replica answers, and seconds that it is behind."""
        watched = self._watched()
        if watched is None:
            return {"writes": True, "replica": None, "behind": None}
        behind = watched.behind()
        return {
            "writes": watched.first_answers,
            "replica": watched.second_answers,
            "behind": None if behind is None else round(behind, 1),
        }

    def ping(self) -> None:
        """Ask for an answer.

        Raises:
            DatabaseUnavailable: there is none.
        """
        with self.read() as session:
            session.execute(text("select 1"))

    def close(self) -> None:
        """Give every connection back."""
        if watched := self.__dict__.pop("replication", None):
            watched.stop()
        for engine in (self.engine, self.__dict__.get("_replica")):
            if engine is not None:
                engine.dispose()

    def _nearest(self, age: Age) -> tuple[Connection, float | None]:
        """A connection to the first server that answers of those that may be read from, and how far it is behind."""
        watched = self._watched()
        if watched is None or age is Age.NEWEST:
            self._check_first_answers()
            return self.engine.connect(), 0.0
        behind = watched.may_serve() if age is Age.RECENT else None
        if behind is not None:
            with suppress(SQLAlchemyError, DatabaseUnavailable):
                return self._replica.connect(), behind
        if watched.first_answers:
            with suppress(OperationalError, DatabaseUnavailable):
                return self.engine.connect(), 0.0
        return self._replica.connect(), watched.behind()

    def _watched(self) -> Replication | None:
        with self._opening:
            return self.replication

    def _check_first_answers(self) -> None:
        """Not to wait for a server that is known to be gone: every thread would soon wait for it."""
        watched = self._watched()
        if watched is not None and not watched.first_answers:
            raise DatabaseUnavailable(
                "No server of the database writes at the moment.",
                f"None answers at {self.place}.",
                "See that it runs; where its machine is lost, promote the server that follows it.",
            )

    def _note_commit(self, connection: Connection) -> None:
        """Remember how far the log was after a commit: whoever reads next in this process sees what they wrote."""
        watched = self._watched()
        if watched is None:
            return
        place = None
        with suppress(SQLAlchemyError):  # it was kept, whatever becomes of the question
            place = position(connection).place
            connection.rollback()
        watched.committed(place)

    @cached_property
    def _replica(self) -> Engine:
        return self._replica_engine(10, -1)

    def _replica_engine(self, pool_size: int, max_overflow: int) -> Engine:
        assert self.replica_url is not None
        return self._engine(self.replica_url, pool_size, max_overflow, first=False)

    def _ask_replica(self) -> Position:
        with self._replica.connect() as connection:
            return position(connection)

    def _engine(self, url: URL, pool_size: int, max_overflow: int, *, first: bool = True) -> Engine:
        # JSON is written with its letters as they are: whoever looks for a name, in SQL or in the file, finds it.
        told = partial(json.dumps, ensure_ascii=False)
        waits: dict[str, Any] = {"timeout": PATIENCE} if self.is_sqlite else {"connect_timeout": PATIENCE}
        engine = create_engine(
            url,
            json_serializer=told,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_pre_ping=not self.is_sqlite,
            connect_args=WATCHFUL if has_several(self.url) or self.replica_url else waits,
        )
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        elif first:
            self.history.watch_first(engine)
        else:
            self.history.watch_second(engine)
        return engine

    @contextmanager
    def worded(self) -> Iterator[None]:
        """What goes wrong with the database meanwhile is said in words.

        Raises:
            DatabaseUnavailable: it does not answer, is closed or damaged, or has no room on its disk.
        """
        try:
            yield
        except DBAPIError as error:
            told = in_words(error, self.place)
            if told is None:
                raise
            if reads_only(error):
                self.engine.dispose()  # it became a follower; the next connection finds whichever writes
            raise told from error


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    """Readers beside a writer, references held, deleted bytes overwritten, commits that survive a power cut."""
    connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows the Latin alphabet alone
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` says when and how
    _write_ahead(connection)
    for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log; where several switch a new file at once, SQLite refuses without its own waiting."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(WAL_PAUSE)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once: one that first read would be refused when it comes to write."""
    begin = connection.get_execution_options().get("begin", "BEGIN")
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if begin == 'BEGIN' else 'OFF'}")  # as PostgreSQL's READ ONLY
    connection.exec_driver_sql(begin)

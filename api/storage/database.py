"""The database of an installation: opened with the pragmas it needs, read and written in short transactions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from matching.errors import InvalidSetting, MatchingError

PATIENCE = 30  # seconds that a writer waits for its turn
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


class DatabaseUnavailable(MatchingError):
    """The database cannot be reached or opened."""

    code = "database_unavailable"


class Database:
    """One database, SQLite or PostgreSQL. May be used from many threads; every process opens its own.

    Args:
        url: `sqlite:///PATH`, or `postgresql://USER:PASSWORD@HOST/NAME`.

    Raises:
        InvalidSetting: the address is of neither kind.
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            path = Path(self.url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):  # for its owner alone; what stands beside it follows
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        # A pool that may grow: a service thread that waited for a connection while holding none could otherwise wait
        # for threads that wait for it.
        # JSON is written with its letters as they are: whoever looks for a name, in SQL or in the file, finds it.
        told = partial(json.dumps, ensure_ascii=False)
        options: dict[str, Any] = {
            "json_serializer": told,
            "pool_size": 10,
            "max_overflow": -1,
            "pool_pre_ping": not self.is_sqlite,
        }
        if self.is_sqlite:
            options["connect_args"] = {"timeout": PATIENCE}
        else:
            options["connect_args"] = {"connect_timeout": PATIENCE}
        self.engine: Engine = create_engine(self.url, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one state of the data and writes nothing."""
        with self._session({"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is kept whole or not at all; on SQLite writers take turns from its first statement."""
        with self._session({}, sqlite={"begin": "BEGIN IMMEDIATE"}) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, postgres: dict[str, Any], sqlite: dict[str, Any] | None = None) -> Iterator[Session]:
        options = (sqlite or {}) if self.is_sqlite else postgres
        try:
            with (
                self.engine.connect().execution_options(**options) as connection,
                Session(bind=connection, expire_on_commit=False) as session,
            ):
                yield session
        except OperationalError as error:
            raise DatabaseUnavailable(
                "The database did not answer.",
                f"{type(error.orig).__name__} at {self.place}.",
                "See that it runs and can be reached, and that the disk is not full; 'expertmatch doctor' tells more.",
            ) from error

    @property
    def place(self) -> str:
        """Where the database is, without its password."""
        return self.url.render_as_string(hide_password=True)

    def ping(self) -> None:
        """Ask for an answer.

        Raises:
            DatabaseUnavailable: there is none.
        """
        with self.read() as session:
            session.execute(text("select 1"))

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
        driver = DRIVERS[parsed.get_backend_name()]
    except (ArgumentError, KeyError) as error:
        raise InvalidSetting(
            "The address of the database cannot be used.",
            f"It begins with '{url.split(':', 1)[0][:40]}'.",  # no more of it: it may hold a password
            "Give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        ) from error
    return parsed.set(drivername=driver)


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Readers beside a writer, references held, deleted bytes overwritten, commits that survive a power cut."""
    connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows the Latin alphabet alone
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` says when and how
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once: one that first read would be refused when it comes to write."""
    begin = connection.get_execution_options().get("begin", "BEGIN")
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if begin == 'BEGIN' else 'OFF'}")  # as PostgreSQL's READ ONLY
    connection.exec_driver_sql(begin)

"""Databases of tests, opened so that they cost less than those of an office and do the same."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import event

from api.storage.database import Database


class Compiled(dict[Any, Any]):
    """Statements as SQLAlchemy compiled them, for every database of a kind: each test would compile them anew for its own.

    The first part of a key is the engine's dialect, and those of a kind are all alike.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[Any, ...], statement: Any) -> None:
        super().__setitem__(key[1:], statement)


COMPILED = {True: Compiled(), False: Compiled()}  # by whether it is SQLite


def opened_for_a_test(url: str) -> Database:
    """A database that does not wait for the disk: nothing in it has to survive a power cut."""
    database = Database(url)
    database.engine.update_execution_options(compiled_cache=COMPILED[database.is_sqlite])
    if database.is_sqlite:
        event.listen(database.engine, "connect", _do_not_wait)
    return database


def administer(url: str, command: str) -> None:
    """Have a server do what no transaction may."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(command.encode())


def _do_not_wait(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")

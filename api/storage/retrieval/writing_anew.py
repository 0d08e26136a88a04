"""Tables from which people were taken written to new files: only then is nothing of them left on the server's disk.

A plain vacuum marks what was removed as free, and its bytes stay. What is to be written anew is noted in the transaction
that takes people out, and the note goes when it was done: who is cut off at it leaves it to whoever comes next.
"""

from __future__ import annotations

import time
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from api.storage.alone import alone
from api.storage.database import Database
from api.storage.retrieval.asking import in_words
from api.storage.retrieval.generations import TABLES, table

REWRITING = 7_307_122  # of our own, for PostgreSQL's advisory locks: one process at a time writes tables anew
LOOK = 0.5  # seconds between two looks whether whoever is at it has ended

_THERE = "select to_regclass('derived.unclean') is not null"
_MAKE = "create table if not exists derived.unclean (generation integer primary key, mark uuid not null)"
_NOTE = (
    "insert into derived.unclean select number, mark from derived.generation where number = :number"
    " on conflict (generation) do update set mark = excluded.mark"
)


def to_be_written_anew(session: Session, number: int) -> None:
    """Note that people were taken out of a generation, in whose turn that is done."""
    session.execute(text(_MAKE))
    session.execute(text(_NOTE), {"number": number})


def is_unclean(database: Database) -> bool:
    """Whether something is to be written anew."""
    with database.read() as session:
        return bool(_unclean(session))


def write_anew(database: Database, *, wait: bool) -> bool:
    """Write anew what is noted; False where another process is at it, and this one does not wait.

    A table cannot be read meanwhile.

    Raises:
        DatabaseUnavailable: the server does not answer; what was not written anew stays noted.
    """
    while True:
        with in_words(database), alone(database, REWRITING) as mine:
            if mine:
                _write_anew(database)
                return True
        if not wait:
            return False
        time.sleep(LOOK)


def _write_anew(database: Database) -> None:
    with database.read() as session:
        noted = _unclean(session)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for number, mark in noted:
            for kind in TABLES:
                with suppress(ProgrammingError):  # dropped meanwhile, with all its files
                    connection.execute(text(f"vacuum (full, analyze) derived.{table(kind, number)}"))
            done = "delete from derived.unclean where generation = :number and mark = :mark"  # but not what came since
            connection.execute(text(done), {"number": number, "mark": mark})


def _unclean(session: Session) -> list[tuple[int, object]]:
    if session.get_bind().dialect.name != "postgresql" or not session.scalar(text(_THERE)):
        return []
    found = session.execute(text("select generation, mark from derived.unclean order by generation"))
    return [(number, mark) for number, mark in found]

"""Tables from which people were taken written to new files: only then is nothing of them left on the server's disk.

A plain vacuum marks what was removed as free, and its bytes stay. What is to be written anew is noted in the transaction
that takes people out, and the note goes when it was done: who is cut off at it leaves it to whoever comes next.

A table written anew keeps removed rows that a transaction older than their removal may still read, be it a publication or
one on a server that follows this one. Its `relfrozenxid` then tells which removals it left out: those before it.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from api.storage import old_rows
from api.storage.alone import alone
from api.storage.database import Database
from api.storage.retrieval.asking import in_words
from api.storage.retrieval.generations import TABLES, table

log = logging.getLogger(__name__)

REWRITING = 7_307_122  # of our own, for PostgreSQL's advisory locks: one process at a time writes tables anew
LOOK = 0.5  # seconds between the first two looks whether whoever is at it, or reads what was removed, has ended
REST = 10.0  # seconds between two looks at the most
PATIENCE = 600.0  # seconds that they are waited for at the most

_THERE = "select to_regclass('derived.unclean') is not null"
_MAKE = "create table if not exists derived.unclean (generation integer primary key, mark uuid not null)"
_NOTE = (
    "insert into derived.unclean select number, mark from derived.generation where number = :number"
    " on conflict (generation) do update set mark = excluded.mark"
)
_KEEPS = (  # whether one of these tables may hold what the transaction of a note removed
    "exists (select 1 from unnest(cast(:tables as text[])) as named (name) join pg_class on oid = to_regclass(name)"
    " where age(relfrozenxid) >= age(unclean.xmin))"
)
_READY = f"select generation, mark from derived.unclean where not {_KEEPS} order by generation"
_NOTES = "select generation, xmin::text from derived.unclean order by age(xmin)"
_DONE = (  # but not what came since
    f"delete from derived.unclean where generation = :number and mark = :mark and not {_KEEPS}"
)


def to_be_written_anew(session: Session, number: int) -> None:
    """Note that people were taken out of a generation, in whose turn that is done."""
    session.execute(text(_MAKE))
    session.execute(text(_NOTE), {"number": number})


def is_unclean(database: Database) -> bool:
    """Whether something is to be written anew."""
    with database.read() as session:
        if session.get_bind().dialect.name != "postgresql" or not session.scalar(text(_THERE)):
            return False
        return bool(session.scalar(text("select exists (select 1 from derived.unclean)")))


def write_anew(database: Database, *, wait: bool) -> bool:
    """Write anew what is noted; whether nothing is noted any more.

    A table cannot be read meanwhile.

    Args:
        wait: up to PATIENCE for another process that is at it, and for transactions that may still read what was removed.
            What was not done then is left to whoever comes next; `held_by` tells why.

    Raises:
        DatabaseUnavailable: the server does not answer; what was not written anew stays noted.
    """
    pause, until = LOOK, time.monotonic() + (PATIENCE if wait else 0.0)
    while True:
        with in_words(database), alone(database, REWRITING) as mine:
            if mine and _write_anew(database):
                return True
        if time.monotonic() >= until:
            return False
        time.sleep(pause)
        if pause < REST <= 2 * pause:
            log.warning(
                "what was removed from published rosters is still on disk: somebody is at it, or reads what was before"
            )
        pause = min(2 * pause, REST)


def held_by(database: Database) -> tuple[str, ...]:
    """Who may still read what was removed and is to be written anew, each in some words; none where nothing is."""
    if not is_unclean(database):
        return ()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        numbers, newest = [], None
        for number, note in connection.execute(text(_NOTES)):
            numbers.append(number)
            newest = newest or str((int(note) + 1) % 2**32)
        names = [f"derived.{table(kind, number)}" for number in numbers for kind in TABLES]
        return old_rows.held_by(connection, names, newest) if newest else ()


def _write_anew(database: Database) -> bool:
    if not is_unclean(database):
        return True
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        old_rows.rewrite(connection, ["derived.unclean"])  # some rows, which tell what all others would keep
        for number, mark in connection.execute(text(_READY), {"tables": ["derived.unclean"]}).all():
            names = [f"derived.{table(kind, number)}" for kind in TABLES]
            for name in names:
                with suppress(ProgrammingError):  # dropped meanwhile, with all its files
                    old_rows.rewrite(connection, [name])
            old_rows.rewrite(connection, [old_rows.SAMPLES])
            connection.execute(text(_DONE), {"number": number, "mark": mark, "tables": names})
    return not is_unclean(database)

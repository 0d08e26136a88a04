"""Rows that were deleted, taken out of the files of the database: until then they can be read on its disk.

SQLite overwrites what is deleted, and its write-ahead log is emptied here. PostgreSQL keeps a deleted row until its table is
written anew, and then still where a transaction that began before the deletion may read it; `relfrozenxid` of the table tells
which deletions were left out. It also keeps samples of what columns hold (`pg_statistic`), which are taken anew.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Connection, String, Table, exists, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from api.storage.database import Database
from api.storage.tables import Base
from api.storage.tables.base import Json

PATIENCE = 60.0  # seconds that whoever may read what was deleted is waited for
QUICK = 2.0  # the same, where nobody is to wait
LOOK, REST = 0.5, 10.0  # seconds between the first two looks whether they ended, and between two at the most
BRIEF = 200  # milliseconds that SQLite waits for readers while nobody can write
TURN = "set lock_timeout = '3s'"  # others wait behind whoever waits to write a table anew
SAMPLES = "pg_catalog.pg_statistic"
UNSEEN = "nothing that the service may see; its role has to own the tables"
READER = "a process that reads the database file"
LOCKED = "55P03"  # what the server says to whoever waited for a lock for so long

_BEFORE = "select pg_snapshot_xmax(pg_current_snapshot())::xid::text"  # every transaction that ended has a lower number
_KEEP = (
    "select name from unnest(cast(:names as text[])) as named (name) join pg_class on oid = to_regclass(name)"
    " where age(relfrozenxid) > age(cast(:before as xid))"
)
_OLDER = "age(%s) > age(cast(:before as xid))"
# Who writes holds rows back in every database of a server, who reads in their own.
_HOLD = f"""
with using_it as (
  select pid, virtualtransaction from pg_locks join unnest(cast(:names as text[])) as named (name)
    on relation = to_regclass(name) where granted
)
select 'the transaction of process ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '')
       || coalesce(', since ' || date_trunc('second', xact_start), '')
from pg_stat_activity
where pid <> pg_backend_pid() and (
  {_OLDER % "backend_xid"}
  or {_OLDER % "backend_xmin"} and (datname = current_database() or backend_type = 'walsender')
  or pid in (select pid from using_it))
union all
select 'the prepared transaction ' || quote_literal(gid) || ', since ' || date_trunc('second', prepared)
       || ' in the database ' || database
from pg_prepared_xacts
where {_OLDER % "transaction"} or '-1/' || transaction in (select virtualtransaction from using_it)
union all
select 'the replication slot ' || quote_literal(slot_name) from pg_replication_slots
where {_OLDER % "xmin"} or {_OLDER % "catalog_xmin"}
"""
_MAY_SAMPLE = (
    "select pg_has_role(datdba, 'usage') or (select rolsuper from pg_roles where rolname = current_user)"
    " from pg_database where datname = current_database()"
)


def scrub(database: Database, tables: Sequence[str], *, patience: float = 0.0) -> tuple[str, ...]:
    """Let nothing of what was deleted from these tables so far stay in the files of the database.

    The server's write-ahead log is not among them: only its administrator can hasten that it is recycled.

    Args:
        patience: seconds that those who may still read it are waited for.

    Returns:
        who may, each in some words; none where nothing stayed.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            return _log_emptied(connection, patience)
        until = time.monotonic() + patience
        held = _written_anew(connection, [Base.metadata.tables[table].name for table in tables], until)
        if tables and not held and connection.scalar(text(_MAY_SAMPLE)):
            for table in tables:
                _drop_samples(connection, Base.metadata.tables[table])
            held = _written_anew(connection, [SAMPLES], until)
        if connection.scalar(text("select pg_has_role('pg_checkpoint', 'usage')")):
            connection.execute(text("checkpoint"))
    return held


def _log_emptied(connection: Connection, patience: float) -> tuple[str, ...]:
    """Have SQLite's write-ahead log emptied; nobody can write while it waits for readers, so that it is asked briefly."""
    until, pause = time.monotonic() + patience, LOOK
    before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={BRIEF}")
    try:
        while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            if time.monotonic() >= until:
                return (READER,)
            time.sleep(pause)
            pause = min(2 * pause, REST)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={before}")
    return ()


def rewrite(connection: Connection, names: Sequence[str]) -> None:
    """Write tables to new files, each unless somebody has it in use for some seconds.

    Raises:
        ProgrammingError: one of them is gone.
    """
    _each_in_turn(connection, [f"vacuum (full{'' if name == SAMPLES else ', analyze'}) {name}" for name in names])


def _drop_samples(connection: Connection, table: Table) -> None:
    """Of a table that is empty no new samples are taken: those of before go where a column is given the type that it has."""
    if connection.scalar(select(exists(select(table)))):
        return
    kinds = {
        column.name: column.type.compile(connection.dialect)
        for column in table.columns
        if not (column.primary_key or column.foreign_keys) and isinstance(column.type, (String, type(Json)))
    }
    commands = [f'alter table "{table.name}" alter column "{name}" type {kind}' for name, kind in kinds.items()]
    with suppress(ProgrammingError):  # whoever may write a table anew need not be its owner
        _each_in_turn(connection, commands)


def _each_in_turn(connection: Connection, commands: Sequence[str]) -> None:
    """Run commands that nobody may be in the way of; one that waited for its turn for some seconds is passed over."""
    connection.execute(text(TURN))
    try:
        for command in commands:  # of our own names
            try:
                connection.execute(text(command))
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != LOCKED:
                    raise
    finally:
        with suppress(OperationalError):  # the connection is gone, and its setting with it
            connection.execute(text("reset lock_timeout"))


def held_by(connection: Connection, names: Sequence[str], before: str) -> tuple[str, ...]:
    """Who may read what was deleted before a transaction of some number, or has one of these tables in use."""
    found = connection.scalars(text(_HOLD), {"names": list(names), "before": before})
    return tuple(found) or (UNSEEN,)


def _written_anew(connection: Connection, names: Sequence[str], until: float) -> tuple[str, ...]:
    """Write tables anew until none holds what was deleted when this began; by whom the rest is held at the end."""
    before, pause = str(connection.scalar(text(_BEFORE))), LOOK
    while True:
        rewrite(connection, names)
        names = list(connection.scalars(text(_KEEP), {"names": list(names), "before": before}))
        if not names:
            return ()
        held: tuple[str, ...] = ()
        while held != (UNSEEN,):  # not to write whole tables in vain
            held = held_by(connection, names, before)
            if time.monotonic() >= until:
                return held
            time.sleep(pause)
            pause = min(2 * pause, REST)

"""Everything in a database copied into another, of either kind: in the order of keys, so that whoever begins again goes on.

The source is closed for writing (closing.py) until all is there: what is copied does not change on the way. The other is
marked as half-filled in the place where its revision stands, so that no service opens it; it holds the rows of each table up
to some key, and every part of them is kept whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, delete, func, insert, select, text, tuple_, update
from sqlalchemy.orm import Session

from api.storage import migrate
from api.storage.closing import KEPT
from api.storage.database import Database
from api.storage.table_rows import AT_ONCE, SEEDED, Row, in_parts, line_of, number_on

MOVING = "moving-"  # with the token of a move: stands in the place of a revision until all is there

Told = Callable[[str, int, int], None]  # a table, how many of its rows are there, and how many there will be


@dataclass(frozen=True)
class Content:
    """Of one table: how many rows, and the SHA-256 of them as lines of JSON in the order of their keys."""

    rows: int
    sha256: str


def filled_by(database: Database) -> str | None:
    """The token of the move that is filling a database; None where none is."""
    found = migrate.current(database)
    return found.removeprefix(MOVING) if found and found.startswith(MOVING) else None


def first_filled(database: Database) -> str | None:
    """A table that holds something; None for a database that was never used."""
    with database.read() as session:
        for table in KEPT:
            if table.name not in SEEDED and session.scalar(select(func.count()).select_from(table)):
                return table.name
    return None


def begin(database: Database, token: str) -> None:
    """Mark an empty database as being filled."""
    with database.write() as session:
        set_revision(session, MOVING + token)


def set_revision(session: Session, revision: str) -> None:
    """Say what tables a database has, or which move is filling it."""
    session.execute(text("update alembic_version set version_num = :revision"), {"revision": revision})


def copy(source: Database, target: Database, told: Told) -> None:
    """Put every row into the target that is not there yet.

    Raises:
        DatabaseUnavailable: one of the two does not answer; begun again, it goes on from there.
    """
    for table in KEPT:
        with source.read() as session:
            _copy_table(session, source, target, table, told)
    if not target.is_sqlite:
        with target.write() as session:
            number_on(session, KEPT)


def contents(database: Database, told: Told) -> dict[str, Content]:
    """What each table holds, every row read."""
    found = {}
    with database.read() as session:
        for table in KEPT:
            digest, count, total = hashlib.sha256(), 0, _count(session, table)
            for row in _rows(session, database, table, ()):
                digest.update(line_of(row, ordered=True))
                count += 1
                if count % AT_ONCE == 0:
                    told(table.name, count, total)
            found[table.name] = Content(count, digest.hexdigest())
    return found


def _copy_table(session: Session, source: Database, target: Database, table: Table, told: Told) -> None:
    total, own = _count(session, table), _own(table)
    if table.name in SEEDED:
        with target.write() as other:
            other.execute(delete(table))
            other.execute(insert(table), list(_rows(session, source, table, ())))
        return
    with target.read() as other:
        done, last = _count(other, table), _last(other, target, table)
    for part in in_parts(_rows(session, source, table, last)):
        with target.write() as other:
            other.execute(insert(table), [row | dict.fromkeys((c.name for c in own), None) for row in part])
        done += len(part)
        told(table.name, done, total)
    if own:  # rows that name rows of the same table, which all are there only now
        (key,), (column,) = table.primary_key.columns, own
        later = [(row[key.name], row[column.name]) for row in _rows(session, source, table, ()) if row[column.name]]
        with target.write() as other:
            for name, value in later:
                other.execute(update(table).where(key == name).values({column.name: value}))


def _rows(session: Session, database: Database, table: Table, last: tuple[Any, ...]) -> Iterator[Row]:
    """Rows after a key, in the order of keys, read in parts."""
    question = select(table).order_by(*_key(database, table))
    if last:
        question = question.where(tuple_(*_key(database, table)) > tuple_(*last))
    for row in session.execute(question.execution_options(yield_per=AT_ONCE)).mappings():
        yield dict(row)


def _last(session: Session, database: Database, table: Table) -> tuple[Any, ...]:
    columns = table.primary_key.columns
    found = session.execute(select(*columns).order_by(*(k.desc() for k in _key(database, table))).limit(1)).first()
    return tuple(found) if found else ()


def _key(database: Database, table: Table) -> list[ColumnElement[Any]]:
    """The key, in an order that is the same everywhere: that of bytes."""
    if database.is_sqlite:
        return list(table.primary_key.columns)
    return [c.collate("C") if isinstance(c.type, String) else c for c in table.primary_key.columns]


def _count(session: Session, table: Table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _own(table: Table) -> list[Column[Any]]:
    """Columns that name rows of the same table."""
    return [c for c in table.columns for other in c.foreign_keys if other.column.table is table]

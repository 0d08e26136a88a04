"""What a look at the database itself finds: what it is, whether it is whole, and rows that lead nowhere."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

from api.storage.database import Database
from api.storage.tables import (
    ActionRow,
    Base,
    CallRow,
    DecisionRow,
    ExpertRow,
    InvitationRow,
    RemovedExpertRow,
    RequestRow,
    ShortlistRow,
    StepRow,
)

SUBJECTS: dict[str, Any] = {"request": RequestRow, "action": ActionRow, "call": CallRow}


def describe(database: Database) -> tuple[str, int]:
    """Name and version of the database, and its size in bytes."""
    with database.read() as session:
        if database.is_sqlite:
            size = session.scalar(text("select page_count * page_size from pragma_page_count, pragma_page_size"))
            return f"SQLite {sqlite3.sqlite_version}", int(size or 0)
        version = session.scalar(text("select split_part(current_setting('server_version'), ' ', 1)"))
        size = session.scalar(text("select pg_database_size(current_database())"))
        return f"PostgreSQL {version}", int(size or 0)


def damage(database: Database) -> str | None:
    """What is broken in the file of a SQLite database; None for a whole one, and for a server, which sees to its own."""
    if not database.is_sqlite:
        return None
    with database.read() as session:
        found = session.scalar(text("pragma quick_check(1)"))
    return None if found == "ok" else str(found)


def dangling(session: Session) -> dict[str, int]:
    """Rows, by table and column, that name somebody or something that is not there; none of them should be."""
    found: dict[str, int] = {name: session.scalar(question) or 0 for name, question in _questions()}
    found["decisions.people"] = _decisions_about_nobody(session)
    return {name: count for name, count in found.items() if count}


def vectors_in(path: Path) -> tuple[int, int]:
    """How many vectors a store holds, and how many of them do not match their checksum.

    Raises:
        sqlite3.DatabaseError: the file cannot be read.
    """
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute("pragma query_only = on")
        rows = connection.execute("select vector, checksum from vectors")
        broken = [zlib.crc32(vector) != checksum for vector, checksum in rows]
    return len(broken), sum(broken)


def _questions() -> Iterator[tuple[str, Select[Any]]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                yield f"{table.name}.{column.name}", _leading_nowhere(table, column, key.column)
    for kind, subject in SUBJECTS.items():
        of_kind = _leading_nowhere(StepRow.__table__, StepRow.subject_id, subject.__table__.c.id).where(
            StepRow.kind == kind
        )
        yield f"steps of a {kind}", of_kind
    yield (
        "invitations.shortlist_id",
        _leading_nowhere(InvitationRow.__table__, InvitationRow.shortlist_id, ShortlistRow.__table__.c.id),
    )
    both = select(func.count()).select_from(ExpertRow).join(RemovedExpertRow, RemovedExpertRow.id == ExpertRow.id)
    yield "experts that were erased", both


def _leading_nowhere(table: Any, column: Any, target: Any) -> Select[Any]:
    other = target.table.alias()  # a table may refer to itself
    there = select(1).where(other.c[target.name] == column).correlate(table).exists()
    return select(func.count()).select_from(table).where(column.is_not(None), ~there)


def _decisions_about_nobody(session: Session) -> int:
    """Decisions that name somebody who neither is on the roster nor was erased."""
    known = {*session.scalars(select(ExpertRow.id)), *session.scalars(select(RemovedExpertRow.id))}
    wrong = 0
    for chosen, reserve in session.execute(select(DecisionRow.chosen, DecisionRow.reserve)):
        named = {*chosen.values(), *(person for line in reserve.values() for person in line)}
        wrong += not named <= known
    return wrong

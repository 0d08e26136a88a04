"""Words looked for in every table, and struck out of the texts in which somebody wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, Text, cast, func, or_, select, text, update
from sqlalchemy.orm import Session

from api.storage.database import Database
from api.storage.tables import Base
from api.storage.tables.base import Json

LOG = "log_entries"  # never rewritten: it holds no words of people


def found_in_tables(session: Session, words: Sequence[str]) -> dict[str, int]:
    """Rows, by table and column, in which any of the words stands. Capitals may differ."""
    found: dict[str, int] = {}
    for table, column in _written():
        if count := len(session.execute(select(*table.primary_key.columns).where(_holds(column, words))).all()):
            found[f"{table.name}.{column.name}"] = count
    return found


def strike_out(session: Session, words: Sequence[str], mark: str) -> dict[str, int]:
    """Put a mark in the place of each word, in every text and JSON of every table but the log; rows changed, by table."""
    changed: dict[str, int] = {}
    for table, column in _written():
        if table.name == LOG:
            continue
        key = list(table.primary_key.columns)
        for row in session.execute(select(*key, column).where(_holds(column, words))).all():
            struck = _struck(row[-1], words, mark)
            if struck != row[-1]:
                where = [part == value for part, value in zip(key, row, strict=False)]
                session.execute(update(table).where(*where).values({column.name: struck}))
                changed[table.name] = changed.get(table.name, 0) + 1
    return changed


def scrub(database: Database, tables: Sequence[str]) -> bool:
    """Let nothing of what was deleted from these tables stay in the files of the database; False where that is the
    server's own affair, or where somebody reads at the moment.

    SQLite overwrites what is deleted; its write-ahead log is emptied here. PostgreSQL keeps old rows until a table is
    written anew, and its write-ahead log until it is recycled, which only its administrator can hasten.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            return not busy
        for table in tables:
            connection.execute(text(f'vacuum (full) "{Base.metadata.tables[table].name}"'))
        may = connection.scalar(text("select pg_has_role('pg_checkpoint', 'usage')"))
        if may:
            connection.execute(text("checkpoint"))
        return False


def _written() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that holds text or JSON."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, (String, type(Json))):
                yield table, column


def _holds(column: Column[Any], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of the words stands in a column, in capitals or not, as it is or as JSON writes it."""
    said = func.lower(cast(column, Text))
    forms = {form.lower() for word in words for form in (word, json.dumps(word, ensure_ascii=False)[1:-1])}
    return or_(*(said.contains(form, autoescape=True) for form in sorted(forms)))


def _struck(value: Any, words: Sequence[str], mark: str) -> Any:
    if isinstance(value, str):
        for word in words:
            value = _replaced(value, word, mark)
        return value
    if isinstance(value, list):
        return [_struck(item, words, mark) for item in value]
    if isinstance(value, dict):
        return {key: _struck(item, words, mark) for key, item in value.items()}
    return value


def _replaced(value: str, word: str, mark: str) -> str:
    """However it is written in capitals; letter by letter, for folding can change how long a text is."""
    low, wanted, start, parts = value.lower(), word.lower(), 0, []
    if len(low) != len(value):
        return value.replace(word, mark)
    while (at := low.find(wanted, start)) >= 0:
        parts += [value[start:at], mark]
        start = at + len(wanted)
    return "".join([*parts, value[start:]])

"""Rows of any table on their way out of a database and into another, whatever kind each is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from api.storage.tables import Base

SEEDED = {"roster_state", "log_head"}  # hold one row from the start
AT_ONCE = 500  # rows read or written at a time

Row = dict[str, Any]


def line_of(row: Mapping[Any, Any], *, ordered: bool = False) -> bytes:
    """A row as one line of JSON; with keys in order, rows that say the same are the same bytes in every database."""
    told = {name: _told(_same(value) if ordered else value) for name, value in row.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=ordered).encode() + b"\n"


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _same(value: Any) -> Any:
    """Whole numbers as integers, to any depth: PostgreSQL keeps in JSON what a number is, and not how it was written."""
    if isinstance(value, dict):
        return {name: _same(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_same(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))  # 1e23 is 10 ** 23 as it is written, and some millions less as a float
    return value


def in_parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The same rows, AT_ONCE at a time."""
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def number_on(session: Session, tables: Iterable[Table] = Base.metadata.sorted_tables) -> None:
    """PostgreSQL numbers rows from a counter of its own, which rows put in with their numbers do not move."""
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            session.execute(
                text(  # the names are those of our own tables and columns
                    f"select setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "  # nosec B608
                    f"coalesce((select max({column.name}) from {table.name}), 0) + 1, false)"
                )
            )

"""Generations of the roster in the database: their tables, what is said of each, and how one is let go.

All of it is derived: it lies in the schema `derived`, beside what migrations know and what backups hold, and can be made
again from a saved roster at any time. A generation appears whole, at the end of one transaction, and never changes but for
people being taken out of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from api.storage.database import Database
from api.storage.derived import have_derived
from matching.errors import InvalidSetting

LOCK = 7_307_120  # of our own, for PostgreSQL's advisory locks: those who make or change a generation do so in turn
TABLES = ("person", "told", "word", "piece")  # of every generation: derived.person_7 is that of the seventh

IS_THERE = "select to_regclass('derived.generation') is not null"
_MAKE = (
    "create table if not exists derived.generation"
    " (number integer primary key generated always as identity, mark uuid not null default gen_random_uuid(),"
    " revision bigint not null, people integer not null, label jsonb not null,"
    " made_at timestamptz not null default now())",
)
_FITTING = (
    "select number, revision, people from derived.generation where label @> cast(:label as jsonb)"
    " order by revision desc, number desc"
)


@dataclass(frozen=True)
class Published:
    """A generation: its number, the revision of the roster that it was made from, and how many people are in it."""

    number: int
    revision: int
    people: int


def table(kind: str, number: int) -> str:
    """The name of a table of a generation, without its schema."""
    return f"{kind}_{int(number)}"


def in_turn(session: Session) -> None:
    """Be the only one, to the end of this transaction, who takes people out of generations or removes or ends one."""
    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})


def have_schema(session: Session) -> None:
    """Make what all generations share, where it is not there; this transaction is the only one that makes any.

    Raises:
        InvalidSetting: the server has no extension 'vector', or it may not be made by this role.
    """
    in_turn(session)
    have_derived(session, _MAKE)
    if session.scalar(text("select count(*) from pg_extension where extname = 'vector'")):
        return
    try:
        with session.begin_nested():
            session.execute(text("create extension vector"))
    except ProgrammingError as error:
        raise InvalidSetting(
            "People cannot be looked for in this database.",
            f"It has no extension 'vector' (pgvector): {error.orig}.".replace("\n", " "),
            "Let its administrator install pgvector 0.7 or later and run in it: create extension vector",
        ) from error


def newest(
    session: Session, label: dict[str, Any], may_serve: Callable[[Published], bool] = lambda _: True
) -> Published | None:
    """The generation of the newest revision, of those that may serve, that was made with an engine of this label.

    Args:
        label: see `roster_store.engine_label`.
        may_serve: tells of one whether it is of this database as it is now, not of one that was put back.
    """
    if session.get_bind().dialect.name != "postgresql" or not session.scalar(text(IS_THERE)):
        return None
    there = session.execute(text(_FITTING), {"label": json.dumps(label)}).all()
    return next((found for row in there if may_serve(found := Published(*row))), None)


def drop_older(database: Database, keep: Collection[int]) -> int:
    """Remove all generations but these; how many. Whoever reads one of them meanwhile is waited for."""
    with database.write() as session:
        if not session.scalar(text(IS_THERE)):
            return 0
        in_turn(session)
        gone = [n for n in session.scalars(text("select number from derived.generation")) if n not in keep]
        for number in gone:
            for kind in TABLES:
                session.execute(text(f"drop table if exists derived.{table(kind, number)}"))
            session.execute(text("delete from derived.generation where number = :number"), {"number": number})
    return len(gone)

"""The schema of what can be made again: it lies beside what migrations know and what backups hold (PostgreSQL alone)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

LOCK = 7_307_119  # of our own, for PostgreSQL's advisory locks: processes that start together make the schema in turn


def have_derived(session: Session, tables: Iterable[str] = ()) -> None:
    """Have the schema and what these statements make in it; this transaction is the only one that makes any."""
    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
    for statement in ("create schema if not exists derived", *tables):
        session.execute(text(statement))

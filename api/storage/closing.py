"""A database closed for writing, because what it holds goes to another: read as before, never written to.

It is closed in the database itself, by triggers: whichever process writes, of whichever version, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, inspect, text
from sqlalchemy.orm import Session

from api.errors import Conflict
from api.storage import log
from api.storage.database import Database
from api.storage.tables import Base
from api.storage.wording import CLOSED

DERIVED = {  # what is noted of the vectors of one place: made again in the other
    "encoded",
    "encoding_work",
    "forgotten_vectors",
}
KEPT: list[Table] = [table for table in Base.metadata.sorted_tables if table.name not in DERIVED]
WRITES = ("insert", "update", "delete")


@dataclass(frozen=True)
class Mark:
    """Why a database is closed: to where its content goes, which move it is, and whether all of it is there."""

    token: str
    place: str  # without a password
    done: bool


def mark(database: Database) -> Mark | None:
    """Why the database is closed; None where it is open."""
    if not inspect(database.engine).has_table("moving"):
        return None
    with database.read() as session:
        token, place, done = session.execute(text("select token, place, done from moving")).one()
    return Mark(token, place, bool(done))


def close(database: Database, mark: Mark) -> None:
    """Let nobody write any more; who is writing ends first.

    Raises:
        Conflict: another process closed it meanwhile.
        DatabaseUnavailable: it does not answer.
    """
    with database.write() as session:
        log.take_head(session)  # writers take turns here: none of them is between two tables when they are closed
        if _is_marked(session):
            raise Conflict(
                "A move of this database was begun by another process.",
                f"It is closed already, at {database.place}.",
                "Let that process go on; 'expertmatch migrate' tells where it moves to.",
            )
        session.execute(text("create table moving (token varchar(64), place varchar(500), done boolean)"))
        session.execute(text("insert into moving values (:token, :place, :done)"), mark.__dict__)
        _trigger(session, database)


def note_done(session: Session, token: str) -> None:
    """All of it is where the move of a token brings it.

    Raises:
        Conflict: that move was given up meanwhile, so that the database may have been written since.
    """
    if _is_marked(session):
        noted = text("update moving set done = true where token = :token returning token")
        if session.execute(noted, {"token": token}).first() is not None:
            return
    raise Conflict(
        "The move was given up while it was copying.",
        f"Move {token[:8]} is no longer under way.",
        "Go on with the database as it is, or begin again with another, empty one.",
    )


def reopen(database: Database) -> None:
    """Let everybody write again."""
    with database.write() as session:
        for table in KEPT:
            if database.is_sqlite:
                for write in WRITES:
                    session.execute(text(f"drop trigger closed_{table.name}_{write}"))  # our own names
            else:
                session.execute(text(f"drop trigger closed on {table.name}"))
        if not database.is_sqlite:
            session.execute(text("drop function closed()"))
        session.execute(text("drop table moving"))


def _is_marked(session: Session) -> bool:
    return inspect(session.connection()).has_table("moving")


def _trigger(session: Session, database: Database) -> None:
    """Triggers that refuse every write; the names in them are those of our own tables."""
    if database.is_sqlite:
        for table in KEPT:
            for write in WRITES:
                session.execute(
                    text(
                        f"create trigger closed_{table.name}_{write} before {write} on {table.name} "
                        f"begin select raise(abort, '{CLOSED}'); end"
                    )
                )
        return
    session.execute(
        text(
            "create function closed() returns trigger language plpgsql as $$ begin "
            f"raise exception '{CLOSED}' using errcode = 'read_only_sql_transaction'; end $$"
        )
    )
    for table in KEPT:
        writes = "insert or update or delete or truncate"
        session.execute(
            text(f"create trigger closed before {writes} on {table.name} for each statement execute function closed()")
        )

"""What a database says that goes wrong, in words: how it stands, and what to do."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

from api.storage.history import DatabaseUnavailable

CLOSED = "closed for writing"  # what a database says whose content goes to another (closing.py)
READ_ONLY = "25006"  # what PostgreSQL says to whoever wants to write on a server that follows another
DISK_FULL = "53100"  # what PostgreSQL says where it has no room
DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def reads_only(error: DBAPIError) -> bool:
    """Whether a server became a follower."""
    return getattr(error.orig, "sqlstate", None) == READ_ONLY


def in_words(error: DBAPIError, place: str) -> DatabaseUnavailable | None:
    """An error of the database for whoever reads it; None for one that is a mistake of ours.

    Args:
        place: where the database is, without its password.
    """
    if CLOSED in str(error.orig):
        return DatabaseUnavailable(
            "Nothing can be written to this database: it is being moved, or was moved.",
            f"It is closed for writing, at {place}.",
            "Set EXPERTMATCH_DATABASE to where it was moved; 'expertmatch migrate' tells where that is.",
        )
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # without what SQLite adds in detail
    if code in DAMAGED:
        return DatabaseUnavailable(
            "The file of the database is damaged, or is no database.",
            f"SQLite cannot read it, at {place}.",
            "Name another file, or put a backup back: 'expertmatch restore'.",
        )
    if code == sqlite3.SQLITE_FULL or getattr(error.orig, "sqlstate", None) == DISK_FULL:
        return DatabaseUnavailable(
            "The disk of the database is full.",
            f"Nothing more can be written at {place}; what was begun last was not kept.",
            "Make room on it, then do the same again.",
        )
    if not (isinstance(error, OperationalError) or error.connection_invalidated or reads_only(error)):
        return None
    return DatabaseUnavailable(
        "The database did not answer.",
        f"{type(error.orig).__name__} at {place}.",
        "See that it runs and can be reached, and that the disk is not full; 'expertmatch doctor' tells more.",
    )

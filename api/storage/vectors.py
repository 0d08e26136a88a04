"""Vectors by content in a PostgreSQL database, shared by every machine that works for it.

The table can be made again from the texts at any time: it lies in a schema of its own, `derived`, beside what migrations
know and what backups hold, and is made when it is first needed. It is read and written where the database is written, and
on a replica, which may be behind, only while no server writes: a vector that is not found there is encoded again.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import text

from api.storage.database import Age, Database
from api.storage.derived import have_derived
from embeddings import TextVectors
from embeddings.store import known_vectors
from embeddings.text_vectors import Stored

AT_ONCE = 4_000  # keys in one question: 4 MB of an answer, however many vectors are asked for in all

_THERE = "select to_regclass('derived.text_vector') is not null"
_MAKE = (
    "create table if not exists derived.text_vector"
    " (key bytea primary key, vector bytea not null, checksum bigint not null)",
    "alter table derived.text_vector alter column vector set storage external",  # numbers: nothing to compress
)
_FIND = "select key, vector, checksum from derived.text_vector where key = any(:keys)"
_ADD = (
    "insert into derived.text_vector (key, vector, checksum)"
    " select * from unnest(cast(:keys as bytea[]), cast(:vectors as bytea[]), cast(:checksums as bigint[]))"
    " on conflict do nothing"
)
_REMOVE = "delete from derived.text_vector where key = any(:keys)"
_CLEAR = "vacuum (index_cleanup off, truncate off) derived.text_vector"


class DatabaseVectors(TextVectors):
    """A table of vectors under the hash of (encoder's fingerprint, kind, text); see TextVectors.

    What is removed is gone for every reader, and its room is given back as soon as no transaction that began before could
    still see it. Bytes of a vector may stand in such room until something else is written there, and in the server's own log
    and backups, which are its administrator's affair; nobody can tell whose they were.

    Raises (each use): DatabaseUnavailable, where the server does not answer or has no room.

    Args:
        open_database: gives the database, a PostgreSQL one, when the first vector is asked for.
        known: a file of `packed_vectors` with which a new table starts.
    """

    def __init__(self, open_database: Callable[[], Database], known: Path | None = None) -> None:
        super().__init__()
        self._open, self._known = open_database, known
        self._starting = threading.Lock()
        self._opened: Database | None = None

    @property
    def place(self) -> str:
        """See TextVectors."""
        return f"derived.text_vector at {self._database.place}"

    def __len__(self) -> int:
        """See TextVectors."""
        with self._database.write() as session:
            return int(session.scalar(text("select count(*) from derived.text_vector")) or 0)

    def _start(self) -> None:
        _ = self._database

    @property
    def _database(self) -> Database:
        """The database, its table there."""
        with self._starting:
            if self._opened is None:
                database = self._open()
                made = _make_table(database)
                self._opened = database
                if made and self._known is not None:
                    known = known_vectors(self._known)
                    _insert(database, [(key, vector, zlib.crc32(vector)) for key, vector in known])
            return self._opened

    def _find(self, keys: Sequence[bytes]) -> Iterator[Stored]:
        for start in range(0, len(keys), AT_ONCE):
            with self._database.read(Age.KNOWN) as session:
                rows = session.execute(text(_FIND), {"keys": list(keys[start : start + AT_ONCE])}).all()
            for key, vector, checksum in rows:
                yield bytes(key), bytes(vector), checksum

    def _add(self, rows: list[Stored]) -> int:
        return _insert(self._database, rows)

    def _remove(self, keys: Sequence[bytes]) -> int:
        gone = 0
        for start in range(0, len(keys), AT_ONCE):
            with self._database.write() as session:
                done = session.execute(text(_REMOVE), {"keys": list(keys[start : start + AT_ONCE])})
                gone += done.rowcount  # type: ignore[attr-defined]
        if gone:
            with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(_CLEAR))
        return gone


def _make_table(database: Database) -> bool:
    """Have the table; whether it was made now."""
    with database.read(Age.KNOWN) as session:
        if session.scalar(text(_THERE)):
            return False
    with database.write() as session:
        have_derived(session)
        if session.scalar(text(_THERE)):
            return False
        for command in _MAKE:
            session.execute(text(command))
        return True


def _insert(database: Database, rows: Sequence[Stored]) -> int:
    """Keep these rows where there is none under their key; how many were new.

    In the order of the keys: two that add the same ones would otherwise wait for each other.
    """
    new = 0
    for start in range(0, len(rows), AT_ONCE):
        keys, vectors, checksums = zip(*sorted(rows[start : start + AT_ONCE]), strict=True)
        given = {"keys": list(keys), "vectors": list(vectors), "checksums": list(checksums)}
        with database.write() as session:
            new += session.execute(text(_ADD), given).rowcount  # type: ignore[attr-defined]
    return new

"""Vectors by content in a file of this machine.

One SQLite file in write-ahead mode, rather than numpy shards: each batch is one transaction (after a kill the finished
batches are there), several processes may write, one look-up finds thousands of keys through the primary key, and there
are no shards to merge.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from embeddings import disk
from embeddings.encoder import Encoder, Kind, Progress, Vectors
from embeddings.errors import IndexDamaged, StorageFull
from embeddings.packed_vectors import unpack
from embeddings.text_vectors import Stored, TextVectors

log = logging.getLogger(__name__)

_KEYS_AT_ONCE = 900  # below the least number of variables that SQLite allows in a statement
_WAIT = 60.0  # seconds to wait for another process's transaction
_REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TABLE = """
    CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL)
"""


Result = TypeVar("Result")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file over. SQLite does not wait here for others who open it at the same moment: we do."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


class VectorStore(TextVectors):
    """A file of vectors under the hash of (encoder's fingerprint, kind, text); see TextVectors.

    What is removed is overwritten in the file, not only unlinked. A file that SQLite cannot read is put aside (its name
    ends in ".damaged") and begun anew; that is logged in words.

    Args:
        path: the file; its folder is made.
        known: a file of `packed_vectors` with which a new store starts; of no use to one that exists. A damaged one is
            passed over, and said so in the log.
    """

    def __init__(self, path: Path, known: Path | None = None) -> None:
        super().__init__()
        self.path = path
        self._known = known

    @property
    def place(self) -> str:
        """See TextVectors."""
        return str(self.path)

    def __len__(self) -> int:
        """See TextVectors."""
        return self._run(lambda connection: int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0]))

    def _start(self) -> None:
        """Put what is known into a store that does not exist yet."""
        if self._known is None or self.path.exists():
            return
        self._keep(known_vectors(self._known))

    def _find(self, keys: Sequence[bytes]) -> Iterator[Stored]:
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            yield from self._run(partial(_rows_of, keys=keys[start : start + _KEYS_AT_ONCE]))

    def _add(self, rows: list[Stored]) -> int:
        command = "INSERT INTO vectors VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        return self._run(lambda connection: connection.executemany(command, rows).rowcount) if rows else 0

    def _remove(self, keys: Sequence[bytes]) -> int:
        if not keys:
            return 0
        command, each = "DELETE FROM vectors WHERE key = ?", [(key,) for key in keys]
        return self._run(lambda connection: connection.executemany(command, each).rowcount)

    def _run(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `action` in one transaction on a connection of its own, hence safe in every thread.

        In a file that turns out unreadable it is done again on the new file that takes its place.
        """
        try:
            return self._try(action)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in _REFUSED:
                raise StorageFull(
                    f"The vectors cannot be stored in {self.path}",
                    f"The database said: {error}",
                    "Free some space or allow writing there, or choose another folder; what was stored before is kept",
                ) from error
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise
            self._put_aside(error)
            return self._try(action)

    def _try(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        with disk.storage_errors(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = self._connect()
        try:
            with connection:
                _use_write_ahead_log(connection)
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(_TABLE)
                return action(connection)
        finally:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_WAIT)

    def _put_aside(self, error: sqlite3.DatabaseError) -> None:
        aside = self.path.with_name(self.path.name + ".damaged")
        log.warning("%s cannot be read (%s): put aside as %s, and begun anew", self.path, error, aside)
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


@dataclass(frozen=True)
class StoredEncoder:
    """An encoder that takes every vector, of queries too, from a store where it is there already; without one it encodes."""

    encoder: Encoder
    store: TextVectors | None

    @property
    def name(self) -> str:
        """See Encoder."""
        return self.encoder.name

    @property
    def dimension(self) -> int:
        """See Encoder."""
        return self.encoder.dimension

    @property
    def fingerprint(self) -> str:
        """See Encoder."""
        return self.encoder.fingerprint

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """See Encoder and TextVectors.encode_with_store."""
        if self.store is None:
            return self.encoder.encode(texts, kind=kind, progress=progress)
        return self.store.encode_with_store(self.encoder, texts, kind, progress)


def known_vectors(path: Path) -> list[tuple[bytes, bytes]]:
    """Keys and vectors of a file of `packed_vectors`; none where it is damaged, which is said in the log."""
    try:
        keys, vectors = unpack(path)
    except IndexDamaged as error:
        log.warning("%s", error)
        return []
    return [(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)]


def _rows_of(connection: sqlite3.Connection, keys: Sequence[bytes]) -> list[Stored]:
    marks = ",".join("?" * len(keys))
    asked = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"  # nosec B608 # question marks alone
    return connection.execute(asked, keys).fetchall()

"""Vectors kept on disk by content, so that a text is encoded once and an interrupted run goes on where it stopped.

One SQLite file in write-ahead mode, rather than numpy shards: each batch is one transaction (after a kill the finished
batches are there), several processes may write, one look-up finds thousands of keys through the primary key, and there
are no shards to merge. Vectors are kept in float16, half the room: for vectors of length 1 the loss is at most 0.0003
in any value. Every vector passes through float16, fresh ones too, so that a second run gives exactly the first's.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings import disk
from embeddings.encoder import Encoder, Kind, Progress, Vectors, distinct, unit_rows
from embeddings.errors import IndexDamaged, StorageFull
from embeddings.packed_vectors import unpack

log = logging.getLogger(__name__)

_BATCH = 128  # texts encoded and saved at a time: what an interruption can cost at most
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


class VectorStore:
    """A file of vectors under the hash of (encoder's fingerprint, kind, text). No text is kept.

    Safe for several threads and processes. A vector that does not match its checksum is encoded again; a file that
    SQLite cannot read is put aside (its name ends in ".damaged") and begun anew; both are logged in words.

    Args:
        path: the file; its folder is made.
        known: a file of `packed_vectors` with which a new store starts; of no use to one that exists. A damaged one is
            passed over, and said so in the log.
    """

    def __init__(self, path: Path, known: Path | None = None) -> None:
        self.path = path
        self._known = known

    def __len__(self) -> int:
        """Vectors in the file, of all encoders."""
        return self._run(lambda connection: int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0]))

    def encode_with_store(
        self, encoder: Encoder, texts: Sequence[str], kind: Kind, progress: Progress | None = None
    ) -> Vectors:
        """The vectors of `texts`, encoding only those that are not in the file, and adding them as it goes.

        Args:
            progress: called with (texts done, texts in all); texts found in the file count as done from the start.

        Returns:
            as Encoder.encode, to 0.001 in every value and the same in every run.

        Raises:
            BadTexts: see Encoder.encode.
            StorageFull: no room, or not allowed to write; the batches before stay.
        """
        different, inverse = distinct(texts, kind)
        times = np.bincount(inverse, minlength=len(different))
        keys = [key_of(encoder.fingerprint, kind, text) for text in different]
        self._start()
        vectors = np.empty((len(different), encoder.dimension), dtype=np.float16)
        found = self._read(keys, encoder.dimension)
        for place, key in enumerate(keys):
            if key in found:
                vectors[place] = found[key]
        missing = [place for place, key in enumerate(keys) if key not in found]
        done = len(texts) - int(times[missing].sum())
        report = progress or (lambda done, total: None)
        report(done, len(texts))
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            vectors[batch] = encoder.encode([different[place] for place in batch], kind=kind)
            self._write([(keys[place], vectors[place].tobytes()) for place in batch])
            done += int(times[batch].sum())
            report(done, len(texts))
        return unit_rows(vectors)[inverse]

    def forget(self, encoder: Encoder, texts: Iterable[str], kind: Kind) -> int:
        """Remove the vectors of `texts` (overwritten in the file, not only unlinked). Returns how many went."""
        keys = [(key_of(encoder.fingerprint, kind, text),) for text in texts]
        return self._run(lambda connection: connection.executemany("DELETE FROM vectors WHERE key = ?", keys).rowcount)

    def _start(self) -> None:
        """Put what is known into a store that does not exist yet."""
        if self._known is None or self.path.exists():
            return
        try:
            keys, vectors = unpack(self._known)
        except IndexDamaged as error:
            log.warning("%s", error)
            return
        self._write([(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)])

    def _read(self, keys: Sequence[bytes], dimension: int) -> dict[bytes, NDArray[np.float16]]:
        found: dict[bytes, NDArray[np.float16]] = {}
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[start : start + _KEYS_AT_ONCE]
            for key, vector, checksum in self._run(partial(_rows_of, keys=some)):
                if zlib.crc32(vector) == checksum and len(vector) == 2 * dimension:
                    found[key] = np.frombuffer(vector, dtype=np.float16)
                else:
                    log.warning("A stored vector in %s is damaged; its text is encoded again", self.path)
        return found

    def _write(self, rows: list[tuple[bytes, bytes]]) -> None:
        checked = [(key, vector, zlib.crc32(vector)) for key, vector in rows]
        self._run(lambda connection: connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", checked))

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
    store: VectorStore | None

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
        """See Encoder and VectorStore.encode_with_store."""
        if self.store is None:
            return self.encoder.encode(texts, kind=kind, progress=progress)
        return self.store.encode_with_store(self.encoder, texts, kind, progress)


def _rows_of(connection: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, bytes, int]]:
    marks = ",".join("?" * len(keys))
    asked = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"  # nosec B608 # question marks alone
    return connection.execute(asked, keys).fetchall()


def key_of(fingerprint: str, kind: str, text: str) -> bytes:
    """SHA-256 of encoder, kind and text (the first two hold no line break, so the three cannot run together)."""
    return hashlib.sha256(f"{fingerprint}\n{kind}\n{text}".encode("utf-8", "replace")).digest()

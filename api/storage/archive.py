"""The whole database as one file, the same for SQLite and PostgreSQL: written from one state, verified, read back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Date, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from api.errors import Conflict
from api.record.chain import GENESIS, Entry, first_break
from api.storage import migrate
from api.storage.database import Database
from api.storage.table_rows import AT_ONCE, SEEDED, in_parts, line_of, number_on
from api.storage.tables import Base
from api.storage.tables.base import Moment
from matching.errors import UnreadableDocument

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Content:
    """Of one table: how many rows, and the SHA-256 of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds."""

    format: int
    revision: str  # of the tables
    made_at: str
    head: str  # hash of the log's last entry
    tables: dict[str, Content]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(content.rows for content in self.tables.values())


def write_archive(database: Database, path: Path, made_at: datetime) -> Manifest:
    """Everything in the database as of this moment, while others go on reading and writing.

    The file appears whole or not at all, readable by its owner alone.

    Raises:
        DatabaseUnavailable: the database does not answer.
    """
    making = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(making, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as zipped, database.read() as session:
                tables = {table.name: _write(zipped, session, table) for table in Base.metadata.sorted_tables}
                head = session.scalar(select(Base.metadata.tables["log_head"].c.hash)) or GENESIS
                manifest = Manifest(FORMAT, migrate.newest(), made_at.isoformat(), head, tables)
                zipped.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
    return manifest


def verify_archive(path: Path) -> Manifest:
    """What an archive holds, after every row was read and the log's chain computed again.

    Raises:
        UnreadableDocument: it is no archive, is damaged, or its log does not hold.
    """
    try:
        with ZipFile(path) as zipped:
            manifest = _manifest(zipped, path)
            for name, content in manifest.tables.items():
                digest, count = hashlib.sha256(), 0
                with zipped.open(_file(name)) as lines:
                    for line in lines:
                        digest.update(line)
                        count += 1
                if (count, digest.hexdigest()) != (content.rows, content.sha256):
                    raise _damaged(path, f"Table {name} has {count} rows or other content than {content.rows} noted.")
            broken = first_break(_entries(zipped), (manifest.tables["log_entries"].rows, manifest.head))
    except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        raise _damaged(path, f"{type(error).__name__}: {error}.") from error
    if broken:
        raise _damaged(path, f"Its log does not hold: {broken.reason}.")
    return manifest


def read_archive(database: Database, path: Path) -> Manifest:
    """Put an archive into an empty database of the same version, of either kind; all of it or nothing.

    Raises:
        UnreadableDocument: see `verify_archive`.
        Conflict: the database holds something, or the archive was made by another version.
    """
    manifest = verify_archive(path)
    if manifest.revision != migrate.newest():
        raise Conflict(
            "The backup was made by another version.",
            f"It has the tables of revision {manifest.revision}, this version those of {migrate.newest()}.",
            "Restore it with the version that made it, then upgrade.",
        )
    with ZipFile(path) as zipped, database.write() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in SEEDED:
                session.execute(delete(table))
            elif count := session.scalar(select(func.count()).select_from(table)):
                raise Conflict(
                    "The database is not empty.",
                    f"Table {table.name} has {count} rows.",
                    "Restore into a new database: set EXPERTMATCH_DATABASE to an address where there is none.",
                )
        for table in Base.metadata.sorted_tables:
            for rows in in_parts(_values(zipped, table)):
                session.execute(insert(table), rows)
        if not database.is_sqlite:
            number_on(session)
    return manifest


def _write(zipped: ZipFile, session: Session, table: Table) -> Content:
    digest, count = hashlib.sha256(), 0
    with zipped.open(_file(table.name), "w", force_zip64=True) as file:
        for row in session.execute(select(table).execution_options(yield_per=AT_ONCE)).mappings():
            line = line_of(row)
            file.write(line)
            digest.update(line)
            count += 1
    return Content(count, digest.hexdigest())


def _values(zipped: ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    readers: dict[str, Any] = {c.name: datetime.fromisoformat for c in table.columns if isinstance(c.type, Moment)}
    readers |= {c.name: date.fromisoformat for c in table.columns if isinstance(c.type, Date)}
    with zipped.open(_file(table.name)) as lines:
        for line in lines:
            row = json.loads(line)
            yield {n: readers[n](v) if n in readers and v is not None else v for n, v in row.items()}


def _entries(zipped: ZipFile) -> Iterator[Entry]:
    for row in _values(zipped, Base.metadata.tables["log_entries"]):
        yield Entry(**row)


def _manifest(zipped: ZipFile, path: Path) -> Manifest:
    data = json.loads(zipped.read(MANIFEST))
    if data["format"] != FORMAT:
        raise _damaged(path, f"Its format is {data['format']}, this version reads {FORMAT}.")
    return Manifest(**data | {"tables": {name: Content(**content) for name, content in data["tables"].items()}})


def _file(table: str) -> str:
    return f"tables/{table}.jsonl"


def _damaged(path: Path, found: str) -> UnreadableDocument:
    return UnreadableDocument(f"{path.name} is not a backup that can be restored.", found, "Take another backup.")

"""Backups made while the service runs, verified, and restored."""

from __future__ import annotations

from pathlib import Path

from api.services.office import Office
from api.services.unit import Actor, writing
from api.storage import archive
from api.storage.archive import Manifest


def make(office: Office, actor: Actor, path: Path) -> Manifest:
    """A backup in a file, read again to the last row before it counts as made.

    Raises:
        DatabaseUnavailable: the database does not answer.
        UnreadableDocument: what was written cannot be read; the disk may be failing.
    """
    archive.write_archive(office.database, path, office.clock.now())
    manifest = archive.verify_archive(path)
    with writing(office, actor) as unit:
        unit.record("backup.made", "backup", manifest.head[:16], rows=manifest.rows, tables=len(manifest.tables))
    return manifest


def restore(office: Office, actor: Actor, path: Path) -> Manifest:
    """A backup put into the office's empty database.

    Raises:
        UnreadableDocument, Conflict: see `api.storage.archive.read_archive`.
    """
    manifest = archive.read_archive(office.database, path)
    with writing(office, actor) as unit:
        unit.record("backup.restored", "backup", manifest.head[:16], rows=manifest.rows, made_at=manifest.made_at)
    return manifest

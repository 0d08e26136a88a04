"""The tables of the database brought up to this version, taken back to an earlier one, and told."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass

from api.storage import migrate, shape
from api.storage.database import Database, DatabaseUnavailable
from api.storage.moving import MOVING
from api.storage.shape import BASE
from matching.errors import InvalidSetting

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shape:
    """Where the database is, the revision of its tables (None: there are none), the one needed, and rows by table."""

    place: str
    revision: str | None
    needed: str
    rows: dict[str, int]

    @property
    def is_current(self) -> bool:
        """Whether this version can work with it."""
        return self.revision == self.needed


def told(database: Database) -> Shape:
    """The database as it is.

    Raises:
        DatabaseUnavailable: it does not answer.
    """
    database.ping()
    return Shape(database.place, migrate.current(database), migrate.newest(), shape.rows_by_table(database))


def upgrade(database: Database) -> Shape:
    """Bring the tables to this version; nothing happens where they are; afterwards.

    Raises:
        DatabaseUnavailable: it does not answer, or its tables belong to a later version.
    """
    before = told(database)
    _check_known(before)
    migrate.upgrade(database)
    return told(database)


def ready(database: Database) -> bool:
    """The same for a process that starts; while no server writes, a replica with the tables of this version is enough.

    Returns:
        whether a server writes; otherwise what the replica has can be read, and nothing be kept.

    Raises:
        DatabaseUnavailable: see `upgrade`.
    """
    try:
        upgrade(database)
        return True
    except DatabaseUnavailable:
        if not _may_be_read(database):
            raise
    log.warning(
        "no server of the database writes: what the replica has can be read, and nothing is kept until one does"
    )
    return False


def _may_be_read(database: Database) -> bool:
    if database.replica_url is not None:
        with suppress(DatabaseUnavailable):
            return migrate.current(database) == migrate.newest()
    return False


def downgrade(database: Database, to: str) -> Shape:
    """Take the tables back to an earlier revision; what only later ones hold is lost; afterwards.

    Args:
        to: a revision, or "base" for no tables at all.

    Raises:
        DatabaseUnavailable: it does not answer, or its tables belong to a later version.
        InvalidSetting: there is no such revision, or the tables are not beyond it.
    """
    before = told(database)
    _check_known(before)
    known = [BASE, *shape.revisions()]
    if to not in known:
        raise InvalidSetting("There is no such revision.", f"Found '{to[:40]}'.", f"Use one of {', '.join(known)}.")
    here = before.revision or BASE
    if known.index(to) >= known.index(here):
        raise InvalidSetting(
            f"The tables cannot be taken back to {to}.",
            f"They are at {before.revision or 'none'}.",
            "Name an earlier revision; 'expertmatch database upgrade' goes forward.",
        )
    migrate.downgrade(database, to)
    return told(database)


def _check_known(found: Shape) -> None:
    if found.revision is not None and found.revision.startswith(MOVING):
        raise DatabaseUnavailable(
            "The database is being filled by a move, which has not ended.",
            f"Found {found.revision} at {found.place}.",
            "Begin 'expertmatch migrate' again where the move comes from: it goes on from there.",
        )
    if found.revision is not None and found.revision not in shape.revisions():
        raise DatabaseUnavailable(
            "The database has the tables of a later version.",
            f"Found revision {found.revision} at {found.place}; this version knows them up to {found.needed}.",
            "Install the version that wrote it, or restore a backup made by this one.",
        )

"""How a replica follows the server that writes, asked of both at this moment: for whoever looks whether that works."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic, sleep

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from api.storage.database import Database, DatabaseUnavailable
from api.storage.replica import position

LONGEST = 10.0  # seconds that the replica is waited for
LOOK = 0.05  # seconds between two looks at it

# Whether it is being sent anything, and the history that it has: of what it receives, else of where it would begin again.
# Somebody without privileges is told that there is a receiver, and nothing of it.
_RECEIVES = """
select count(*) filter (where coalesce(status, 'streaming') = 'streaming') > 0,
       coalesce(max(received_tli), (select timeline_id from pg_control_checkpoint()))
from pg_stat_wal_receiver
"""

# All that was kept; what comes after it in memory is on its way to the disk, and to nobody before.
_KEPT = "select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint"


@dataclass(frozen=True)
class Following:
    """What two servers said.

    `writes`: one writes. `same`: both hold one database. `follows`: the replica is one, not a server that writes itself.
    `receives`: it is being sent what is written. `history`, `its_history`: a number that every promotion raises, of the one
    that writes and of the replica. `ahead`: the replica holds what the one that writes never wrote. `behind`: seconds until it
    held what had been kept when it was asked; None where it did not within LONGEST.
    """

    writes: bool
    same: bool = True
    follows: bool = True
    receives: bool = True
    history: int = 0
    its_history: int = 0
    ahead: bool = False
    behind: float | None = None


def following(first: Database, second: Database) -> Following:
    """Ask both servers.

    Args:
        first: of the server that writes.
        second: of the replica.

    Raises:
        DatabaseUnavailable: the replica does not answer.
    """
    with second.read():  # in words where it does not answer
        pass
    with second.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as there:
        receives, its_history = there.execute(text(_RECEIVES)).one()
        try:
            connection = first.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except (SQLAlchemyError, DatabaseUnavailable):
            return Following(False)
        with connection as here:
            return _asked(here, there, receives, its_history)


def _asked(here: Connection, there: Connection, receives: bool, its_history: int) -> Following:
    found, written = position(there), position(here)
    if found.database != written.database:
        return Following(True, same=False)
    if not written.timeline:  # it follows another itself
        return Following(False)
    if found.timeline:
        return Following(True, follows=False)
    kept = here.execute(text(_KEPT)).scalar_one()
    ahead = found.place > kept
    behind = None if ahead or not receives else _until(there, kept)
    return Following(True, True, True, receives, written.timeline, its_history, ahead, behind)


def _until(there: Connection, place: int) -> float | None:
    begun = monotonic()
    while position(there).place < place:
        if monotonic() - begun > LONGEST:
            return None
        sleep(LOOK)
    return monotonic() - begun

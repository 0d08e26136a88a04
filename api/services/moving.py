"""An installation moved from one database to another, of either kind, while it goes on being read.

The old one is closed for writing from the beginning to the end, and for good once all of it is in the new one: nothing that
is written can be left behind, and nobody goes on in the old one by mistake. Killed, the move is begun again and goes on.
Vectors and what is made of them are not moved: they are made again, from the texts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from api.errors import Conflict
from api.services import shape
from api.services.office import Office
from api.services.unit import COMMAND, writing
from api.storage import closing, log, migrate, moving
from api.storage.alone import MOVE, alone
from api.storage.closing import Mark
from api.storage.database import Database
from matching.errors import InvalidSetting

COPYING, READING, COMPARING = "copying", "reading", "comparing"

Told = Callable[[str, str, int, int], None]  # what is done, with which table, rows done, rows in all


@dataclass(frozen=True)
class Moved:
    """What was moved, and to where."""

    rows: int
    tables: int
    place: str


def move(office: Office, to: str, told: Told) -> Moved:
    """Move everything in the office's database to another, which is empty or half-filled by the same move.

    Raises:
        InvalidSetting: the address cannot be used, or is that of the office's own database.
        Conflict: another process is at a move of this one; the other holds something; or this one is being moved
            elsewhere, was moved, or the move was given up.
        DatabaseUnavailable: one of the two does not answer; the move can be begun again.
    """
    source, target = office.database, Database(to)
    try:
        if target.place == source.place:
            raise InvalidSetting("The two databases are one.", f"Both are {target.place}.", "Give another with --to.")
        with alone(source, MOVE) as mine:
            if not mine:
                raise Conflict(
                    "Another process is moving this database at this moment.",
                    f"It is at work on {source.place}.",
                    "Let it go on; where it is cut off, the same command goes on from there.",
                )
            return _move(office, target, told)
    finally:
        target.close()


def _move(office: Office, target: Database, told: Told) -> Moved:
    source = office.database
    mark = closing.mark(source)
    token = _agreed(mark, target)
    if mark is None:
        with writing(office, COMMAND) as unit:
            unit.record("move.begun", "data", token, to=target.url.get_backend_name())
        closing.close(source, Mark(token, target.place, False))
    if moving.filled_by(target) is None:
        moving.begin(target, token)
    moving.copy(source, target, lambda *said: told(COPYING, *said))
    kept = _compared(source, target, told)
    with source.write() as session:
        closing.note_done(session, token)
    rows = sum(content.rows for content in kept.values())
    with writing(replace(office, database=target), COMMAND) as unit:
        moving.set_revision(unit.session, migrate.newest())
        unit.record("move.done", "data", token, rows=rows, tables=len(kept), source=source.url.get_backend_name())
    return Moved(rows, len(kept), target.place)


def give_up(office: Office) -> str:
    """Open the office's database again, which a move closed and did not end; to where it was to go.

    Raises:
        Conflict: none is being moved, or all of it was.
    """
    mark = closing.mark(office.database)
    if mark is None:
        raise Conflict("No move is under way.", f"{office.database.place} is open.", "Nothing is left to do.")
    if mark.done:
        raise _moved(mark)
    closing.reopen(office.database)
    with writing(office, COMMAND) as unit:
        unit.record("move.given_up", "data", mark.token)
    return mark.place


def under_way(office: Office) -> Mark | None:
    """Where the office's database is being moved to, or was; None where it is open."""
    return closing.mark(office.database)


def _agreed(mark: Mark | None, target: Database) -> str:
    """The token of this move, once the target was found to be fit for it."""
    if mark is not None and mark.place != target.place:
        if mark.done:
            raise _moved(mark)
        raise Conflict(
            "The database is being moved to another place.",
            f"It goes to {mark.place}.",
            "Begin that move again to end it, or run: expertmatch migrate --give-up",
        )
    filled_by = moving.filled_by(target)
    if filled_by is not None:
        if mark is None or filled_by != mark.token:
            raise Conflict(
                "The other database is half-filled by another move.",
                f"Found move {filled_by[:8]} at {target.place}.",
                "Give an empty one.",
            )
        return mark.token
    if mark is not None and mark.done:
        raise _moved(mark)
    revision = migrate.current(target)
    if revision is None:
        shape.upgrade(target)
    elif revision != migrate.newest():  # somebody else's: not ours to upgrade
        raise Conflict(
            "The other database is not empty: it has tables of another version.",
            f"Found revision {revision[:40]} at {target.place}.",
            "Give an empty one.",
        )
    filled = moving.first_filled(target)
    if filled is not None:
        raise Conflict("The other database is not empty.", f"Its table {filled} has rows.", "Give an empty one.")
    return mark.token if mark else secrets.token_hex(8)


def _compared(source: Database, target: Database, told: Told) -> dict[str, moving.Content]:
    """What both hold, every row of both read, and the log's chain computed again on the other side."""
    there = moving.contents(target, lambda *said: told(COMPARING, *said))
    here = moving.contents(source, lambda *said: told(READING, *said))
    differ = [name for name in here if here[name] != there[name]]
    if differ:
        raise Conflict(
            "What arrived is not what was sent.",
            f"Tables that differ: {', '.join(differ)}.",
            "Begin again with an empty database; this one stays closed until then, or run: expertmatch migrate --give-up",
        )
    with target.read() as session:
        broken = log.verify(session)
    if broken is not None:
        raise Conflict(
            "The log that arrived does not hold.",
            f"From entry {broken.number} on: {broken.reason}.",
            "Run: expertmatch audit verify, and expertmatch migrate --give-up",
        )
    return here


def _moved(mark: Mark) -> Conflict:
    return Conflict(
        "The database was moved already.",
        f"All of it is at {mark.place} since.",
        "Set EXPERTMATCH_DATABASE to that address. To come back, move from there into an empty database.",
    )

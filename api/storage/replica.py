"""Two PostgreSQL servers watched: whether the one that writes answers, and how far the other is behind it.

How far is measured by this process's own clock, and by places in the log of the servers. At a moment the first one is
asked how much it has written; once the second has applied as much, it holds whatever was kept before that moment. So an
idle server is not taken for one that is behind, and clocks of machines need not agree.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from matching.errors import MatchingError

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds between two questions to a server
SILENT = 3.0  # seconds without an answer after which a server counts as gone
KEPT = 3600  # places of the first server that are remembered while the second comes to none of them

POSITION = """
select pg_wal_lsn_diff(
         case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end, '0/0'
       )::bigint,
       case when pg_is_in_recovery() then '0' else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end,
       (select system_identifier from pg_control_system()) || '/' ||
       (select oid from pg_database where datname = current_database())
"""


@dataclass(frozen=True)
class Position:
    """Where a server stands in the log.

    `place`: bytes that it wrote or, where it follows another, applied. `timeline`: 0 where it follows; else a number
    that every promotion raises, so that one that was taken out of service can be told from the one in its place.
    `database`: which one it is; the same on all servers that follow one another, and on no others.
    """

    place: int
    timeline: int
    database: str

    @classmethod
    def of(cls, row: tuple[int | None, str, str]) -> Position:
        """From what `POSITION` gives; a follower that has applied nothing yet is at the beginning."""
        return cls(int(row[0] or 0), int(row[1], 16), row[2])


def position(connection: Connection) -> Position:
    """Where the server of a connection stands."""
    place, timeline, database = connection.execute(text(POSITION)).one()
    return Position.of((place, timeline, database))


class Pulse:
    """Asks a server again and again where it stands, in a thread of its own: one that hangs holds up nobody else."""

    def __init__(self, engine: Engine, told: Callable[[float, Position], None], name: str) -> None:
        self.engine, self.told, self.name = engine, told, name
        self.since = monotonic()  # its last answer; before the first, when it was asked for the first time
        self.refused = False  # whether it could not be asked the last time
        self._stop = threading.Event()
        threading.Thread(target=self._ask_on, name=f"pulse of {name}", daemon=True).start()

    @property
    def beats(self) -> bool:
        """Whether the server answers, as far as is known."""
        return not self.refused and monotonic() - self.since < SILENT

    def stop(self) -> None:
        """Ask no more."""
        self._stop.set()

    def _ask_on(self) -> None:
        tries = 0
        while not self._stop.is_set():
            at = monotonic()
            try:
                with self.engine.connect() as connection:
                    found = position(connection)
            except ProgrammingError:
                if not tries:
                    log.error("the %s does not tell where it stands: nothing is read from a replica", self.name)
                tries, self.refused, self.since = 1, False, monotonic()
            except (SQLAlchemyError, MatchingError) as error:
                tries += 1
                if tries == 1:
                    continue  # a connection that was cut says nothing of a new one
                if not self.refused:
                    log.warning("the %s does not answer: %s", self.name, type(error).__name__)
                self.refused = True
            else:
                if self.refused:
                    log.warning("the %s answers again", self.name)
                tries, self.refused, self.since = 0, False, monotonic()
                self.told(at, found)
            self._stop.wait(EVERY)
        self.engine.dispose()


class Replication:
    """What is known of two servers. May be used from many threads.

    Args:
        first, second: for the questions alone, with short patience: the server that writes, and the one that follows.
        ask_second: where the second stands at this moment.
        bound: seconds that a reading may be behind.
    """

    def __init__(self, first: Engine, second: Engine, ask_second: Callable[[], Position], bound: float) -> None:
        self.bound, self._ask_second = bound, ask_second
        self._lock = threading.Lock()
        self._places: deque[tuple[float, int]] = deque(maxlen=KEPT)  # when the first was asked, and where it stood
        self._timeline, self._database = 0, ""  # of the first: the highest that it had, and which database it holds
        self._second: Position | None = None
        self._own, self._own_at = 0, -inf  # the last commit of this process: its place, when
        self._unsure_at = -inf  # the last one whose place could not be asked
        self._first = Pulse(first, self._first_told, "database server that writes")
        self._follower = Pulse(second, self._second_told, "replica")

    @property
    def first_answers(self) -> bool:
        """Whether there is a server that writes."""
        return self._first.beats

    @property
    def second_answers(self) -> bool:
        """Whether the replica answers."""
        second = self._second
        return self._follower.beats and (second is None or second.database == self._database or not self._database)

    def committed(self, place: int | None) -> None:
        """Note a commit of this process, after which nothing older is read here; None where its place is not known."""
        with self._lock:
            if place is None:
                self._unsure_at = monotonic()
            else:
                self._own, self._own_at = max(self._own, place), monotonic()

    def behind(self) -> float | None:
        """Seconds that the replica is behind at most; 0 where it writes itself by now, None where it is not known."""
        with self._lock:
            return self._behind()

    def may_serve(self) -> float | None:
        """The same where a reading may go to the replica: within the bound, and with this process's own commits."""
        if not self.second_answers:
            return None
        with self._lock:
            behind = self._behind()
            if behind is None or behind > self.bound:
                return None
            if self._has_own():
                return behind
        try:
            found = self._ask_second()
        except (SQLAlchemyError, MatchingError):
            return None
        self._second_told(monotonic(), found)
        with self._lock:
            return self._behind() if self._has_own() else None

    def stop(self) -> None:
        """Ask no more."""
        self._first.stop()
        self._follower.stop()

    def _first_told(self, at: float, found: Position) -> None:
        with self._lock:
            if found.timeline != self._timeline:
                self._places.clear()  # another server writes, or another history
                self._timeline = max(self._timeline, found.timeline)
            self._database = found.database
            if self._places and self._places[-1][1] == found.place:
                self._places.pop()  # nothing was written in between: the newer moment says more
            self._places.append((at, found.place))

    def _second_told(self, _: float, found: Position) -> None:
        with self._lock:
            self._second = found
            while len(self._places) > 1 and self._places[1][1] <= found.place:
                self._places.popleft()

    def _as_of(self) -> float:
        """The last moment of which the replica is known to hold everything."""
        if self._second is None or not self._places or self._places[0][1] > self._second.place:
            return -inf
        return self._places[0][0]

    def _behind(self) -> float | None:
        if self._second is None or self._second.database != self._database:
            return None
        if self._second.timeline:  # it writes: as the first one, or as the one before, which nobody may believe
            return 0.0 if self._second.timeline >= self._timeline else None
        as_of = self._as_of()
        return monotonic() - as_of if as_of > -inf else None

    def _has_own(self) -> bool:
        assert self._second is not None
        if self._second.timeline:
            return True
        as_of = self._as_of()
        return (self._second.place >= self._own or as_of >= self._own_at) and as_of >= self._unsure_at

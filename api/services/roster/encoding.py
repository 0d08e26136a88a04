"""Encoding what changed on the roster: one worker at a time, in batches that a kill cannot half-do."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from api.storage import roster_state, rosters
from api.storage.database import Database
from matching.engine import Engine
from matching.entities import Expert
from matching.errors import EmptyRoster
from matching.roster import Roster, build_roster, forget_people

BATCH = 50  # people encoded before the mark moves on


def fingerprint_of(engine: Engine) -> str:
    """Which encoders' vectors are meant."""
    return engine.encoder.fingerprint + (f"+{engine.english.fingerprint}" if engine.english else "")


def encoded(database: Database, engine: Engine, people: Sequence[Expert], revision: int) -> Roster:
    """A roster of people read at a revision, their vectors in the store; not of those erased while it was made.

    An erasure forgets the vectors after it removed the rows. Whoever adds some later than that finds the person gone.

    Raises:
        EmptyRoster: none of them has a text.
    """
    try:
        return build_roster(people, engine)
    finally:
        with database.read() as session:
            removed = rosters.removed_after(session, revision)
        forget_people([person for person in people if person.id in removed], engine)


class EncodingWorker:
    """Sees to it that every text of the roster has its vectors in the store.

    Vectors lie in the store under the hash of model and text, so that none can be stale or another's. The mark in the
    database moves after they are stored: after a kill the batch is begun again, and what was stored is found.

    Args:
        name: under which it has its turn; one of its own where it is not given.
    """

    def __init__(self, database: Database, engine: Engine, name: str | None = None) -> None:
        self.database, self.engine = database, engine
        self.name = name or f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.fingerprint = fingerprint_of(engine)

    def work(self, *, go_on: bool = False) -> bool:
        """Encode one batch; False where nothing was left to do, or somebody else is at it.

        Args:
            go_on: keep the turn where there is more to do, for whoever calls again at once.
        """
        with self.database.read() as session:
            if rosters.encoded_up_to(session, self.fingerprint) >= roster_state.revision(session):
                return False
        if not self.take_turn():
            return False
        with self.database.read() as session:
            known, newest = rosters.encoded_up_to(session, self.fingerprint), roster_state.revision(session)
            people, last = rosters.people_after(session, known, BATCH)
        with suppress(EmptyRoster):  # nobody of this batch has a text: nothing to encode
            encoded(self.database, self.engine, people, newest)  # for what it puts into the store
        with self.database.write() as session:
            done = last if people else newest
            rosters.mark_encoded(session, self.fingerprint, self.name, done)
            if go_on and roster_state.revision(session) > done:
                rosters.take_lease(session, self.fingerprint, self.name, datetime.now(UTC))
        return True

    def take_turn(self) -> bool:
        """Become the one who encodes, for a while; False where somebody else is at it."""
        with self.database.write() as session:
            return rosters.take_lease(session, self.fingerprint, self.name, datetime.now(UTC))

    def end_turn(self) -> None:
        """Let others encode, wherever the work stands."""
        with self.database.write() as session:
            known = rosters.encoded_up_to(session, self.fingerprint)
            rosters.mark_encoded(session, self.fingerprint, self.name, known)

    def waiting(self) -> int:
        """How many people are to be encoded."""
        with self.database.read() as session:
            changed, _ = rosters.changed_after(session, rosters.encoded_up_to(session, self.fingerprint))
        return len(changed)

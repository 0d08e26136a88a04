"""Encoding what changed on the roster: by any number of workers, in pieces that a kill cannot half-do."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic

from api.storage import encoding_work, forgotten, roster_state, rosters
from api.storage.database import Age, Database
from matching.engine import Engine
from matching.entities import Expert
from matching.roster import Roster, build_roster, encode_people, forget_people, vector_keys

HOUR = 3600.0  # seconds
BETWEEN = "+"  # the fingerprints of two encoders


def fingerprint_of(engine: Engine) -> str:
    """Which encoders' vectors are meant."""
    return engine.encoder.fingerprint + (f"{BETWEEN}{engine.english.fingerprint}" if engine.english else "")


def forget_everywhere(database: Database, people: Sequence[Expert], engine: Engine, now: datetime) -> int:
    """Remove the vectors of what these people wrote by every model that the roster was ever encoded by; how many went.

    It is noted which, so that they leave every other store, too (`EncodingWorker.forget_noted`).
    """
    with database.read() as session:
        fingerprints = {*encoding_work.fingerprints(session), fingerprint_of(engine)}
    keys: list[bytes] = []
    for fingerprint in sorted(fingerprints):
        encoder, _, english = fingerprint.partition(BETWEEN)
        keys += vector_keys(people, encoder, english or None)
    with database.write() as session:
        forgotten.note(session, keys, now)
    return engine.store.forget(keys) if engine.store is not None else 0


def encoded(database: Database, engine: Engine, people: Sequence[Expert], revision: int) -> Roster:
    """A roster of people read at a revision, their vectors in the store; not of those erased while it was made.

    Raises:
        EmptyRoster: none of them has a text.
    """
    try:
        return build_roster(people, engine)
    finally:
        _forget_removed(database, engine, people, revision)


def _forget_removed(database: Database, engine: Engine, people: Sequence[Expert], revision: int) -> None:
    """An erasure forgets the vectors after it removed the rows. Whoever adds some later than that finds the person gone."""
    with database.read(Age.KNOWN) as session:  # whoever writes is asked, where anybody does
        removed = rosters.removed_after(session, revision)
    forget_people([person for person in people if person.id in removed], engine)


class EncodingWorker:
    """Sees to it that every text of the roster has its vectors in the store.

    Vectors lie in the store under the hash of model and text, so that none can be stale or another's. The mark in the
    database moves after they are stored: after a kill the piece is begun again, and what was stored is found.

    Args:
        name: under which it works; one of its own where it is not given.
        many: work beside whoever else does, as a process made for that. Otherwise it waits for its turn: of those that
            encode beside a service one works at a time, and none while a process made for it is at work.
    """

    def __init__(self, database: Database, engine: Engine, name: str | None = None, *, many: bool = False) -> None:
        self.database, self.engine, self.many = database, engine, many
        self.name = name or f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.people = 0  # encoded by this one
        self._noted = 0  # the last note of vectors to be forgotten that was followed
        self._all_again = 0.0  # when all notes are followed once more

    @property
    def fingerprint(self) -> str:
        """Of the encoders that it works with."""
        return fingerprint_of(self.engine)

    def work(self, *, go_on: bool = False) -> bool:
        """Encode a piece; False where nothing was left to do, or others are at what is left.

        Args:
            go_on: keep the turn where there is more to do, for whoever calls again at once.
        """
        if not self.is_behind() or not (self.take_turn() or self.many):
            return False
        try:
            return self._encode_piece() or (self._plan() and (self._encode_piece() or True))
        finally:
            if not (go_on and self.is_behind()):
                self.end_turn()

    def forget_noted(self) -> None:
        """Let go, in this machine's store, of vectors of texts that went, whoever removed them.

        All notes are followed once more every hour, and when a worker begins: one that was killed may have stored vectors
        of somebody who was erased while it encoded.
        """
        if monotonic() >= self._all_again:
            self._noted, self._all_again = 0, monotonic() + HOUR
        with self.database.read() as session:
            last, keys = forgotten.noted_after(session, self._noted)
        if keys and self.engine.store is not None:
            self.engine.store.forget(keys)
        self._noted = last

    def is_behind(self) -> bool:
        """Whether somebody on the roster may have a text without its vectors."""
        with self.database.read() as session:
            return rosters.encoded_up_to(session, self.fingerprint) < roster_state.revision(session)

    def take_turn(self) -> bool:
        """Become the one who encodes, for a while; False where somebody else is at it."""
        with self.database.write() as session:
            return rosters.take_lease(session, self.fingerprint, self.name, datetime.now(UTC))

    def end_turn(self) -> None:
        """Let others encode, wherever the work stands."""
        with self.database.write() as session:
            rosters.end_lease(session, self.fingerprint, self.name)

    def waiting(self) -> int:
        """How many people are to be encoded."""
        with self.database.read() as session:
            return encoding_work.waiting(session, self.fingerprint)

    def _plan(self) -> bool:
        with self.database.write() as session:
            return encoding_work.plan(session, self.fingerprint)

    def _encode_piece(self) -> bool:
        now = lambda: datetime.now(UTC)  # noqa: E731
        with encoding_work.taken(self.database, self.fingerprint, self.name, now) as piece:
            if piece is None:
                return False
            with self.database.read() as session:
                people, revision = encoding_work.people_of(session, piece), roster_state.revision(session)
            try:
                encode_people(people, self.engine)
            finally:
                _forget_removed(self.database, self.engine, people, revision)
            self.people += len(people)
        return True

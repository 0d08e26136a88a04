"""The roster as matching reads it: made from the database, followed as it changes, and never stale for anyone in it."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from api.services.roster.encoding import EncodingWorker, encoded
from api.storage import roster_state, rosters
from api.storage.database import Database, DatabaseUnavailable
from matching.engine import Engine
from matching.errors import EmptyRoster
from matching.left_out import LeftOut
from matching.pipeline import Matcher

log = logging.getLogger(__name__)
Leave = Callable[[EncodingWorker, bool], bool]  # told whether there is much to encode, says whether it sees to that

QUICK = 0.5  # seconds: a roster that is made anew in less is made at once for whoever asks
FEW = 20  # changed people who may be encoded while somebody waits
REST = 4.0  # times the last making that passes before the next: the roster of a long import is not made without end
PAUSE = 0.5  # seconds between two looks at the database


@dataclass(frozen=True)
class Served:
    """What a shortlist is made with: the matcher, the revision it was made from, and who changed since.

    Whoever changed takes no part until they were read again, so that nobody is ranked by a fact or a text of yesterday.
    """

    matcher: Matcher
    revision: int
    left_out: tuple[LeftOut, ...] = ()
    changed: int = 0  # people added or changed since


class RosterKeeper:
    """Keeps a matcher for the roster in the database. May be used from many threads, beside other processes.

    Args:
        encodes: whether this process encodes what changed; otherwise it waits until a worker did.
    """

    def __init__(self, database: Database, engine: Engine, *, encodes: bool = True) -> None:
        self.database, self.engine, self.encodes = database, engine, encodes
        self.worker = EncodingWorker(database, engine)
        self._making = threading.Lock()
        self._made: Served | None = None
        self._took = 0.0  # seconds, the last making
        self._at = float("-inf")  # when it ended

    def current(self) -> Served:
        """The matcher, with whoever changed since it was made left out.

        Raises:
            EmptyRoster: nobody on the roster has a text to match on.
            DatabaseUnavailable: the database does not answer.
        """
        made = self._made or self._make()
        with self.database.read() as session:
            changed, removed = rosters.changed_after(session, made.revision)
            withdrawn = rosters.withdrawn_among(session, changed)
        if not changed and not removed:
            return made
        if self._took < QUICK and len(changed) <= FEW:
            return self._make()
        return Served(made.matcher, made.revision, _left_out(changed - withdrawn, removed, withdrawn), len(changed))

    def follow(self, stop: threading.Event, leave: Leave | None = None) -> None:
        """Encode and make the roster anew as it changes, until told to stop; for a thread of its own.

        Args:
            leave: may take the encoding over.
        """
        laid_aside = None
        while not stop.wait(PAUSE):
            if self._made is not laid_aside:
                laid_aside = self._made
                _lay_aside()
            try:
                self.catch_up(leave)
            except DatabaseUnavailable as error:
                log.warning("the roster is not followed for the moment: %s", error.code)
            except Exception:
                log.exception("the roster could not be made anew; the one before stays in use")

    def catch_up(self, leave: Leave | None = None) -> None:
        """Do a batch of what is to be done: encode, where this process does, and make the roster anew in due time."""
        if self.encodes and not (leave and leave(self.worker, self.worker.waiting() > FEW)):
            self.worker.work()
        made = self._made
        if made is None:
            with suppress(EmptyRoster):
                self._make()
            return
        if monotonic() - self._at < REST * self._took:
            return
        with self.database.read() as session:
            ready = rosters.encoded_up_to(session, self.worker.fingerprint)
            if not any(rosters.changed_after(session, made.revision)):
                return
        if ready > made.revision:
            self._make(ready)

    def forget(self, expert_id: str) -> None:
        """Let a removed person go from memory now, where they are in it, however long it takes."""
        with self._making:  # whatever is being made with them is there then
            made = self._made
        if made is not None and expert_id in made.matcher.roster.row_of:
            try:
                self._make()
            except EmptyRoster:
                self._made = None

    def read_with(self, engine: Engine) -> None:
        """Read the roster with an engine of other vocabularies; until that is done, the one before is served."""
        with self._making:
            self.engine = self.worker.engine = engine
            before = self._made
        if before is None:
            return
        try:
            self._make(anew=True)
        except EmptyRoster:
            self._made = None

    def state(self) -> dict[str, Any]:
        """Revision of the roster, the one in use, and how many people are to be read again."""
        made = self._made
        with self.database.read() as session:
            revision = roster_state.revision(session)
            changed, removed = rosters.changed_after(session, made.revision if made else 0)
        return {
            "revision": revision,
            "built": made.revision if made else None,
            "pending": len(changed) + (len(removed) if made else 0),
        }

    def _make(self, up_to: int | None = None, *, anew: bool = False) -> Served:
        """Make the roster of a revision, the newest by default; whoever changed after it stays out of it.

        Args:
            anew: even where there is one of this revision.
        """
        with self._making:
            with self.database.read() as session:
                revision = up_to or roster_state.revision(session)
                if self._made is not None and self._made.revision >= revision and not anew:
                    return self._made
                people = rosters.people_up_to(session, revision)
            begun = monotonic()
            try:
                roster = encoded(self.database, self.engine, people, revision)
            except EmptyRoster as error:
                raise _nobody_to_compare(len(people)) from error
            made = Served(Matcher(roster, self.engine), revision)
            self._took, self._at, self._made = monotonic() - begun, monotonic(), made
            log.info("roster of revision %d made: %d people, %.1f s", revision, len(made.matcher.roster), self._took)
        return made


def _nobody_to_compare(people: int) -> EmptyRoster:
    """The error in the words of who asks for a shortlist, not of who writes a roster file."""
    return EmptyRoster(
        "There is nobody to compare.",
        f"The roster holds {people} {'person' if people == 1 else 'people'}, and none of them has said what they did."
        if people
        else "The roster holds nobody.",
        "Ask people to describe their posts in their profiles, or import profiles that do.",
    )


def _lay_aside() -> None:
    """Keep Python's collector from going through everything there is, roster and model, again and again.

    It holds every thread up for a quarter of a second each time, for a roster of 800 people.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _left_out(changed: frozenset[str], removed: frozenset[str], withdrawn: frozenset[str]) -> tuple[LeftOut, ...]:
    """Whoever was read by what is no longer so; nothing is said of those who took their consent back or are gone."""
    return (
        LeftOut("consent", "consent to be matched", "withdrawn", withdrawn, listed=False),
        LeftOut(
            "current profile", "the profile is as it was last read", "changed a moment ago, being read again", changed
        ),
        LeftOut("on the roster", "the person is on the roster", "no longer there", removed, listed=False),
    )

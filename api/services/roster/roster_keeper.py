"""The roster as matching reads it: made from the database, followed as it changes, and never stale for anyone in it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic, time
from typing import Any

from api.services.collector import LAID_ASIDE
from api.services.roster.encoding import EncodingWorker, encoded
from api.services.roster.large_rosters import LargeRosters
from api.storage import log as entries
from api.storage import roster_state, rosters
from api.storage.database import BEHIND, Age, Database, DatabaseUnavailable
from matching.engine import Engine
from matching.entities import Expert
from matching.errors import EmptyRoster
from matching.left_out import LeftOut
from matching.pipeline import Matcher
from matching.retrieval import SCORED_WHOLE
from matching.roster import Roster

log = logging.getLogger(__name__)
Leave = Callable[[EncodingWorker, bool], bool]  # told whether there is much to encode, says whether it sees to that

QUICK = 0.5  # seconds: a roster that is made anew in less is made at once for whoever asks
FEW = 20  # changed people who may be encoded while somebody waits
REST = 4.0  # times the last making that passes before the next: the roster of a long import is not made without end
PAUSE = 0.5  # seconds between two looks at the database
PATIENCE = 2.0  # seconds that an erasure which is not to wait waits for a roster that is being made in memory


@dataclass(frozen=True)
class Served:
    """What a shortlist is made with: the matcher, the revision it was made from, and who changed since.

    Whoever changed takes no part until they were read again, so that nobody is ranked by a fact or a text of yesterday.
    """

    matcher: Matcher
    revision: int
    left_out: tuple[LeftOut, ...] = ()
    changed: int = 0  # people added or changed since
    behind: float | None = 0.0  # seconds that what was asked then may be old, where a replica told it; None: not known


@dataclass(frozen=True)
class _Found:
    roster: Roster
    revision: int
    head: tuple[int, str]  # of the log, then
    took: float  # seconds, its making
    ago: float = 0.0  # seconds since that ended


class RosterKeeper:
    """Keeps a matcher for the roster in the database. May be used from many threads, beside other processes.

    Args:
        encodes: whether this process encodes what changed; otherwise it waits until a worker did.
        large: gives rosters of more than SCORED_WHOLE people; without it they are made in memory, too.
    """

    def __init__(
        self, database: Database, engine: Engine, *, encodes: bool = True, large: LargeRosters | None = None
    ) -> None:
        self.database, self.engine, self.encodes, self.large = database, engine, encodes, large
        self.worker = EncodingWorker(database, engine)
        self._making = threading.RLock()
        self._made: Served | None = None
        self._took = 0.0  # seconds, the last making
        self._at = float("-inf")  # when it ended
        self._era = 0  # of the database, when the last was made
        self._head = (0, "")  # of the log, then
        self.beside: Callable[[int], bool] | None = (
            None  # sees to a large roster of a revision, in a process of its own
        )
        self._blanked: int | None = None  # the last removal up to which people were overwritten in what is saved
        self._settled = True  # whether what nobody can open, and they may stand in, is removed since
        self._settle_from = float("-inf")  # when that may be tried again

    def current(self) -> Served:
        """The matcher, with whoever changed since it was made left out.

        Raises:
            EmptyRoster: nobody on the roster has a text to match on.
            DatabaseUnavailable: the database does not answer.
        """
        made = self._made or self._make()
        if self.large is not None and self.large.is_gone(made.matcher.roster):
            made = self._make(anew=True)
        with self.database.read(Age.RECENT) as session:
            changed, removed = rosters.changed_after(session, made.revision)
            withdrawn, behind = rosters.withdrawn_among(session, changed), session.info[BEHIND]
        if self._era != self.database.era and self._was_made_of_what_is_lost():
            return self._make()
        if not changed and not removed:
            return replace(made, behind=behind) if behind != 0.0 else made
        if self._took < QUICK and len(changed) <= FEW:
            return replace(self._make(), behind=behind)
        left_out = _left_out(changed - withdrawn, removed, withdrawn)
        return Served(made.matcher, made.revision, left_out, len(changed), behind)

    def follow(self, stop: threading.Event, leave: Leave | None = None) -> None:
        """Encode and make the roster anew as it changes, until told to stop; for a thread of its own.

        Args:
            leave: may take the encoding over.
        """
        laid_aside = None
        while not stop.wait(PAUSE):
            if self._made is not laid_aside:
                laid_aside = self._made
                LAID_ASIDE.all()
            try:
                self.catch_up(leave)
            except DatabaseUnavailable as error:
                log.warning("the roster is not followed for the moment: %s", error.code)
            except Exception:
                log.exception("the roster could not be made anew; the one before stays in use")

    def catch_up(self, leave: Leave | None = None) -> None:
        """Do a batch of what is to be done: encode, where this process does, and make the roster anew in due time."""
        self._blank_removed()
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

    def forget(self, expert_id: str, *, wait: bool = True) -> bool:
        """Let a removed person go from memory and from files now, where they are in them.

        Args:
            wait: for what is being made, however long it takes. Otherwise, where there is such a thing, they are gone from
                all that can be opened, and False tells that another call has to wait.
        """
        if self.large is not None:
            self.large.blank({expert_id})
            if not (self.large.settle(wait=True) if wait else self.large.is_settled()):
                return False
        if not self._making.acquire(timeout=-1 if wait else PATIENCE):
            return False
        try:
            made = self._made  # what was being made with them is there by now
            if made is not None and expert_id in made.matcher.roster.row_of:
                self._make(anew=self._is_large(len(made.matcher.roster)))  # a large one is opened again
        except EmptyRoster:
            self._made = None
        finally:
            self._making.release()
        return True

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
        with self.database.read(Age.RECENT) as session:
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
            era = self.database.era
            with self.database.read(Age.RECENT) as session:
                there, head = roster_state.revision(session), entries.head(session)
                revision = min(up_to or there, there)  # a replica may not be as far as who asks
                before = self._made if era == self._era and not anew else None
                if before is not None and before.revision >= revision:
                    return before
                count = rosters.count_up_to(session, revision)
                people = [] if self._is_large(count) else rosters.people_up_to(session, revision)
            try:
                if self._is_large(count):
                    found = self._open(revision, head, before, wait=up_to is None)
                else:
                    found = self._build(people, revision, head)
            except EmptyRoster as error:
                raise _nobody_to_compare(count) from error
            if found is None:
                assert before is not None
                return before
            self._made = Served(Matcher(found.roster, self.engine), found.revision)
            self._took, self._at, self._head = found.took, monotonic() - found.ago, found.head
            self._era, self._blanked = era or self.database.era, None
            log.info(
                "roster of revision %d in use: %d people, made in %.1f s", found.revision, len(found.roster), found.took
            )
            return self._made

    def _build(self, people: Sequence[Expert], revision: int, head: tuple[int, str]) -> _Found:
        begun = monotonic()
        roster = encoded(self.database, self.engine, people, revision)
        return _Found(roster, revision, head, monotonic() - begun)

    def _open(self, revision: int, head: tuple[int, str], before: Served | None, *, wait: bool) -> _Found | None:
        """None where another process is making it and the one before may be used meanwhile."""
        assert self.large is not None
        begun, after = monotonic(), None if before is None else before.revision
        wait = wait or before is None
        get = partial(self.large.get, self.engine, revision, head, after=after, wait=wait)
        try:
            found = get(make=wait)
            if found is None and not wait and not (self.beside and self.beside(revision)):
                found = get()
        except Exception:
            self._took, self._at = monotonic() - begun, monotonic()  # not again before the usual rest
            raise
        if found is None:
            return None
        roster, kept = found
        return _Found(roster, kept.revision, kept.head, max(kept.took, QUICK), max(0.0, time() - kept.at))

    def _is_large(self, people: int) -> bool:
        return self.large is not None and people > SCORED_WHOLE

    def _blank_removed(self) -> None:
        """Overwrite whoever another process erased in what this machine has saved, whether or not it is in use."""
        self.worker.forget_noted()
        if self.large is None:
            return
        with self.database.read() as session:
            last = rosters.last_removal(session)
        if last != self._blanked:
            made = self._made
            self.large.blank()
            if made is not None and self.large.is_outdated(made.matcher.roster):
                self._make(anew=True)
            self._blanked, self._settled = last, False
        if not self._settled and monotonic() >= self._settle_from:  # what they did not come to who erased somebody
            begun = monotonic()
            try:
                self._settled = self.large.settle(wait=False)
            finally:
                self._settle_from = monotonic() + REST * (monotonic() - begun)

    def _was_made_of_what_is_lost(self) -> bool:
        """Whether a promotion took away what the roster was made of: revisions then come once more, with other people."""
        era = self.database.era
        with self.database.read() as session:
            kept = entries.goes_on_from(session, *self._head)
        if kept:
            self._era = era
        return not kept


def _nobody_to_compare(people: int) -> EmptyRoster:
    """The error in the words of who asks for a shortlist, not of who writes a roster file."""
    return EmptyRoster(
        "There is nobody to compare.",
        f"The roster holds {people} {'person' if people == 1 else 'people'}, and none of them has said what they did."
        if people
        else "The roster holds nobody.",
        "Ask people to describe their posts in their profiles, or import profiles that do.",
    )


def _left_out(changed: frozenset[str], removed: frozenset[str], withdrawn: frozenset[str]) -> tuple[LeftOut, ...]:
    """Whoever was read by what is no longer so; nothing is said of those who took their consent back or are gone."""
    return (
        LeftOut("consent", "consent to be matched", "withdrawn", withdrawn, listed=False),
        LeftOut(
            "current profile", "the profile is as it was last read", "changed a moment ago, being read again", changed
        ),
        LeftOut("on the roster", "the person is on the roster", "no longer there", removed, listed=False),
    )

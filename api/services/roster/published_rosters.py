"""Large rosters in the database itself: one machine makes and publishes them, every machine opens them from there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from api.services.roster.large_rosters import MAKING, PATIENCE, LargeRosters
from api.services.roster.roster_shelf import Kept, RosterShelf
from api.storage import log as entries
from api.storage import published
from api.storage.alone import alone
from api.storage.database import Age, Database
from api.storage.session import Session
from matching.engine import Engine
from matching.errors import StaleIndex
from matching.roster import Roster
from matching.roster_store import engine_label

PUBLISHED = "published"  # in the cache folder
LOOK = 2.0  # seconds between two looks whether what another machine makes is there


class Published(Protocol):
    """What is told of a published roster."""

    @property
    def number(self) -> int: ...
    @property
    def revision(self) -> int: ...


class Retrieval(Protocol):
    """What api.storage.retrieval does."""

    def publish(
        self,
        database: Database,
        folder: Path,
        revision: int,
        progress: Callable[[int, int], None] | None = None,
        without: Callable[[], Collection[str]] = ...,
    ) -> int: ...
    def newest(
        self, session: Session, label: dict[str, Any], may_serve: Callable[[Published], bool] = ...
    ) -> Published | None: ...
    def open_published(self, database: Database, number: int, cache: Path, engine: Engine) -> Roster: ...
    def drop_older(self, database: Database, keep: Collection[int]) -> int: ...
    def forget(self, database: Database, who: Callable[[int], Collection[str]]) -> int: ...
    def write_anew(self, database: Database, *, wait: bool) -> bool: ...
    def is_unclean(self, database: Database) -> bool: ...
    def held_by(self, database: Database) -> tuple[str, ...]: ...
    def is_outdated(self, roster: Roster) -> bool: ...
    def is_gone(self, roster: Roster) -> bool: ...


class PublishedRosters(LargeRosters):
    """See LargeRosters. What is made lies on the shelf of the machine that makes it only until it is published.

    Args:
        cache: folder for the small files of what is opened.
        retrieval: where rosters are published.
    """

    def __init__(self, database: Database, shelf: RosterShelf, cache: Path, retrieval: Retrieval) -> None:
        super().__init__(database, shelf)
        self.cache, self.retrieval = cache, retrieval

    def get(
        self, engine: Engine, revision: int, head: tuple[int, str], *, after: int | None, wait: bool, make: bool = True
    ) -> tuple[Roster, Kept] | None:
        """See LargeRosters."""
        while True:
            if there := self._opened_newest(engine, after):
                return there
            if not make:
                return None
            with alone(self.database, published.PUBLISHING) as mine:
                if mine:
                    if there := self._opened_newest(engine, after):
                        return there
                    found = self._publish(engine, revision, head)
                    return self._opened(found, engine), found
            if not wait:
                return None
            time.sleep(LOOK)

    def blank(self, also: Collection[str] = ()) -> int:
        """Remove from every published roster whoever is no longer on record as they are in it; how many.

        Whoever comes to it does so, not only the process that erased somebody: that one may have been cut off.
        """
        gone = self.retrieval.forget(self.database, lambda revision: self._changed(revision) | set(also))
        return gone + super().blank(also)

    def settle(self, *, wait: bool) -> bool:
        """See LargeRosters; what the server keeps of rows that were removed goes, and what was made and not published."""
        patience = PATIENCE if wait else 0.0
        return self.retrieval.write_anew(self.database, wait=wait) and self.shelf.settle(
            patience=patience, also_made=True
        )

    def is_settled(self) -> bool:
        """See LargeRosters."""
        return not self.retrieval.is_unclean(self.database) and self.shelf.settle(also_made=True)

    def held_by(self) -> tuple[str, ...]:
        """See LargeRosters; and who may read, in the database, what was removed from published rosters."""
        making = () if self.shelf.settle(also_made=True) else (MAKING,)
        return self.retrieval.held_by(self.database) + making

    def is_outdated(self, roster: Roster) -> bool:
        """See LargeRosters."""
        return self.retrieval.is_outdated(roster)

    def is_gone(self, roster: Roster) -> bool:
        """See LargeRosters."""
        return self.retrieval.is_gone(roster)

    def _published(self, engine: Engine, after: int | None) -> Kept | None:
        """The newest, also one newer than who asks knows of: what they read the database from may be behind."""
        with self.database.read(Age.KNOWN) as session:

            def may_serve(found: Published) -> bool:
                newer, made = after is None or found.revision > after, published.noted(session, found.number)
                return newer and made is not None and entries.goes_on_from(session, *made.head)

            found = self.retrieval.newest(session, engine_label(engine), may_serve)
            made = published.noted(session, found.number) if found else None
        return Kept(str(found.number), found.revision, made.head, made.took, made.at) if found and made else None

    def _opened_newest(self, engine: Engine, after: int | None) -> tuple[Roster, Kept] | None:
        """None where it was dropped at this very moment, or is damaged, as well: then there has to be another."""
        with suppress(StaleIndex):
            if found := self._published(engine, after):
                return self._opened(found, engine), found
        return None

    def _opened(self, kept: Kept, engine: Engine) -> Roster:
        """Open a generation; what this machine kept of those before it goes, and whoever has it open goes on."""
        with RosterShelf(self.cache).turn(wait=True):  # processes that share the folder clear away each other's copies
            for path in self.cache.glob(".*"):  # what whoever was killed at it left half-made
                shutil.rmtree(path, ignore_errors=True)
            roster = self.retrieval.open_published(self.database, int(kept.place), self.cache, engine)
            copies = sorted((path for path in self.cache.iterdir() if path.is_dir()), key=lambda p: p.stat().st_mtime)
            for path in copies[:-1]:  # of a generation from which people were removed there may be an older one
                shutil.rmtree(path, ignore_errors=True)
            return roster

    def _publish(self, engine: Engine, revision: int, head: tuple[int, str]) -> Kept:
        """Make a roster here, publish it, and remove it here."""
        begun = time.monotonic()
        with self.shelf.turn(wait=True):
            made = self._make(engine, revision, head)
            self.shelf.drop_unused(made)
            try:
                number = self.retrieval.publish(
                    self.database,
                    self.shelf.root / made.place,
                    revision,
                    without=lambda: self._changed(revision),
                )
            finally:
                self.shelf.discard(made)
        told = published.Publication(head, time.monotonic() - begun, time.time())
        kept = published.note(self.database, number, revision, engine_label(engine), told)
        self.retrieval.drop_older(self.database, kept)
        self.retrieval.write_anew(self.database, wait=False)
        return Kept(str(number), revision, *(told.head, told.took, told.at))

"""Rosters too large to be held in memory: opened from a shelf, and made onto it where it has none that is new enough."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path

from api.services.roster.roster_shelf import Kept, RosterShelf
from api.storage import log as entries
from api.storage import rosters
from api.storage.database import Age, Database
from matching.engine import Engine
from matching.entities import Expert
from matching.errors import StaleIndex
from matching.roster import Roster, forget_people
from matching.roster_blanking import blank_people
from matching.roster_store import load_roster

log = logging.getLogger(__name__)

PATIENCE = 600.0  # seconds that whoever makes a roster is waited for at the most
MAKING = "the making of a roster on this machine"
AT_ONCE = 1000  # people read from the database in one transaction


class LargeRosters:
    """The large rosters of a database. May be used from many threads and processes."""

    def __init__(self, database: Database, shelf: RosterShelf) -> None:
        self.database, self.shelf = database, shelf

    def get(
        self, engine: Engine, revision: int, head: tuple[int, str], *, after: int | None, wait: bool, make: bool = True
    ) -> tuple[Roster, Kept] | None:
        """A roster of a revision up to this one: the newest that there is, else one that is made now.

        Args:
            head: of the log at that revision.
            after: the revision that is in use, than which it has to be newer; None: there is none in use.
            wait: for whoever is making one; otherwise there is none to be had meanwhile.
            make: one where there is none; otherwise there is none to be had.

        Raises:
            EmptyRoster: nobody has a text.
            StorageFull: there is no room to make one.
        """
        try:
            if found := self._newest(engine, revision, after):
                return self.shelf.open(found, engine), found
        except StaleIndex:  # removed or blanked at this very moment, or damaged
            if there := self._at_rest(engine, revision, after):
                return there
        if not make:
            return None
        with self.shelf.turn(wait=wait) as mine:
            return self._in_turn(engine, revision, head, after) if mine else None

    def blank(self, also: Collection[str] = ()) -> int:
        """Overwrite, in every roster that is saved, whoever is no longer on record as they are in it; how often.

        Those who only changed are among them: what was struck out of their texts may be about somebody erased. They take
        no part in shortlists before they are read again in any case. One that is being made is not waited for: whoever
        makes it leaves them out of it before anybody can open it.
        """
        if not self.shelf.root.is_dir():
            return 0
        return self.shelf.blank(lambda revision: self._changed(revision) | set(also))

    def settle(self, *, wait: bool) -> bool:
        """Remove what nobody can open and people may still stand in; False where somebody is at that.

        Args:
            wait: for them, up to PATIENCE.
        """
        return self.shelf.settle(patience=PATIENCE if wait else 0.0)

    def is_settled(self) -> bool:
        """Whether there is nothing of the kind, by a look that takes a moment."""
        return self.shelf.settle()

    def held_by(self) -> tuple[str, ...]:
        """Why what people may still stand in cannot be removed now, in some words; nothing where it is settled."""
        return () if self.shelf.settle() else (MAKING,)

    def is_outdated(self, roster: Roster) -> bool:
        """Whether what was copied here of a roster that is open still has people who are blanked in it."""
        return False

    def is_gone(self, roster: Roster) -> bool:
        """Whether a roster that is open can be read no more, and another has to be opened; one in files always can."""
        return False

    def _in_turn(
        self, engine: Engine, revision: int, head: tuple[int, str], after: int | None
    ) -> tuple[Roster, Kept] | None:
        if there := self._at_rest(engine, revision, after):
            return there
        kept = self._make(engine, revision, head)
        roster = self.shelf.open_at_rest(kept, engine)
        self.shelf.drop_unused(kept)
        return roster, kept

    def _at_rest(self, engine: Engine, revision: int, after: int | None) -> tuple[Roster, Kept] | None:
        """The newest, opened while nobody blanks; only what is damaged even then is removed."""
        while found := self._newest(engine, revision, after):
            try:
                return self.shelf.open_at_rest(found, engine), found
            except StaleIndex as error:
                log.warning("a saved roster is removed: %s", error)
        return None

    def _make(self, engine: Engine, revision: int, head: tuple[int, str]) -> Kept:
        """Make a roster in one's turn, without those who were erased meanwhile."""
        people = people_up_to(self.database, revision)
        return self.shelf.make(people, engine, revision, head, partial(self._leave_out, engine, revision))

    def _leave_out(self, engine: Engine, revision: int, making: Path) -> None:
        with self.database.read() as session:
            removed = rosters.removed_after(session, revision)
        if removed:
            roster = load_roster(making, engine)
            forget_people([roster.experts[roster.row_of[i]] for i in removed & roster.row_of.keys()], engine)
            blank_people(making, self._changed(revision))

    def _newest(self, engine: Engine, most: int, after: int | None) -> Kept | None:
        """The newest that may be used: made of this database as it is now, not of one that was put back."""
        with self.database.read(Age.KNOWN) as session:
            return self.shelf.newest(
                engine,
                most,
                lambda kept: (after is None or kept.revision > after) and entries.goes_on_from(session, *kept.head),
            )

    def _changed(self, revision: int) -> set[str]:
        """Whoever is no longer on record as they were at a revision; nobody where none was removed since."""
        with self.database.read() as session:
            changed, removed = rosters.changed_after(session, revision)
        return {*changed, *removed} if removed else set()


def people_up_to(database: Database, revision: int) -> Iterator[Expert]:
    """Everyone whose row has not changed after a revision that was there when this began, by id.

    Each page is a transaction of its own, so that none stays open for minutes. Who is changed or removed meanwhile is
    there as they were or not at all, and is among those changed after the revision in either case.
    """
    after = ""
    while True:
        with database.read() as session:
            page = rosters.page_up_to(session, revision, after, AT_ONCE)
        if not page:
            return
        yield from page
        after = page[-1].id

"""A large roster made anew by a process beside a serving one: it takes minutes, in which nobody who asks should wait."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from api.beside import Beside, stand_behind
from api.storage import log as entries
from api.storage import roster_state
from matching.roster_store import engine_label

if TYPE_CHECKING:
    from api.config import Settings
    from api.services.office import Office


class Maker(Beside):
    """Starts such a process when it is needed; it ends when the roster is there."""

    def __init__(self, office: Office) -> None:
        super().__init__(make_beside)
        self.office = office

    def sees_to(self, revision: int) -> bool:
        """Whether the roster of a revision is being made; False, once, where the last process could not."""
        at_it = self._is_at_it()
        if at_it is not None:
            return at_it
        self._begin(self.office.settings, revision, engine_label(self.office.engine))
        return True

    def stop(self) -> None:
        """End it now; what it was at is removed by whoever makes the next."""
        self._end()


def make_beside(settings: Settings, revision: int, label: dict[str, Any]) -> None:
    """What the process does: make the roster of a revision, or wait for whoever is at it.

    It ends with 1 where its engine is another than that of the one whom it helps, which then makes the roster itself.
    """
    from api.wiring import open_office

    stand_behind(settings)
    office = open_office(settings)
    if engine_label(office.engine) != label:
        sys.exit(1)
    with office.database.read() as session:
        there, head = roster_state.revision(session), entries.head(session)
    large = office.roster.large
    assert large is not None
    large.get(office.engine, min(revision, there), head, after=min(revision, there) - 1, wait=True)
    office.database.close()

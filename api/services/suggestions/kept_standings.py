"""Standings of a roster that are kept: those of the last question, and of earlier ones as many as there is room for.

Several questions take turns: suggestions ask for the open calls, a season for those that wait for a decision, or for some
of them. None makes the others compare anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from datetime import date

from matching.suggesting.standing import CallStanding

Key = tuple[str, date]  # mark of a call, and the day it was compared on
ROOM = 2_000_000  # people times positions that are kept beyond those of the last question; each is up to some hundred bytes


class KeptStandings:
    """Standings by key. May be used from many threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, CallStanding] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, key: Key) -> CallStanding | None:
        """The one that is kept, now the last that was asked for."""
        with self._changing:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, standing: CallStanding) -> None:
        """One more."""
        with self._changing:
            self._kept[key] = standing

    def tidy(self, wanted: Collection[Key], today: date, room: int = ROOM) -> None:
        """What is of an earlier day goes, and what was asked for longest ago, until the others have room.

        Args:
            wanted: those of this question, which stay.
            room: for the others together.
        """
        with self._changing:
            others = [key for key in reversed(self._kept) if key not in wanted]  # the last asked for first
            for key in others:
                room -= size_of(self._kept[key])
                if room < 0 or key[1] < today:
                    del self._kept[key]


def size_of(standing: CallStanding) -> int:
    """People times positions."""
    return sum(len(position.verdicts) for position in standing.positions)

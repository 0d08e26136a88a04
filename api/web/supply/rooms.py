"""The pages of supply and demand, in the order of the row of links that they share.

A page of this room is one line here, reads its sentences with `speech(permit.language, ROW, PAGE)`, gives its template
`rooms=rooms_of(permit)`, and the template says, below its head:
`{% import "supply_nav.html" as supply %}` and `{{ supply.row(say, rooms, "/supply/demand") }}`.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.auth.access import Permit
from api.auth.roles import STAFF, TEAM, Role

ROW = "supply_nav"  # of the sentences of the row


@dataclass(frozen=True)
class Room:
    """A page of the row. `key`: its name there is the sentence "room.KEY"."""

    path: str
    key: str
    roles: tuple[Role, ...]


ROOMS = (
    Room("/supply", "gaps", (*STAFF, Role.STEERING, Role.AUDITOR)),
    Room("/supply/next", "next", (*STAFF, Role.STEERING, Role.AUDITOR)),
    Room("/supply/demand", "demand", (*STAFF, Role.STEERING, Role.AUDITOR)),
    Room("/supply/season", "season", TEAM),
    Room("/supply/promotion", "promotion", STAFF),
    Room("/supply/concentration", "concentration", (*STAFF, Role.STEERING, Role.AUDITOR)),
)


def rooms_of(permit: Permit) -> tuple[Room, ...]:
    """Those that somebody may look at."""
    return tuple(room for room in ROOMS if permit.actor.is_any(*room.roles))

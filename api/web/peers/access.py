"""Who may see and do what on the pages of peers: the rules of the addresses that do the same over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.services.storable import Id

READ = May(*STAFF, Role.STEERING, Role.AUDITOR)
PERSONAL = May(*STAFF, personal=True)
KEEP = May(*STAFF)
REQUESTS = May(*STAFF, Role.AUDITOR)
ACTIONS = May(*STAFF, Role.STEERING, Role.AUDITOR)

Reader = Annotated[Permit, Depends(READ)]
StaffPersonal = Annotated[Permit, Depends(PERSONAL)]
Staff = Annotated[Permit, Depends(KEEP)]
GivenId = Annotated[Id, Path(max_length=200)]
Done = Annotated[str, Query(max_length=40)]
Words = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True)
class Room:
    """What the pages offer to somebody."""

    personal: bool  # names of people and focal points; members of communities can be chosen
    keeps: bool  # communities, profiles of institutions, answers to the survey


@dataclass(frozen=True)
class Place:
    """A page of the row of links. `key`: its name there is the sentence "room.KEY"."""

    path: str
    key: str


ROOMS = (
    Place("/peers", "ask"),
    Place("/peers/communities", "communities"),
    Place("/peers/corridor", "corridor"),
    Place("/peers/interests", "interests"),
)


def room_of(permit: Permit, request: Request) -> Room:
    """What the pages offer to whoever holds a permit."""
    return Room(PERSONAL.lets_in(permit, request), KEEP.lets_in(permit, request))

"""Who may see and do what on the pages of calls: the rules of the forms, and what a page shows because of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.auth.access import SIGNED_IN, May, Permit
from api.auth.roles import TEAM, Role
from api.services.storable import Id

VISIT = May(*SIGNED_IN)
WORK = May(Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR)  # every call, and what came in, counted
RECORD = May(Role.OFFICER, Role.LEADER, Role.AUDITOR, personal=True)  # who applied, was invited, was chosen
SHORTLISTS = May(*TEAM, personal=True)  # as the pages of shortlists have it
OFFICER, OFFICER_PERSONAL = May(Role.OFFICER), May(Role.OFFICER, personal=True)
LEADER, OF_TEAM = May(Role.LEADER), May(*TEAM)
OWN = May(own="expert_id")

Visitor = Annotated[Permit, Depends(VISIT)]
Officer = Annotated[Permit, Depends(OFFICER)]
OfficerPersonal = Annotated[Permit, Depends(OFFICER_PERSONAL)]
Leader = Annotated[Permit, Depends(LEADER)]
OfTeam = Annotated[Permit, Depends(OF_TEAM)]
Oneself = Annotated[Permit, Depends(OWN)]

CallId = Annotated[Id, Path(max_length=100)]
ExpertId = Annotated[Id, Path(max_length=200)]


@dataclass(frozen=True)
class Room:
    """What a page of calls shows to somebody, read from the rules."""

    works: bool  # every call, with counts
    records: bool  # its people
    reads_shortlists: bool
    officer: bool  # publishes, closes, invites
    makes_shortlists: bool
    decides: bool
    cancels: bool
    expert_id: str | None  # their own part in it

    @property
    def acts(self) -> bool:
        """Whether they take calls on from state to state."""
        return self.officer or self.decides or self.cancels


def room_of(permit: Permit, request: Request) -> Room:
    """What a page of calls shows to whoever holds a permit."""

    return Room(
        works=WORK.lets_in(permit, request),
        records=RECORD.lets_in(permit, request),
        reads_shortlists=SHORTLISTS.lets_in(permit, request),
        officer=OFFICER.lets_in(permit, request),
        makes_shortlists=OFFICER_PERSONAL.lets_in(permit, request),
        decides=LEADER.lets_in(permit, request) and RECORD.lets_in(permit, request),
        cancels=OF_TEAM.lets_in(permit, request),
        expert_id=permit.actor.expert_id if permit.actor.is_any(Role.EXPERT) else None,
    )


@dataclass(frozen=True)
class Place:
    """A page of a call: of which call, and whether it is read blind."""

    request: Request
    call_id: str
    blind: bool


def _place(
    request: Request,
    id: CallId,
    blind: Annotated[bool, Query(description="the first reading is one without names")] = True,
) -> Place:
    return Place(request, id, blind)


At = Annotated[Place, Depends(_place)]

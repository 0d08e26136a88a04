"""Who may see and do what on the pages of the roster: the rules of the routes that do the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Path, Query, Request

from api.auth.access import May, Permit
from api.auth.roles import STAFF, TEAM, Role
from api.services.storable import Id

LIST = May(*STAFF)  # the roster without names
PERSONAL = May(*STAFF, personal=True)  # who people are, their profiles and CVs
TEAM_PERSONAL = May(*TEAM, personal=True)  # performance, parts in calls, duplicates
OFFICER, OFFICER_PERSONAL = May(Role.OFFICER), May(Role.OFFICER, personal=True)
LEADER = May(Role.LEADER, personal=True)
AUDITOR = May(Role.AUDITOR)
READ_INSTITUTIONS = May(Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR, Role.STEERING)

Staff = Annotated[Permit, Depends(LIST)]
StaffPersonal = Annotated[Permit, Depends(PERSONAL)]
TeamPersonal = Annotated[Permit, Depends(TEAM_PERSONAL)]
Officer = Annotated[Permit, Depends(OFFICER)]
OfficerPersonal = Annotated[Permit, Depends(OFFICER_PERSONAL)]
Leader = Annotated[Permit, Depends(LEADER)]
InstitutionReader = Annotated[Permit, Depends(READ_INSTITUTIONS)]

ExpertId = Annotated[Id, Path(max_length=200)]
CvId = Annotated[Id, Path(max_length=100)]
InstitutionId = Annotated[Id, Path(max_length=200)]
Done = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True)
class Room:
    """What a page of the roster offers to somebody, read from the rules."""

    personal: bool  # names, contacts, profiles, CVs
    team: bool  # performance, exclusions, parts in calls, duplicates
    judges: bool  # validates profiles
    merges: bool
    excludes: bool
    views: bool  # who looked at a person's data
    keeps_institutions: bool


def room_of(permit: Permit, request: Request) -> Room:
    """What the pages of the roster offer to whoever holds a permit."""
    return Room(
        personal=PERSONAL.lets_in(permit, request),
        team=TEAM_PERSONAL.lets_in(permit, request),
        judges=OFFICER.lets_in(permit, request),
        merges=OFFICER_PERSONAL.lets_in(permit, request),
        excludes=LEADER.lets_in(permit, request),
        views=AUDITOR.lets_in(permit, request),
        keeps_institutions=LIST.lets_in(permit, request),
    )


@dataclass(frozen=True)
class Place:
    """The page of a person, read without the name or with it; `notes`: whether notes on performance were asked for."""

    request: Request
    expert_id: str
    blind: bool = True
    notes: bool = False

    @property
    def path(self) -> str:
        """Of the page, under which its forms are."""
        return f"/experts/{quote(self.expert_id, safe='')}"

    @property
    def page(self) -> str:
        """The page itself; who reads it blind goes on reading it blind."""
        return self.path + self.named

    @property
    def named(self) -> str:
        """What an address ends with where names are shown."""
        return "" if self.blind else "?blind=false"

    @property
    def other(self) -> str:
        """The same with the name, or without."""
        return self.path + ("?blind=false" if self.blind else "")

    @property
    def with_notes(self) -> str:
        """The same with the notes on performance."""
        return f"{self.page}{'?' if self.blind else '&'}notes=true#performance"

    def to(self, *parts: str) -> str:
        """The address of a form, or of a page below this one."""
        return "/".join([self.path, *(quote(part, safe="") for part in parts)]) + self.named

    def done(self, what: str, *parts: str) -> str:
        """The page, or one below it, after something was done."""
        return f"{self.to(*parts)}{'?' if self.blind else '&'}done={what}"


def _place(
    request: Request,
    id: ExpertId,
    blind: Annotated[bool, Query(description="without the person's name")] = True,
    notes: Annotated[bool, Query(description="with the notes on performance, in confidence")] = False,
) -> Place:
    return Place(request, id, blind, notes)


At = Annotated[Place, Depends(_place)]

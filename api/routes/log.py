"""The log over HTTP: read and verified by auditors, followed by a facility's own systems."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.examples import problems
from api.routes.http import After, Limit, Moment, Page
from api.services import audit as use
from api.services.log_told import told_to
from api.services.unit import Unit, reading
from api.storage.database import Age
from api.storage.tables import EntryRow

router = APIRouter(prefix="/api/v1", tags=["log"])
Reader = Annotated[Permit, Depends(May(Role.AUDITOR, Role.ADMINISTRATOR))]
Follower = Annotated[Permit, Depends(May(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR))]
Events = Annotated[list[str], Query(max_length=60, description="only these; all of them where none is given")]
Id = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]
EXAMPLE: dict[str, Any] = {
    "number": 12,
    "at": "2026-11-16T09:00:00Z",
    "actor": "account-5f1c2a",
    "event": "call.published",
    "kind": "call",
    "subject_id": "call-3f9ab2c4",
    "facts": {"version": 3},
}


class Entry(BaseModel):
    """One entry of the log: ids, counts and states, never words of people."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    number: int
    at: datetime
    actor: str = Field(description="account, 'system' or 'command'")
    event: str
    kind: str
    subject_id: str | None = Field(description="null: a person, and you keep no record of people")
    facts: dict[str, Any] | None = Field(description="null: one of them may name a person, and you keep no such record")


class ChainedEntry(Entry):
    """An entry with its place in the chain."""

    before: str = Field(description="hash of the entry before")
    hash: str


class Verification(BaseModel):
    """Whether the chain of hashes holds."""

    model_config = ConfigDict(from_attributes=True)

    holds: bool
    entries: int
    head: str = Field(description="hash of the last entry: keep it elsewhere, and a log cut short is seen")
    broken_at: int | None
    reason: str | None


class Changes(BaseModel):
    """What happened, oldest first."""

    items: list[Entry]
    last: int = Field(description="send it as 'after' the next time")


@router.get("/log", summary="The log, newest first", responses=problems(401, 403, 422))
def listed(
    permit: Reader,
    limit: Limit = 50,
    after: After = None,
    actor: Id = None,
    event: Events = [],  # noqa: B006
    subject_id: Id = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> Page[ChainedEntry]:
    """A page of entries, narrowed to an actor, events, a subject, a time; administrators are told of no person."""
    with permit.reading() as unit:
        found = use.listed(
            unit,
            limit=limit,
            after=after,
            actor=actor,
            events=event,
            subject_id=subject_id,
            since=since,
            until=until,
        )
        items = [ChainedEntry(**_told(unit, row), before=row.before, hash=row.hash) for row in found.rows]
        return Page(items=items, next=found.next)


@router.get("/log/verification", summary="Whether the log is as it was written", responses=problems(401, 403))
def verification(permit: Reader) -> Verification:
    """Every hash of the log computed again; the first place where it does not hold."""
    with permit.reading() as unit:
        return Verification.model_validate(use.verify(unit))


@router.get("/changes", summary="What happened since: a feed for other systems", responses=problems(401, 403, 422))
def changes(
    permit: Follower,
    after: Annotated[int, Query(ge=0, le=2**53, description="'last' of the answer before; 0 to begin")] = 0,
    event: Events = [],  # noqa: B006
    limit: Limit = 100,
) -> Changes:
    """Ids and states of what changed on requests, actions, calls and people, in the order in which it happened."""
    with reading(permit.office, permit.actor, Age.KNOWN) as unit:  # no replica that has not what was told already
        found = use.changes(unit, after, event, limit)
        items = [Entry(**_told(unit, row)) for row in found]
        return Changes(items=items, last=found[-1].number if found else after)


def _told(unit: Unit, row: EntryRow) -> dict[str, Any]:
    """An entry, without people for whoever keeps no record of them."""
    told = told_to(unit.actor)
    return {
        "number": row.number,
        "at": row.at,
        "actor": row.actor,
        "event": row.event,
        "kind": row.kind,
        "subject_id": told.subject(row),
        "facts": told.facts(row),
    }

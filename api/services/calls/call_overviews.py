"""Calls at a glance: for the team with what came in, for an expert those in which they have a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from api.services.calls import calls
from api.services.calls.call_terms import terms_of
from api.services.calls.taking_part import WAITING
from api.services.unit import Unit
from api.storage import applications, call_overviews, invitations
from api.storage.paging import Part
from api.storage.tables import CallRow

MOST_OWN = 50  # of one's own applications and invitations that are looked at, the newest


@dataclass(frozen=True)
class CallLine:
    """A call in one line; nobody's id is in it."""

    id: str
    state: str
    title: str | None
    reference: str | None
    country: str | None
    deadline: date | None
    positions: int
    created_at: datetime


@dataclass(frozen=True)
class Overview:
    """A call in one line with how many applied and were invited, and how many still have to answer."""

    call: CallLine
    applied: int
    invited: int
    waiting: int


@dataclass(frozen=True)
class OwnPart:
    """A call in which a person has a part: where their application and their invitations stand."""

    call: CallLine
    application: str | None  # submitted or withdrawn
    invitations: tuple[str, ...]  # states, newest first
    reply_by: date | None = field(default=None)  # where an answer is waited for

    @property
    def waits(self) -> bool:
        """Whether the office waits for the person's answer."""
        return self.reply_by is not None


def overviews(unit: Unit, *, states: Sequence[str], words: str | None, limit: int, after: str | None) -> Part[Overview]:
    """A page of calls, newest first, each with what came in."""
    part = calls.listed(unit, states=states, words=words, limit=limit, after=after)
    ids = [row.id for row in part.rows]
    applied, invited = call_overviews.applied(unit.session, ids), call_overviews.invited(unit.session, ids)
    found = [
        Overview(
            call=line(row),
            applied=applied.get(row.id, 0),
            invited=sum(invited.get(row.id, {}).values()),
            waiting=invited.get(row.id, {}).get(WAITING, 0),
        )
        for row in part.rows
    ]
    return Part(found, part.next)


def lines(unit: Unit, *, states: Sequence[str], words: str | None, limit: int, after: str | None) -> Part[CallLine]:
    """A page of calls, newest first, as everybody of the house may see them."""
    part = calls.listed(unit, states=states, words=words, limit=limit, after=after)
    return Part([line(row) for row in part.rows], part.next)


def own_parts(unit: Unit, expert_id: str) -> list[OwnPart]:
    """The calls in which a person has a part: first those that wait for their answer, then the newest."""
    applied = {
        row.call_id: row for row in applications.of_expert(unit.session, expert_id, limit=MOST_OWN, after=None).rows
    }
    asked = invitations.of_expert(unit.session, expert_id, limit=MOST_OWN, after=None).rows
    rows = call_overviews.by_ids(unit.session, {*applied, *(one.call_id for one in asked)})
    parts = []
    for call_id, row in rows.items():
        own = [one for one in asked if one.call_id == call_id]
        waiting = [one.reply_by.date() for one in own if one.state == WAITING]
        application = applied[call_id].state if call_id in applied else None
        parts.append(
            OwnPart(line(row), application, tuple(one.state for one in own), min(waiting) if waiting else None)
        )
    parts.sort(key=lambda part: part.call.created_at, reverse=True)
    return sorted(parts, key=lambda part: part.reply_by or date.max)


def line(row: CallRow) -> CallLine:
    """A row in one line."""
    terms = terms_of(row)
    return CallLine(
        id=row.id,
        state=row.state,
        title=row.title,
        reference=row.reference,
        country=terms.country,
        deadline=row.deadline,
        positions=len(terms.positions),
        created_at=row.created_at,
    )

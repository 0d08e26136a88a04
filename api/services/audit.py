"""The log read and verified, and the part of it that other systems of a facility may follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.record.events import EVENTS
from api.services.log_told import told_to
from api.services.unit import Unit
from api.storage import log as rows
from api.storage.paging import Part
from api.storage.tables import EntryRow
from matching.errors import InvalidSetting

FOLLOWED = (
    *("request.", "action.", "activity.", "call.", "application.", "invitation.", "reserve.", "selection."),
    *("shortlist.made", "institution.", "expert.added", "expert.changed", "expert.validated", "expert.erased"),
)
FEED = tuple(event for event in EVENTS if event.startswith(FOLLOWED))


@dataclass(frozen=True)
class Verification:
    """Whether the chain holds from the first entry to the last, and where it does not."""

    holds: bool
    entries: int
    head: str
    broken_at: int | None = None
    reason: str | None = None


def verify(unit: Unit) -> Verification:
    """Every hash of the log, computed again."""
    found = rows.verify(unit.session)
    head = rows.head(unit.session)
    if found is None:
        return Verification(True, head[0], head[1])
    return Verification(False, head[0], head[1], found.number, found.reason)


def listed(
    unit: Unit,
    *,
    limit: int,
    after: str | None,
    actor: str | None,
    events: Sequence[str],
    subject_id: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Part[EntryRow]:
    """A page of the log, newest first; by a person's id it is searched for whoever is told of people.

    Raises:
        InvalidSetting: an event that the log does not know.
    """
    _check(events, EVENTS)
    return rows.found_entries(
        unit.session,
        limit=limit,
        after=after,
        actor=actor,
        events=events,
        subject_id=subject_id,
        unasked=told_to(unit.actor).unasked,
        since=since,
        until=until,
    )


def changes(unit: Unit, after: int, events: Sequence[str], limit: int) -> list[EntryRow]:
    """What happened after entry number `after`, oldest first: for systems that follow this one.

    Raises:
        InvalidSetting: an event that is not part of the feed, or a number beyond the end of the log: whoever follows
            from there would be told nothing until as much has happened again.
    """
    _check(events, FEED)
    last, _ = rows.head(unit.session)
    if after > last:
        raise InvalidSetting(
            f"There is no entry {after} of the log to go on from.",
            f"The last one is {last}.",
            f"Ask after {last}; if the database was put back from a backup, look at what is here first.",
        )
    return rows.entries_after(unit.session, after, tuple(events) or FEED, limit)


def _check(events: Sequence[str], known: Sequence[str] | dict[str, str]) -> None:
    if unknown := [event for event in events if event not in known]:
        raise InvalidSetting(
            f"There is no event '{unknown[0][:60]}' here.", "", f"The events are: {', '.join(sorted(known))}."
        )

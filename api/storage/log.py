"""The log in the database: entries appended under the head's lock, read in order, verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.record.chain import GENESIS, Break, Entry, entry_hash, first_break
from api.record.events import EVENTS
from api.storage.paging import Part, part
from api.storage.tables import EntryRow, HeadRow


@dataclass(frozen=True)
class Said:
    """What is to be written to the log, before it has a place in the chain."""

    event: str
    kind: str
    subject_id: str
    facts: dict[str, Any]
    actor: str  # account, "system" or "command"

    def __post_init__(self) -> None:
        if self.event not in EVENTS:
            raise ValueError(f"{self.event!r} is not an event of the log; see api/record/events.py")


def take_head(session: Session) -> HeadRow:
    """The end of the log, locked until the transaction ends: writers take turns here on every database."""
    head = session.get(HeadRow, 1, with_for_update=True)
    if head is None:
        raise RuntimeError("the log has no head: the database was not prepared")
    return head


def append(session: Session, head: HeadRow, said: Sequence[Said], *, at: datetime) -> None:
    """Write entries after the head, which moves to the last of them."""
    for one in said:
        number = head.number + 1
        told = entry_hash(number, at, one.actor, one.event, one.kind, one.subject_id, one.facts, head.hash)
        session.add(
            EntryRow(
                number=number,
                at=at,
                actor=one.actor,
                event=one.event,
                kind=one.kind,
                subject_id=one.subject_id,
                facts=one.facts,
                before=head.hash,
                hash=told,
            )
        )
        head.number, head.hash = number, told


def entries(session: Session, *, after: int = 0) -> Iterator[Entry]:
    """Entries in order, fetched a thousand at a time."""
    question = select(EntryRow).where(EntryRow.number > after).order_by(EntryRow.number)
    for row in session.scalars(question.execution_options(yield_per=1000)):
        yield entry_of(row)
        session.expunge(row)


def entry_of(row: EntryRow) -> Entry:
    """A row as the value that the chain knows."""
    return Entry(row.number, row.at, row.actor, row.event, row.kind, row.subject_id, row.facts, row.before, row.hash)


def found_entries(
    session: Session,
    *,
    limit: int,
    after: str | None = None,
    newest_first: bool = True,
    actor: str | None = None,
    events: Sequence[str] = (),
    subject_id: str | None = None,
    unasked: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> Part[EntryRow]:
    """A page of entries: of an actor, of some events, about one subject, from one moment to before another.

    Args:
        unasked: kinds whose entries are not found by their subject.
    """
    question = select(EntryRow)
    for column, value in ((EntryRow.actor, actor), (EntryRow.subject_id, subject_id)):
        if value is not None:
            question = question.where(column == value)
    if subject_id is not None and unasked:
        question = question.where(EntryRow.kind.not_in(unasked))
    if events:
        question = question.where(EntryRow.event.in_(events))
    if since is not None:
        question = question.where(EntryRow.at >= since)
    if until is not None:
        question = question.where(EntryRow.at < until)
    return part(session, question, (EntryRow.number,), limit=limit, after=after, newest_first=newest_first)


def entries_after(session: Session, number: int, events: Sequence[str], limit: int) -> list[EntryRow]:
    """The next entries of some events after a number, oldest first."""
    question = select(EntryRow).where(EntryRow.number > number, EntryRow.event.in_(events))
    return list(session.scalars(question.order_by(EntryRow.number).limit(limit)))


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the last entry; of an empty log, 0 and zeros."""
    row = session.get(HeadRow, 1)
    return (row.number, row.hash) if row else (0, GENESIS)


def goes_on_from(session: Session, number: int, hash: str) -> bool:
    """Whether the log holds this entry: what was kept before it is there then, whichever server tells."""
    return number == 0 or session.scalar(select(EntryRow.hash).where(EntryRow.number == number)) == hash


def verify(session: Session) -> Break | None:
    """The first place where the log's chain is broken, or None."""
    return first_break(entries(session), head(session))

"""Pairs of records that look like one person's and are of two people: said in the log, and read from there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.tables import EntryRow

EVENT = "expert.told_apart"


def pairs(session: Session) -> set[tuple[str, str]]:
    """Ids of both, in their order."""
    said = session.execute(select(EntryRow.subject_id, EntryRow.facts).where(EntryRow.event == EVENT))
    return {(first, str(facts.get("other"))) for first, facts in said}


def are_two(session: Session, one: str, other: str) -> bool:
    """Whether somebody said so of these two ids, in whatever order."""
    first, second = sorted((one, other))
    said = session.scalars(select(EntryRow.facts).where(EntryRow.event == EVENT, EntryRow.subject_id == first))
    return any(facts.get("other") == second for facts in said)

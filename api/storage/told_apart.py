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

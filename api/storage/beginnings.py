"""What a database was begun with: whether anything is in it yet, and what was laid into it first."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.storage import roster_state
from api.storage.tables import AccountRow, EntryRow

BEGUN, DONE = "beginning", "begun"  # kinds under which it stands in the log: under way, and whole


def never_had_people(session: Session) -> bool:
    """Whether nobody was ever on the roster; one whose people were all removed does not count."""
    return roster_state.revision(session) == 0


def has_accounts(session: Session) -> bool:
    """Whether anybody can sign in."""
    return session.scalar(select(exists().select_from(AccountRow))) or False


def days_back(session: Session, mark: str) -> int:
    """By how many days the office was put back when this was begun; 0 where the log does not say."""
    began = select(EntryRow.facts).where(
        EntryRow.event == "data.imported", EntryRow.kind == BEGUN, EntryRow.subject_id == mark
    )
    facts = session.scalars(began.order_by(EntryRow.number)).first()
    return int(facts.get("days_back", 0)) if facts else 0


def was_said(session: Session, kind: str, mark: str) -> bool:
    """Whether the log says that this very thing was laid into the database, or that it was begun."""
    found = exists().where(EntryRow.event == "data.imported", EntryRow.kind == kind, EntryRow.subject_id == mark)
    return session.scalar(select(found)) or False

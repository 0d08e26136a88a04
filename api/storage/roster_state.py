"""How often the roster changed, and what changed since."""

from __future__ import annotations

from sqlalchemy import func, select, union_all, update
from sqlalchemy.orm import Session

from api.storage.tables import ExpertRow, RemovedExpertRow, RosterStateRow


def revision(session: Session) -> int:
    """The state of the roster: 0 for one that never changed."""
    return session.scalar(select(RosterStateRow.revision)) or 0


def next_revision(session: Session) -> int:
    """Move the roster on by one; the caller gives the number to the rows that it changes."""
    session.execute(update(RosterStateRow).values(revision=RosterStateRow.revision + 1))
    return revision(session)


def changed_since(session: Session, known: int) -> set[str]:
    """Ids of everyone added, changed or removed after that revision."""
    changed = select(ExpertRow.id).where(ExpertRow.revision > known)
    removed = select(RemovedExpertRow.id).where(RemovedExpertRow.revision > known)
    return set(session.scalars(union_all(changed, removed)))


def count(session: Session) -> int:
    """How many people are on the roster."""
    return session.scalar(select(func.count()).select_from(ExpertRow)) or 0

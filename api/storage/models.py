"""Which model the office chose in place of its settings', and which one is to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.storage.tables import ModelRow

ROW = 1


@dataclass(frozen=True)
class Models:
    """Names and fingerprints of encoders; None where the settings decide, and where nothing is to follow."""

    in_use: str | None = None
    in_use_fingerprint: str | None = None
    next: str | None = None
    next_fingerprint: str | None = None


def models(session: Session) -> Models:
    """As they are on record."""
    row = session.get(ModelRow, ROW)
    return Models(row.in_use, row.in_use_fingerprint, row.next, row.next_fingerprint) if row else Models()


def keep(session: Session, models: Models, at: datetime) -> None:
    """Put others on record."""
    row = session.get(ModelRow, ROW)
    if row is None:
        session.add(row := ModelRow(id=ROW))
    row.in_use, row.in_use_fingerprint = models.in_use, models.in_use_fingerprint
    row.next, row.next_fingerprint, row.since = models.next, models.next_fingerprint, at

"""How up to date profiles are, in the database: what each holds, who can be written to, and who was asked when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.cvs import proposed
from api.storage.tables import EntryRow, ExpertRow, IdentityRow


@dataclass(frozen=True)
class Kept:
    """A profile as far as its upkeep goes. `profile` holds what a CV says on which nobody has decided, too."""

    id: str
    profile: dict[str, Any]
    status: str | None
    institution: str | None
    country: str | None  # of the institution
    consent: bool | None
    excluded: bool
    confirmed_at: datetime | None  # when the person last said that all is true
    created_at: datetime

    @property
    def since(self) -> datetime:
        """From when on nobody heard whether it is still true."""
        return self.confirmed_at or self.created_at


def kept(session: Session) -> list[Kept]:
    """Every profile on the roster, by id."""
    people = list(session.scalars(select(ExpertRow).order_by(ExpertRow.id)))
    unconfirmed = proposed(session, people)
    return [_kept(row, unconfirmed.get(row.id) or {}) for row in people]


def reachable(session: Session) -> set[str]:
    """Ids of the people of whom an e-mail address is on record."""
    return set(session.scalars(select(IdentityRow.expert_id).where(IdentityRow.email.is_not(None))))


def last_entries(session: Session, event: str) -> dict[str, datetime]:
    """By subject when the log last holds an event."""
    question = select(EntryRow.subject_id, func.max(EntryRow.at)).where(EntryRow.event == event)
    return {subject: at for subject, at in session.execute(question.group_by(EntryRow.subject_id))}


def _kept(row: ExpertRow, said: dict[str, Any]) -> Kept:
    return Kept(
        id=row.id,
        profile={**said, **{part: value for part, value in row.profile.items() if value or part not in said}},
        status=row.status or said.get("status"),
        institution=row.institution or said.get("institution"),
        country=row.institution_country or said.get("institution_country"),
        consent=row.consent,
        excluded=row.excluded,
        confirmed_at=row.confirmed_at,
        created_at=row.created_at,
    )

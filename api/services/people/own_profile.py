"""A person's own profile as matching reads it, with who they are and what they declared; for that person alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.services.people import experts
from api.services.unit import Unit
from api.storage import candidates, cvs, identities, personal
from api.storage.cvs import TO_CONFIRM
from matching.entities import Expert


@dataclass(frozen=True)
class Contact:
    """Who somebody is and how to reach them."""

    name: str
    email: str | None
    phone: str | None
    language: str | None  # of letters
    version: int


@dataclass(frozen=True)
class Declaration:
    """What somebody declared of themselves, and when."""

    gender: str | None
    nationalities: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class WaitingCv:
    """A CV that waits for its owner's word."""

    id: str
    read_at: datetime


@dataclass(frozen=True)
class OwnProfile:
    """Everything that a person can look through and change of themselves."""

    expert_id: str
    person: Expert  # as matching reads them today
    version: int  # of the profile, for changes
    validated_at: datetime | None
    validation_reason: str | None
    confirmed_at: datetime | None
    is_proposed: bool  # matching reads meanwhile what a CV says on which nobody has decided
    contact: Contact | None
    declaration: Declaration | None
    waiting: tuple[WaitingCv, ...]  # the last read first


def own_profile(unit: Unit, expert_id: str) -> OwnProfile:
    """The profile of whoever asks.

    Raises:
        NotOnRecord: there is no such person.
    """
    row = experts.get(unit, expert_id)
    person = candidates.experts(unit.session, [row.id])[row.id]
    return OwnProfile(
        expert_id=row.id,
        person=person,
        version=row.version,
        validated_at=row.validated_at,
        validation_reason=row.validation_reason,
        confirmed_at=row.confirmed_at,
        is_proposed=bool(person.segments) and not row.profile.get("segments"),
        contact=_contact(unit, row.id),
        declaration=_declaration(unit, row.id),
        waiting=tuple(WaitingCv(cv.id, cv.read_at) for cv in cvs.of_expert(unit.session, row.id, TO_CONFIRM)),
    )


def _contact(unit: Unit, expert_id: str) -> Contact | None:
    row = identities.identity(unit.session, expert_id)
    return Contact(row.name, row.email, row.phone, row.language, row.version) if row else None


def _declaration(unit: Unit, expert_id: str) -> Declaration | None:
    row = personal.declaration(unit.session, expert_id)
    return Declaration(row.gender, tuple(row.nationalities), row.at) if row else None

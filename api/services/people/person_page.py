"""What the office looks at of one person: the profile, and beside it what each reader has the right to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.services.calls import call_overviews
from api.services.calls.call_overviews import OwnPart
from api.services.cvs import cvs
from api.services.people import experts, identities, performance, viewing
from api.services.people.viewing import View
from api.services.unit import Unit
from api.storage import cvs as cv_rows
from api.storage import identities as identity_rows
from api.storage.tables import CvRow, IdentityRow, PerformanceNoteRow
from matching.cv.values import CodeProposal
from matching.entities import Expert

MOST_VIEWS = 20


@dataclass(frozen=True)
class PersonFacts:
    """A person as the office sees them, without their name."""

    id: str
    version: int
    expert: Expert
    validated_at: datetime | None
    validation_reason: str | None
    created_at: datetime
    changed_at: datetime
    confirmed_at: datetime | None
    excluded: bool  # False for those who may not know it
    is_own: bool  # nobody judges themselves
    cvs: tuple[CvRow, ...]

    @property
    def cvs_waiting(self) -> tuple[CvRow, ...]:
        """Those that are to be confirmed."""
        return tuple(row for row in self.cvs if row.state == cv_rows.TO_CONFIRM)


def facts(unit: Unit, expert_id: str) -> PersonFacts:
    """The profile and the CVs; noted in the log unless it is their own.

    Raises:
        NotOnRecord: nobody on the roster has this id.
    """
    row = experts.read(unit, expert_id)
    return PersonFacts(
        id=row.id,
        version=row.version,
        expert=experts.as_matched(row),
        validated_at=row.validated_at,
        validation_reason=row.validation_reason,
        created_at=row.created_at,
        changed_at=row.changed_at,
        confirmed_at=row.confirmed_at,
        excluded=row.excluded and experts.knows_exclusions(unit, row.id),
        is_own=experts.is_own(unit, row.id),
        cvs=tuple(cv_rows.of_expert(unit.session, row.id)),
    )


def identity(unit: Unit, expert_id: str) -> IdentityRow | None:
    """Who it is, where that is known; noted in the log."""
    known = identity_rows.identity(unit.session, expert_id)
    return identities.read(unit, expert_id) if known else None


def proposed_status(row: CvRow) -> CodeProposal | None:
    """The status that a CV shows, with the reason; None where it shows none or was emptied."""
    read = cvs.read_of(row)
    return read.status if read else None


def parts_in_calls(unit: Unit, expert_id: str) -> list[OwnPart]:
    """The calls that a person applied for or was invited to; noted in the log."""
    viewing.seen(unit, expert_id, "applications")
    return call_overviews.own_parts(unit, expert_id)


def notes(unit: Unit, expert_id: str) -> Sequence[PerformanceNoteRow]:
    """How their assignments went; noted in the log. None of oneself."""
    return () if experts.is_own(unit, expert_id) else performance.notes(unit, expert_id)


def views(unit: Unit, expert_id: str) -> list[View]:
    """Who looked at their data last, by role."""
    return viewing.views(unit, expert_id, limit=MOST_VIEWS, after=None).rows

"""How assignments went, in confidence; and who is excluded for it, decided by a person with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from api.errors import Conflict, NotAllowed
from api.services.people.viewing import seen
from api.services.storable import Said
from api.services.unit import Unit, new_id
from api.services.versions import found
from api.storage import experts
from api.storage import personal as rows
from api.storage.tables import ExpertRow, PerformanceNoteRow

ASSIGNMENT, EXCLUSION, LIFTED = "assignment", "exclusion", "exclusion_lifted"


class PerformanceNoteData(BaseModel):
    """How an assignment went."""

    model_config = ConfigDict(extra="forbid")

    action_code: Said | None = Field(default=None, max_length=80)
    grade: int = Field(ge=1, le=5, strict=True, description="1 (very poor) to 5 (very good)")
    text: Said = Field(min_length=1, max_length=5000)


class ExclusionData(BaseModel):
    """Why somebody is excluded, or let in again."""

    model_config = ConfigDict(extra="forbid")

    excluded: bool = Field(strict=True)
    reason: Said = Field(min_length=1, max_length=5000)


def notes(unit: Unit, expert_id: str) -> Sequence[PerformanceNoteRow]:
    """What was noted about a person, the last one first; never shown here to the person it is about.

    Raises:
        NotOnRecord: there is no such person.
        NotAllowed: somebody asks for notes about themselves: they are part of their own data, without authors.
    """
    row = _other(unit, expert_id)
    seen(unit, row.id, "performance")
    return rows.performance_notes(unit.session, row.id)


def note(unit: Unit, expert_id: str, data: PerformanceNoteData) -> PerformanceNoteRow:
    """Note how an assignment went.

    Raises:
        NotOnRecord, NotAllowed: as above.
    """
    person = _other(unit, expert_id)
    row = _add(unit, person.id, ASSIGNMENT, data.text, grade=data.grade, action_code=data.action_code)
    unit.record("performance.noted", "expert", person.id, note=row.id)
    return row


def decide_exclusion(unit: Unit, expert_id: str, data: ExclusionData) -> PerformanceNoteRow:
    """Exclude somebody from matching for past performance, or let them in again.

    Raises:
        NotOnRecord, NotAllowed: as above.
        Conflict: that is so already.
    """
    person = _other(unit, expert_id)
    if person.excluded == data.excluded:
        raise Conflict(
            f"The person is {'excluded already' if data.excluded else 'not excluded'}.",
            "",
            "Look at the notes for the reason on record.",
        )
    person.excluded = data.excluded
    person.revision = unit.roster_changed()
    row = _add(unit, person.id, EXCLUSION if data.excluded else LIFTED, data.reason)
    unit.record("expert.excluded", "expert", person.id, excluded=data.excluded, note=row.id)
    return row


def _other(unit: Unit, expert_id: str) -> ExpertRow:
    if unit.actor.expert_id == expert_id:
        raise NotAllowed(
            "Nobody reads or writes here about their own performance.",
            "",
            f"Notes about you are part of your own data: /api/v1/experts/{expert_id}/data.",
        )
    return found(experts.expert(unit.session, expert_id), "expert", expert_id)


def _add(
    unit: Unit, expert_id: str, kind: str, text: str, *, grade: int | None = None, action_code: str | None = None
) -> PerformanceNoteRow:
    row = PerformanceNoteRow(
        id=new_id("note"),
        expert_id=expert_id,
        kind=kind,
        action_code=action_code,
        grade=grade,
        text=text,
        at=unit.now,
        by=unit.actor.account_id,
    )
    unit.session.add(row)
    unit.session.flush()
    return row

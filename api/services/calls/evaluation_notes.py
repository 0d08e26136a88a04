"""Evaluation notes: what the team writes about a person for a position, before the decision; never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from api.errors import Conflict, NotOnRecord
from api.services.calls import calls
from api.services.calls.call_states import check_state
from api.services.calls.call_terms import terms_of
from api.services.calls.taking_part import check_no_candidate, taking_part
from api.services.people.viewing import seen
from api.services.shortlists.blind import striking
from api.services.storable import Id, Said
from api.services.unit import Unit, new_id
from api.services.versions import found
from api.storage import call_shortlists, candidates
from api.storage import evaluation_notes as rows
from api.storage.paging import Part
from api.storage.tables import EvaluationNoteRow


class NoteData(BaseModel):
    """What an evaluator writes."""

    model_config = ConfigDict(extra="forbid")

    position_id: Id = Field(max_length=200)
    expert_id: Id = Field(max_length=200)
    text: Said = Field(min_length=1, max_length=10_000)
    points: int | None = Field(default=None, strict=True, ge=0, le=100)


def add(unit: Unit, call_id: str, data: NoteData) -> EvaluationNoteRow:
    """Write a note about somebody who takes part or is on a shortlist of the call.

    Raises:
        NotOnRecord: there is no such call, position or person.
        Conflict: the call is a draft or decided on, or the person is not considered for it.
        NotAllowed: the evaluator is a candidate.
    """
    row = calls.get(unit, call_id)
    check_state(unit, row, "evaluated", "published", "closed")
    check_no_candidate(unit, unit.actor, row, "evaluate")
    known = [position.id for position in terms_of(row).positions]
    if data.position_id not in known:
        raise NotOnRecord(
            f"The call has no position '{data.position_id[:80]}'.", f"It has {', '.join(known)}.", "Name one of these."
        )
    found(candidates.experts(unit.session, [data.expert_id]).get(data.expert_id), "person", data.expert_id)
    considered = taking_part(unit, call_id).ever
    if data.expert_id not in considered and not call_shortlists.proposes(unit.session, call_id, data.expert_id):
        raise Conflict(
            "The person is not considered for this call.",
            "They neither applied nor were invited, and no shortlist of the call lists them.",
            "Invite them, or make a shortlist on which they stand.",
        )
    note = EvaluationNoteRow(
        id=new_id("note"),
        call_id=call_id,
        position_id=data.position_id,
        expert_id=data.expert_id,
        text=data.text,
        points=data.points,
        at=unit.now,
        by=unit.actor.account_id,
    )
    unit.session.add(note)
    unit.session.flush()
    unit.record(
        "evaluation.noted",
        "evaluation_note",
        note.id,
        call=call_id,
        position=data.position_id,
        expert=data.expert_id,
    )
    return note


def of_call(
    unit: Unit,
    call_id: str,
    *,
    position_id: str | None,
    expert_id: str | None,
    limit: int,
    after: str | None,
    blind: bool,
) -> Part[EvaluationNoteRow]:
    """A page of a call's notes, in the order in which they were written; whose are read is noted in the log.

    Raises:
        NotOnRecord: there is no such call.
    """
    calls.get(unit, call_id)
    found_notes = rows.of_call(
        unit.session, call_id, position_id=position_id, expert_id=expert_id, limit=limit, after=after
    )
    for about in sorted({note.expert_id for note in found_notes.rows}):
        seen(unit, about, "evaluation notes", blind=blind)
    return found_notes


def struck(unit: Unit, call_id: str, notes: Sequence[EvaluationNoteRow]) -> Callable[[str], str]:
    """Strikes out of notes what those who take part in the call, and those whom they are about, are called."""
    return striking(unit, taking_part(unit, call_id).ever | {note.expert_id for note in notes})


def of_expert(unit: Unit, expert_id: str, *, limit: int, after: str | None) -> Part[EvaluationNoteRow]:
    """A page of what was written about a person, for the person: of calls that are decided on, newest first."""
    return rows.of_expert(unit.session, expert_id, limit=limit, after=after)

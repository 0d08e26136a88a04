"""What the page of a call says of the call itself: terms, states with their days, figures; nobody's id is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.services.calls import calls
from api.services.calls.call_states import PAST, WAYS
from api.services.calls.call_terms import blocking_questions, terms_of
from api.services.calls.taking_part import taking_part
from api.services.steps import steps_of
from api.services.unit import Unit
from api.services.versions import found
from api.storage import call_overviews, call_shortlists, decisions
from api.storage import calls as rows
from api.storage.tables import CallRow
from matching.entities import Call, Question


@dataclass(frozen=True)
class Reached:
    """A state that a call reached, when, and the reason where one was given."""

    step: str
    at: datetime
    reason: str | None


@dataclass(frozen=True)
class CallFacts:
    """A call as everybody who sees it may see it."""

    id: str
    state: str
    version: int
    deadline: date | None
    terms: Call
    steps: tuple[Reached, ...]
    created_at: datetime
    is_open: bool  # one may apply today

    @property
    def ways(self) -> tuple[str, ...]:
        """What can be done with it from here."""
        return tuple(WAYS[self.state])


@dataclass(frozen=True)
class MadeVersion:
    """A version of the shortlist; `people`: how many were compared, None for the whole roster."""

    id: str
    number: int
    at: datetime
    people: int | None


@dataclass(frozen=True)
class Figures:
    """What came in for a call, counted."""

    applied: int
    asked: dict[str, int]  # invitations by state
    notes: int
    versions: tuple[MadeVersion, ...]  # newest first
    questions: tuple[Question, ...]  # of a draft: what is to be answered before it is published
    decided_at: datetime | None

    @property
    def invited(self) -> int:
        """How many invitations were sent."""
        return sum(self.asked.values())


def of_office(unit: Unit, call_id: str) -> CallFacts:
    """A call in whatever state, for those who work on it.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return _facts(unit, calls.get(unit, call_id))


def of_visitor(unit: Unit, call_id: str, expert_id: str | None) -> CallFacts:
    """A call that was published, for everybody of the house; a cancelled one for whoever had a part in it.

    Raises:
        NotOnRecord: there is none with this id, or it is not for them to see.
    """
    row = rows.call(unit.session, call_id)
    seen = row is not None and (
        row.state in PAST or (row.state == "cancelled" and expert_id in taking_part(unit, call_id).ever)
    )
    return _facts(unit, found(row if seen else None, "published call", call_id))


def figures(unit: Unit, call: CallFacts) -> Figures:
    """What came in for a call."""
    decision = decisions.of_call(unit.session, call.id)
    versions = tuple(
        MadeVersion(row.id, row.number or 0, row.at, len(row.pool) if row.pool is not None else None)
        for row in reversed(call_shortlists.all_versions(unit.session, call.id))
    )
    return Figures(
        applied=call_overviews.applied(unit.session, [call.id]).get(call.id, 0),
        asked=call_overviews.invited(unit.session, [call.id]).get(call.id, {}),
        notes=call_overviews.notes(unit.session, call.id),
        versions=versions,
        questions=tuple(blocking_questions(call.terms, unit.today)) if call.state == "draft" else (),
        decided_at=decision.at if decision else None,
    )


def _facts(unit: Unit, row: CallRow) -> CallFacts:
    return CallFacts(
        id=row.id,
        state=row.state,
        version=row.version,
        deadline=row.deadline,
        terms=terms_of(row),
        steps=tuple(Reached(step.step, step.at, step.reason) for step in steps_of(unit, "call", row.id)),
        created_at=row.created_at,
        is_open=row.state == "published" and (row.deadline is None or row.deadline >= unit.today),
    )

"""A person's own part in one call: application, invitations, how the rules stand, and the result once it is decided on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.explanations import PersonExplanation
from api.services.calls.call_page import CallFacts
from api.services.calls.call_people import Asked, asked
from api.services.calls.eligibility import Gates, gates_today
from api.services.people import own_results
from api.services.unit import Unit
from api.storage import applications, decisions, invitations
from api.storage.tables import DecisionRow

CHOSEN, RESERVE, OTHERS = "chosen", "reserve", "others"
COMPARED = "compared"  # with the whole roster, without having asked for anything


@dataclass(frozen=True)
class Applied:
    """A person's application."""

    state: str  # submitted or withdrawn
    at: datetime
    withdrawn_at: datetime | None
    positions: tuple[str, ...]  # ids; none means any
    message: str | None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.state == "submitted"


@dataclass(frozen=True)
class Outcome:
    """What was decided about a person. `place` and `position_id` where they were chosen or are held in reserve."""

    kind: str  # chosen, reserve, others, compared
    position_id: str | None
    place: int | None  # in the line of the reserve, from 1
    explanation: PersonExplanation | None  # where they stand on the shortlist that was decided on


@dataclass(frozen=True)
class OwnCall:
    """A person's own part in a call."""

    expert_id: str
    application: Applied | None
    invitations: tuple[Asked, ...]  # in order of time
    standing: dict[str, Gates]  # by position, as of today; empty where it says nothing any more
    outcome: Outcome | None

    @property
    def has_part(self) -> bool:
        """Whether they ever applied or were invited."""
        return self.application is not None or bool(self.invitations)


def own_call(unit: Unit, call: CallFacts, expert_id: str) -> OwnCall:
    """What a person sees of themselves in a call; nobody else's id, rank or score is in it."""
    row = applications.application(unit.session, call.id, expert_id)
    sent = [one for one in invitations.all_of_call(unit.session, call.id) if one.expert_id == expert_id]
    applied = None
    if row is not None:
        applied = Applied(row.state, row.at, row.withdrawn_at, tuple(row.positions), row.message)
    under_way = call.is_open or (call.state == "closed" and applied is not None)
    standing = gates_today(unit, call.terms, [expert_id]).get(expert_id, {}) if under_way else {}
    took_part = applied is not None or bool(sent)
    return OwnCall(
        expert_id=expert_id,
        application=applied,
        invitations=tuple(asked(one) for one in sent),
        standing=standing,
        outcome=_outcome(unit, call, expert_id, took_part=took_part) if call.state == "decided" else None,
    )


def _outcome(unit: Unit, call: CallFacts, expert_id: str, *, took_part: bool) -> Outcome | None:
    decision = decisions.of_call(unit.session, call.id)
    if decision is None:
        return None
    stands = [one for one in own_results.results(unit, expert_id) if one.call_id == call.id]
    explained = None
    if shown := next((one for one in stands if one.shortlist_id == decision.shortlist_id), None):
        _, explained = own_results.explanation(unit, expert_id, shown.shortlist_id)
    kind, position_id, place = _place(decision, expert_id)
    if kind == OTHERS and not took_part:
        if explained is None:
            return None
        kind = COMPARED
    return Outcome(kind, position_id, place, explained)


def _place(decision: DecisionRow, expert_id: str) -> tuple[str, str | None, int | None]:
    for position_id, chosen in decision.chosen.items():
        if chosen == expert_id:
            return CHOSEN, position_id, None
    for position_id, line in decision.reserve.items():
        if expert_id in line:
            return RESERVE, position_id, line.index(expert_id) + 1
    return OTHERS, None, None

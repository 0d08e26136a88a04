"""The selection decision: taken by a team leader, from a version of the shortlist, with a reason where it departs."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.errors import NotAllowed
from api.services.calls import call_notices, calls
from api.services.calls import decision_checks as checks
from api.services.calls.call_shortlists import Version, version
from api.services.calls.call_states import check_way, go
from api.services.calls.call_terms import settings_of, terms_of
from api.services.calls.calls import Day
from api.services.calls.eligibility import failed, gates_today
from api.services.calls.invitations import check_reply_by
from api.services.calls.inviting import last_to_answer, send
from api.services.calls.reserve import order, ranked
from api.services.calls.taking_part import WAITING, TakingPart, holding, taking_part
from api.services.storable import Id, Said
from api.services.unit import COMMAND, SYSTEM, Unit, new_id
from api.services.versions import found
from api.storage import decisions as rows
from api.storage.tables import CallRow, DecisionRow
from matching.entities import MOST_POSITIONS
from matching.results import Shortlist

TIME_TO_CONFIRM = timedelta(days=7)
Known = Annotated[Id, Field(max_length=200)]


class DecisionData(BaseModel):
    """What a team leader decides."""

    model_config = ConfigDict(extra="forbid")

    shortlist: int = Field(strict=True, ge=1, le=100_000, description="number of the version that is decided on")
    chosen: dict[Known, Known | None] = Field(
        max_length=MOST_POSITIONS, description="expert by position; a position left out or null stays open"
    )
    reserve: dict[Known, Annotated[list[Known], Field(max_length=20)]] | None = Field(
        default=None, max_length=MOST_POSITIONS, description="who steps in by position, in order; else as composed"
    )
    reason: Said | None = Field(
        default=None, max_length=10_000, description="needed where the choice departs from the ranking"
    )
    reply_by: Day | None = Field(default=None, description="by when those chosen confirm; else in a week")


class Place(BaseModel):
    """One position after the decision, and who holds it now."""

    position_id: str
    chosen: str | None = Field(description="by the decision")
    holder: str | None = Field(description="who has been offered the place or has accepted it")
    state: str = Field(description="offered, accepted, or vacant")
    reserve: list[str]


def of_call(unit: Unit, call_id: str) -> DecisionRow:
    """The decision on a call.

    Raises:
        NotOnRecord: there is no such call, or it is not decided on.
    """
    calls.get(unit, call_id)
    return found(rows.of_call(unit.session, call_id), "decision on the call", call_id)


def decide(unit: Unit, call_id: str, data: DecisionData) -> DecisionRow:
    """Take the decision of the person who acts: the places are offered, and everybody who took part is told.

    Raises:
        NotOnRecord: there is no such call or version of its shortlist.
        NotAllowed: nobody in person decides, or the leader is a candidate.
        Conflict: the call is not closed, an invitation is unanswered, the version is out of date, somebody chosen is
            not on it, did not ask for the position or is not eligible, or a departure from the ranking lacks its reason.
    """
    if unit.actor in (SYSTEM, COMMAND):
        raise NotAllowed("The machine ranks; a person decides.", "", "A team leader has to sign in for this.")
    row = calls.get(unit, call_id)
    check_way(unit, row, "decide")
    kept, part = version(unit, call_id, data.shortlist), taking_part(unit, call_id)
    checks.check_four_eyes(unit, row, kept.shortlist)
    checks.check_complete(kept, part)
    chosen = {place: expert for place, expert in data.chosen.items() if expert is not None}
    checks.check_chosen(row, chosen)
    reserve = _reserve(unit, row, kept, part, chosen, data)
    checks.check_people(unit, row, kept, part, chosen, reserve)
    departs = departs_from(kept.shortlist, chosen)
    checks.check_reason(departs, data.reason)
    reply_by = data.reply_by or last_to_answer(unit, row, unit.today + TIME_TO_CONFIRM)
    check_reply_by(unit, row, reply_by)
    decision = DecisionRow(
        id=new_id("decision"),
        call_id=call_id,
        shortlist_id=kept.id,
        chosen=chosen,
        reserve=reserve,
        departs=departs,
        reason=data.reason or None,
        at=unit.now,
        by=unit.actor.account_id,
    )
    unit.session.add(decision)
    go(unit, row, "decide")
    _record(unit, decision, kept)
    for place, expert in chosen.items():
        send(unit, row, place, expert, reply_by=reply_by, offer=True)
    _tell(unit, row, part, chosen, reserve)
    return decision


def departs_from(shortlist: Shortlist, chosen: dict[str, str]) -> bool:
    """Whether a choice is another than the one that the ranking proposes."""
    return chosen != proposed(shortlist)


def proposed(shortlist: Shortlist) -> dict[str, str]:
    """Expert by position as the machine ranks: the first team; where none was composed, the first of each ranking."""
    if shortlist.teams:
        return {member.position_id: member.expert_id for member in shortlist.teams[0].members}
    first: dict[str, str] = {}
    for place in shortlist.positions:
        free = [i for i in ranked(shortlist, place.position_id) if i not in first.values()]
        if free:
            first[place.position_id] = free[0]
    return first


def places(unit: Unit, decision: DecisionRow) -> list[Place]:
    """Every position of a call that is decided on, and who holds it now."""
    part = taking_part(unit, decision.call_id)
    found_places = []
    for position in terms_of(calls.get(unit, decision.call_id)).positions:
        holder = holding(part.invited_to(position.id))
        found_places.append(
            Place(
                position_id=position.id,
                chosen=decision.chosen.get(position.id),
                holder=holder.expert_id if holder else None,
                state=("offered" if holder.state == WAITING else "accepted") if holder else "vacant",
                reserve=decision.reserve.get(position.id, []),
            )
        )
    return found_places


def _reserve(
    unit: Unit, row: CallRow, kept: Version, part: TakingPart, chosen: dict[str, str], data: DecisionData
) -> dict[str, list[str]]:
    """The reserve as the leader gave it; else as composed, without those who cannot be asked today."""
    if data.reserve is not None:
        return {place: list(dict.fromkeys(people)) for place, people in data.reserve.items() if people}
    terms, length = terms_of(row), settings_of(row).reserve
    lines = {place: order(kept.shortlist, place, chosen) for place in chosen}
    gates = gates_today(unit, terms, {expert for line in lines.values() for expert in line})
    return {
        place: [i for i in line if i in gates and not failed(gates[i][place]) and not part.absent(i, place)][:length]
        for place, line in lines.items()
    }


def _record(unit: Unit, decision: DecisionRow, kept: Version) -> None:
    unit.record(
        "selection.decided",
        "call",
        decision.call_id,
        decision=decision.id,
        shortlist=kept.id,
        number=kept.number,
        content=kept.content_hash,
        chosen=decision.chosen,
        reserve=decision.reserve,
        departs=decision.departs,
    )


def _tell(unit: Unit, row: CallRow, part: TakingPart, chosen: dict[str, str], reserve: dict[str, list[str]]) -> None:
    waiting = {expert for line in reserve.values() for expert in line}
    for expert in sorted(part.everyone - set(chosen.values())):
        call_notices.not_selected(unit, row, expert, on_reserve=expert in waiting)
    call_notices.decision_recorded(unit, row)

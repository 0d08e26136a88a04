"""The reserve: who is next for a place, and how they move up when somebody drops out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from api.services.calls.call_terms import terms_of
from api.services.calls.eligibility import failed, gates_today
from api.services.calls.inviting import last_to_answer, send
from api.services.calls.taking_part import LIVE, TakingPart, taking_part
from api.services.unit import Unit
from api.storage import decisions
from api.storage import shortlists as shortlist_rows
from api.storage.tables import CallRow, InvitationRow
from matching.results import Shortlist

UNDECIDED = ("published", "closed")


def ranked(shortlist: Shortlist, position_id: str) -> list[str]:
    """Ids of those ranked for a position, best first."""
    return [c.expert_id for place in shortlist.positions if place.position_id == position_id for c in place.candidates]


def order(shortlist: Shortlist, position_id: str, chosen: Mapping[str, str]) -> list[str]:
    """Who steps in at a position, in order, for people chosen from a shortlist.

    First the reserve that was composed for a team that these people are, as far as one person alone steps in; then the
    ranking of the position. Nobody who is chosen is in it.
    """
    listed = ranked(shortlist, position_id)
    composed: Iterable[str] = ()
    for team in shortlist.teams:
        if {m.position_id: m.expert_id for m in team.members} == dict(chosen):
            composed = next((r.steps_in for r in team.reserve if r.position_id == position_id), ())
            break
    first = [expert_id for expert_id in composed if expert_id in listed]
    return [expert_id for expert_id in dict.fromkeys([*first, *listed]) if expert_id not in chosen.values()]


def move_up(unit: Unit, row: CallRow, ended: InvitationRow) -> InvitationRow | None:
    """Invite the next of the reserve in the place of an invitation that ended; None where nobody is to be, or can be.

    Only where the call says so, and only where there is an order: that of the decision for a place that was offered,
    that of the shortlist for an invitation that was sent from one.
    """
    stands = row.state == "decided" if ended.offer else row.state in UNDECIDED
    if not row.reserve_moves_up or not stands:
        return None
    expert_id = next_in_line(unit, row, ended.position_id, _line_of(unit, row, ended), offer=ended.offer)
    if expert_id is None:
        return None
    days = max(1, (ended.reply_by.date() - ended.sent_at.date()).days)
    invitation = send(
        unit,
        row,
        ended.position_id,
        expert_id,
        reply_by=last_to_answer(unit, row, unit.today + timedelta(days=days)),
        offer=ended.offer,
        shortlist_id=ended.shortlist_id,
        replaces=ended,
    )
    unit.record(
        "reserve.moved_up",
        "invitation",
        invitation.id,
        call=row.id,
        position=ended.position_id,
        expert=expert_id,
        replaces=ended.id,
    )
    return invitation


def next_in_line(unit: Unit, row: CallRow, position_id: str, line: Collection[str], *, offer: bool) -> str | None:
    """The first of a line who can be asked now, to take part or (`offer`) to fill a place.

    Never somebody who is in the team or was asked so for the position before, who said no or withdrew, who left the
    roster, or who fails a gate today.
    """
    part = taking_part(unit, row.id)
    open_to = [expert_id for expert_id in line if _may_be_asked(part, position_id, expert_id, offer)]
    gates = gates_today(unit, terms_of(row), open_to)
    return next((i for i in open_to if i in gates and not failed(gates[i][position_id])), None)


def decided_line(unit: Unit, row: CallRow, position_id: str) -> list[str]:
    """The reserve of a position as it was decided."""
    decision = decisions.of_call(unit.session, row.id)
    return list(decision.reserve.get(position_id, [])) if decision else []


def _may_be_asked(part: TakingPart, position_id: str, expert_id: str, offer: bool) -> bool:
    alike = [row for row in part.invitations if row.offer == offer]
    asked = {row.expert_id for row in alike if row.position_id == position_id or row.state in LIVE}
    return expert_id not in asked | part.gone and not part.elsewhere(expert_id, position_id)


def _line_of(unit: Unit, row: CallRow, ended: InvitationRow) -> list[str]:
    if ended.offer:
        return decided_line(unit, row, ended.position_id)
    kept = shortlist_rows.shortlist(unit.session, ended.shortlist_id) if ended.shortlist_id else None
    if kept is None:
        return []
    shortlist = Shortlist.model_validate(kept.content)
    first = {m.position_id: m.expert_id for m in shortlist.teams[0].members} if shortlist.teams else {}
    in_team = first.get(ended.position_id) == ended.expert_id
    return order(shortlist, ended.position_id, first if in_team else {ended.position_id: ended.expert_id})

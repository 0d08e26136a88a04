"""Invitations: a person is asked for a position by a day, and says yes, no, or nothing."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.errors import Conflict, NotOnRecord
from api.services.calls import call_notices, calls
from api.services.calls.call_shortlists import listed_for, version
from api.services.calls.call_states import check_state
from api.services.calls.call_terms import terms_of
from api.services.calls.calls import Day, Reason
from api.services.calls.eligibility import CONFLICT, failed, gates_today, in_words
from api.services.calls.inviting import has_ended, last_to_answer, move, send
from api.services.calls.reserve import UNDECIDED, decided_line, move_up, next_in_line
from api.services.calls.taking_part import LIVE, taking_part
from api.services.storable import Id, Said
from api.services.unit import Unit
from api.services.versions import found
from api.storage import invitations as rows
from api.storage.paging import Part
from api.storage.tables import CallRow, InvitationRow

LONGEST = timedelta(days=366)  # that somebody may be waited for


class InvitationData(BaseModel):
    """Who is asked for what, and by when they should answer."""

    model_config = ConfigDict(extra="forbid")

    expert_id: Id = Field(max_length=200)
    position_id: Id = Field(max_length=200)
    reply_by: Day = Field(description="the last day on which to answer")
    shortlist: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="the version from which the person is taken; its order is the reserve",
    )


class Answer(BaseModel):
    """What a person answers to an invitation."""

    model_config = ConfigDict(extra="forbid")

    accept: StrictBool
    available: StrictBool = Field(default=False, description="I am available on the dates of the call")
    no_conflict: StrictBool = Field(default=False, description="I have no conflict of interest with this call")
    reason: Said | None = Field(default=None, max_length=2000)


class TakingBack(BaseModel):
    """What goes with taking an invitation back."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    next_is_invited: bool = Field(
        default=False, description="whether the reserve moves up, as if the person had declined"
    )


def get(unit: Unit, call_id: str, invitation_id: str) -> InvitationRow:
    """One invitation of a call.

    Raises:
        NotOnRecord: the call has none with this id.
    """
    row = rows.invitation(unit.session, invitation_id)
    return found(row if row and row.call_id == call_id else None, "invitation", invitation_id)


def of_call(unit: Unit, call_id: str, *, limit: int, after: str | None) -> Part[InvitationRow]:
    """A page of a call's invitations, in the order in which they were sent.

    Raises:
        NotOnRecord: there is no such call.
    """
    calls.get(unit, call_id)
    return rows.of_call(unit.session, call_id, limit=limit, after=after)


def of_expert(unit: Unit, expert_id: str, *, limit: int, after: str | None) -> Part[InvitationRow]:
    """A page of a person's invitations, newest first."""
    return rows.of_expert(unit.session, expert_id, limit=limit, after=after)


def invite(unit: Unit, call_id: str, data: InvitationData) -> InvitationRow:
    """Ask a person for a position. After the decision only its reserve can be asked, in order, for a vacant place.

    Raises:
        NotOnRecord: there is no such call, position, shortlist version or person.
        Conflict: the call, the day, or how the person stands does not allow it.
    """
    row = calls.get(unit, call_id)
    check_state(unit, row, "used to invite anybody", *UNDECIDED, "decided")
    check_reply_by(unit, row, data.reply_by)
    _check_position(row, data.position_id)
    if row.state == "decided":
        _check_turn(unit, row, data)
        return send(unit, row, data.position_id, data.expert_id, reply_by=data.reply_by, offer=True)
    _check_person(unit, row, data)
    shortlist_id = None
    if data.shortlist is not None:
        kept = version(unit, row.id, data.shortlist)
        if data.expert_id not in listed_for(kept.shortlist, data.position_id):
            raise NotOnRecord(
                f"'{data.expert_id}' is not on version {data.shortlist} of the shortlist for this position.",
                "",
                "Invite somebody who is, or leave the version out.",
            )
        shortlist_id = kept.id
    return send(unit, row, data.position_id, data.expert_id, reply_by=data.reply_by, shortlist_id=shortlist_id)


def answer(unit: Unit, expert_id: str, invitation_id: str, data: Answer) -> InvitationRow:
    """Take a person's answer; who accepted may still decline. When they decline, the reserve moves up.

    Raises:
        NotOnRecord: the person has no such invitation.
        Conflict: it cannot be answered so any more, or a declaration that goes with a yes is missing.
    """
    invitation = rows.invitation(unit.session, invitation_id)
    invitation = found(
        invitation if invitation and invitation.expert_id == expert_id else None, "invitation", invitation_id
    )
    row = calls.get(unit, invitation.call_id)
    _check_time(unit, row, invitation)
    if data.accept:
        _check_yes(unit, row, invitation, data)
    move(invitation, "accept" if data.accept else "decline")
    invitation.answered_at, invitation.reason = unit.now, data.reason
    if data.accept:
        invitation.available, invitation.no_conflict = data.available, data.no_conflict
    unit.session.flush()
    unit.record(
        "invitation.answered",
        "invitation",
        invitation.id,
        call=row.id,
        position=invitation.position_id,
        expert=expert_id,
        state=invitation.state,
    )
    if not data.accept:
        move_up(unit.by_itself(), row, invitation)  # who declines invites nobody
    return invitation


def take_back(unit: Unit, call_id: str, invitation_id: str, data: TakingBack) -> InvitationRow:
    """Take an invitation back, answered or not; the person is told.

    Raises:
        NotOnRecord: the call has no such invitation.
        Conflict: it has ended already.
    """
    row = calls.get(unit, call_id)
    invitation = get(unit, call_id, invitation_id)
    end(unit, row, invitation, data.reason)
    if data.next_is_invited:
        move_up(unit, row, invitation)
    return invitation


def end(unit: Unit, row: CallRow, invitation: InvitationRow, reason: str) -> None:
    """Take one invitation back and tell the person.

    Raises:
        Conflict: it has ended already.
    """
    move(invitation, "take back")
    invitation.reason = reason
    unit.session.flush()
    call_notices.withdrawn(unit, row, invitation)
    unit.record(
        "invitation.cancelled",
        "invitation",
        invitation.id,
        call=row.id,
        position=invitation.position_id,
        expert=invitation.expert_id,
    )


def check_reply_by(unit: Unit, row: CallRow, reply_by: Day) -> None:
    """Refuse a day that leaves no time to answer, or too much: an answer after the work is of no use.

    Raises:
        Conflict: it does.
    """
    if not unit.today < reply_by <= unit.today + LONGEST:
        raise Conflict(
            "The day by which to answer cannot be used.",
            f"It is {reply_by}, today is {unit.today}.",
            "Give a day from tomorrow on, within a year.",
        )
    if reply_by > (last := last_to_answer(unit, row, reply_by)):
        raise Conflict(
            "The day by which to answer cannot be used.",
            f"It is {reply_by}, the work ends on {last}.",
            "Give a day up to the end of the work.",
        )


def _check_position(row: CallRow, position_id: str) -> None:
    known = [position.id for position in terms_of(row).positions]
    if position_id not in known:
        raise NotOnRecord(
            f"The call has no position '{position_id[:80]}'.", f"It has {', '.join(known)}.", "Name one of these."
        )


def _check_person(unit: Unit, row: CallRow, data: InvitationData) -> None:
    part = taking_part(unit, row.id)
    if any(one.expert_id == data.expert_id and one.state in LIVE for one in part.invited_to(data.position_id)):
        raise Conflict("The person is invited to this position already.", "", "Wait for the answer, or take it back.")
    gates = gates_today(unit, terms_of(row), [data.expert_id])
    met = found(gates.get(data.expert_id), "person", data.expert_id)[data.position_id]
    if against := failed(met):
        raise Conflict(
            "The person cannot be invited to this position.",
            f"{in_words(against)}.",
            "Invite somebody who is eligible, or correct the profile if it is wrong.",
        )


def _check_turn(unit: Unit, row: CallRow, data: InvitationData) -> None:
    if any(one.offer and one.state in LIVE for one in taking_part(unit, row.id).invited_to(data.position_id)):
        raise Conflict("The place is not free.", "It was offered to somebody.", "Wait for the answer, or take it back.")
    turn = next_in_line(unit, row, data.position_id, decided_line(unit, row, data.position_id), offer=True)
    if turn != data.expert_id:
        raise Conflict(
            "After the decision only the reserve can be invited, in its order.",
            f"Next is '{turn}'." if turn else "Nobody is left who can be asked.",
            "Invite whoever is next." if turn else "The place needs a call of its own.",
        )


def _check_time(unit: Unit, row: CallRow, invitation: InvitationRow) -> None:
    if (not invitation.offer and row.state not in UNDECIDED) or row.state == "cancelled":
        raise Conflict(
            "The invitation cannot be answered any more.", f"The call is {row.state}.", "Write to the office."
        )
    if invitation.state == "sent" and has_ended(invitation, unit.today):
        raise Conflict(
            "The time to answer has ended.",
            f"It ended on {invitation.reply_by.date()}.",
            "Write to the office if you still wish to take part.",
        )


def _check_yes(unit: Unit, row: CallRow, invitation: InvitationRow, data: Answer) -> None:
    missing = [name for name in ("available", "no_conflict") if not getattr(data, name)]
    if missing:
        raise Conflict(
            "One accepts with both declarations: available on the dates, and without a conflict of interest.",
            f"Missing: {' and '.join(missing)}.",
            "Declare it if it is so; if it is not, decline.",
        )
    gates = gates_today(unit, terms_of(row), [invitation.expert_id])
    met = gates[invitation.expert_id][invitation.position_id]
    against = [gate for gate in failed(met) if gate.name in {CONFLICT, "consent"}]
    if against:
        raise Conflict(
            "You cannot accept as your profile stands.",
            f"{in_words(against)}.",
            "Correct your profile if it is wrong, or decline.",
        )

"""One invitation, sent and moved from state to state; who is invited and why is decided elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Literal

from api.errors import Conflict
from api.services.calls import call_notices
from api.services.calls.call_terms import terms_of
from api.services.unit import Unit, new_id
from api.storage.tables import CallRow, InvitationRow

Way = Literal["accept", "decline", "expire", "take back"]

WAYS: dict[str, dict[Way, str]] = {
    "sent": {"accept": "accepted", "decline": "declined", "expire": "expired", "take back": "cancelled"},
    "accepted": {"decline": "declined", "take back": "cancelled"},
    "declined": {},
    "expired": {},
    "cancelled": {},
}


def end_of(day: date) -> datetime:
    """The last second of a day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def has_ended(invitation: InvitationRow, today: date) -> bool:
    """Whether the last day on which to answer has passed."""
    return invitation.reply_by.date() < today


def last_to_answer(unit: Unit, row: CallRow, wanted: date) -> date:
    """The day wanted, or the last one of the work where that is still to come and earlier."""
    window = terms_of(row).window
    return min(wanted, window[1]) if window and window[1] > unit.today else wanted


def send(
    unit: Unit,
    row: CallRow,
    position_id: str,
    expert_id: str,
    *,
    reply_by: date,
    offer: bool = False,
    shortlist_id: str | None = None,
    replaces: InvitationRow | None = None,
) -> InvitationRow:
    """Ask a person, and put the letter into the queue.

    Args:
        reply_by: the last day on which to answer.
        offer: the place itself, after the decision.
        shortlist_id: the shortlist whose order the reserve follows.
        replaces: the invitation that ended, where the reserve moves up.
    """
    invitation = InvitationRow(
        id=new_id("invitation"),
        call_id=row.id,
        position_id=position_id,
        expert_id=expert_id,
        state="sent",
        offer=offer,
        shortlist_id=shortlist_id,
        from_reserve=replaces is not None,
        replaces=replaces.id if replaces else None,
        sent_at=unit.now,
        reply_by=end_of(reply_by),
        by=unit.actor.account_id,
    )
    unit.session.add(invitation)
    unit.session.flush()
    call_notices.invited(unit, row, invitation, _letter(invitation))
    unit.record(
        "invitation.sent",
        "invitation",
        invitation.id,
        call=row.id,
        position=position_id,
        expert=expert_id,
        offer=offer,
        from_reserve=invitation.from_reserve,
    )
    return invitation


def move(invitation: InvitationRow, way: Way) -> None:
    """Take an invitation one way on.

    Raises:
        Conflict: no such way starts where it stands; the message names the state.
    """
    state = WAYS[invitation.state].get(way)
    if state is None:
        ways = ", ".join(WAYS[invitation.state])
        raise Conflict(
            f"One cannot {way} this invitation.",
            f"It is {invitation.state}.",
            f"From here one can: {ways}." if ways else "Nothing leads on from here.",
        )
    invitation.state = state


def _letter(invitation: InvitationRow) -> str:
    if not invitation.offer:
        return "invitation"
    return "reserve_moved_up" if invitation.from_reserve else "selected"

"""What people are told about a call, as facts put into the queue of notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from api.exports.labels import call_title
from api.notices.lines import breaks, one_line
from api.services.calls.call_terms import terms_of
from api.services.notices.notices_queue import queue
from api.services.unit import Unit
from api.storage import notices_queue
from api.storage.accounts import account
from api.storage.tables import ApplicationRow, CallRow, InvitationRow
from matching.entities import Call, Position


def position_of(terms: Call, position_id: str) -> Position:
    """The position of this id, which the terms have."""
    return next(position for position in terms.positions if position.id == position_id)


def position_name(position: Position) -> str:
    """A position as it is called in a letter."""
    return _line(position.title or "") or _line(position.id) or "1"


def published(unit: Unit, row: CallRow, expert_ids: Iterable[str]) -> None:
    """Tell people that a call is open."""
    terms = terms_of(row)
    facts = _about(row, terms) | _dates(terms) | {"country": terms.country, "apply_by": _iso(row.deadline)}
    facts["positions"] = [position_name(position) for position in terms.positions]
    for expert_id in expert_ids:
        queue(unit, "call_published", subject_id=row.id, facts=facts, expert_id=expert_id)


def applied(unit: Unit, row: CallRow, application: ApplicationRow) -> None:
    """Tell a person that their application has come in."""
    terms = terms_of(row)
    facts = _about(row, terms) | {"received_on": _iso(unit.today)}
    if len(application.positions) == 1:
        facts["position"] = position_name(position_of(terms, application.positions[0]))
    queue(unit, "application_received", subject_id=row.id, facts=facts, expert_id=application.expert_id)


def invited(unit: Unit, row: CallRow, invitation: InvitationRow, kind: str) -> None:
    """Tell a person what is asked of them and by when.

    Args:
        kind: "invitation", "invitation_reminder", "reserve_moved_up" or "selected".
    """
    terms = terms_of(row)
    position = position_of(terms, invitation.position_id)
    facts = _about(row, terms) | _dates(terms) | _place(position, invitation)
    facts |= {"country": terms.country, "days": position.days}
    queue(unit, kind, subject_id=row.id, facts=facts, expert_id=invitation.expert_id)


def expired(unit: Unit, row: CallRow, invitation: InvitationRow) -> None:
    """Tell a person that their time to answer has ended."""
    terms = terms_of(row)
    facts = _about(row, terms) | _place(position_of(terms, invitation.position_id), invitation)
    queue(unit, "invitation_expired", subject_id=row.id, facts=facts, expert_id=invitation.expert_id)


def withdrawn(unit: Unit, row: CallRow, invitation: InvitationRow) -> None:
    """Tell a person that their invitation was taken back."""
    terms = terms_of(row)
    facts = _about(row, terms) | {"position": position_name(position_of(terms, invitation.position_id))}
    queue(unit, "invitation_withdrawn", subject_id=row.id, facts=facts, expert_id=invitation.expert_id)


def not_selected(unit: Unit, row: CallRow, expert_id: str, *, on_reserve: bool) -> None:
    """Tell somebody who took part that another was chosen, and whether they are on the reserve list."""
    kind = "on_reserve_list" if on_reserve else "application_declined_or_not_selected"
    queue(unit, kind, subject_id=row.id, facts=_about(row, terms_of(row)), expert_id=expert_id)


def cancelled(unit: Unit, row: CallRow, expert_ids: Iterable[str]) -> None:
    """Tell those who took part that a call was given up."""
    facts = _about(row, terms_of(row))
    for expert_id in expert_ids:
        queue(unit, "call_cancelled", subject_id=row.id, facts=facts, expert_id=expert_id)


def decision_recorded(unit: Unit, row: CallRow) -> None:
    """Tell the office: the officer who drafted the call, or all officers where there is no such account any more."""
    terms = terms_of(row)
    facts = _about(row, terms) | {"decided_on": _iso(unit.today)}
    facts["positions"] = [position_name(position) for position in terms.positions]
    drafted = account(unit.session, row.created_by)
    office = [drafted.id] if drafted and drafted.active else notices_queue.active_officers(unit.session)
    for account_id in office:
        queue(unit, "decision_recorded", subject_id=row.id, facts=facts, account_id=account_id)


def _about(row: CallRow, terms: Call) -> dict[str, Any]:
    return {
        "call_title": _line(call_title(terms)) or row.id,
        "reference": _line(row.reference or "") or row.id,
        "link": f"/calls/{row.id}",
    }


def _dates(terms: Call) -> dict[str, Any]:
    starts, ends = terms.window or (None, None)
    return {"starts": _iso(starts), "ends": _iso(ends)}


def _place(position: Position, invitation: InvitationRow) -> dict[str, Any]:
    return {"position": position_name(position), "reply_by": _iso(invitation.reply_by.date())}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(text: str) -> str:
    """A text on one line, without what could not stand in a letter."""
    return "".join(c for c in one_line(text) if not breaks(c))

"""A call given up: what was under way ends, and whoever took part is told."""

from __future__ import annotations

from api.services.calls import call_notices, calls
from api.services.calls.call_states import go
from api.services.calls.inviting import move
from api.services.calls.taking_part import LIVE, taking_part
from api.services.unit import Unit
from api.storage.tables import CallRow


def cancel(unit: Unit, call_id: str, reason: str) -> CallRow:
    """Give a call up, before it is decided on.

    Raises:
        NotOnRecord: there is no such call.
        Conflict: it is decided on or cancelled already.
    """
    row = calls.get(unit, call_id)
    part = taking_part(unit, row.id)
    told = sorted(part.everyone)
    go(unit, row, "cancel", reason)
    for invitation in part.invitations:
        if invitation.state in LIVE:
            move(invitation, "take back")
    call_notices.cancelled(unit, row, told)
    unit.record("call.cancelled", "call", row.id, told=len(told))
    return row

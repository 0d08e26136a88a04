"""Places and turns that an erased person held: they go to the reserve, as if the person had declined."""

from __future__ import annotations

from api.services.calls import calls
from api.services.calls.inviting import move
from api.services.calls.reserve import move_up
from api.services.unit import Unit
from api.storage.erasure_others import live_invitations
from api.storage.tables import InvitationRow


def give_up(unit: Unit, expert_id: str) -> list[InvitationRow]:
    """End a person's invitations and offers, all of them first, and let the reserve of each move up.

    Returns:
        the invitations that were sent instead.
    """
    ended = live_invitations(unit.session, expert_id)
    for invitation in ended:
        move(invitation, "decline")
        unit.record(
            "invitation.cancelled",
            "invitation",
            invitation.id,
            call=invitation.call_id,
            position=invitation.position_id,
            expert=expert_id,
        )
    unit.session.flush()
    itself = unit.by_itself()  # who is erased invites nobody
    sent = [move_up(itself, calls.get(unit, invitation.call_id), invitation) for invitation in ended]
    return [invitation for invitation in sent if invitation is not None]

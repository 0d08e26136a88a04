"""What an expert does with a call from its page: apply, take that back, answer an invitation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.services.calls import applications, call_page, invitations
from api.services.calls.applications import ApplicationData
from api.services.calls.invitations import Answer
from api.services.storable import Id
from api.services.unit import Unit
from api.web.calls.access import At, ExpertId, Oneself
from api.web.calls.showing import answer
from api.web.sent import Missing, NotFilled, Sent, SentForm, in_unit

router = APIRouter(include_in_schema=False)
InvitationId = Annotated[Id, Path(max_length=100)]
DECLARATIONS = ("available", "no_conflict")


@router.post("/calls/{id}/applications/{expert_id}")
def apply(permit: Oneself, at: At, expert_id: ExpertId, sent: SentForm) -> Response:
    """Apply, or say the application anew, with both declarations."""

    def use(unit: Unit) -> None:
        if call_page.of_visitor(unit, at.call_id, expert_id).is_open:
            _check_declared(sent)  # where nobody can apply any more, that is said first
        data = {
            "available": sent.ticked("available"),
            "no_conflict": sent.ticked("no_conflict"),
            "positions": list(sent.several.get("positions", ())),
            "message": sent.text("message"),
        }
        applications.apply(unit, at.call_id, expert_id, ApplicationData.model_validate(data))

    return answer(permit, at, sent, "apply", "changed" if sent.ticked("again") else "applied", in_unit(permit, use))


@router.post("/calls/{id}/applications/{expert_id}/withdraw")
def withdraw(permit: Oneself, at: At, expert_id: ExpertId, sent: SentForm) -> Response:
    """Take an application back while the call is open."""
    use = in_unit(permit, lambda unit: applications.withdraw(unit, at.call_id, expert_id))
    return answer(permit, at, sent, "withdraw", "withdrawn", use)


@router.post("/calls/{id}/invitations/{invitation_id}/{expert_id}")
def reply(permit: Oneself, at: At, invitation_id: InvitationId, expert_id: ExpertId, sent: SentForm) -> Response:
    """Accept an invitation or an offer with both declarations, or decline it."""
    said = sent.text("answer")
    accepts = said == "accept"

    def use(unit: Unit) -> None:
        call_page.of_visitor(unit, at.call_id, expert_id)
        if said not in ("accept", "decline"):
            raise NotFilled(Missing("answer", "problem.answer"))
        if accepts:
            _check_declared(sent)
        data = {
            "accept": accepts,
            "available": accepts and sent.ticked("available"),
            "no_conflict": accepts and sent.ticked("no_conflict"),
            "reason": sent.text("reason"),
        }
        invitations.answer(unit, expert_id, invitation_id, Answer.model_validate(data))

    return answer(
        permit, at, sent, f"answer-{invitation_id}", "accepted" if accepts else "declined", in_unit(permit, use)
    )


def _check_declared(sent: Sent) -> None:
    missing = [name for name in DECLARATIONS if not sent.ticked(name)]
    if missing:
        raise NotFilled(*(Missing(name, f"problem.{name}") for name in missing))

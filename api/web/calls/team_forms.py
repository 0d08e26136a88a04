"""What the team does with a call from its page; each form is one use case, and leads back to the page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.services.calls import call_choices, call_shortlists, calls, cancelling, decisions, invitations
from api.services.calls.call_page import of_office
from api.services.calls.calls import CallChange, Cancellation, Publication
from api.services.calls.decision_checks import SHORTEST_REASON
from api.services.calls.decisions import DecisionData
from api.services.calls.invitations import InvitationData, TakingBack
from api.services.storable import as_seen
from api.services.unit import Unit
from api.web.calls.access import At, Leader, Officer, OfficerPersonal, OfTeam
from api.web.calls.showing import answer
from api.web.sent import Missing, NotFilled, Sent, SentForm, in_unit

router = APIRouter(include_in_schema=False)


@router.post("/calls/{id}/deadline")
def set_deadline(permit: Officer, at: At, sent: SentForm) -> Response:
    """The last day on which one may apply to a draft."""

    def use(unit: Unit) -> None:
        row = calls.get(unit, at.call_id)
        kept = {"activity_id": row.activity_id, "reserve_moves_up": row.reserve_moves_up}
        change = CallChange.model_validate(
            {"call": of_office(unit, at.call_id).terms, "deadline": _needed(sent, "deadline"), **kept}
        )
        calls.change(unit, at.call_id, change, sent.number("version"))

    return answer(permit, at, sent, "deadline", "deadline", in_unit(permit, use))


@router.post("/calls/{id}/publish")
def publish(permit: Officer, at: At, sent: SentForm) -> Response:
    """Open a draft to applications."""

    def use(unit: Unit) -> None:
        data = Publication(anyway=sent.text("anyway"), announce=sent.ticked("announce"))
        calls.publish(unit, at.call_id, data, sent.number("version"))

    return answer(permit, at, sent, "publish", "published", in_unit(permit, use))


@router.post("/calls/{id}/close")
def close(permit: Officer, at: At, sent: SentForm) -> Response:
    """End the applications before the deadline."""
    use = in_unit(permit, lambda unit: calls.close(unit, at.call_id))
    return answer(permit, at, sent, "close", "closed", use)


@router.post("/calls/{id}/cancel")
def cancel(permit: OfTeam, at: At, sent: SentForm) -> Response:
    """Give a call up, with the reason."""

    def use(unit: Unit) -> None:
        calls.get(unit, at.call_id)
        cancelling.cancel(unit, at.call_id, Cancellation(reason=_needed(sent, "reason")).reason)

    return answer(permit, at, sent, "cancel", "cancelled", in_unit(permit, use))


@router.post("/calls/{id}/shortlists")
def make_shortlist(permit: OfficerPersonal, at: At, sent: SentForm) -> Response:
    """Make the next version of the shortlist; the machine compares outside any transaction."""

    def act() -> None:
        pool: call_shortlists.Pool = "roster" if sent.text("pool") == "roster" else "applied"
        call_shortlists.make(permit.office, permit.actor, at.call_id, pool)

    return answer(permit, at, sent, "shortlist", "listed", act)


@router.post("/calls/{id}/invitations")
def invite(permit: Officer, at: At, sent: SentForm) -> Response:
    """Ask a person for a position; after the decision the next of the reserve."""
    place = sent.values.get("position_id", "")

    def use(unit: Unit) -> None:
        calls.get(unit, at.call_id)
        person, by = _needed(sent, "expert_id"), _needed(sent, "reply_by")
        listed = call_choices.version_listing(unit, at.call_id, place, person)
        data = {"expert_id": person, "position_id": place, "reply_by": by, "shortlist": listed}
        invitations.invite(unit, at.call_id, InvitationData.model_validate(data))

    return answer(permit, at, sent, f"invite-{place}", "invited", in_unit(permit, use))


@router.post("/calls/{id}/take-back")
def take_back(permit: Officer, at: At, sent: SentForm) -> Response:
    """Take an invitation back, with the reason, which the person can read."""

    def use(unit: Unit) -> None:
        calls.get(unit, at.call_id)
        invitation = _needed(sent, "invitation")
        data = TakingBack(reason=_needed(sent, "reason"), next_is_invited=sent.ticked("next_is_invited"))
        invitations.take_back(unit, at.call_id, invitation, data)

    return answer(permit, at, sent, "take-back", "taken_back", in_unit(permit, use))


@router.post("/calls/{id}/decision")
def decide(permit: Leader, at: At, sent: SentForm) -> Response:
    """The machine ranks; a person decides, with a reason where the choice departs from the ranking."""

    def use(unit: Unit) -> None:
        places = [position.id for position in of_office(unit, at.call_id).terms.positions]
        chosen = {place: sent.text(f"chosen-{number}") for number, place in enumerate(places, start=1)}
        data = DecisionData.model_validate(
            {
                "shortlist": sent.number("shortlist"),
                "chosen": chosen,
                "reason": sent.text("reason"),
                "reply_by": sent.text("reply_by"),
            }
        )
        _check_reason(unit, at.call_id, data)
        decisions.decide(unit, at.call_id, data)

    return answer(permit, at, sent, "decide", "decided", in_unit(permit, use))


def _check_reason(unit: Unit, call_id: str, data: DecisionData) -> None:
    """Ask for a missing reason beside its field; whatever else stands in the way the use case says."""
    kept = call_shortlists.version(unit, call_id, data.shortlist).shortlist
    chosen = {place: expert for place, expert in data.chosen.items() if expert}
    if chosen and decisions.departs_from(kept, chosen) and len(as_seen(data.reason or "")) < SHORTEST_REASON:
        raise NotFilled(Missing("reason", "problem.reason_needed", {"least": SHORTEST_REASON}))


def _needed(sent: Sent, name: str) -> str:
    value = sent.text(name)
    if value is None:
        raise NotFilled(Missing(name))
    return value

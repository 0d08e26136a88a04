"""How a selection came about, for its record: from the request on, version by version, asked and answered."""

from __future__ import annotations

from collections.abc import Callable

from api.exports.selection_record import Asking, Chosen, MadeVersion, Place, Step
from api.services.calls.people_on_paper import account_on_paper
from api.services.calls.taking_part import ACCEPTED, holding
from api.services.steps import steps_of
from api.services.unit import Unit
from api.storage import actions, activities, call_shortlists, requests
from api.storage.tables import ActionRow, CallRow, InvitationRow, RequestRow

Person = Callable[[str], Chosen]
IN_WORDS = {  # of states that do not read as a step
    ("request", "eligible"): "request found eligible",
    ("request", "not_eligible"): "request found not eligible",
    ("request", "relevant"): "request found relevant",
    ("request", "not_relevant"): "request found not relevant",
    ("request", "action"): "request led on to an action",
    ("action", "open"): "action opened",
}


def origin(unit: Unit, row: CallRow) -> tuple[RequestRow | None, ActionRow | None]:
    """The request and the action from which a call comes, as far as they are on record."""
    activity = activities.activity(unit.session, row.activity_id) if row.activity_id else None
    action = actions.action(unit.session, activity.action_id) if activity else None
    request = requests.request(unit.session, action.request_id) if action and action.request_id else None
    return request, action


def story_of_steps(unit: Unit, row: CallRow) -> tuple[Step, ...]:
    """The steps of request, action and call, in order of time."""
    request, action = origin(unit, row)
    subjects = [("request", request), ("action", action), ("call", row)]
    told = [
        Step(
            name=IN_WORDS.get((kind, step.step), f"{kind} {step.step.replace('_', ' ')}"),
            at=step.at,
            by=account_on_paper(unit, step.by),
            reason=step.reason,
        )
        for kind, subject in subjects
        if subject is not None
        for step in steps_of(unit, kind, subject.id)
    ]
    told.append(Step(name="call drafted", at=row.created_at, by=account_on_paper(unit, row.created_by)))
    # of what happened at the same moment a call is drafted before it is published
    return tuple(sorted(told, key=lambda step: (step.at, step.name.startswith("call") and step.name != "call drafted")))


def versions(unit: Unit, call_id: str) -> tuple[MadeVersion, ...]:
    """Every version of the call's shortlist."""
    return tuple(
        MadeVersion(
            number=row.number or 0,
            at=row.at,
            by=account_on_paper(unit, row.by),
            compared=len(row.pool) if row.pool is not None else int(row.summary.get("people", 0)),
            whole_roster=row.pool is None,
            run_id=row.run_id,
            content_hash=row.content_hash,
            redacted_at=row.redacted_at,
        )
        for row in call_shortlists.all_versions(unit.session, call_id)
    )


def askings(unit: Unit, invitations: tuple[InvitationRow, ...], person: Person) -> tuple[Asking, ...]:
    """Every invitation and offer with its answer; `person` gives somebody with or without their name."""
    asked = {row.id: row.expert_id for row in invitations}
    return tuple(
        Asking.model_validate(
            {
                "position_id": row.position_id,
                "person": person(row.expert_id),
                "offer": row.offer,
                "at": row.sent_at,
                "by": account_on_paper(unit, row.by),
                "reply_by": row.reply_by.date(),
                "state": row.state,
                "answered_at": row.answered_at,
                "from_reserve": row.from_reserve,
                "instead_of": person(asked[row.replaces]) if row.replaces in asked else None,
            }
        )
        for row in invitations
    )


def place(invitations: tuple[InvitationRow, ...], position_id: str, person: Person) -> Place | None:
    """Who holds a place; None where no offer of it is on record."""
    offers = [row for row in invitations if row.offer and row.position_id == position_id]
    if not offers:
        return None
    holder = holding(offers)
    if holder is None:
        return Place(person=None)
    asked = {row.id: row.expert_id for row in offers}
    before = asked.get(holder.replaces or "")
    return Place(
        person=person(holder.expert_id),
        accepted=holder.state == ACCEPTED,
        instead_of=person(before) if before else None,
    )

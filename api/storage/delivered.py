"""Who carried out actions, in the database: places that were accepted, and assignments that a profile names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from api.storage.tables import ActivityRow, CallRow, ExpertRow, InvitationRow

AT_ONCE = 200  # codes or ids in one question


def accepted(session: Session, action_ids: Collection[str]) -> list[tuple[str, str, str | None]]:
    """Each place of these actions that somebody accepted: the action, the expert, and the position's title."""
    found = []
    for ids in _portions(action_ids):
        question = (
            select(ActivityRow.action_id, InvitationRow, CallRow.terms)
            .join(CallRow, CallRow.activity_id == ActivityRow.id)
            .join(InvitationRow, InvitationRow.call_id == CallRow.id)
            .where(ActivityRow.action_id.in_(ids), InvitationRow.offer.is_(True), InvitationRow.state == "accepted")
            .order_by(ActivityRow.action_id, InvitationRow.sent_at, InvitationRow.id)
        )
        for action_id, invitation, terms in session.execute(question):
            found.append((action_id, invitation.expert_id, _title(terms, invitation.position_id)))
    return found


def named_in_profiles(session: Session, codes: Collection[str]) -> list[tuple[str, str]]:
    """Each assignment on record in a profile for an action with one of these codes: the code and the expert."""
    found = []
    for some in _portions(codes):
        question = select(ExpertRow).where(_names_one(session, some)).order_by(ExpertRow.id)
        for person in session.scalars(question):
            said = {mission.get("action") for mission in person.profile.get("missions", ())}
            found += [(code, person.id) for code in some if code in said]
    return found


def _names_one(session: Session, codes: list[str]) -> Any:
    if session.get_bind().dialect.name == "postgresql":
        kept = [literal({"missions": [{"action": code}]}, JSONB) for code in codes]
        return or_(*(ExpertRow.profile.op("@>")(one) for one in kept))
    item = func.json_each(ExpertRow.profile, "$.missions").table_valued("value", joins_implicitly=True)
    return exists(select(1).select_from(item).where(func.json_extract(item.c.value, "$.action").in_(codes)))


def _title(terms: dict[str, Any], position_id: str) -> str | None:
    titles = (one.get("title") for one in terms.get("positions", ()) if one.get("id") == position_id)
    return next(titles, None) or None


def _portions(given: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(set(given))
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))

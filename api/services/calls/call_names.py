"""Names of the people of a call, put to what is shown; that they were looked at is written down."""

from __future__ import annotations

from collections.abc import Collection

from api.services.people.viewing import roles_of
from api.services.unit import Unit
from api.storage.identities import names_of


def names_for(unit: Unit, call_id: str, expert_ids: Collection[str]) -> dict[str, str]:
    """The names of these people, by id, as far as they are known."""
    names = names_of(unit.session, set(expert_ids))
    unit.record("personal.viewed", "call", call_id, part="names", people=len(names), roles=roles_of(unit))
    return names

"""The people of the office as they stand on a document: by role and name."""

from __future__ import annotations

from api.exports.long_list import Account
from api.services.unit import COMMAND, SYSTEM, Unit
from api.storage.accounts import account

IN_CHARGE = ("team_leader", "action_officer", "auditor", "business_development", "administrator", "steering", "expert")
ITSELF = {SYSTEM.account_id: "the service", COMMAND.account_id: "a command on the machine"}  # acts without an account


def account_on_paper(unit: Unit, account_id: str, *, acted_as: str | None = None) -> Account:
    """An account with its name where it is still held.

    Args:
        acted_as: the role in which it acted; the first of those it holds where that is not known.
    """
    if account_id in ITSELF:
        return Account(id=None, role=ITSELF[account_id])
    row = account(unit.session, account_id)
    held = row.roles if row else []
    otherwise = "no longer there" if row is None else "no role"
    role = acted_as or next((role for role in IN_CHARGE if role in held), otherwise)
    return Account(id=account_id, role=role, name=row.name if row else None)

"""Tokens of programs: in the name of an account, limited in what and for how long."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.auth.addresses import Line
from api.auth.roles import Scope
from api.auth.signing import plain_hash
from api.errors import Conflict, NotOnRecord
from api.services.unit import Unit, new_id
from api.services.versions import found
from api.storage import accounts as rows
from api.storage.tables import TokenRow

MARK = "expertmatch_"  # by which tools that look for secrets in texts know one of ours
MOST = 50  # that hold at the same time, of one account


def _once(scopes: list[Scope]) -> list[Scope]:
    if len(set(scopes)) < len(scopes):
        raise ValueError("a scope is named twice")
    return sorted(scopes)


class TokenData(BaseModel):
    """What a token is to be for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"name": "nightly export", "scopes": ["read"], "days": 90}},
    )

    name: Annotated[Line, Field(max_length=80)] = Field(description="what it is for")
    scopes: Annotated[
        list[Scope],
        Field(min_length=1, max_length=len(Scope), json_schema_extra={"uniqueItems": True}),
        AfterValidator(_once),
    ]
    days: int = Field(ge=1, le=366, strict=True, description="how long it holds")


def make(unit: Unit, data: TokenData) -> tuple[TokenRow, str]:
    """A new token of whoever acts, and its secret, which is kept nowhere.

    Raises:
        Conflict: the account has as many as it may.
    """
    now = unit.now
    if sum(row.revoked_at is None and row.ends_at > now for row in listed(unit)) >= MOST:
        raise Conflict("The account has too many tokens.", f"It has {MOST}.", "Revoke those that are not used.")
    secret = MARK + secrets.token_urlsafe(32)
    row = TokenRow(
        id=new_id("token"), account_id=unit.actor.account_id, name=data.name, secret_hash=plain_hash(secret),
        scopes=[*data.scopes], created_at=now, ends_at=now + timedelta(days=data.days),
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.record("token.made", "token", row.id, scopes=list(row.scopes), days=data.days)
    return row, secret


def listed(unit: Unit) -> list[TokenRow]:
    """Every token of whoever acts, the newest first."""
    return rows.tokens(unit.session, unit.actor.account_id)


def revoke(unit: Unit, token_id: str) -> None:
    """A token of whoever acts holds no longer. One that was revoked before stays so.

    Raises:
        NotOnRecord: there is none with this id, or it is somebody else's.
    """
    row = found(rows.token_by_id(unit.session, token_id), "token", token_id)
    if row.account_id != unit.actor.account_id:
        raise NotOnRecord(f"No token with the id '{token_id[:80]}' is on record.", "", "Check the id.")
    _revoke(unit, row)


def revoke_all(unit: Unit, account_id: str) -> int:
    """No token of an account holds any longer; returns how many did.

    Raises:
        NotOnRecord: there is no such account.
    """
    found(rows.account(unit.session, account_id), "account", account_id)
    return sum(_revoke(unit, row) for row in rows.tokens(unit.session, account_id))


def _revoke(unit: Unit, row: TokenRow) -> bool:
    if row.revoked_at is not None:
        return False
    row.revoked_at = unit.now
    unit.record("token.revoked", "token", row.id)
    return True

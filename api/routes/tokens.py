"""Tokens of programs over HTTP. A token makes none: that is done in person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import SIGNED_IN, May, Permit
from api.auth.roles import Scope
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.secret_answers import keeps_nothing
from api.services.accounts import tokens as use
from api.services.accounts.tokens import TokenData
from api.services.storable import Id

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"])
InPerson = Annotated[Permit, Depends(May(*SIGNED_IN, in_person=True))]


class Token(BaseModel):
    """A token on record, without its secret."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class NewToken(Token):
    """A token that was just made."""

    secret: str = Field(description="send it as 'Authorization: Bearer ...'; it is shown this once and kept nowhere")


class TokenList(BaseModel):
    """Every token of an account, the newest first."""

    items: list[Token]


@router.get("", summary="Your tokens", responses=problems(401, 403))
def listed(permit: InPerson) -> TokenList:
    """Those that have ended or were revoked, too."""
    with permit.reading() as unit:
        return TokenList(items=[Token.model_validate(row) for row in use.listed(unit)])


@router.post(
    "",
    status_code=201,
    summary="Make a token",
    dependencies=[Depends(takes_json), Depends(keeps_nothing)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def make(permit: InPerson, data: TokenData) -> NewToken:
    """The answer holds the secret, which is shown this once."""
    with permit.writing() as unit:
        row, secret = use.make(unit, data)
        return NewToken(**Token.model_validate(row).model_dump(), secret=secret)


@router.delete("/{id}", status_code=204, summary="Revoke a token", responses=problems(401, 403, 404, 422))
def revoke(permit: InPerson, id: Annotated[Id, Path(max_length=200)]) -> None:
    """It holds no longer, from this moment."""
    with permit.writing() as unit:
        use.revoke(unit, id)

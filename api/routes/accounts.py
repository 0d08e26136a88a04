"""Accounts over HTTP: everybody's for the administrator, one's own for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from api.auth.access import SIGNED_IN, May, Permit
from api.auth.addresses import origin_of
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, expected_version, tag
from api.routes.secret_answers import keeps_nothing
from api.routes.session import InPerson, Secret, Sent, SessionAnswer, answer_begun
from api.services.accounts import accounts as use
from api.services.accounts import sign_in, tokens
from api.services.accounts.accounts import EXAMPLE, AccountChange, AccountData
from api.services.office_settings import Spoken
from api.services.storable import Id
from api.storage.tables import AccountRow

router = APIRouter(prefix="/api/v1", tags=["accounts"])
Administrator = Annotated[Permit, Depends(May(Role.ADMINISTRATOR, personal=True))]
Expected = Annotated[int | None, Depends(expected_version)]
AccountId = Annotated[Id, Path(max_length=200)]


class Account(BaseModel):
    """An account on record."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {"id": "account-1a2b", **EXAMPLE, "active": True, "created_at": "2026-11-16T09:00:00Z"}
        },
    )

    id: str
    email: str
    name: str
    roles: list[Role]
    language: str | None
    expert_id: str | None
    active: bool
    created_at: datetime


class NewPassword(BaseModel):
    """One's own password, changed."""

    model_config = ConfigDict(extra="forbid")

    current: Secret
    new: Secret


class OwnSettings(BaseModel):
    """What one may change of one's own account."""

    model_config = ConfigDict(extra="forbid")

    language: Spoken | None


def answer(row: AccountRow) -> Account:
    """A row in the shape of an answer."""
    return Account.model_validate(row)


@router.get("/accounts", summary="Accounts, the newest first", responses=problems(401, 403, 422))
def listed(
    permit: Administrator,
    limit: Limit = 50,
    after: After = None,
    role: Role | None = None,
    active: Annotated[bool | None, Query(description="only those that may sign in, or not")] = None,
) -> Page[Account]:
    """A page of accounts."""
    with permit.reading() as unit:
        found = use.listed(unit, role=role, active=active, limit=limit, after=after)
        return Page(items=[answer(row) for row in found.rows], next=found.next)


@router.post(
    "/accounts",
    status_code=201,
    summary="Add an account",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def add(permit: Administrator, response: Response, data: AccountData) -> Account:
    """A letter brings its owner the link that sets the first password."""
    with permit.writing() as unit:
        row, _ = use.add(unit, data)
        made = answer(row)
        tag(response, row)
    response.headers["Location"] = f"/api/v1/accounts/{made.id}"
    return made


@router.get("/accounts/{id}", summary="One account", responses=problems(401, 403, 404, 422))
def read(permit: Administrator, response: Response, id: AccountId) -> Account:
    """What is kept of an account; its ETag is needed to change it."""
    with permit.reading() as unit:
        row = use.get(unit, id)
        tag(response, row)
        return answer(row)


@router.put(
    "/accounts/{id}",
    summary="Change an account",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def change(
    permit: Administrator, response: Response, id: AccountId, data: AccountChange, expected: Expected
) -> Account:
    """Roles, address and whether it may be used. One set inactive is signed in nowhere from then on."""
    with permit.writing() as unit:
        row = use.change(unit, id, data, expected)
        tag(response, row)
        return answer(row)


@router.delete(
    "/accounts/{id}",
    status_code=204,
    summary="Remove an account",
    responses=problems(400, 401, 403, 404, 409, 412, 422, 428),
)
def remove(permit: Administrator, id: AccountId, expected: Expected) -> None:
    """With its sign-ins and tokens. Who is on the roster stays on it."""
    with permit.writing() as unit:
        use.remove(unit, id, expected)


@router.post(
    "/accounts/{id}/link",
    status_code=202,
    summary="Send the link that sets a new password",
    responses=problems(400, 401, 403, 404, 409, 422),
)
def send_link(permit: Administrator, id: AccountId) -> Sent:
    """By a letter to the address of the account; links sent before hold no longer."""
    with permit.writing() as unit:
        use.send_link(unit, id)
    return Sent(detail="A letter with a link is on its way.")


@router.delete(
    "/accounts/{id}/tokens", status_code=204, summary="Revoke every token", responses=problems(401, 403, 404, 422)
)
def revoke_tokens(permit: Administrator, id: AccountId) -> None:
    """No token of the account holds any longer."""
    with permit.writing() as unit:
        tokens.revoke_all(unit, id)


@router.put(
    "/account",
    summary="Change your own account",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 413, 415, 422),
)
def change_own(permit: Annotated[Permit, Depends(May(*SIGNED_IN))], data: OwnSettings) -> Account:
    """The language of letters."""
    with permit.writing() as unit:
        return answer(use.set_language(unit, data.language))


@router.put(
    "/account/password",
    summary="Change your own password",
    dependencies=[Depends(takes_json), Depends(keeps_nothing)],
    responses=problems(400, 401, 403, 413, 415, 422, 429),
)
def change_password(permit: InPerson, request: Request, response: Response, data: NewPassword) -> SessionAnswer:
    """Every sign-in of the account ends; this browser gets a new one."""
    begun = sign_in.change_password(
        permit.office,
        permit.actor,
        data.current.get_secret_value(),
        data.new.get_secret_value(),
        origin=origin_of(request),
    )
    return answer_begun(permit, response, begun)

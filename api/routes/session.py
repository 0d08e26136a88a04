"""Signing in and out over HTTP, forgotten passwords, registration."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.auth.access import SIGNED_IN, May, Permit, anyone
from api.auth.addresses import origin_of
from api.auth.cookies import SIGN_IN, give_cookie, take_cookie
from api.auth.entrance import form_token
from api.auth.passwords import LONGEST
from api.auth.roles import Role, Scope
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.secret_answers import keeps_nothing
from api.services.accounts import links
from api.services.accounts import sign_in as use
from api.services.people import registration
from api.services.people.registration import RegistrationData
from api.services.storable import Said
from api.services.unit import Actor, Unit

router = APIRouter(prefix="/api/v1", tags=["session"])
AnyonePermit = Annotated[Permit, Depends(anyone)]
SignedIn = Annotated[Permit, Depends(May(*SIGNED_IN))]
InPerson = Annotated[Permit, Depends(May(*SIGNED_IN, in_person=True))]
Secret = Annotated[SecretStr, Field(max_length=LONGEST)]
CREDENTIALS: dict[str, Any] = {"email": "officer@example.org", "password": "four words and more"}  # nosec B105 # an example
LETTER_SENT = "Where there is an account, a letter with a link is on its way."


class Credentials(BaseModel):
    """What one signs in with."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CREDENTIALS})

    email: Annotated[str, Field(max_length=254)]
    password: Secret


class Who(BaseModel):
    """Whose account it is."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    email: str
    name: str
    language: str | None
    expert_id: str | None


class SessionAnswer(BaseModel):
    """Who is signed in, and what they may do."""

    account: Who
    roles: list[Role]
    scopes: list[Scope] = Field(description="what a token may do; all of them for whoever signed in")
    form_token: str | None = Field(description="send it as X-CSRF-Token with every change; null for a token")
    ends_at: datetime | None = Field(description="when one has to sign in again; null for a token")


class PasswordByLink(BaseModel):
    """A password set by a one-time link."""

    model_config = ConfigDict(extra="forbid")

    secret: Annotated[str, Field(min_length=1, max_length=200, description="the last part of the link")]
    password: Secret
    consent: Said | None = Field(
        default=None,
        min_length=1,
        max_length=40,
        description="the version of the privacy notice that an expert agrees to",
    )


class LinkRequest(BaseModel):
    """Whose password was forgotten."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=254)]


class Sent(BaseModel):
    """That a letter is on its way, if anybody is there to get it."""

    detail: str = LETTER_SENT


@router.post(
    "/session",
    summary="Sign in",
    dependencies=[Depends(takes_json), Depends(keeps_nothing)],
    responses=problems(400, 401, 403, 413, 415, 422, 429),
)
def sign_in(permit: AnyonePermit, request: Request, response: Response, data: Credentials) -> SessionAnswer:
    """Gives a cookie that scripts cannot read, and the form token to send with changes."""
    begun = use.sign_in(
        permit.office, data.email, data.password.get_secret_value(), origin=origin_of(request), before=permit.actor
    )
    return answer_begun(permit, response, begun)


@router.get("/session", summary="Who is signed in", responses=problems(401, 403))
def read(permit: SignedIn) -> SessionAnswer:
    """The account, its roles, and the form token of this sign-in."""
    with permit.reading() as unit:
        return _answer(unit, permit.actor)


@router.delete("/session", status_code=204, summary="Sign out", responses=problems(401, 403, 422))
def sign_out(
    permit: InPerson,
    response: Response,
    everywhere: Annotated[bool, Query(description="end every sign-in of the account")] = False,
) -> None:
    """This sign-in ends, or every one of the account."""
    with permit.writing() as unit:
        use.sign_out(unit, everywhere=everywhere)
    take_cookie(permit.office.settings, response, SIGN_IN)


@router.post(
    "/password-links",
    status_code=202,
    summary="Ask for a link to set a new password",
    dependencies=[Depends(takes_json), Depends(keeps_nothing)],
    responses=problems(400, 401, 403, 413, 415, 422, 429),
)
def ask_for_link(permit: AnyonePermit, request: Request, data: LinkRequest) -> Sent:
    """The answer is the same whether or not there is such an account."""
    links.send_link(permit.office, data.email, origin=origin_of(request))
    return Sent()


@router.post(
    "/passwords",
    status_code=204,
    summary="Set a password by a one-time link",
    dependencies=[Depends(takes_json), Depends(keeps_nothing)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def use_link(permit: AnyonePermit, data: PasswordByLink) -> None:
    """The link holds no longer then, and every sign-in of the account ends."""
    use.use_link(permit.office, data.secret, data.password.get_secret_value(), data.consent)


@router.post(
    "/registrations",
    status_code=202,
    summary="Register as an expert, where the office allows it",
    dependencies=[Depends(takes_json), Depends(keeps_nothing)],
    responses=problems(400, 401, 403, 409, 413, 415, 422, 429),
)
def register(permit: AnyonePermit, request: Request, data: RegistrationData) -> Sent:
    """A letter with a link goes to the address; who sets a password by it has an empty profile on the roster."""
    registration.register(permit.office, data, origin=origin_of(request))
    return Sent()


def answer_begun(permit: Permit, response: Response, begun: use.Begun) -> SessionAnswer:
    """Who has just signed in, with the cookie."""
    give_cookie(permit.office.settings, response, SIGN_IN, begun.sealed, seconds=begun.seconds)
    with Permit(permit.office, begun.actor).reading() as unit:
        return _answer(unit, begun.actor)


def _answer(unit: Unit, actor: Actor) -> SessionAnswer:
    account, ends_at = use.session_of(unit)
    return SessionAnswer(
        account=Who.model_validate(account),
        roles=sorted(actor.roles),
        scopes=sorted(actor.scopes),
        form_token=form_token(unit.office, actor) if actor.sign_in else None,
        ends_at=ends_at,
    )

"""The pages of the entrance: signing in and out, passwords, one's own account, registration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import SIGNED_IN, May, Permit, anyone
from api.auth.addresses import origin_of
from api.auth.cookies import PROVIDER, SIGN_IN, cookie_name, give_cookie, take_cookie
from api.auth.passwords import LONGEST, SHORTEST
from api.auth.roles import Role
from api.errors import STATUS, InvalidRequest, invalid, status_of
from api.services.accounts import links, provider_sign_in
from api.services.accounts import sign_in as use
from api.services.people import registration
from api.services.people.consents import notice
from api.services.people.registration import RegistrationData
from api.speech.speech import Speech, speech
from api.web.rendering import page
from api.web.viewer import viewer_of
from matching.errors import MatchingError

router = APIRouter(include_in_schema=False)
Anyone = Annotated[Permit, Depends(anyone)]
InPerson = Annotated[Permit, Depends(May(*SIGNED_IN, in_person=True))]
Secret = Annotated[str, Path(max_length=200)]
LONGEST_AFTER = 500  # characters of the address of a page that one goes on to
START, ACCOUNT = "/", "/account"  # the first leads everybody to where their work is


async def _form(request: Request) -> Mapping[str, str]:
    """The words of a small form."""
    form = await request.form(max_files=0, max_fields=32, max_part_size=100_000)
    return {name: value[:4000] for name, value in form.items() if isinstance(value, str)}


Form = Annotated[Mapping[str, str], Depends(_form)]


@router.get("/sign-in")
def sign_in_page(permit: Anyone, after: Annotated[str, Query(max_length=LONGEST_AFTER)] = "") -> HTMLResponse:
    """The form, and the way to the identity provider where there is one."""
    return _page(permit, "sign_in.html", after=_local(after), email="")


@router.post("/sign-in")
def sign_in(permit: Anyone, request: Request, form: Form) -> Response:
    """Sign in and go on to where one wanted to be."""
    email, after = form.get("email", ""), _local(form.get("after", ""))
    try:
        begun = use.sign_in(
            permit.office, email[:254], form.get("password", "")[:LONGEST], origin=origin_of(request),
            before=permit.actor,
        )  # fmt: skip
    except MatchingError as error:
        return _again(permit, "sign_in.html", error, after=after, email=email)
    return _signed_in(permit, begun, after)


@router.get("/account")
def account(permit: InPerson) -> HTMLResponse:
    """Whose account it is; its password; the way out."""
    return _page(permit, "account.html", **_own(permit))


@router.post("/account/password")
def change_password(permit: InPerson, request: Request, form: Form) -> Response:
    """One's own password, changed; other browsers are signed out."""
    current, new = form.get("current", "")[:LONGEST], form.get("new", "")
    try:
        begun = use.change_password(permit.office, permit.actor, current, new, origin=origin_of(request))
    except MatchingError as error:
        return _again(permit, "account.html", error, **_own(permit))
    return _signed_in(permit, begun, ACCOUNT)


@router.post("/sign-out")
def sign_out(permit: InPerson, form: Form) -> Response:
    """End this sign-in, or every one of the account."""
    with permit.writing() as unit:
        use.sign_out(unit, everywhere=bool(form.get("everywhere")))
    response = RedirectResponse("/sign-in", status_code=303)
    take_cookie(permit.office.settings, response, SIGN_IN)
    return response


@router.get("/forgotten-password")
def forgotten_page(permit: Anyone) -> HTMLResponse:
    """The form that asks for a link."""
    return _page(permit, "forgotten_password.html", sent=False)


@router.post("/forgotten-password")
def forgotten(permit: Anyone, request: Request, form: Form) -> Response:
    """A letter with a link is on its way, if there is such an account."""
    try:
        links.send_link(permit.office, form.get("email", "")[:254], origin=origin_of(request))
    except MatchingError as error:
        return _again(permit, "forgotten_password.html", error, sent=False)
    return _page(permit, "forgotten_password.html", sent=True)


@router.get(links.LINK_PATH + "{secret}")
def password_page(permit: Anyone, secret: Secret) -> HTMLResponse:
    """The form behind a one-time link. Opening it uses nothing up: mail servers open links too."""
    return _page(permit, "new_password.html", **_of_link(permit, secret))


@router.post(links.LINK_PATH + "{secret}")
def set_password(permit: Anyone, secret: Secret, form: Form) -> Response:
    """Set the password; from then on one can sign in with it."""
    shown = _of_link(permit, secret)
    try:
        use.use_link(permit.office, secret, form.get("password", ""), form.get("consent") or None)
    except MatchingError as error:
        return _again(permit, "new_password.html", error, **shown)
    return RedirectResponse("/sign-in", status_code=303)


@router.get("/register")
def register_page(permit: Anyone) -> HTMLResponse:
    """The form for experts who want to be on the roster."""
    return _page(permit, "register.html", sent=False, values={})


@router.post("/register")
def register(permit: Anyone, request: Request, form: Form) -> Response:
    """A letter with a link is on its way."""
    values = {name: form.get(name, "") for name in ("email", "name", "language")}
    try:
        data = RegistrationData.model_validate(values | {"language": values["language"] or None})
        registration.register(permit.office, data, origin=origin_of(request))
    except ValidationError as error:
        return _again(permit, "register.html", invalid(error), sent=False, values=values)
    except MatchingError as error:
        return _again(permit, "register.html", error, sent=False, values=values)
    return _page(permit, "register.html", sent=True, values=values)


@router.get("/sign-in/provider")
def depart(permit: Anyone, request: Request, after: Annotated[str, Query(max_length=LONGEST_AFTER)] = "") -> Response:
    """Off to the identity provider."""
    gone = provider_sign_in.depart(permit.office, _base(permit, request), _local(after))
    response = RedirectResponse(gone.address, status_code=303)
    give_cookie(permit.office.settings, response, PROVIDER, gone.sealed, seconds=provider_sign_in.HOLDS)
    return response


@router.get(provider_sign_in.CALLBACK)
def arrive(
    permit: Anyone,
    request: Request,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Back from the identity provider."""
    settings = permit.office.settings
    sealed = request.cookies.get(cookie_name(settings, PROVIDER))
    begun, after = provider_sign_in.arrive(
        permit.office, _base(permit, request), sealed=sealed, state=state, code=code, before=permit.actor
    )
    response = _signed_in(permit, begun, after)
    take_cookie(settings, response, PROVIDER)
    return response


def _signed_in(permit: Permit, begun: use.Begun, after: str) -> Response:
    response = RedirectResponse(after or START, status_code=303)
    give_cookie(permit.office.settings, response, SIGN_IN, begun.sealed, seconds=begun.seconds)
    return response


def _local(after: str) -> str:
    """A page of ours, or nothing: a link could otherwise lead from the sign-in to somebody else's copy of it."""
    plain = after.isascii() and after.isprintable() and "\\" not in after
    return after if plain and after.startswith("/") and not after.startswith("//") else ""


def _base(permit: Permit, request: Request) -> str:
    return permit.office.settings.public_url or str(request.base_url).rstrip("/")


def _own(permit: Permit) -> dict[str, Any]:
    say = _speech(permit)
    with permit.reading() as unit:
        row, ends_at = use.session_of(unit)
        roles = say.comma.join(say("role." + role) for role in row.roles)
        return {"email": row.email, "name": row.name, "roles": roles, "ends_at": ends_at,
                "has_password": row.password_hash is not None}  # fmt: skip


def _of_link(permit: Permit, secret: str) -> dict[str, Any]:
    """What the page of a one-time link shows; an expert is asked for their consent the first time."""
    with permit.reading() as unit:
        row = links.check_link(unit, secret)
        asks = row.password_hash is None and Role.EXPERT in row.roles
        return {"email": row.email, "notice": notice(unit) if asks else None, "language": row.language}


def _again(permit: Permit, template: str, error: MatchingError, **context: Any) -> HTMLResponse:
    """The form again, with what was wrong; an error that only the operator can mend goes on."""
    if not any(kind in STATUS for kind in type(error).__mro__):
        raise error
    found = [one.path.split(".")[-1] for one in error.problems] if isinstance(error, InvalidRequest) else []
    known = [name if _speech(permit).has("problem." + name) else "other" for name in found]
    response = _page(permit, template, status_of(error), error=error, problems=list(dict.fromkeys(known)), **context)
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(wait)
    return response


def _page(permit: Permit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    settings = permit.office.settings
    offers = {"provider": bool(settings.oidc_issuer), "open": settings.registration == "open", "shortest": SHORTEST}
    common: dict[str, Any] = {"error": None, "problems": [], **offers}
    return page(template, status, viewer=viewer_of(permit), say=_speech(permit), **common | context)


def _speech(permit: Permit) -> Speech:
    return speech(permit.language, "entrance")

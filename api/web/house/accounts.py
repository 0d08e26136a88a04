"""Accounts: who may come in and as what, one of them, and what the administrator does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.auth.roles import SHORT, Role
from api.errors import InvalidRequest
from api.routes.http import After
from api.services.accounts import accounts as use
from api.services.accounts import tokens
from api.services.accounts.accounts import AccountChange, AccountData
from api.services.unit import Unit
from api.speech.speech import NAMES, speech
from api.storage.tables import AccountRow
from api.web.house.access import AccountId, Administrator, Done
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer, in_unit
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE = "accounts"
SHOWN = 50
DONE = ("added", "changed", "link", "shut", "opened", "tokens", "removed")
InUse = Annotated[Literal["", "yes", "no"], Query()]
Wanted = Annotated[Role | Literal[""], Query()]


@router.get("/accounts")
def listed(
    permit: Administrator, role: Wanted = "", active: InUse = "", after: After = None, done: Done = ""
) -> HTMLResponse:
    """Accounts, the newest first, and the form for another one."""
    return _list(permit, role=role, active=active, after=after, done=done)


@router.post("/accounts")
def add(permit: Administrator, sent: SentForm) -> Response:
    """A new account; a letter brings its owner the link that sets the first password."""

    def act() -> Response:
        data = AccountData.model_validate(typed(sent))
        with permit.writing() as unit:
            row, _ = _somebody(lambda: use.add(unit, data))
            return RedirectResponse(f"{address(row.id)}?done=added", status_code=303)

    say = speech(permit.language, PAGE)
    return answer(sent, "add", act, then="", again=lambda wrong, status: _list(permit, wrong, status), say=say)


@router.get("/accounts/{id}")
def read(permit: Administrator, id: AccountId, done: Done = "") -> HTMLResponse:
    """One account."""
    return _one(permit, id, done=done)


@router.post("/accounts/{id}")
def change(permit: Administrator, id: AccountId, sent: SentForm) -> Response:
    """Name, address, roles, language and who of the roster it is; whether it is in use stays as it is."""

    def act(unit: Unit) -> None:
        data = typed(sent) | {"active": use.get(unit, id).active}
        _somebody(lambda: use.change(unit, id, AccountChange.model_validate(data), sent.number("version")))

    return _answer(permit, id, sent, "change", "changed", act)


@router.post("/accounts/{id}/shut")
def shut(permit: Administrator, id: AccountId, sent: SentForm) -> Response:
    """Take an account out of use: its owner is signed in nowhere from then on."""
    return _answer(permit, id, sent, "shut", "shut", lambda unit: _set(unit, id, sent, active=False))


@router.post("/accounts/{id}/open")
def reopen(permit: Administrator, id: AccountId, sent: SentForm) -> Response:
    """Put an account back into use."""
    return _answer(permit, id, sent, "open", "opened", lambda unit: _set(unit, id, sent, active=True))


@router.post("/accounts/{id}/link")
def send_link(permit: Administrator, id: AccountId, sent: SentForm) -> Response:
    """A letter with the link that sets a new password."""
    return _answer(permit, id, sent, "link", "link", lambda unit: use.send_link(unit, id))


@router.post("/accounts/{id}/tokens")
def revoke(permit: Administrator, id: AccountId, sent: SentForm) -> Response:
    """Every token of an account, revoked."""
    return _answer(permit, id, sent, "tokens", "tokens", lambda unit: tokens.revoke_all(unit, id))


@router.post("/accounts/{id}/remove")
def remove(permit: Administrator, id: AccountId, sent: SentForm) -> Response:
    """An account with its sign-ins and tokens, removed."""

    def act() -> Response:
        with permit.writing() as unit:
            use.remove(unit, id, sent.number("version"))
        return RedirectResponse("/accounts?done=removed", status_code=303)

    say = speech(permit.language, PAGE)
    return answer(sent, "remove", act, then="", again=lambda wrong, status: _one(permit, id, wrong, status), say=say)


def typed(sent: Sent) -> dict[str, Any]:
    """An account as it was typed.

    Raises:
        NotFilled: it has no name, address or role; or it is an expert's and does not say whose, or the other way round.
    """
    roles = [role for role in sent.several.get("roles", ()) if role in list(Role)]
    expert_id = sent.text("expert_id")
    missing = [Missing(name) for name in ("name", "email") if sent.text(name) is None]
    if not roles:
        missing.append(Missing("roles", "problem.roles"))
    if roles and (Role.EXPERT in roles) != (expert_id is not None):
        missing.append(Missing("expert_id", "problem.expert"))
    if missing:
        raise NotFilled(*missing)
    said = {name: sent.text(name) for name in ("name", "email", "language")}
    return said | {"roles": roles, "expert_id": expert_id}


def address(account_id: str) -> str:
    """Of the page of an account."""
    return f"/accounts/{quote(account_id, safe='')}"


def _somebody(act: Callable[[], Any]) -> Any:
    """Do it; that nobody on the roster has the id is said beside its field."""
    try:
        return act()
    except InvalidRequest:
        raise NotFilled(Missing("expert_id", "problem.nobody")) from None


def _set(unit: Unit, account_id: str, sent: Sent, *, active: bool) -> AccountRow:
    row = use.get(unit, account_id)
    kept = {name: getattr(row, name) for name in AccountData.model_fields}
    return use.change(unit, row.id, AccountChange.model_validate(kept | {"active": active}), sent.number("version"))


def _answer(permit: Permit, id: str, sent: Sent, form: str, done: str, act: Callable[[Unit], object]) -> Response:
    """Do what a form of an account's page asks for, and go back to it."""
    return answer(
        sent,
        form,
        in_unit(permit, act),
        then=f"{address(id)}?done={done}",
        again=lambda wrong, status: _one(permit, id, wrong, status),
        say=speech(permit.language, PAGE),
    )


def _list(
    permit: Permit,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    *,
    role: Role | Literal[""] = "",
    active: str = "",
    after: str | None = None,
    done: str = "",
) -> HTMLResponse:
    with permit.reading() as unit:
        in_use = {"yes": True, "no": False}.get(active)
        found = use.listed(unit, role=role or None, active=in_use, limit=SHOWN, after=after)
        return page(
            "accounts.html",
            status,
            viewer=viewer_of(permit),
            say=speech(permit.language, PAGE),
            rows=found.rows,
            next=found.next,
            first=after is None,
            asked={"role": role, "active": active},
            roles=tuple(SHORT),
            spoken=NAMES,
            sent=sent,
            done=done if done in DONE else "",
        )


def _one(permit: Permit, id: str, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    """The page of an account.

    Raises:
        NotOnRecord: there is none with this id.
    """
    with permit.reading() as unit:
        row = use.get(unit, id)
        return page(
            "account_one.html",
            status,
            viewer=viewer_of(permit),
            say=speech(permit.language, PAGE),
            row=row,
            path=address(row.id),
            roles=tuple(SHORT),
            spoken=NAMES,
            sent=sent,
            done=done if done in DONE else "",
        )

"""Every address in every role: the rules of the handlers say who is let in, and the running service does so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.access import May, anyone
from api.auth.access_table import Endpoint, Unguarded, endpoints, table
from api.auth.cookies import SIGN_IN
from api.auth.entrance import FORM_FIELD, FORM_HEADER, SAFE_METHODS, form_token
from api.auth.roles import Role, Scope
from api.auth.signing import plain_hash
from api.services.accounts.sign_in import begin
from api.services.office import Office
from api.services.unit import SYSTEM, new_id, writing
from api.storage.database import Database
from api.storage.tables import AccountRow, ExpertRow, TokenRow
from matching.entities import Expert
from tests.api.conftest import ADDRESS, one_kind_shared
from tests.api.offices import lay_people

# Who is let in does not depend on the database: one kind is enough.
pytestmark = one_kind_shared
PAGE = Path(__file__).parents[3] / "docs" / "access.md"
REFUSED = {401, 403}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STRANGER = "nobody-else"  # id of somebody who is not on the roster
HONEST = {("POST", "/sign-in"): {401}, ("GET", "/ready"): {503}}  # wrong password; the office of the test is not ready


class Visitors:
    """Requests in the name of anybody: each with a sign-in or a token of its own, so that none ends another's."""

    def __init__(self, office: Office) -> None:
        self.office, self.app = office, create_app(office)
        self.client = TestClient(self.app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)
        self.table = endpoints(self.app.routes)

    def account(self, *roles: Role) -> AccountRow:
        """A new account; an expert's belongs to a new person on the roster."""
        with writing(self.office, SYSTEM) as unit:
            expert_id = new_id("expert") if Role.EXPERT in roles else None
            if expert_id:
                profile = {"segments": [{"text": "Adviser on employment policy."}]}
                unit.session.add(
                    ExpertRow(
                        id=expert_id, revision=unit.roster_changed(), profile=profile, created_at=unit.now,
                        changed_at=unit.now,
                    )
                )  # fmt: skip
                unit.session.flush()
            row = AccountRow(
                id=new_id("account"), email=f"{new_id('a')}@example.org", name="Vera Muster", roles=list(roles),
                expert_id=expert_id, created_at=unit.now, password_hash="x",
            )  # fmt: skip
            unit.session.add(row)
            unit.session.flush()
            return row

    def signed_in(self, account: AccountRow) -> dict[str, str]:
        """The headers of a browser in which somebody has just signed in."""
        with writing(self.office, SYSTEM) as unit:
            begun = begin(unit, account)
        token = form_token(self.office, begun.actor)
        return {"Cookie": f"expertmatch_{SIGN_IN.removeprefix('expertmatch_')}={begun.sealed}", FORM_HEADER: token}

    def token(self, account: AccountRow, scopes: Sequence[Scope]) -> dict[str, str]:
        """The headers of a program with a token of these scopes."""
        secret = new_id("secret")
        with writing(self.office, SYSTEM) as unit:
            unit.session.add(
                TokenRow(
                    id=new_id("token"), account_id=account.id, name="t", secret_hash=plain_hash(secret),
                    scopes=list(scopes), created_at=unit.now, ends_at=unit.now.replace(year=unit.now.year + 1),
                )
            )  # fmt: skip
        return {"Authorization": f"Bearer {secret}"}

    def call(self, endpoint: Endpoint, headers: dict[str, str], *, own: str | None = None) -> int:
        """The status of an address for somebody; every id in its path is unknown, but what is `own`."""
        ids = {name: "unknown" for name in endpoint.route.param_convertors} | {"number": "1", "to": "2"}
        if endpoint.rule.own:
            ids[endpoint.rule.own] = own or STRANGER
        path = endpoint.path
        for name, value in ids.items():
            path = path.replace(f"{{{name}}}", value).replace(f"{{{name}:path}}", value)
        for body in _bodies(endpoint, headers):
            answer = self.client.request(endpoint.method, path, **body | {"headers": headers | body.get("headers", {})})
            self.client.cookies.clear()
            if answer.status_code != 415:  # else: of another kind
                break
        return int(answer.status_code)


def _bodies(endpoint: Endpoint, headers: dict[str, str]) -> list[dict[str, Any]]:
    """Bodies with nothing in them, of every kind that an address may take."""
    if endpoint.method in SAFE_METHODS:
        return [{}]
    if not endpoint.path.startswith("/api/"):
        return [{"data": {FORM_FIELD: headers.get(FORM_HEADER, "")}}]
    others = ("application/x-ndjson", "text/csv", XLSX, "application/octet-stream")
    plain: list[dict[str, Any]] = [{"content": b"", "headers": {"Content-Type": kind}} for kind in others]
    return [{"json": {}} if endpoint.method != "DELETE" else {}, {"files": {"nothing": b""}}, *plain]


@pytest.fixture
def visitors(office: Office, people: list[Expert]) -> Visitors:
    with writing(office, SYSTEM) as unit:
        lay_people(unit, people)
    made = Visitors(office)
    made.account(Role.ADMINISTRATOR)  # so that none of those below is the last
    return made


def is_as_it_should(endpoint: Endpoint, let_in: bool, status: int) -> bool:
    if let_in and status in HONEST.get((endpoint.method, endpoint.path), set()):
        return True
    return status < 500 and (status not in REFUSED) is let_in


def test_every_endpoint_has_exactly_one_rule(app: FastAPI) -> None:
    assert len(endpoints(app.routes)) > 100


def test_an_endpoint_without_a_rule_or_with_two_is_found(shared: Database) -> None:
    router = APIRouter()
    router.add_api_route("/free", lambda: None)
    with pytest.raises(Unguarded, match=r"/free has 0 rules"):
        endpoints(router.routes)
    router = APIRouter(dependencies=[Depends(May(Role.OFFICER))])
    router.add_api_route("/twice", lambda: None, dependencies=[Depends(anyone)])
    with pytest.raises(Unguarded, match=r"/twice has 2 rules"):
        endpoints(router.routes)
    router = APIRouter()
    router.add_route("/bare", lambda request: None)
    with pytest.raises(Unguarded, match="/bare"):
        endpoints(router.routes)


def test_nobody_is_refused_where_one_has_to_sign_in(visitors: Visitors) -> None:
    wrong = []
    for endpoint in visitors.table:
        status = visitors.call(endpoint, {})
        if not is_as_it_should(endpoint, endpoint.lets_in(), status) or status == 403:
            wrong.append((endpoint.method, endpoint.path, status))
    assert not wrong


@pytest.mark.parametrize("role", Role)
def test_a_role_is_let_in_where_the_table_says_so_and_nowhere_else(visitors: Visitors, role: Role) -> None:
    account = visitors.account(role)
    headers, wrong = visitors.signed_in(account), []
    for endpoint in visitors.table:
        status = visitors.call(endpoint, headers)
        if endpoint.rule.in_person:  # this may have ended the sign-in
            headers = visitors.signed_in(account)
        if not is_as_it_should(endpoint, endpoint.lets_in(role), status):
            wrong.append((endpoint.method, endpoint.path, status))
    assert not wrong


def test_an_expert_is_let_in_to_their_own_and_to_nobody_elses(visitors: Visitors) -> None:
    wrong, tried = [], 0
    for endpoint in visitors.table:
        if endpoint.rule.own is None:
            continue
        tried += 1
        mine, other = visitors.account(Role.EXPERT), visitors.account(Role.EXPERT)
        headers = visitors.signed_in(mine)
        for own, let_in in ((other.expert_id, endpoint.lets_in(Role.EXPERT)), (mine.expert_id, True)):
            status = visitors.call(endpoint, headers, own=own)
            if not is_as_it_should(endpoint, let_in, status):
                wrong.append((endpoint.method, endpoint.path, own == mine.expert_id, status))
    assert not wrong
    assert tried > 15


def test_a_token_needs_every_scope_and_is_refused_where_one_has_to_be_in_person(visitors: Visitors) -> None:
    accounts = {role: visitors.account(role) for role in Role}
    tokens = {
        (role, scopes): visitors.token(account, scopes)
        for role, account in accounts.items()
        for scopes in _each_but_one()
    }
    wrong = []
    for endpoint in visitors.table:
        if endpoint.lets_in():
            continue
        role = min(endpoint.rule.roles or {Role.EXPERT})
        for scopes in _each_but_one():
            status = visitors.call(endpoint, tokens[role, scopes], own=accounts[role].expert_id)
            let_in = endpoint.scopes is not None and endpoint.scopes <= set(scopes)
            if not is_as_it_should(endpoint, let_in, status):
                wrong.append((endpoint.method, endpoint.path, scopes, status))
    assert not wrong


def test_no_change_is_taken_from_a_page_of_another_site(visitors: Visitors) -> None:
    account = visitors.account(*Role)
    headers, wrong = visitors.signed_in(account), []
    for token in ("", "x" * 64):
        for endpoint in visitors.table:
            if endpoint.method not in SAFE_METHODS:
                status = visitors.call(endpoint, headers | {FORM_HEADER: token}, own=account.expert_id)
                wrong += [(endpoint.method, endpoint.path, status)] if status != 403 else []
    assert not wrong


def test_the_committed_page_says_what_the_code_does(app: FastAPI) -> None:
    found = table(endpoints(app.routes))
    assert PAGE.read_text(encoding="utf-8") == found, "run: python -m api.auth.access_table > docs/access.md"


def _each_but_one() -> Iterator[tuple[Scope, ...]]:
    for left_out in Scope:
        yield tuple(scope for scope in Scope if scope is not left_out)

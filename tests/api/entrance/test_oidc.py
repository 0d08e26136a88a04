"""Signing in with an identity provider, tried against a real one that runs beside the test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey
from pydantic import SecretStr

from api.app import create_app
from api.auth import oidc
from api.auth.roles import Role
from api.services.office import Office
from api.storage import accounts
from api.storage.tables import AccountRow
from tests.api.conftest import Watchmaker, one_kind_shared
from tests.api.entrance.people import EMAIL, SESSION, browser, events, put_account
from tests.api.entrance.provider import CLIENT, SECRET, STRANGE_KEY, SmallProvider, served

DEPART, CALLBACK = "/sign-in/provider", "/sign-in/provider/callback"


@pytest.fixture
def provider(clock: Watchmaker) -> Iterator[SmallProvider]:
    oidc._known.clear()
    with served(SmallProvider(lambda: clock.moment.timestamp())) as running:
        yield running


@pytest.fixture
def client(office: Office, provider: SmallProvider) -> TestClient:
    configured = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    object.__setattr__(office, "settings", office.settings.model_copy(update=configured))
    return browser(create_app(office))


def depart(client: TestClient, **query: str) -> str:
    """Leave for the provider; the address to which the browser goes."""
    answer = client.get(DEPART, params=query, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(client: TestClient, address: str, **changed: str) -> Any:
    """Sign in at the provider, and bring back what it gave along."""
    back = httpx2.get(address).headers["location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()} | changed
    page = {"Accept": "text/html"}  # what is wrong is said here: nobody is sent round in circles
    return client.get(CALLBACK, params=query, headers=page, follow_redirects=False)


def refused(answer: Any, client: TestClient) -> None:
    assert answer.status_code == 401, answer.text
    assert "expertmatch_sign_in" not in answer.headers.get("set-cookie", "")
    assert client.get(SESSION).status_code == 401


def test_a_known_address_signs_in_and_from_then_on_its_subject_does(
    office: Office, provider: SmallProvider, client: TestClient
) -> None:
    account = put_account(office, Role.OFFICER, password=None)
    answer = come_back(client, depart(client, after="/shortlists?x=1"))
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/shortlists?x=1"
    assert client.get(SESSION).json()["account"]["id"] == account
    with office.database.read() as session:
        row = accounts.account(session, account)
        assert row is not None and row.subject == f"{provider.issuer}|vera-1"
    assert [(actor, event) for actor, event, _ in events(office)] == [
        (account, "account.changed"), (account, "account.signed_in"),
    ]  # fmt: skip
    client.cookies.clear()
    provider.person |= {"email": "married@example.org", "email_verified": False}
    assert come_back(client, depart(client)).status_code == 303
    assert client.get(SESSION).json()["account"]["id"] == account


@one_kind_shared
def test_the_address_at_the_provider_carries_proofs_and_no_secret(provider: SmallProvider, client: TestClient) -> None:
    first, second = (parse_qs(urlsplit(depart(client)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [f"http://127.0.0.1{CALLBACK}"]
    assert SECRET not in str(first)


@one_kind_shared
@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": [CLIENT, "another client"]},  # without azp nobody knows for whom it is
        {"aud": [CLIENT, "another client"], "azp": "another client"},
        {"aud": "another client", "azp": CLIENT},
        {"aud": None},
        {"iss": "https://another.example.org"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": 17},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_very_sign_in_lets_nobody_in(
    office: Office, provider: SmallProvider, client: TestClient, wrong: dict[str, Any]
) -> None:
    put_account(office)
    provider.claims = wrong
    refused(come_back(client, depart(client)), client)


@one_kind_shared
def test_a_token_that_another_key_signed_lets_nobody_in(
    office: Office, provider: SmallProvider, client: TestClient
) -> None:
    put_account(office)
    provider.key = STRANGE_KEY
    refused(come_back(client, depart(client)), client)


@one_kind_shared
@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_nobody_or_anybody_could_have_signed_lets_nobody_in(
    office: Office, provider: SmallProvider, client: TestClient, algorithm: str
) -> None:
    put_account(office)
    provider.algorithm, provider.key = algorithm, OctKey.import_key(SECRET * 3)  # type: ignore[assignment]
    provider.described = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    refused(come_back(client, depart(client)), client)


def test_an_address_that_was_not_proved_opens_no_account(
    office: Office, provider: SmallProvider, client: TestClient
) -> None:
    put_account(office)
    for verified in (False, None, "false", 0, "yes"):
        provider.person["email_verified"] = verified
        refused(come_back(client, depart(client)), client)


def test_nobody_is_given_an_account_by_the_provider(
    office: Office, provider: SmallProvider, client: TestClient
) -> None:
    put_account(office, email="gone@example.org", active=False)
    put_account(office, email="taken@example.org", subject=f"{provider.issuer}|somebody-else")
    for email in ("stranger@example.org", "gone@example.org", "taken@example.org", "\0", "", 17, ["vera@example.org"]):
        provider.person["email"] = email
        refused(come_back(client, depart(client)), client)
    with office.database.read() as session:
        assert session.query(AccountRow).count() == 2


def test_the_browser_that_comes_back_has_to_be_the_one_that_left(
    office: Office, app: FastAPI, provider: SmallProvider, client: TestClient, clock: Watchmaker
) -> None:
    put_account(office)
    stranger = browser(client.app)  # type: ignore[arg-type]
    refused(come_back(stranger, depart(client)), stranger)
    refused(come_back(client, depart(client), state="another"), client)
    other_address = depart(client)
    depart(client)  # a second departure: the cookie is of that one
    refused(come_back(client, other_address), client)
    late = depart(client)
    clock.pass_(minutes=10)
    refused(come_back(client, late), client)


def test_a_code_is_good_once_and_for_its_own_sign_in(
    office: Office, provider: SmallProvider, client: TestClient
) -> None:
    put_account(office)
    address = depart(client)
    refused(come_back(client, address, code="guessed"), client)
    refused(come_back(client, address, code=""), client)
    stolen = httpx2.get(depart(browser(client.app))).headers["location"]  # type: ignore[arg-type]
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    refused(come_back(client, depart(client), code=code), client)  # PKCE: another browser's code


def test_an_address_that_only_the_userinfo_endpoint_knows_is_taken_from_there(
    office: Office, provider: SmallProvider, client: TestClient
) -> None:
    put_account(office)
    provider.email_apart = True
    provider.userinfo = {"sub": "somebody-else"}
    refused(come_back(client, depart(client)), client)
    provider.userinfo = {}
    assert come_back(client, depart(client)).status_code == 303


@one_kind_shared
@pytest.mark.parametrize(
    "described",
    [{"issuer": "https://another.example.org"}, {"token_endpoint": None}, {"jwks_uri": "http://192.0.2.1/keys"},
     {"authorization_endpoint": "javascript:alert(1)"}],
    ids=str,
)  # fmt: skip
def test_a_provider_that_does_not_do_what_it_has_to_is_not_used(
    provider: SmallProvider, client: TestClient, described: dict[str, Any]
) -> None:
    provider.described = described
    assert client.get(DEPART, follow_redirects=False).status_code == 503


@one_kind_shared
def test_a_provider_that_does_not_answer_leaves_the_password_door_open(office: Office, client: TestClient) -> None:
    put_account(office)
    gone = office.settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    object.__setattr__(office, "settings", gone)
    answer = client.get(DEPART, follow_redirects=False)
    assert answer.status_code == 503
    assert client.post(SESSION, json={"email": EMAIL, "password": "violet tramway onion"}).status_code == 200


@one_kind_shared
def test_without_a_provider_there_is_no_such_door(office: Office, app: FastAPI) -> None:
    client = browser(app)
    assert client.get(DEPART, follow_redirects=False).status_code == 404
    assert client.get(CALLBACK, follow_redirects=False).status_code == 404
    assert "provider" not in client.get("/sign-in").text


@one_kind_shared
@pytest.mark.parametrize(
    "after", ["https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "evil", "/\n/x"]
)
def test_the_way_back_never_leads_elsewhere(
    office: Office, provider: SmallProvider, client: TestClient, after: str
) -> None:
    put_account(office, Role.OFFICER)
    assert come_back(client, depart(client, after=after)).headers["location"] == "/"

"""Tokens of programs: shown once, limited in what and for how long, and made in person."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.auth.signing import plain_hash
from api.services.accounts import tokens
from api.services.office import Office
from api.storage.tables import TokenRow
from tests.api.conftest import Watchmaker, problem
from tests.api.entrance.people import SESSION, browser, events, put_account, sign_in

PATH = "/api/v1/tokens"
READING: dict[str, Any] = {"name": "nightly export", "scopes": ["read"], "days": 30}


@pytest.fixture
def client(office: Office, app: FastAPI) -> TestClient:
    put_account(office, Role.OFFICER, Role.ADMINISTRATOR)
    signed_in = browser(app)
    sign_in(signed_in)
    return signed_in


def program(app: FastAPI, secret: str) -> TestClient:
    made = browser(app)
    made.headers["Authorization"] = f"Bearer {secret}"
    return made


def test_a_token_is_shown_once_and_kept_as_a_hash(office: Office, app: FastAPI, client: TestClient) -> None:
    made = client.post(PATH, json=READING)
    assert made.status_code == 201, made.text
    secret = made.json()["secret"]
    assert len(secret) > 40
    assert made.json()["ends_at"] == "2026-12-16T09:00:00Z"
    assert secret not in client.get(PATH).text
    with office.database.read() as session:
        assert session.query(TokenRow).one().secret_hash == plain_hash(secret)
    assert program(app, secret).get(SESSION).json()["scopes"] == ["read"]
    assert program(app, secret).get(SESSION).json()["form_token"] is None


def test_a_token_may_do_what_its_scopes_say_within_the_roles_of_its_account(
    office: Office, app: FastAPI, client: TestClient
) -> None:
    reads = program(app, client.post(PATH, json=READING).json()["secret"])
    writes = program(app, client.post(PATH, json=READING | {"scopes": ["write", "read"]}).json()["secret"])
    everything = program(app, client.post(PATH, json=READING | {"scopes": [*Scope]}).json()["secret"])
    agency = {"name": "Agency"}
    assert reads.get("/api/v1/institutions").status_code == 200
    problem(reads.post("/api/v1/institutions", json=agency), 403, "not_allowed")
    assert writes.post("/api/v1/institutions", json=agency).status_code == 201
    problem(writes.get("/api/v1/accounts"), 403, "not_allowed")
    assert everything.get("/api/v1/accounts").status_code == 200
    put_account(office, Role.STEERING, email="steering@example.org")
    other = browser(app)
    sign_in(other, "steering@example.org")
    of_steering = program(app, other.post(PATH, json=READING | {"scopes": [*Scope]}).json()["secret"])
    problem(of_steering.get("/api/v1/accounts"), 403, "not_allowed")


def test_a_token_makes_no_tokens_and_sets_no_password(app: FastAPI, client: TestClient) -> None:
    able = program(app, client.post(PATH, json=READING | {"scopes": [*Scope]}).json()["secret"])
    problem(able.post(PATH, json=READING), 403, "not_allowed")
    problem(able.get(PATH), 403, "not_allowed")
    problem(able.put("/api/v1/account/password", json={"current": "x", "new": "y"}), 403, "not_allowed")
    problem(able.delete(SESSION, params={"everywhere": "true"}), 403, "not_allowed")


def test_a_token_ends_with_its_days_and_when_it_is_revoked(app: FastAPI, client: TestClient, clock: Watchmaker) -> None:
    short = client.post(PATH, json=READING | {"days": 1}).json()
    long = client.post(PATH, json=READING | {"days": 366}).json()
    clock.pass_(hours=23, minutes=59)
    assert program(app, short["secret"]).get(SESSION).status_code == 200
    clock.pass_(minutes=1)
    problem(program(app, short["secret"]).get(SESSION), 401, "not_signed_in")
    sign_in(client)
    assert program(app, long["secret"]).get(SESSION).status_code == 200
    assert client.delete(f"{PATH}/{long['id']}").status_code == 204
    assert client.delete(f"{PATH}/{long['id']}").status_code == 204
    problem(program(app, long["secret"]).get(SESSION), 401, "not_signed_in")


def test_the_last_use_is_noted(app: FastAPI, client: TestClient, clock: Watchmaker) -> None:
    secret = client.post(PATH, json=READING).json()["secret"]
    assert client.get(PATH).json()["items"][0]["used_at"] is None
    seen = []
    for minutes in (0, 4, 1):
        clock.pass_(minutes=minutes)
        program(app, secret).get(SESSION)
        seen.append(client.get(PATH).json()["items"][0]["used_at"])
    assert seen == ["2026-11-16T09:00:00Z", "2026-11-16T09:00:00Z", "2026-11-16T09:05:00Z"]


def test_nobody_sees_or_revokes_the_tokens_of_others(office: Office, app: FastAPI, client: TestClient) -> None:
    mine = client.post(PATH, json=READING).json()["id"]
    put_account(office, Role.OFFICER, email="other@example.org")
    other = browser(app)
    sign_in(other, "other@example.org")
    assert other.get(PATH).json()["items"] == []
    problem(other.delete(f"{PATH}/{mine}"), 404, "not_on_record")
    problem(other.delete(f"{PATH}/unknown"), 404, "not_on_record")
    problem(other.delete(f"{PATH}/%00"), 422, "invalid_request")
    assert client.get(PATH).json()["items"][0]["revoked_at"] is None


def test_an_administrator_revokes_every_token_of_an_account(office: Office, app: FastAPI, client: TestClient) -> None:
    other_id = put_account(office, Role.OFFICER, email="other@example.org")
    other = browser(app)
    sign_in(other, "other@example.org")
    secrets = [other.post(PATH, json=READING).json()["secret"] for _ in range(2)]
    assert client.delete(f"/api/v1/accounts/{other_id}/tokens").status_code == 204
    for secret in secrets:
        problem(program(app, secret).get(SESSION), 401, "not_signed_in")
    problem(client.delete("/api/v1/accounts/unknown/tokens"), 404, "not_on_record")


def test_making_and_revoking_are_on_record_without_names(office: Office, client: TestClient) -> None:
    made = client.post(PATH, json=READING).json()
    client.delete(f"{PATH}/{made['id']}")
    assert [event for _, event, subject in events(office) if subject == made["id"]] == ["token.made", "token.revoked"]


@pytest.mark.parametrize(
    "wrong",
    [{"days": 0}, {"days": 367}, {"days": 10**30}, {"days": "30"}, {"days": 1.5}, {"scopes": []}, {"scopes": ["all"]},
     {"scopes": ["read", "read"]}, {"scopes": "read"}, {"name": ""}, {"name": "x" * 81}, {"name": "\0"}, {"more": 1}],
)  # fmt: skip
def test_what_is_no_token_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    problem(client.post(PATH, json=READING | wrong), 422, "invalid_request")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "bearer " + "x" * 5000, "Bearer \xe9"])
def test_a_header_that_holds_no_token_of_ours_is_refused(app: FastAPI, header: str) -> None:
    answer = browser(app).get(SESSION, headers={b"Authorization": header.encode("latin-1")})
    problem(answer, 401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_an_account_has_fifty_tokens_at_most(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tokens.MOST == 50
    monkeypatch.setattr(tokens, "MOST", 3)
    made = [client.post(PATH, json=READING) for _ in range(4)]
    assert [answer.status_code for answer in made] == [201, 201, 201, 409]
    client.delete(f"{PATH}/{made[0].json()['id']}")
    assert client.post(PATH, json=READING).status_code == 201

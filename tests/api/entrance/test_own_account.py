"""One's own account: its password and language; links that set a password once."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api.auth.roles import Role
from api.services.office import Office
from api.storage.tables import NoticeRow
from tests.api.conftest import Watchmaker, problem
from tests.api.entrance.people import (
    EMAIL,
    OTHER,
    PASSWORD,
    SESSION,
    browser,
    link_of,
    put_account,
    set_password,
    sign_in,
)


def test_a_changed_password_ends_every_other_sign_in(office: Office, app: FastAPI) -> None:
    put_account(office)
    here, there = browser(app), browser(app)
    sign_in(here)
    sign_in(there)
    before = dict(here.cookies)
    answer = here.put("/api/v1/account/password", json={"current": PASSWORD, "new": OTHER})
    assert answer.status_code == 200, answer.text
    assert dict(here.cookies) != before
    assert here.get(SESSION).status_code == 200
    problem(there.get(SESSION), 401, "not_signed_in")
    old = "; ".join(f"{name}={value}" for name, value in before.items())
    problem(browser(app).get(SESSION, headers={"Cookie": old}), 401, "not_signed_in")
    assert sign_in(browser(app)).status_code == 401
    assert sign_in(browser(app), EMAIL, OTHER).status_code == 200


def test_the_current_password_is_needed_and_cannot_be_guessed(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    path = "/api/v1/account/password"
    for _ in range(5):
        wrong = problem(client.put(path, json={"current": "wrong", "new": OTHER}), 422, "invalid_request")
        assert wrong["errors"][0]["path"] == "body.current"
    problem(client.put(path, json={"current": PASSWORD, "new": OTHER}), 429, "too_many_attempts")
    assert client.get(SESSION).status_code == 200


@pytest.mark.parametrize(
    "new", ["s3cr3t!", "x" * 1025, "password12345", "Passw0rd2026!", "vera muster 1990", "éééééééééééé"]
)
def test_a_password_that_is_short_long_or_easy_to_guess_is_refused(office: Office, app: FastAPI, new: str) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    for _ in range(2):
        answer = client.put("/api/v1/account/password", json={"current": PASSWORD, "new": new})
        assert answer.status_code == 422
        assert new not in answer.text
    assert sign_in(browser(app)).status_code == 200


def test_everybody_says_in_which_language_letters_are(office: Office, app: FastAPI) -> None:
    put_account(office, Role.AUDITOR)
    client = browser(app)
    sign_in(client)
    assert client.put("/api/v1/account", json={"language": "ar"}).json()["language"] == "ar"
    assert client.get(SESSION).json()["account"]["language"] == "ar"
    problem(client.put("/api/v1/account", json={"language": "ar", "roles": ["administrator"]}), 422, "invalid_request")
    assert client.get(SESSION).json()["roles"] == ["auditor"]


def test_a_link_sets_a_password_once(office: Office, app: FastAPI) -> None:
    account = put_account(office)
    client = browser(app)
    sign_in(client)
    assert browser(app).post("/api/v1/password-links", json={"email": EMAIL}).status_code == 202
    secret = link_of(office, account)
    assert set_password(app, secret, "short").status_code == 422  # the link still holds
    assert set_password(app, secret).status_code == 204
    problem(client.get(SESSION), 401, "not_signed_in")
    problem(set_password(app, secret), 404, "not_on_record")
    assert sign_in(browser(app), EMAIL, OTHER).status_code == 200
    with office.database.read() as session:
        assert session.query(NoticeRow).one().kind == "password_reset"


def test_a_link_holds_two_hours_or_until_the_next_one(office: Office, app: FastAPI, clock: Watchmaker) -> None:
    account = put_account(office)
    browser(app).post("/api/v1/password-links", json={"email": EMAIL})
    first = link_of(office, account)
    clock.pass_(minutes=1)
    browser(app).post("/api/v1/password-links", json={"email": EMAIL})
    problem(set_password(app, first), 404, "not_on_record")
    clock.pass_(hours=2)
    problem(set_password(app, link_of(office, account)), 404, "not_on_record")


def test_asking_for_a_link_tells_nobody_who_has_an_account(office: Office, app: FastAPI) -> None:
    put_account(office)
    put_account(office, email="gone@example.org", active=False)
    answers = [browser(app).post("/api/v1/password-links", json={"email": email})
               for email in (EMAIL, "nobody@example.org", "gone@example.org", "no address", "\0")]  # fmt: skip
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
    with office.database.read() as session:
        assert session.query(NoticeRow).count() == 1


def test_a_link_opens_an_account_that_somebody_keeps_waiting(office: Office, app: FastAPI) -> None:
    account = put_account(office)
    statuses = [sign_in(browser(app, f"192.0.2.{n}"), password="wrong").status_code for n in range(6)]
    assert statuses == [401] * 5 + [429]
    browser(app).post("/api/v1/password-links", json={"email": EMAIL})
    set_password(app, link_of(office, account))
    assert sign_in(browser(app), EMAIL, OTHER).status_code == 200


def test_nobody_is_flooded_with_letters(office: Office, app: FastAPI) -> None:
    put_account(office)
    for n in range(3):
        assert browser(app, f"192.0.2.{n}").post("/api/v1/password-links", json={"email": EMAIL}).status_code == 202
    problem(browser(app, "192.0.2.9").post("/api/v1/password-links", json={"email": EMAIL}), 429, "too_many_attempts")


def test_what_holds_a_secret_is_never_kept_for_repetition(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    key = {"Idempotency-Key": "one"}
    for path, body in (
        ("/api/v1/tokens", {"name": "t", "scopes": ["read"], "days": 1}),
        ("/api/v1/passwords", {"secret": "x", "password": OTHER}),
        ("/api/v1/password-links", {"email": EMAIL}),
    ):
        problem(client.post(path, json=body, headers=key), 400, "malformed_request")

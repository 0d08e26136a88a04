"""Signing in and out: by address and password, slowly for who guesses, and so that nobody else can use it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth import passwords
from api.auth.roles import Role
from api.auth.signing import plain_hash
from api.services.office import Office
from api.storage import accounts
from api.storage.tables import SignInRow
from tests.api.conftest import Watchmaker, problem
from tests.api.entrance.people import EMAIL, PASSWORD, SESSION, browser, events, put_account, sign_in

JSON = {"Content-Type": "application/json"}


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def test_who_signs_in_is_known_until_they_sign_out(office: Office, app: FastAPI) -> None:
    account = put_account(office, Role.OFFICER)
    client = browser(app)
    problem(client.get(SESSION), 401, "not_signed_in")
    signed_in = sign_in(client)
    assert signed_in.json()["roles"] == ["action_officer"]
    assert signed_in.json()["account"]["id"] == account
    again = client.get(SESSION).json()
    assert again | {"form_token": ""} == signed_in.json() | {"form_token": ""}
    kept = dict(client.cookies)
    assert client.delete(SESSION).status_code == 204
    assert not client.cookies
    problem(client.get(SESSION), 401, "not_signed_in")
    client.cookies.update(kept)
    problem(client.get(SESSION), 401, "not_signed_in")
    assert [event for _, event, _ in events(office)] == ["account.signed_in", "account.signed_out"]


def test_the_address_is_read_in_any_capitals(office: Office, app: FastAPI) -> None:
    put_account(office)
    assert sign_in(browser(app), " VERA@Example.ORG ").status_code == 200


def test_wrong_password_unknown_account_and_account_out_of_use_get_the_same_answer(
    office: Office, app: FastAPI
) -> None:
    put_account(office)
    put_account(office, email="gone@example.org", active=False)
    put_account(office, email="new@example.org", password=None)
    tries = [(EMAIL, "not the password"), ("nobody@example.org", PASSWORD), ("gone@example.org", PASSWORD),
             ("new@example.org", ""), ("new@example.org", PASSWORD)]  # fmt: skip
    answers = [problem(sign_in(browser(app), *one), 401, "not_signed_in") for one in tries]
    assert all(answer == answers[0] for answer in answers)
    assert {event for _, event, _ in events(office)} == {"account.sign_in_failed"}
    assert {actor for actor, _, _ in events(office)} == {"nobody"}


def test_an_unknown_account_costs_a_hash_like_a_known_one(
    office: Office, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_account(office)
    done: list[str] = []

    class Counting(passwords.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            done.append(str(hash)[:10])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords.COST, "hasher", Counting(1, 8, 1))
    for email in (EMAIL, "nobody@example.org"):
        sign_in(browser(app), email, "not the password")
    sign_in(browser(app), EMAIL, "x" * 1024)
    browser(app).post(SESSION, content=b'{"email": "vera@example.org", "password": "\\ud800"}', headers=JSON)
    assert done == ["$argon2id$"] * 4  # a real one each time


def test_the_cookie_is_not_read_by_scripts_nor_sent_by_other_sites(office: Office, app: FastAPI) -> None:
    put_account(office)
    cookie = sign_in(browser(app)).headers["set-cookie"].lower()
    assert cookie.startswith("expertmatch_sign_in=")
    assert {"httponly", "path=/", "samesite=lax", "max-age=43200"} <= {part.strip() for part in cookie.split(";")}
    assert "secure" not in cookie


def test_by_https_the_cookie_is_bound_to_the_host(office: Office) -> None:
    put_account(office)
    object.__setattr__(office, "settings", office.settings.model_copy(update={"public_url": "https://x.example.org"}))
    client = TestClient(create_app(office), base_url="https://127.0.0.1")
    cookie = sign_in(client).headers["set-cookie"].lower()
    assert cookie.startswith("__host-expertmatch_sign_in=")
    assert "secure" in {part.strip() for part in cookie.split(";")}
    assert "domain" not in cookie
    assert client.get(SESSION).status_code == 200
    assert "__host-" in client.delete(SESSION).headers["set-cookie"].lower()


def test_a_cookie_that_we_did_not_seal_is_nobody(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    (name, sealed), *_ = client.cookies.items()
    for forged in (sealed[:-9] + ("A" if sealed[-9] != "A" else "B") + sealed[-8:], "x", '"', "a.b", b"\xc3\xa9"):
        problem(client.get(SESSION, headers={b"Cookie": name.encode() + b"=" + _bytes(forged)}), 401, "not_signed_in")
    moved = office.signer.seal("form", "x")
    problem(browser(app).get(SESSION, headers={"Cookie": f"{name}={moved}"}), 401, "not_signed_in")


def test_the_table_holds_no_cookie_that_could_be_used(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    sealed = next(iter(client.cookies.values()))
    opened = office.signer.open("sign-in", sealed)
    with office.database.read() as session:
        row = session.query(SignInRow).one()
        assert opened is not None and row.id_hash == plain_hash(opened) != opened


def test_a_change_needs_the_form_token_of_the_sign_in(office: Office, app: FastAPI) -> None:
    put_account(office)
    client, other = browser(app), browser(app)
    sign_in(client)
    sign_in(other)
    assert client.headers["X-CSRF-Token"] != other.headers["X-CSRF-Token"]
    own = client.headers["X-CSRF-Token"].encode()
    for wrong in (b"", b"x", other.headers["X-CSRF-Token"].encode(), b"\xe9", own[:-1], own[:-2] + b"zz", own + b"00"):
        problem(client.delete(SESSION, headers={b"X-CSRF-Token": wrong}), 403, "not_allowed")
    shown = {client.get(SESSION).json()["form_token"] for _ in range(3)}
    assert len(shown) == 3, "the same secret on every page could be guessed from the length of compressed ones"
    client.headers["X-CSRF-Token"] = shown.pop()
    assert client.delete(SESSION).status_code == 204


def test_signing_in_gives_a_new_cookie_and_ends_the_one_before(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    before = dict(client.cookies)
    assert sign_in(client).status_code == 200
    assert dict(client.cookies) != before
    problem(browser(app).get(SESSION, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in before.items())}),
            401, "not_signed_in")  # fmt: skip


def test_a_planted_cookie_is_not_taken_over(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    planted = office.signer.seal("sign-in", "planted")
    body = {"email": EMAIL, "password": PASSWORD}
    given = client.post(SESSION, json=body, headers={"Cookie": f"expertmatch_sign_in={planted}"})
    assert given.status_code == 200
    assert planted not in given.headers["set-cookie"]
    with office.database.read() as session:
        assert accounts.sign_in(session, plain_hash("planted")) is None


def test_signing_out_everywhere_ends_every_browser(office: Office, app: FastAPI) -> None:
    put_account(office)
    here, there = browser(app), browser(app)
    sign_in(here)
    sign_in(there)
    assert here.delete(SESSION, params={"everywhere": "true"}).status_code == 204
    problem(there.get(SESSION), 401, "not_signed_in")


def test_a_sign_in_ends_after_the_hours_of_the_settings(office: Office, app: FastAPI, clock: Watchmaker) -> None:
    put_account(office)
    client = browser(app)
    ends = sign_in(client).json()["ends_at"]
    assert ends == "2026-11-16T21:00:00Z"
    clock.pass_(hours=11, minutes=59)
    assert client.get(SESSION).status_code == 200
    clock.pass_(minutes=1)
    problem(client.get(SESSION), 401, "not_signed_in")


def test_use_is_noted_every_five_minutes_at_most(office: Office, app: FastAPI, clock: Watchmaker) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    seen = []
    for minutes in (4, 1, 4):
        clock.pass_(minutes=minutes)
        client.get(SESSION)
        with office.database.read() as session:
            seen.append(session.query(SignInRow).one().seen_at)
    start = seen[0]
    assert [(moment - start).seconds // 60 for moment in seen] == [0, 5, 5]


def test_a_hash_of_lower_cost_is_made_anew_when_its_owner_signs_in(
    office: Office, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = put_account(office)
    monkeypatch.setattr(passwords, "COST", passwords.Cost(2, 16, 1))
    assert sign_in(browser(app)).status_code == 200
    with office.database.read() as session:
        row = accounts.account(session, account)
        assert row is not None and "m=16,t=2" in (row.password_hash or "")
    assert sign_in(browser(app)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [{}, [], 1, {"email": EMAIL}, {"email": 1, "password": PASSWORD}, {"email": EMAIL, "password": [PASSWORD]},
     {"email": EMAIL, "password": "x" * 1025}, {"email": "x" * 255, "password": PASSWORD},
     {"email": EMAIL, "password": PASSWORD, "roles": ["administrator"]}],
)  # fmt: skip
def test_what_is_no_address_and_password_is_refused(app: FastAPI, body: object) -> None:
    problem(browser(app).post(SESSION, json=body), 422, "invalid_request")


def test_nul_and_strange_characters_are_only_wrong(app: FastAPI) -> None:
    for text in ("\0", "a\0@example.org", "\u202e@example.org", "'; drop table accounts; --"):
        assert sign_in(browser(app), text, text).status_code == 401
    half = b'{"email": "\\ud800", "password": "\\ud800"}'
    problem(browser(app).post(SESSION, content=half, headers=JSON), 422, "invalid_request")


def test_a_sign_in_that_is_kept_for_repetition_is_refused(office: Office, app: FastAPI) -> None:
    put_account(office)
    answer = browser(app).post(SESSION, json={"email": EMAIL, "password": PASSWORD}, headers={"Idempotency-Key": "one"})
    problem(answer, 400, "malformed_request")

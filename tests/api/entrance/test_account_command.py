"""`expertmatch account`: the first administrator without a browser, and help where nobody can sign in."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI

from api.auth.roles import Role
from api.services.office import Office
from api.storage import accounts
from api.storage.database import Database
from tests.api.command_line import run
from tests.api.entrance.people import EMAIL, SESSION, browser, events, put_account, sign_in

OTHER = "gravel cinema lantern"


@pytest.fixture(autouse=True)
def environment(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERTMATCH_DATABASE", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("EXPERTMATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXPERTMATCH_PUBLIC_URL", "https://experts.example.org")


def add(*more: str) -> str:
    made = run("account", "add", EMAIL, "--name", "Vera Muster", "--role", "administrator", *more)
    assert made.exit_code == 0, made.stderr
    return made.stdout


def test_the_first_administrator_sets_a_password_by_the_link_printed(office: Office, app: FastAPI) -> None:
    address = add("--role", "action_officer", "--language", "fr").split()[-1]
    assert address.startswith("https://experts.example.org/password/")
    body = {"secret": address.rsplit("/", 1)[1], "password": OTHER}
    assert browser(app).post("/api/v1/passwords", json=body).status_code == 204
    assert sign_in(browser(app), EMAIL, OTHER).json()["roles"] == ["action_officer", "administrator"]
    assert events(office)[0][:2] == ("command", "account.added")


def test_an_account_that_cannot_be_is_refused_in_words() -> None:
    add()
    again = run("account", "add", EMAIL.upper(), "--name", "Vera", "--role", "auditor")
    assert again.exit_code == 2
    assert "This address has an account." in again.stderr
    wrong = run("account", "add", "nobody", "--name", "Vera", "--role", "auditor")
    assert wrong.exit_code == 2
    assert "Traceback" not in wrong.stderr
    assert run("account", "add", EMAIL, "--name", "V", "--role", "emperor").exit_code == 2


def test_accounts_are_listed_and_narrowed(office: Office) -> None:
    put_account(office, Role.AUDITOR, email="auditor@example.org", active=False)
    add()
    listed = run("account", "list").stdout
    assert "auditor@example.org" in listed and EMAIL in listed and "$argon2" not in listed
    assert "auditor@example.org" not in run("account", "list", "--active").stdout
    assert EMAIL not in run("account", "list", "--role", "auditor").stdout


def test_a_password_is_read_and_ends_every_sign_in(office: Office, app: FastAPI) -> None:
    put_account(office)
    client = browser(app)
    sign_in(client)
    weak = run("account", "password", EMAIL, stdin="password1234\n")
    assert weak.exit_code == 2
    assert "easy to guess" in weak.stderr and "password1234" not in weak.stderr
    assert run("account", "password", EMAIL, stdin=f"{OTHER}\n").exit_code == 0
    assert client.get(SESSION).status_code == 401
    assert sign_in(browser(app), EMAIL, OTHER).status_code == 200


def test_a_link_is_printed_in_place_of_a_password(office: Office, app: FastAPI) -> None:
    put_account(office)
    address = run("account", "password", EMAIL, "--link").stdout.strip()
    body = {"secret": address.rsplit("/", 1)[1], "password": OTHER}
    assert browser(app).post("/api/v1/passwords", json=body).status_code == 204


def test_an_account_is_taken_out_of_use_but_not_the_last_administrators(office: Office, app: FastAPI) -> None:
    put_account(office, Role.ADMINISTRATOR, email="admin@example.org")
    put_account(office)
    client = browser(app)
    sign_in(client)
    assert run("account", "disable", EMAIL).exit_code == 0
    assert client.get(SESSION).status_code == 401
    last = run("account", "disable", "admin@example.org")
    assert last.exit_code == 2
    assert "last administrator" in last.stderr
    unknown = run("account", "disable", "nobody@example.org")
    assert unknown.exit_code == 2
    with office.database.read() as session:
        kept = accounts.account_by_email(session, EMAIL)
        assert kept is not None and not kept.active

"""People who sign in with a browser, for the tests of the entrance."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.auth.passwords import hash_password
from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, new_id, writing
from api.storage.log import entries
from api.storage.tables import AccountRow, NoticeRow
from tests.api.conftest import ADDRESS

SESSION = "/api/v1/session"
PASSWORD, OTHER = "violet tramway onion", "gravel cinema lantern"
EMAIL = "vera@example.org"


def put_account(
    office: Office,
    *roles: Role,
    email: str = EMAIL,
    password: str | None = PASSWORD,
    expert_id: str | None = None,
    active: bool = True,
    subject: str | None = None,
) -> str:
    """An account on record; returns its id."""
    with writing(office, SYSTEM) as unit:
        row = AccountRow(
            id=new_id("account"), email=email, name="Vera Muster", roles=list(roles or (Role.OFFICER,)), active=active,
            password_hash=hash_password(password) if password else None, expert_id=expert_id, subject=subject,
            created_at=unit.now,
        )  # fmt: skip
        unit.session.add(row)
        unit.session.flush()
        return row.id


def browser(app: FastAPI, origin: str = "192.0.2.7") -> TestClient:
    """Somebody at a network address who has not signed in."""
    return TestClient(app, base_url=ADDRESS, client=(origin, 50000), raise_server_exceptions=False)


def sign_in(client: TestClient, email: str = EMAIL, password: str = PASSWORD) -> Any:
    """Sign in; the client then sends the form token with every change."""
    answer = client.post(SESSION, json={"email": email, "password": password})
    if answer.status_code == 200:
        client.headers["X-CSRF-Token"] = answer.json()["form_token"]
    return answer


def events(office: Office) -> list[tuple[str, str, str]]:
    """Actor, event and subject of every entry in the log."""
    with office.database.read() as session:
        return [(entry.actor, entry.event, entry.subject_id) for entry in entries(session)]


def link_of(office: Office, account_id: str) -> str:
    """The secret of the latest letter to an account."""
    with office.database.read() as session:
        letters = session.query(NoticeRow).filter_by(account_id=account_id).order_by(NoticeRow.created_at).all()
        return str(letters[-1].facts["link"]).removeprefix("/password/")


def set_password(app: FastAPI, secret: str, password: str = OTHER, **more: Any) -> Any:
    """Set a password by a link."""
    return browser(app).post("/api/v1/passwords", json={"secret": secret, "password": password, **more})

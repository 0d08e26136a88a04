"""Accounts as the administrator keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.auth.signing import plain_hash
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import ExpertRow, NoticeRow, OneTimeLinkRow
from tests.api.conftest import problem
from tests.api.entrance.people import (
    OTHER,
    SESSION,
    browser,
    events,
    link_of,
    put_account,
    set_password,
    sign_in,
)

PATH = "/api/v1/accounts"
NEW = {"email": "new@example.org", "name": "Nora New", "roles": ["action_officer"], "language": "fr"}


@pytest.fixture
def admin(office: Office, app: FastAPI) -> TestClient:
    put_account(office, Role.ADMINISTRATOR, email="admin@example.org")
    client = browser(app)
    assert sign_in(client, "admin@example.org").status_code == 200
    return client


def change(client: TestClient, account_id: str, **values: Any) -> Any:
    read = client.get(f"{PATH}/{account_id}")
    body = {k: v for k, v in read.json().items() if k not in {"id", "created_at"}} | values
    return client.put(f"{PATH}/{account_id}", json=body, headers={"If-Match": read.headers["etag"]})


def test_an_account_is_added_read_changed_and_removed(admin: TestClient) -> None:
    made = admin.post(PATH, json=NEW)
    assert made.status_code == 201, made.text
    where = made.headers["location"]
    assert made.json() | {"id": "", "created_at": ""} == NEW | {
        "id": "", "created_at": "", "active": True, "expert_id": None,
    }  # fmt: skip
    assert admin.get(where).json() == made.json()
    changed = change(admin, made.json()["id"], roles=["team_leader", "action_officer"], email="Nora@Example.org")
    assert changed.json()["roles"] == ["action_officer", "team_leader"]
    assert changed.json()["email"] == "nora@example.org"
    assert admin.delete(where, headers={"If-Match": changed.headers["etag"]}).status_code == 204
    problem(admin.get(where), 404, "not_on_record")


def test_the_log_names_accounts_by_id_and_says_which_parts_changed(office: Office, admin: TestClient) -> None:
    account = admin.post(PATH, json=NEW).json()["id"]
    change(admin, account, name="Somebody Else")
    told = [event for event in events(office) if event[2] == account]
    assert [event for _, event, _ in told] == ["account.added", "account.changed"]
    with office.database.read() as session:
        from api.storage.log import entries

        facts = [entry.facts for entry in entries(session) if entry.subject_id == account]
    assert facts[1]["parts"] == ["name"]
    assert not {"Nora", "new@example.org", "Somebody"} & set(str(facts).replace("'", " ").split())


def test_a_new_account_gets_a_letter_with_a_link_and_no_secret_is_kept_elsewhere(
    office: Office, app: FastAPI, admin: TestClient
) -> None:
    account = admin.post(PATH, json=NEW).json()["id"]
    with office.database.read() as session:
        letter = session.query(NoticeRow).one()
        assert (letter.kind, letter.account_id, letter.state) == ("account_created", account, "waiting")
        assert set(letter.facts) == {"link", "valid_until"}
        assert session.query(OneTimeLinkRow).one().secret_hash == plain_hash(link_of(office, account))
    problem(sign_in(browser(app), NEW["email"], ""), 401, "not_signed_in")
    assert set_password(app, link_of(office, account)).status_code == 204
    assert sign_in(browser(app), str(NEW["email"]), OTHER).status_code == 200


def test_pages_of_accounts_follow_each_other_and_can_be_narrowed(office: Office, admin: TestClient) -> None:
    for n in range(3):
        put_account(office, Role.OFFICER, email=f"officer{n}@example.org", active=n > 0)
    first = admin.get(PATH, params={"limit": 3}).json()
    rest = admin.get(PATH, params={"limit": 3, "after": first["next"]}).json()
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 4
    assert rest["next"] is None
    assert len(admin.get(PATH, params={"role": "action_officer"}).json()["items"]) == 3
    assert len(admin.get(PATH, params={"role": "action_officer", "active": "false"}).json()["items"]) == 1
    assert admin.get(PATH, params={"role": "steering"}).json()["items"] == []
    problem(admin.get(PATH, params={"role": "emperor"}), 422, "invalid_request")
    assert "hash" not in admin.get(PATH).text


def test_an_address_has_one_account(admin: TestClient) -> None:
    assert admin.post(PATH, json=NEW).status_code == 201
    problem(admin.post(PATH, json=NEW | {"email": "NEW@example.ORG"}), 409, "conflict")
    other = admin.post(PATH, json=NEW | {"email": "other@example.org"}).json()["id"]
    problem(change(admin, other, email="new@example.org"), 409, "conflict")


def test_an_expert_has_one_account_and_is_on_the_roster(office: Office, admin: TestClient) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.add(ExpertRow(id="anna", revision=unit.roster_changed(), profile={"segments": []},
                                   created_at=unit.now, changed_at=unit.now))  # fmt: skip
    expert = NEW | {"roles": ["expert"], "expert_id": "anna"}
    assert admin.post(PATH, json=expert).json()["expert_id"] == "anna"
    problem(admin.post(PATH, json=expert | {"email": "x@example.org"}), 409, "conflict")
    unknown = problem(
        admin.post(PATH, json=expert | {"email": "x@example.org", "expert_id": "zoe"}), 422, "invalid_request"
    )
    assert unknown["errors"][0]["path"] == "body.expert_id"


@pytest.mark.parametrize(
    "wrong",
    [{"roles": ["expert"]}, {"expert_id": "anna"}, {"roles": []}, {"roles": ["expert", "expert"], "expert_id": "a"},
     {"roles": ["emperor"]}, {"roles": "administrator"}, {"email": "nobody"}, {"email": "a\0@example.org"},
     {"email": "a" * 300 + "@example.org"}, {"name": ""}, {"name": " "}, {"name": "x\0y"}, {"name": "x" * 201},
     {"name": None}, {"language": "tlh"}, {"expert_id": "\0", "roles": ["expert"]}, {"password": "x"},
     {"password_hash": "x"}, {"id": "x"}],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(admin: TestClient, wrong: dict[str, Any]) -> None:
    problem(admin.post(PATH, json=NEW | wrong), 422, "invalid_request")


def test_an_id_may_be_anything_and_is_only_unknown(admin: TestClient) -> None:
    for path in ("x", "x" * 200, "%27%20or%201=1"):
        problem(admin.get(f"{PATH}/{path}"), 404, "not_on_record")
    for path in ("%00", "x" * 201):
        problem(admin.get(f"{PATH}/{path}"), 422, "invalid_request")


def test_of_two_who_change_the_same_version_the_second_is_refused(admin: TestClient) -> None:
    made = admin.post(PATH, json=NEW).json()
    body = NEW | {"active": True}
    where = f"{PATH}/{made['id']}"
    assert admin.put(where, json=body, headers={"If-Match": '"1"'}).status_code == 200
    problem(admin.put(where, json=body | {"active": False}, headers={"If-Match": '"0"'}), 412, "changed_meanwhile")
    problem(admin.put(where, json=body), 428, "version_needed")
    problem(admin.delete(where), 428, "version_needed")


def test_the_last_administrator_stays(office: Office, admin: TestClient) -> None:
    me = admin.get(SESSION).json()["account"]["id"]
    problem(change(admin, me, roles=["action_officer"]), 409, "conflict")
    problem(change(admin, me, active=False), 409, "conflict")
    problem(admin.delete(f"{PATH}/{me}", headers={"If-Match": '"1"'}), 409, "conflict")
    put_account(office, Role.ADMINISTRATOR, email="gone@example.org", active=False)
    put_account(office, Role.ADMINISTRATOR, email="not.yet@example.org", password=None)
    problem(change(admin, me, roles=["action_officer"]), 409, "conflict")
    put_account(office, Role.ADMINISTRATOR, Role.OFFICER, email="second@example.org")
    assert change(admin, me, roles=["action_officer"]).status_code == 200
    problem(admin.get(PATH), 403, "not_allowed")


def test_who_is_set_inactive_is_signed_in_nowhere(office: Office, app: FastAPI, admin: TestClient) -> None:
    account = put_account(office, Role.OFFICER)
    client = browser(app)
    sign_in(client)
    secret = client.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"], "days": 1}).json()["secret"]
    assert admin.post(f"{PATH}/{account}/link").status_code == 202
    assert change(admin, account, active=False).status_code == 200
    problem(client.get(SESSION), 401, "not_signed_in")
    problem(browser(app).get(SESSION, headers={"Authorization": f"Bearer {secret}"}), 401, "not_signed_in")
    problem(set_password(app, link_of(office, account)), 404, "not_on_record")
    problem(sign_in(browser(app)), 401, "not_signed_in")
    problem(admin.post(f"{PATH}/{account}/link"), 409, "conflict")
    assert change(admin, account, active=True).status_code == 200
    problem(client.get(SESSION), 401, "not_signed_in")


def test_what_belongs_to_an_account_goes_with_it(office: Office, app: FastAPI, admin: TestClient) -> None:
    account = put_account(office, Role.OFFICER)
    client = browser(app)
    sign_in(client)
    secret = client.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"], "days": 1}).json()["secret"]
    admin.post(f"{PATH}/{account}/link")
    assert admin.delete(f"{PATH}/{account}", headers={"If-Match": '"1"'}).status_code == 204
    problem(client.get(SESSION), 401, "not_signed_in")
    problem(browser(app).get(SESSION, headers={"Authorization": f"Bearer {secret}"}), 401, "not_signed_in")
    with office.database.read() as session:
        assert session.query(NoticeRow).count() == session.query(OneTimeLinkRow).count() == 0


def test_a_role_that_was_taken_away_counts_at_once(office: Office, app: FastAPI, admin: TestClient) -> None:
    account = put_account(office, Role.OFFICER, Role.ADMINISTRATOR)
    client = browser(app)
    sign_in(client)
    assert client.get(PATH).status_code == 200
    change(admin, account, roles=["action_officer"])
    problem(client.get(PATH), 403, "not_allowed")


def test_accounts_are_the_administrators_alone(office: Office, app: FastAPI) -> None:
    for role in Role:
        if role is Role.ADMINISTRATOR:
            continue
        put_account(office, role, email=f"{role}@example.org")
        client = browser(app)
        sign_in(client, f"{role}@example.org")
        problem(client.get(PATH), 403, "not_allowed")
        problem(client.post(PATH, json=NEW | {"roles": ["administrator"]}), 403, "not_allowed")

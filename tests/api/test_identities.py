"""Who people are, over HTTP: apart from the roster, changed by version, and every look by another noted."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.services.office import Office
from api.services.people.identities import names_of
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import AccountRow, ExpertRow
from tests.api.conftest import Doors, problem

ANNA = "/api/v1/experts/anna"
IDENTITY: dict[str, Any] = {
    "name": "Anna Other",
    "email": "other@example.org",
    "phone": "+33 1 23 45 67 89",
    "language": "fr",
}


@pytest.fixture
def anna(doors: Doors) -> TestClient:
    return doors(Role.EXPERT, expert_id="anna")


def test_who_a_person_is_can_be_changed_from_the_version_read(officer: TestClient, anna: TestClient) -> None:
    version = {"If-Match": anna.get(f"{ANNA}/identity").headers["etag"]}
    changed = anna.put(f"{ANNA}/identity", json=IDENTITY, headers=version)
    assert changed.json() == {"expert_id": "anna", **IDENTITY}
    assert officer.get(f"{ANNA}/identity").json() == changed.json()
    problem(officer.put(f"{ANNA}/identity", json=IDENTITY, headers=version), 412, "changed_meanwhile")
    problem(officer.put(f"{ANNA}/identity", json=IDENTITY), 428, "version_needed")


def test_where_nothing_is_known_no_version_is_needed(officer: TestClient) -> None:
    where = officer.post("/api/v1/experts", json={"segments": []}).headers["location"] + "/identity"
    problem(officer.get(where), 404, "not_on_record")
    problem(officer.put(where, json=IDENTITY, headers={"If-Match": '"1"'}), 412, "changed_meanwhile")
    assert officer.put(where, json=IDENTITY).headers["etag"] == '"1"'


def test_an_address_belongs_to_one_person(officer: TestClient) -> None:
    version = {"If-Match": officer.get(f"{ANNA}/identity").headers["etag"]}
    taken = officer.put(f"{ANNA}/identity", json=IDENTITY | {"email": "BERT@example.org"}, headers=version)
    assert "bert" not in problem(taken, 409, "conflict")["found"]
    own = officer.put(f"{ANNA}/identity", json=IDENTITY | {"email": "Anna@Example.org"}, headers=version)
    assert own.json()["email"] == "anna@example.org"


def test_what_no_name_or_address_can_be_is_refused(officer: TestClient) -> None:
    names: list[dict[str, Any]] = [{"name": "  "}, {"name": 7}, {"name": "A\x07"}]
    others: list[dict[str, Any]] = [{"email": "nobody"}, {"email": "a@b@c"}, {"language": "de"}, {"age": 41}]
    for changes in names + others:
        answer = officer.put(f"{ANNA}/identity", json=IDENTITY | changes, headers={"If-Match": '"1"'})
        problem(answer, 422, "invalid_request")


def test_a_change_of_name_does_not_touch_the_roster(staffed: Office, officer: TestClient) -> None:
    with reading(staffed, SYSTEM) as unit:
        before = unit.session.get_one(ExpertRow, "anna").revision
    officer.put(f"{ANNA}/identity", json=IDENTITY, headers={"If-Match": '"1"'})
    with reading(staffed, SYSTEM) as unit:
        assert unit.session.get_one(ExpertRow, "anna").revision == before


def test_a_person_sees_who_looked_at_them_by_role_and_date(doors: Doors, anna: TestClient, clock: Any) -> None:
    doors(Role.OFFICER).get(f"{ANNA}/identity")
    clock.pass_(days=1)
    doors(Role.LEADER).get(ANNA)
    anna.get(ANNA)
    page = anna.get(f"{ANNA}/views", params={"limit": 1}).json()
    rest = anna.get(f"{ANNA}/views", params={"limit": 1, "after": page["next"]}).json()
    assert page["items"] + rest["items"] == [
        {"at": "2026-11-17T09:00:00Z", "by": ["team_leader"], "part": "profile"},
        {"at": "2026-11-16T09:00:00Z", "by": ["action_officer"], "part": "identity"},
    ]
    assert rest["next"] is None
    assert doors(Role.AUDITOR).get(f"{ANNA}/views").json()["items"][0] == page["items"][0]
    problem(doors(Role.OFFICER).get(f"{ANNA}/views"), 403, "not_allowed")
    problem(doors(Role.AUDITOR).get("/api/v1/experts/nobody/views"), 404, "not_on_record")


def test_names_that_are_shown_are_noted_but_ones_own(staffed: Office, doors: Doors, anna: TestClient) -> None:
    with writing(staffed, SYSTEM) as unit:
        names = names_of(unit, ["anna", "bert", "nobody"], "long list")
    assert names == {"anna": "Anna Surname", "bert": "Bert Surname"}
    [view] = anna.get(f"{ANNA}/views").json()["items"]
    assert (view["by"], view["part"]) == (["system"], "long list")


def test_who_looked_is_told_even_where_the_entry_names_no_role(staffed: Office, anna: TestClient) -> None:
    from api.services.unit import Actor

    with writing(staffed, SYSTEM) as unit:
        unit.session.add(
            AccountRow(id="a1", email="a1@example.org", name="A", roles=["team_leader"], created_at=unit.now)
        )
    with writing(staffed, Actor("a1", frozenset())) as unit:
        unit.record("personal.viewed", "expert", "anna", part="result")
    assert anna.get(f"{ANNA}/views").json()["items"][0]["by"] == ["team_leader"]


def test_names_are_for_staff_with_a_token_for_personal_data_and_for_oneself(doors: Doors, anna: TestClient) -> None:
    problem(doors().get(f"{ANNA}/identity"), 401, "not_signed_in")
    problem(anna.get("/api/v1/experts/bert/identity"), 403, "not_allowed")
    for role in (Role.AUDITOR, Role.STEERING, Role.ADMINISTRATOR):
        problem(doors(role).get(f"{ANNA}/identity"), 403, "not_allowed")
    problem(doors(Role.OFFICER, scopes=[Scope.READ]).get(f"{ANNA}/identity"), 403, "not_allowed")

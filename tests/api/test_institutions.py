"""Institutions over HTTP: kept, listed in pages, changed by version."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from tests.api.conftest import Doors, problem

PATH = "/api/v1/institutions"
AGENCY = {"name": "National Employment Agency", "country": "TG", "kind": "partner", "collaborative": False}


def test_an_institution_is_added_read_changed_and_removed(officer: TestClient) -> None:
    made = officer.post(PATH, json=AGENCY)
    assert made.status_code == 201, made.text
    where = made.headers["location"]
    read = officer.get(where)
    assert read.json() == made.json() == {"id": made.json()["id"], **AGENCY}
    changed = officer.put(where, json=AGENCY | {"collaborative": True}, headers={"If-Match": read.headers["etag"]})
    assert changed.json()["collaborative"] is True
    assert changed.headers["etag"] == '"2"'
    assert officer.delete(where, headers={"If-Match": changed.headers["etag"]}).status_code == 204
    problem(officer.get(where), 404, "not_on_record")


def test_of_two_who_change_the_same_version_the_second_is_refused(officer: TestClient) -> None:
    where = officer.post(PATH, json=AGENCY).headers["location"]
    mine = officer.put(where, json=AGENCY | {"name": "Mine"}, headers={"If-Match": '"1"'})
    theirs = officer.put(where, json=AGENCY | {"name": "Theirs"}, headers={"If-Match": '"1"'})
    assert mine.status_code == 200
    assert "version is 2" in problem(theirs, 412, "changed_meanwhile")["found"]
    assert officer.get(where).json()["name"] == "Mine"


def test_a_change_has_to_say_its_version(officer: TestClient) -> None:
    where = officer.post(PATH, json=AGENCY).headers["location"]
    problem(officer.put(where, json=AGENCY), 428, "version_needed")
    problem(officer.put(where, json=AGENCY, headers={"If-Match": "3"}), 400, "malformed_request")


def test_a_star_changes_whatever_version_is_there_but_nothing_that_is_not(officer: TestClient) -> None:
    where = officer.post(PATH, json=AGENCY).headers["location"]
    for name in ("Once", "Twice"):
        assert officer.put(where, json=AGENCY | {"name": name}, headers={"If-Match": "*"}).status_code == 200
    assert officer.get(where).json()["name"] == "Twice"
    problem(officer.put(f"{PATH}/nowhere", json=AGENCY, headers={"If-Match": "*"}), 404, "not_on_record")


@pytest.mark.parametrize("name", [" ", "\u200b", "A\x07B", "\u2800"])
def test_a_name_that_shows_nothing_or_cannot_be_written_is_refused(officer: TestClient, name: str) -> None:
    problem(officer.post(PATH, json=AGENCY | {"name": name}), 422, "invalid_request")


def test_a_name_is_kept_on_one_line(officer: TestClient) -> None:
    made = officer.post(PATH, json=AGENCY | {"name": " Agency\n of  \u202eWork "})
    assert made.json()["name"] == "Agency of Work"


def test_pages_follow_each_other_without_gap_or_repetition(officer: TestClient) -> None:
    names = [f"Agency {n}" for n in range(5)]
    for name in reversed(names):
        officer.post(PATH, json=AGENCY | {"name": name})
    found, after = [], None
    for _ in range(3):
        page = officer.get(PATH, params={"limit": 2} | ({"after": after} if after else {})).json()
        found += [item["name"] for item in page["items"]]
        after = page["next"]
    assert found == names
    assert after is None
    problem(officer.get(PATH, params={"after": "nonsense"}), 422, "invalid_setting")


def test_a_list_can_be_narrowed(officer: TestClient) -> None:
    officer.post(PATH, json=AGENCY)
    officer.post(PATH, json=AGENCY | {"name": "Pension Fund", "country": "PT", "collaborative": True})
    names = [i["name"] for i in officer.get(PATH, params={"country": "pt"}).json()["items"]]
    assert names == ["Pension Fund"]
    assert len(officer.get(PATH, params={"collaborative": "false"}).json()["items"]) == 1


def test_who_is_not_signed_in_or_has_another_role_is_refused(doors: Doors) -> None:
    problem(doors().get(PATH), 401, "not_signed_in")
    problem(doors(Role.EXPERT, expert_id="anna").get(PATH), 403, "not_allowed")
    problem(doors(Role.AUDITOR).post(PATH, json=AGENCY), 403, "not_allowed")
    problem(doors(Role.OFFICER, scopes=[Scope.READ]).post(PATH, json=AGENCY), 403, "not_allowed")

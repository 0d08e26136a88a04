"""Communities of practice, what institutions say of themselves, and the survey of interests, over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.auth.roles import Role, Scope
from api.services.office import Office
from api.storage.tables import EntryRow
from tests.api.conftest import Doors, one_kind, problem

PATH = "/api/v1/communities"
SURVEY = "/api/v1/peers/interests"


def test_a_community_is_added_changed_and_removed(officer: TestClient, network: dict[str, Any]) -> None:
    made = officer.post(PATH, json=network)
    assert made.status_code == 201, made.text
    where = made.headers["location"]
    read = officer.get(where).json()
    assert (read["name"], read["coordinator"]) == ("Pension network", network["coordinator"])
    assert [(one["institution"], one["name"]) for one in read["members"]] == [("Pension Fund", "Bert Surname")]
    alone = officer.put(where, json=network | {"members": []}, headers={"If-Match": made.headers["etag"]})
    assert alone.status_code == 200 and alone.json()["members"] == []
    problem(officer.put(where, json=network, headers={"If-Match": made.headers["etag"]}), 412, "changed_meanwhile")
    problem(officer.delete(where), 428, "version_needed")
    assert officer.delete(where, headers={"If-Match": alone.headers["etag"]}).status_code == 204
    problem(officer.get(where), 404, "not_on_record")


def test_a_community_whose_focal_point_left_goes_on_without(
    officer: TestClient, network: dict[str, Any], bert: str
) -> None:
    where = officer.post(PATH, json=network).headers["location"]
    point = officer.get(f"/api/v1/focal-points/{bert}")
    officer.delete(f"/api/v1/focal-points/{bert}", headers={"If-Match": point.headers["etag"]})
    assert officer.get(where).json()["members"] == []


@one_kind
def test_what_a_community_names_has_to_be_on_record(officer: TestClient, network: dict[str, Any]) -> None:
    problem(officer.post(PATH, json=network | {"members": ["focal-0"]}), 404, "not_on_record")
    problem(officer.post(PATH, json=network | {"coordinator": "institution-0"}), 404, "not_on_record")
    problem(officer.post(PATH, json=network | {"fields": ["Z.99"]}), 422, "unknown_code")
    problem(officer.post(PATH, json=network | {"countries": ["Atlantis"]}), 422, "invalid_request")
    assert officer.get(PATH).json()["items"] == [], "nothing is half-written"


@one_kind
def test_names_of_members_are_for_those_who_may_see_persons(doors: Doors, network: dict[str, Any]) -> None:
    where = doors(Role.OFFICER).post(PATH, json=network).headers["location"]
    for client in (doors(Role.STEERING), doors(Role.AUDITOR), doors(Role.OFFICER, scopes=[Scope.READ])):
        told = client.get(where).json()["members"]
        assert told == [{"institution": "Pension Fund", "country": "FR", "focal_point_id": None, "name": None}]
    problem(doors(Role.EXPERT, expert_id="anna").get(where), 403, "not_allowed")
    problem(doors(Role.STEERING).post(PATH, json=network), 403, "not_allowed")


@one_kind
def test_what_an_institution_says_of_itself_is_replaced_by_whoever_read_it(officer: TestClient, fund: str) -> None:
    path = f"/api/v1/institutions/{fund}/profile"
    read = officer.get(path)
    assert read.json()["form"] == "agency" and read.json()["fields"] == ["E.10.07"]
    problem(officer.put(path, json={"form": "city"}), 428, "version_needed")
    changed = officer.put(path, json={"form": "city"}, headers={"If-Match": read.headers["etag"]})
    assert changed.json() == {"form": "city", "description": "", "fields": [], "countries": [], "languages": []}
    problem(officer.put(path, json={"form": "castle"}), 422, "invalid_request")
    problem(officer.get("/api/v1/institutions/institution-0/profile"), 404, "not_on_record")


@one_kind
def test_what_an_institution_never_said_is_not_replaced(officer: TestClient, fund: str) -> None:
    made = officer.post("/api/v1/institutions", json={"name": "Port Authority", "country": "MA"}).json()["id"]
    path = f"/api/v1/institutions/{made}/profile"
    for tag in ("*", '"1"'):
        refused = officer.put(path, json={"form": "city"}, headers={"If-Match": tag})
        assert "none is on record" in problem(refused, 412, "changed_meanwhile")["found"]
    assert "etag" not in officer.get(path).headers
    assert officer.put(path, json={"form": "city"}).status_code == 200


def test_a_survey_is_grouped_into_topics(officer: TestClient, fund: str, bert: str) -> None:
    assert officer.get(SURVEY).json()["topics"] == []
    given = {"institution_id": fund, "focal_point_id": bert, "year": 2026, "fields": ["E.10.07"]}
    first = officer.post(SURVEY, json=given)
    assert first.status_code == 201, first.text
    officer.post(SURVEY, json={"institution_id": fund, "year": 2025, "fields": ["A.35"]})
    told = officer.get(SURVEY).json()
    assert (told["year"], told["years"], told["answers"]) == (2026, [2026, 2025], 1)
    topic = told["topics"][0]
    assert (topic["code"], topic["answers"], topic["regions"]) == ("E.10.07", 1, {"Europe": 1})
    assert topic["institutions"] == ["Pension Fund"] and not topic["shared"]
    assert officer.get(SURVEY, params={"year": 2025}).json()["topics"][0]["code"] == "A.35"
    assert officer.delete(f"{SURVEY}/{first.json()['id']}").status_code == 204
    problem(officer.delete(f"{SURVEY}/{first.json()['id']}"), 404, "not_on_record")


@one_kind
def test_an_answer_says_something_and_comes_from_the_institution(officer: TestClient, fund: str, bert: str) -> None:
    other = officer.post("/api/v1/institutions", json={"name": "Other"}).json()["id"]
    problem(officer.post(SURVEY, json={"institution_id": fund, "year": 2026}), 422, "invalid_request")
    far = {"institution_id": fund, "year": 2096, "text": "pensions"}  # shown as the newest, it would hide all others
    problem(officer.post(SURVEY, json=far), 422, "invalid_setting")
    strange = {"institution_id": other, "focal_point_id": bert, "year": 2026, "text": "pensions"}
    problem(officer.post(SURVEY, json=strange), 404, "not_on_record")


@one_kind
def test_the_log_tells_of_communities_without_words(
    officer: TestClient, staffed: Office, network: dict[str, Any]
) -> None:
    officer.post(PATH, json=network)
    with staffed.database.read() as session:
        told = {row.event: row.facts for row in session.scalars(select(EntryRow))}
    assert {"institution.described", "community.added"} <= set(told)
    assert told["community.added"] == {"members": 1}

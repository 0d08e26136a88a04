"""People of the roster over HTTP: found, added, changed by the office and by themselves, validated."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage import log, roster_state
from tests.api.conftest import Doors, problem

PATH = "/api/v1/experts"
PROFILE: dict[str, Any] = {
    "segments": [{"text": "Inspector of building sites.", "kind": "post", "language": "en", "start": "2015-01-01"}],
    "status": "civil_servant",
    "institution": "Labour Inspectorate",
    "institution_country": "PT",
    "languages": [{"language": "pt", "native": True}],
    "fields": ["A.35"],
}


def read(client: TestClient, expert_id: str = "anna") -> tuple[dict[str, Any], dict[str, str]]:
    """A person's profile as one would send it back, and the header that a change needs."""
    answer = client.get(f"{PATH}/{expert_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()["profile"], {"If-Match": answer.headers["etag"]}


def events(office: Office, event: str) -> list[log.Entry]:
    with reading(office, SYSTEM) as unit:
        return [entry for entry in log.entries(unit.session) if entry.event == event]


@pytest.fixture
def anna(doors: Doors) -> TestClient:
    return doors(Role.EXPERT, expert_id="anna")


def test_a_person_is_put_on_the_roster_without_validation_or_consent(officer: TestClient) -> None:
    made = officer.post(PATH, json=PROFILE | {"identity": {"name": "New Person", "email": "New@Example.org"}})
    assert made.status_code == 201, made.text
    assert made.json()["validated"] is made.json()["consent"] is made.json()["confirmed_at"] is None
    kept = officer.get(made.headers["location"]).json()["profile"]
    assert kept["segments"][0]["text"] == "Inspector of building sites."
    assert kept["absences"] is None  # not said, which is not the same as free throughout
    identity = officer.get(f"{made.headers['location']}/identity").json()
    assert (identity["name"], identity["email"]) == ("New Person", "new@example.org")


def test_a_profile_read_and_sent_back_is_the_same(officer: TestClient) -> None:
    profile, version = read(officer)
    again = officer.put(f"{PATH}/anna", json=profile, headers=version)
    assert again.status_code == 200, again.text
    assert again.json()["profile"] == profile
    assert again.headers["etag"] == version["If-Match"]


def test_every_change_moves_the_roster_on(staffed: Office, officer: TestClient) -> None:
    profile, version = read(officer)
    changed = officer.put(f"{PATH}/anna", json=profile | {"fields": ["E.10.07"]}, headers=version)
    assert changed.status_code == 200, changed.text
    with reading(staffed, SYSTEM) as unit:
        now = roster_state.revision(unit.session)
        assert roster_state.changed_since(unit.session, now - 1) == {"anna"}
    matcher = staffed.roster.current().matcher
    assert matcher.roster.experts[matcher.roster.row_of["anna"]].fields == ("E.10.07",)


def test_of_two_who_change_one_version_the_second_is_refused(officer: TestClient, anna: TestClient) -> None:
    profile, version = read(officer)
    assert anna.put(f"{PATH}/anna", json=profile | {"institution": "Hers"}, headers=version).status_code == 200
    late = officer.put(f"{PATH}/anna", json=profile | {"institution": "Theirs"}, headers=version)
    problem(late, 412, "changed_meanwhile")
    problem(officer.put(f"{PATH}/anna", json=profile), 428, "version_needed")


def test_facts_that_a_person_changes_are_to_be_validated_again(staffed: Office, anna: TestClient) -> None:
    profile, version = read(anna)
    changed = anna.put(f"{PATH}/anna", json=profile | {"fields": ["E.10.07"]}, headers=version).json()
    assert changed["validated"] is None
    assert changed["confirmed_at"] == "2026-11-16T09:00:00Z"
    entry = events(staffed, "expert.changed")[-1]
    assert entry.facts["parts"] == ["fields"]
    assert entry.facts["own"] is True


def test_an_officer_who_changes_anothers_profile_answers_for_it(officer: TestClient, doors: Doors) -> None:
    profile, version = read(officer)
    changed = officer.put(f"{PATH}/anna", json=profile | {"fields": ["E.10.07"]}, headers=version)
    assert changed.json()["validated"] is True
    version = {"If-Match": changed.headers["etag"]}
    business = doors(Role.BUSINESS).put(f"{PATH}/anna", json=profile | {"fields": ["A.35"]}, headers=version)
    assert business.json()["validated"] is None


def test_an_officer_who_is_an_expert_too_cannot_keep_their_own_profile_validated(doors: Doors) -> None:
    both = doors(Role.OFFICER, Role.EXPERT, expert_id="anna")
    profile, version = read(both)
    changed = both.put(f"{PATH}/anna", json=profile | {"fields": ["E.10.07"]}, headers=version)
    assert changed.json()["validated"] is None
    own = both.put(f"{PATH}/anna/validation", json={"validated": True}, headers={"If-Match": changed.headers["etag"]})
    problem(own, 403, "not_allowed")


def test_availability_needs_no_validation_and_leaves_the_rest(anna: TestClient) -> None:
    profile, version = read(anna)
    absent = [{"start": "2027-01-04", "end": "2027-01-15"}]
    changed = anna.patch(f"{PATH}/anna/availability", json={"absences": absent}, headers=version)
    assert changed.status_code == 200, changed.text
    assert changed.json()["validated"] is True
    assert changed.json()["profile"] == profile | {"absences": absent}
    version = {"If-Match": changed.headers["etag"]}
    unsaid = anna.patch(f"{PATH}/anna/availability", json={"absences": None, "conflicts": ["ACT-1"]}, headers=version)
    assert unsaid.json()["profile"] == profile | {"absences": None, "conflicts": ["ACT-1"]}
    assert unsaid.json()["validated"] is True  # to declare a conflict of interest costs nobody their validation


def test_a_person_confirms_what_stands(staffed: Office, anna: TestClient, officer: TestClient, clock: Any) -> None:
    clock.pass_(days=30)
    assert anna.post(f"{PATH}/anna/confirmation").json()["confirmed_at"] == "2026-12-16T09:00:00Z"
    assert [entry.subject_id for entry in events(staffed, "expert.confirmed")] == ["anna"]
    problem(officer.post(f"{PATH}/anna/confirmation"), 403, "not_allowed")


def test_validation_is_of_the_version_read_and_its_refusal_says_why(officer: TestClient, anna: TestClient) -> None:
    _, version = read(officer)
    where = f"{PATH}/anna/validation"
    problem(officer.put(where, json={"validated": False}, headers=version), 422, "invalid_request")
    problem(officer.put(where, json={"validated": False, "reason": "  "}, headers=version), 422, "invalid_request")
    no = officer.put(where, json={"validated": False, "reason": "No dates."}, headers=version).json()
    assert (no["validated"], no["validation_reason"]) == (False, "No dates.")
    problem(officer.put(where, json={"validated": True}, headers=version), 412, "changed_meanwhile")
    assert anna.get(f"{PATH}/anna").json()["validation_reason"] == "No dates."


def test_an_unknown_code_is_refused_with_near_ones(officer: TestClient) -> None:
    refused = problem(officer.post(PATH, json=PROFILE | {"fields": ["A.350"]}), 422, "unknown_code")
    assert "A.35" in refused["found"]
    problem(officer.post(PATH, json=PROFILE | {"status": "official"}), 422, "unknown_code")
    kept = officer.post(PATH, json=PROFILE | {"fields": ["a35", "A.35."]}).json()
    assert kept["fields"] == ["A.35"]


UNUSABLE: list[dict[str, Any]] = [
    {"segments": "many"},
    {"segments": [{"text": "a", "colour": "red"}]},
    {"segments": [{"text": "x" * 300_000}, {"text": "y" * 300_000}]},
    {"segments": [{"text": "a", "start": "2020-01-01", "end": "2019-01-01"}]},
    {"languages": [{"language": "Klingonish"}]},
    {"absences": [{"start": "0001-01-01", "end": "9999-12-31"}]},
    {"absences": [{"start": 0, "end": "2027-01-01"}]},
    {"segments": [{"text": "a", "start": 1577836800}]},
    {"release_days": 99999},
    {"institution": "x" * 301},
    {"id": "anna@example.org"},
    {"id": "Anna Surname"},
    {"gender": "woman"},
    {"name": "Somebody"},
]


def test_what_a_profile_cannot_hold_is_refused(officer: TestClient) -> None:
    for changes in UNUSABLE:
        problem(officer.post(PATH, json=PROFILE | changes), 422, "invalid_request")


def test_characters_that_a_database_refuses_are_replaced(officer: TestClient) -> None:
    body = '{"segments": [{"text": "a\\u0000b", "employer": "d\\u0000"}], "institution": "e\\u0000"}'
    made = officer.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert made.status_code == 201, made.text
    kept = officer.get(made.headers["location"]).json()["profile"]
    assert kept["segments"][0]["text"] == "a�b"
    assert (kept["segments"][0]["employer"], kept["institution"]) == ("d�", "e�")
    half = '{"segments": [{"text": "a\\ud800"}]}'
    problem(officer.post(PATH, content=half, headers={"Content-Type": "application/json"}), 422, "invalid_request")
    problem(officer.get(f"{PATH}/an%00na"), 422, "invalid_request")
    problem(officer.get(PATH, params={"q": "a\0"}), 422, "invalid_request")


def test_an_id_is_given_once(staffed: Office, officer: TestClient) -> None:
    problem(officer.post(PATH, json=PROFILE | {"id": "anna"}), 409, "conflict")
    taken = PROFILE | {"id": "zoe", "identity": {"name": "Zoe", "email": "ANNA@example.org"}}
    problem(officer.post(PATH, json=taken), 409, "conflict")
    problem(officer.get(f"{PATH}/zoe"), 404, "not_on_record")  # nothing half-written


def listed(client: TestClient, **filters: Any) -> list[str]:
    answer = client.get(PATH, params=filters)
    assert answer.status_code == 200, answer.text
    return [person["id"] for person in answer.json()["items"]]


def test_a_list_is_narrowed_by_what_a_profile_says(officer: TestClient) -> None:
    assert listed(officer, field="E.10.07") == ["cleo", "dino"]
    assert listed(officer, field="E") == ["cleo", "dino"]  # a field stands for those below it
    assert "finn" not in listed(officer, language="French")
    assert listed(officer, language="ru") == []
    assert listed(officer, validated=False) == ["finn"]
    assert listed(officer, excluded=True) == ["hana"]
    assert listed(officer, institution="Institution anna") == ["anna"]
    assert listed(officer, q="TUTION BER") == ["bert"]
    assert listed(officer, q="100%") == []
    assert "finn" not in listed(officer, status="civil_servant")
    assert listed(officer, country="FR") == []
    problem(officer.get(PATH, params={"field": "Z.99"}), 422, "unknown_code")


def test_pages_of_people_follow_each_other(officer: TestClient) -> None:
    first = officer.get(PATH, params={"limit": 5}).json()
    second = officer.get(PATH, params={"limit": 5, "after": first["next"]}).json()
    ids = [person["id"] for person in first["items"] + second["items"]]
    assert ids == ["anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"]
    assert second["next"] is None


def test_a_list_holds_no_names_nor_what_people_declared(officer: TestClient) -> None:
    text = officer.get(PATH).text + officer.get(f"{PATH}/anna").text
    assert "Surname" not in text
    assert "woman" not in text
    assert "nationalit" not in text


def test_exclusions_are_for_the_team_alone(doors: Doors) -> None:
    business = doors(Role.BUSINESS)
    assert business.get(f"{PATH}/hana").json()["excluded"] is None
    assert doors(Role.LEADER).get(f"{PATH}/hana").json()["excluded"] is True
    assert doors(Role.EXPERT, expert_id="hana").get(f"{PATH}/hana").json()["excluded"] is True
    problem(business.get(PATH, params={"excluded": "true"}), 403, "not_allowed")


def test_who_looks_at_anothers_profile_is_noted(staffed: Office, officer: TestClient, anna: TestClient) -> None:
    anna.get(f"{PATH}/anna")
    assert events(staffed, "personal.viewed") == []
    officer.get(f"{PATH}/anna")
    [entry] = events(staffed, "personal.viewed")
    assert (entry.subject_id, entry.facts) == ("anna", {"part": "profile", "roles": ["action_officer"]})


def test_an_expert_sees_nobody_else(doors: Doors, anna: TestClient) -> None:
    problem(doors().get(PATH), 401, "not_signed_in")
    problem(anna.get(PATH), 403, "not_allowed")
    problem(anna.get(f"{PATH}/bert"), 403, "not_allowed")
    problem(anna.put(f"{PATH}/bert", json=PROFILE, headers={"If-Match": '"1"'}), 403, "not_allowed")
    problem(doors(Role.STEERING).get(PATH), 403, "not_allowed")
    problem(doors(Role.AUDITOR).get(f"{PATH}/anna"), 403, "not_allowed")
    unscoped = doors(Role.OFFICER, scopes=[Scope.READ])
    problem(unscoped.get(f"{PATH}/anna"), 403, "not_allowed")
    assert unscoped.get(PATH).status_code == 200

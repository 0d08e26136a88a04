"""Actions and their activities: opened from a request or without one, completed or cancelled, read by those who steer."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import CallRow
from tests.api.conftest import Doors, Watchmaker, problem

PATH = "/api/v1/actions"
TEXT = "The employment agency wishes to train its counsellors in the profiling of jobseekers."
ACTION = {
    "code": "2027-03",
    "title": "Counselling of young jobseekers",
    "fields": ["A.35"],
    "deliverables": ["A guide"],
}
REASON = {"reason": "The partner changed its plans."}


def open_action(client: TestClient, **facts: Any) -> Any:
    made = client.post(PATH, json=ACTION | facts)
    assert made.status_code == 201, made.text
    return made.json()


def add_activity(client: TestClient, action_id: str, **facts: Any) -> Any:
    made = client.post(f"{PATH}/{action_id}/activities", json={"title": "Training"} | facts)
    assert made.status_code == 201, made.text
    return made.json()


def relevant_request(client: TestClient, text: str = TEXT, **facts: Any) -> str:
    request_id: str = client.post("/api/v1/requests", json={"text": text, **facts}).json()["id"]
    for question in ("eligibility", "relevance"):
        body = {"question": question, "answer": True, "reason": "As the rules say."}
        assert client.post(f"/api/v1/requests/{request_id}/assessments", json=body).status_code == 201
    return request_id


def lay_call(office: Office, activity_id: str, state: str) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.add(
            CallRow(
                id=f"call-{state}", activity_id=activity_id, state=state, terms={}, settings={},
                created_at=unit.now, created_by="system",
            )
        )  # fmt: skip


def test_an_action_is_opened_read_and_changed_by_version(officer: TestClient) -> None:
    made = open_action(officer, fields=["a35", "A.35"], country="Togo")
    assert made["fields"] == ["A.35"]
    assert (made["country"], made["state"], made["activities"]) == ("TG", "open", [])
    assert [step["step"] for step in made["steps"]] == ["open"]
    where = f"{PATH}/{made['id']}"
    assert officer.get(where).json() == made
    problem(officer.put(where, json=ACTION), 428, "version_needed")
    changed = officer.put(where, json=ACTION | {"title": "Another"}, headers={"If-Match": '"1"'})
    assert (changed.json()["title"], changed.headers["etag"]) == ("Another", '"2"')
    problem(officer.put(where, json=ACTION, headers={"If-Match": '"1"'}), 412, "changed_meanwhile")


def test_no_two_actions_share_a_code_and_unknown_fields_are_told(officer: TestClient) -> None:
    first = open_action(officer)["id"]
    second = open_action(officer, code="2027-04")["id"]
    assert first in problem(officer.post(PATH, json=ACTION), 409, "conflict")["found"]
    taken = officer.put(f"{PATH}/{second}", json=ACTION, headers={"If-Match": '"1"'})
    problem(taken, 409, "conflict")
    problem(officer.post(PATH, json=ACTION | {"code": "X", "fields": ["Z.99"]}), 422, "unknown_code")
    problem(officer.post(PATH, json=ACTION | {"code": "two words"}), 422, "invalid_request")


def test_a_relevant_request_becomes_an_action_with_its_country_and_institution(
    officer: TestClient, clock: Watchmaker
) -> None:
    request_id = relevant_request(officer, country="TG", institution="Agency")
    clock.pass_(days=3)
    early = officer.post(PATH, json=ACTION | {"request_id": request_id, "on": "2026-11-15"})
    problem(early, 422, "invalid_setting")
    made = open_action(officer, request_id=request_id, on="2026-11-18")
    assert (made["country"], made["institution"]) == ("TG", "Agency")
    assert made["steps"][0]["at"].startswith("2026-11-18")
    clock.pass_(minutes=1)
    more = open_action(officer, request_id=request_id, code="2027-04", country="BJ")
    assert more["country"] == "BJ"
    request = officer.get(f"/api/v1/requests/{request_id}").json()
    assert (request["state"], request["actions"]) == ("action", [made["id"], more["id"]])
    assert [step["step"] for step in request["steps"]] == ["received", "eligible", "relevant", "action"]


def test_a_request_that_was_not_found_relevant_becomes_no_action_and_nothing_is_kept(officer: TestClient) -> None:
    request_id = officer.post("/api/v1/requests", json={"text": TEXT}).json()["id"]
    problem(officer.post(PATH, json=ACTION | {"request_id": request_id}), 409, "conflict")
    problem(officer.post(PATH, json=ACTION | {"request_id": "none"}), 404, "not_on_record")
    assert officer.get(PATH).json()["items"] == []


@pytest.mark.parametrize(("way", "state", "body"), [("complete", "completed", {}), ("cancel", "cancelled", REASON)])
def test_an_action_ends_once_and_for_all(officer: TestClient, way: str, state: str, body: dict[str, str]) -> None:
    action_id = open_action(officer)["id"]
    activity = add_activity(officer, action_id)
    problem(officer.post(f"{PATH}/{action_id}/{way}", json=body | {"on": "2027-01-01"}), 422, "invalid_setting")
    ended = officer.post(f"{PATH}/{action_id}/{way}", json=body).json()
    assert (ended["state"], [s["step"] for s in ended["steps"]]) == (state, ["open", state])
    for again, sent in (("complete", {}), ("cancel", REASON)):
        problem(officer.post(f"{PATH}/{action_id}/{again}", json=sent), 409, "conflict")
    problem(officer.post(f"{PATH}/{action_id}/activities", json={"title": "Late"}), 409, "conflict")
    at = {"url": f"/api/v1/activities/{activity['id']}", "headers": {"If-Match": '"1"'}}
    problem(officer.put(**at, json={"title": "Late"}), 409, "conflict")
    problem(officer.delete(**at), 409, "conflict")
    late = officer.put(f"{PATH}/{action_id}", json=ACTION | {"deliverables": ["B"]}, headers={"If-Match": '"2"'})
    assert late.json()["deliverables"] == ["B"]


def test_cancelling_needs_a_reason_which_the_steps_hold(officer: TestClient) -> None:
    action_id = open_action(officer)["id"]
    problem(officer.post(f"{PATH}/{action_id}/cancel", json={}), 422, "invalid_request")
    officer.post(f"{PATH}/{action_id}/cancel", json=REASON)
    steps = officer.get(f"{PATH}/{action_id}/steps").json()
    assert [(s["step"], s["reason"]) for s in steps] == [("open", None), ("cancelled", REASON["reason"])]


@pytest.mark.parametrize("state", ["draft", "published", "closed"])
def test_an_action_does_not_end_while_a_call_of_it_goes_on(doors: Doors, staffed: Office, state: str) -> None:
    officer = doors(Role.OFFICER)
    action_id = open_action(officer)["id"]
    lay_call(staffed, add_activity(officer, action_id)["id"], state)
    for way, body in (("complete", {}), ("cancel", REASON)):
        refused = problem(officer.post(f"{PATH}/{action_id}/{way}", json=body), 409, "conflict")
        assert f"call-{state} is {state}" in refused["found"]


@pytest.mark.parametrize("state", ["decided", "cancelled"])
def test_an_action_ends_when_its_calls_have(doors: Doors, staffed: Office, state: str) -> None:
    officer = doors(Role.OFFICER)
    action_id = open_action(officer)["id"]
    lay_call(staffed, add_activity(officer, action_id)["id"], state)
    assert officer.post(f"{PATH}/{action_id}/complete", json={}).status_code == 200


def test_an_action_has_up_to_four_activities_each_with_a_number_of_its_own(officer: TestClient) -> None:
    action_id = open_action(officer)["id"]
    assert [add_activity(officer, action_id, number=n)["number"] for n in (2, None, None)] == [2, 1, 3]
    taken = officer.post(f"{PATH}/{action_id}/activities", json={"title": "A", "number": 2})
    problem(taken, 409, "conflict")
    assert add_activity(officer, action_id)["number"] == 4
    problem(officer.post(f"{PATH}/{action_id}/activities", json={"title": "A"}), 409, "conflict")
    problem(officer.post(f"{PATH}/{action_id}/activities", json={"title": "A", "number": 5}), 422, "invalid_request")
    assert [a["number"] for a in officer.get(f"{PATH}/{action_id}").json()["activities"]] == [1, 2, 3, 4]


def test_the_days_of_an_activity_are_in_order_and_its_types_known(officer: TestClient) -> None:
    where = f"{PATH}/{open_action(officer)['id']}/activities"
    turned = officer.post(where, json={"title": "A", "start": "2027-03-10", "end": "2027-03-09"})
    assert "before the start" in problem(turned, 422, "invalid_request")["found"]
    problem(officer.post(where, json={"title": "A", "activity_types": ["dancing"]}), 422, "unknown_code")
    good = {"activity_types": ["drafting"], "start": "2027-03-09", "end": "2027-03-09"}
    made = officer.post(where, json={"title": "A"} | good).json()
    assert {key: made[key] for key in good} == good


def test_an_activity_is_changed_by_version_and_keeps_its_number(officer: TestClient) -> None:
    action_id = open_action(officer)["id"]
    first, second = add_activity(officer, action_id), add_activity(officer, action_id)
    where = f"/api/v1/activities/{second['id']}"
    problem(officer.put(where, json={"title": "B"}), 428, "version_needed")
    changed = officer.put(where, json={"title": "B"}, headers={"If-Match": officer.get(where).headers["etag"]})
    assert (changed.json()["title"], changed.json()["number"]) == ("B", 2)
    taken = officer.put(where, json={"title": "B", "number": first["number"]}, headers={"If-Match": '"2"'})
    problem(taken, 409, "conflict")
    moved = officer.put(where, json={"title": "B", "number": 4}, headers={"If-Match": '"2"'})
    assert moved.json()["number"] == 4


def test_an_activity_is_removed_unless_a_call_belongs_to_it(doors: Doors, staffed: Office) -> None:
    officer = doors(Role.OFFICER)
    action_id = open_action(officer)["id"]
    free, called = add_activity(officer, action_id)["id"], add_activity(officer, action_id)["id"]
    lay_call(staffed, called, "decided")
    assert officer.delete(f"/api/v1/activities/{free}", headers={"If-Match": '"1"'}).status_code == 204
    problem(officer.get(f"/api/v1/activities/{free}"), 404, "not_on_record")
    kept = problem(officer.delete(f"/api/v1/activities/{called}", headers={"If-Match": '"1"'}), 409, "conflict")
    assert "call-decided" in kept["found"]


def test_actions_are_listed_newest_first_and_narrowed(officer: TestClient, clock: Watchmaker) -> None:
    request_id = relevant_request(officer, country="BJ")
    open_action(officer, code="A-1", country="TG")
    clock.pass_(minutes=1)
    second = open_action(officer, code="A-2", request_id=request_id)["id"]
    officer.post(f"{PATH}/{second}/complete", json={})

    def codes(**narrowed: str) -> list[str]:
        return [item["code"] for item in officer.get(PATH, params=narrowed).json()["items"]]

    assert codes() == ["A-2", "A-1"]
    assert codes(country="TG") == codes(state="open") == codes(words="a-1") == ["A-1"]
    assert codes(request_id=request_id) == ["A-2"]


def test_those_who_steer_read_actions_but_neither_reasons_nor_requests(doors: Doors) -> None:
    officer, steering = doors(Role.OFFICER), doors(Role.STEERING)
    action = open_action(officer)
    activity = add_activity(officer, action["id"])
    read = steering.get(f"{PATH}/{action['id']}").json()
    assert "account" not in str(read)
    assert set(read["steps"][0]) == {"step", "at"}
    assert steering.get(f"/api/v1/activities/{activity['id']}").json() == activity
    problem(steering.get(f"{PATH}/{action['id']}/steps"), 403, "not_allowed")
    problem(steering.get("/api/v1/requests"), 403, "not_allowed")
    for role in (Role.STEERING, Role.LEADER, Role.BUSINESS, Role.AUDITOR):
        assert doors(role).get(PATH).status_code == 200
        problem(doors(role).post(PATH, json=ACTION), 403, "not_allowed")
    problem(doors(Role.ADMINISTRATOR).get(PATH), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="anna").get(PATH), 403, "not_allowed")


def test_similar_ones_come_nearest_first_with_what_they_share_and_what_they_left_behind(officer: TestClient) -> None:
    same = {"country": "TG", "institution": "Agency"}
    action = open_action(officer, code="A-1", request_id=relevant_request(officer, **same), title=TEXT)
    officer.post("/api/v1/requests", json={"text": "Actuarial projections of old-age pensions.", "country": "TG"})
    asked = officer.post("/api/v1/requests", json={"text": f"{TEXT} Soon.", **same}).json()["id"]
    near = officer.get(f"/api/v1/requests/{asked}/similar").json()
    assert [(one["kind"], one["code"]) for one in near] == [("action", "A-1"), ("request", None)]
    first = near[0]
    assert (first["id"], first["deliverables"], first["same_country"]) == (action["id"], ["A guide"], True)
    assert (first["sentence"], first["their_sentence"]) == (TEXT, TEXT)
    assert "A-1" in first["warning"]
    assert first["similarity"] > near[1]["similarity"]
    assert near[1]["warning"] is None
    assert len(officer.get(f"/api/v1/requests/{asked}/similar", params={"limit": 1}).json()) == 1


def test_a_request_is_not_like_its_own_action_nor_like_one_merged_into_another(officer: TestClient) -> None:
    asked = relevant_request(officer)
    open_action(officer, request_id=asked)
    merged, into = (officer.post("/api/v1/requests", json={"text": TEXT}).json()["id"] for _ in range(2))
    officer.post(f"/api/v1/requests/{merged}/merge", json=REASON | {"into": into})
    assert [one["id"] for one in officer.get(f"/api/v1/requests/{asked}/similar").json()] == [into]

"""Requests: received in any shape, understood at once, judged by people in one order, with a date for every step."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage.tables import EntryRow
from matching.scope import scope_sentences
from tests.api.conftest import Doors, Watchmaker, problem

PATH = "/api/v1/requests"
TEXT = "The employment agency wishes to train its counsellors in the profiling of jobseekers."
ALLOWED = {  # from each state; what is not listed is refused
    "received": ["find_eligible", "find_not_eligible", "withdraw", "merge"],
    "eligible": ["find_relevant", "find_not_relevant", "find_not_eligible", "withdraw", "merge"],
    "not_eligible": ["find_eligible"],
    "relevant": ["act", "find_not_relevant", "withdraw", "merge"],
    "not_relevant": ["find_relevant"],
    "action": ["act"],
    "withdrawn": [],
    "merged": [],
}
CHANGEABLE = ("received", "eligible", "not_eligible", "relevant", "not_relevant")
REASON = {"reason": "As the rules of the facility say."}


def receive(client: TestClient, **facts: Any) -> Any:
    made = client.post(PATH, json={"text": TEXT, "country": "TG"} | facts)
    assert made.status_code == 201, made.text
    return made.json()


def judge(client: TestClient, request_id: str, question: str, answer: bool, **more: Any) -> Any:
    return client.post(
        f"{PATH}/{request_id}/assessments", json={"question": question, "answer": answer, **REASON, **more}
    )


def lead_to(client: TestClient, state: str) -> str:
    """A new request in a state."""
    request_id: str = receive(client)["id"]
    if state in ("eligible", "relevant", "not_relevant", "action"):
        judge(client, request_id, "eligibility", True)
    if state == "not_eligible":
        judge(client, request_id, "eligibility", False)
    if state in ("relevant", "not_relevant", "action"):
        judge(client, request_id, "relevance", state != "not_relevant")
    if state == "action":
        opened = client.post("/api/v1/actions", json={"code": request_id, "title": "A", "request_id": request_id})
        assert opened.status_code == 201, opened.text
    if state == "withdrawn":
        client.post(f"{PATH}/{request_id}/withdraw", json=REASON)
    if state == "merged":
        client.post(f"{PATH}/{request_id}/merge", json=REASON | {"into": receive(client)["id"]})
    assert client.get(f"{PATH}/{request_id}").json()["state"] == state
    return request_id


def test_a_request_is_understood_as_it_is_received(officer: TestClient) -> None:
    made = receive(officer, text=f"{TEXT} We need a workshop on it.", country=None)
    assert made["state"] == "received"
    assert made["received_on"] == "2026-11-16"
    assert made["language"] == "en"
    said = made["understood"]
    assert [f["code"] for f in said["fields"][:3]] == made["fields"]
    assert len(said["fields"]) == len(said["competences"]) == 10
    assert "country" in {question["about"] for question in said["questions"]}
    assert [step["step"] for step in made["steps"]] == ["received"]


def test_what_the_text_says_is_not_asked_and_what_the_officer_says_goes_first(officer: TestClient) -> None:
    text = f"Country: Peru\nInstitution: Ministerio de Trabajo\n{TEXT}"
    read = receive(officer, text=text, country=None)
    assert (read["country"], read["institution"]) == ("PE", "Ministerio de Trabajo")
    assert not {"country", "institution"} & {q["about"] for q in read["understood"]["questions"]}
    told = receive(officer, text=text, country="CO", institution="SENA")
    assert (told["country"], told["institution"]) == ("CO", "SENA")


@pytest.mark.parametrize("weak", ["Pensions", "?", "12 345"])
def test_a_title_or_a_few_signs_are_enough_to_be_received(officer: TestClient, weak: str) -> None:
    made = receive(officer, text="", title=weak, country=None)
    about = [question["about"] for question in made["understood"]["questions"]]
    assert {"objectives", "country", "institution", "dates"} <= set(about)
    assert ("fields" in about) == (weak != "Pensions")


def test_a_request_that_says_nothing_at_all_is_refused(officer: TestClient) -> None:
    problem(officer.post(PATH, json={"text": "  ", "country": "TG"}), 422, "invalid_request")


def test_a_text_in_a_language_that_is_not_read_is_taken_and_asked_about(officer: TestClient) -> None:
    german = "Das Ministerium für Arbeit bittet um Unterstützung bei der Reform der Rentenversicherung im ganzen Land."
    made = receive(officer, text=german)
    assert "German" in next(q["text"] for q in made["understood"]["questions"] if q["about"] == "language")
    assert made["doubts"] == []


def test_a_request_comes_as_a_document(officer: TestClient) -> None:
    form = {"country": "Togo", "title": "Letter", "received_on": "2026-11-02"}
    made = officer.post(f"{PATH}/document", files={"file": ("letter.txt", TEXT.encode())}, data=form)
    assert made.status_code == 201, made.text
    assert (made.json()["text"], made.json()["country"], made.json()["title"]) == (TEXT, "TG", "Letter")
    assert officer.get(made.headers["location"]).json() == made.json()
    empty = officer.post(f"{PATH}/document", files={"file": ("letter.txt", b"")})
    problem(empty, 422, "unreadable_document")
    nowhere = officer.post(f"{PATH}/document", files={"file": ("a.txt", TEXT.encode())}, data={"country": "Atlantis"})
    assert "Atlantis" in problem(nowhere, 422, "invalid_request")["found"]
    problem(officer.post(f"{PATH}/document", json={}), 415, "unsupported_media_type")


def test_signs_that_a_database_refuses_are_replaced(officer: TestClient) -> None:
    assert receive(officer, text=f"{TEXT}\x00 end", title="A\x00B")["title"] == "A\ufffdB"


def test_a_change_is_understood_anew_and_says_its_version(officer: TestClient) -> None:
    made = receive(officer)
    where = f"{PATH}/{made['id']}"
    data = {
        "title": "Pensions",
        "text": "Old-age benefits and contribution rates of the pension fund.",
        "country": "BJ",
    }
    problem(officer.put(where, json=data), 428, "version_needed")
    changed = officer.put(where, json=data, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"2"'
    assert (changed.json()["country"], changed.json()["received_on"]) == ("BJ", made["received_on"])
    assert changed.json()["fields"] != made["fields"]
    problem(officer.put(where, json=data, headers={"If-Match": '"1"'}), 412, "changed_meanwhile")


def test_a_judgement_needs_a_reason_and_leads_on(officer: TestClient, clock: Watchmaker) -> None:
    request_id = receive(officer)["id"]
    bare = {"question": "eligibility", "answer": True}
    problem(officer.post(f"{PATH}/{request_id}/assessments", json=bare), 422, "invalid_request")
    problem(officer.post(f"{PATH}/{request_id}/assessments", json=bare | {"reason": " yes "}), 422, "invalid_request")
    assert judge(officer, request_id, "eligibility", True).json()["reason"] == REASON["reason"]
    clock.pass_(minutes=1)
    assert judge(officer, request_id, "relevance", True).status_code == 201
    read = officer.get(f"{PATH}/{request_id}").json()
    assert read["state"] == "relevant"
    assert [(a["question"], a["answer"]) for a in read["assessments"]] == [("eligibility", True), ("relevance", True)]
    assert [step["step"] for step in read["steps"]] == ["received", "eligible", "relevant"]


def test_a_judgement_can_be_taken_back_and_both_stay_on_record(officer: TestClient, clock: Watchmaker) -> None:
    request_id = lead_to(officer, "not_eligible")
    clock.pass_(minutes=1)
    assert judge(officer, request_id, "eligibility", True, reason="The list was changed.").status_code == 201
    read = officer.get(f"{PATH}/{request_id}").json()
    assert [a["answer"] for a in read["assessments"]] == [False, True]
    assert [step["step"] for step in read["steps"]] == ["received", "not_eligible", "eligible"]


@pytest.mark.parametrize("state", ALLOWED)
def test_every_way_that_the_table_does_not_hold_is_refused_with_those_it_does(officer: TestClient, state: str) -> None:
    request_id = lead_to(officer, state)
    other = receive(officer)["id"]
    tries: dict[str, tuple[str, dict[str, Any]]] = {
        "find_eligible": ("assessments", {"question": "eligibility", "answer": True}),
        "find_not_eligible": ("assessments", {"question": "eligibility", "answer": False}),
        "find_relevant": ("assessments", {"question": "relevance", "answer": True}),
        "find_not_relevant": ("assessments", {"question": "relevance", "answer": False}),
        "withdraw": ("withdraw", {}),
        "merge": ("merge", {"into": other}),
    }
    assert officer.get(f"{PATH}/{request_id}").json()["ways"] == ALLOWED[state]
    for way, (address, body) in tries.items():
        if way not in ALLOWED[state]:
            refused = problem(officer.post(f"{PATH}/{request_id}/{address}", json=REASON | body), 409, "conflict")
            assert f"'{state}' since 2026-11-16" in refused["found"]
            assert refused["next_step"].startswith("From here it can be" if ALLOWED[state] else "Nothing leads on")
    if "act" not in ALLOWED[state]:
        problem(
            officer.post("/api/v1/actions", json={"code": "X", "title": "A", "request_id": request_id}), 409, "conflict"
        )
    data = {"text": "Another text."}
    version = officer.get(f"{PATH}/{request_id}").headers["etag"]
    changed = officer.put(f"{PATH}/{request_id}", json=data, headers={"If-Match": version})
    assert changed.status_code == (200 if state in CHANGEABLE else 409)


def test_a_step_is_noted_on_its_real_day_never_to_come_and_never_before_the_last(
    officer: TestClient, clock: Watchmaker
) -> None:
    request_id = receive(officer, received_on="2026-11-02")["id"]
    problem(judge(officer, request_id, "eligibility", True, on="2026-11-01"), 422, "invalid_setting")
    problem(judge(officer, request_id, "eligibility", True, on="2026-11-17"), 422, "invalid_setting")
    problem(officer.post(PATH, json={"text": TEXT, "received_on": "2026-11-17"}), 422, "invalid_setting")
    judge(officer, request_id, "eligibility", True, on="2026-11-05")
    clock.pass_(days=2)
    judge(officer, request_id, "relevance", True)
    steps = officer.get(f"{PATH}/{request_id}").json()["steps"]
    assert [step["at"][:10] for step in steps] == ["2026-11-02", "2026-11-05", "2026-11-18"]


def test_the_day_of_receipt_can_be_corrected_but_not_beyond_the_next_step(officer: TestClient) -> None:
    request_id = receive(officer, received_on="2026-11-02")["id"]
    judge(officer, request_id, "eligibility", True, on="2026-11-05")
    where = f"{PATH}/{request_id}"
    late = officer.put(where, json={"text": TEXT, "received_on": "2026-11-06"}, headers={"If-Match": '"2"'})
    problem(late, 422, "invalid_setting")
    right = officer.put(where, json={"text": TEXT, "received_on": "2026-11-03"}, headers={"If-Match": '"2"'})
    assert right.json()["steps"][0]["at"][:10] == "2026-11-03"


def test_a_request_is_merged_into_one_that_goes_on(officer: TestClient) -> None:
    one, other, gone = receive(officer)["id"], receive(officer)["id"], lead_to(officer, "withdrawn")
    for into in (one, gone):
        problem(officer.post(f"{PATH}/{one}/merge", json=REASON | {"into": into}), 409, "conflict")
    problem(officer.post(f"{PATH}/{one}/merge", json=REASON | {"into": "nobody"}), 404, "not_on_record")
    merged = officer.post(f"{PATH}/{one}/merge", json=REASON | {"into": other}).json()
    assert (merged["state"], merged["merged_into"], merged["ways"]) == ("merged", other, [])


def test_a_country_that_is_not_eligible_is_said_by_the_rules_as_they_stand_and_decides_nothing(doors: Doors) -> None:
    officer, administrator = doors(Role.OFFICER), doors(Role.ADMINISTRATOR)
    made = receive(officer, country="FR")
    assert [(d["kind"], d["what"]) for d in made["doubts"]] == [
        ("country", "France is a Member State of the European Union.")
    ]
    assert receive(officer, country="TG")["doubts"] == []
    rules = {"rule": "listed", "countries": ["BJ"]}
    assert administrator.put("/api/v1/settings/scope", json=rules, headers={"If-Match": '"0"'}).status_code == 200
    found = {item["country"]: item["doubts"] for item in officer.get(PATH).json()["items"]}
    assert "not on the list" in found["FR"][0]["what"]
    assert "not on the list" in found["TG"][0]["what"]
    assert judge(officer, made["id"], "eligibility", True).status_code == 201


def test_what_needs_no_public_expert_is_doubted_with_the_sentence_that_led_to_it(officer: TestClient) -> None:
    asked = next(text for kind, language, text in scope_sentences() if (kind, language) == ("equipment", "en"))
    doubts = receive(officer, text=asked)["doubts"]
    doubt = next(d for d in doubts if d["kind"] == "no_peer_expertise")
    assert (doubt["sentence"], doubt["like"]) == (asked, asked)
    assert "equipment" in doubt["what"]


def test_requests_are_listed_newest_first_and_narrowed(officer: TestClient, clock: Watchmaker) -> None:
    for number, country in enumerate(("TG", "BJ", "TG")):
        receive(officer, title=f"Request {number} 100%", country=country)
        clock.pass_(minutes=1)
    titles = [i["title"] for i in officer.get(PATH, params={"country": "TG"}).json()["items"]]
    assert titles == ["Request 2 100%", "Request 0 100%"]
    assert len(officer.get(PATH, params={"words": "t 1 100%"}).json()["items"]) == 1
    assert officer.get(PATH, params={"state": "relevant"}).json()["items"] == []
    page = officer.get(PATH, params={"limit": 2}).json()
    rest = officer.get(PATH, params={"limit": 2, "after": page["next"]}).json()
    assert [i["title"][8] for i in page["items"] + rest["items"]] == ["2", "1", "0"]


def test_the_officer_writes_and_those_who_follow_the_demand_read(doors: Doors) -> None:
    where = f"{PATH}/{receive(doors(Role.OFFICER))['id']}"
    for role in (Role.LEADER, Role.BUSINESS, Role.AUDITOR):
        assert doors(role).get(where).status_code == 200
        assert doors(role).get(f"{where}/similar").status_code == 200
        problem(doors(role).post(PATH, json={"text": TEXT}), 403, "not_allowed")
        problem(judge(doors(role), where.rsplit("/", 1)[1], "eligibility", True), 403, "not_allowed")
    for role in (Role.STEERING, Role.ADMINISTRATOR):
        problem(doors(role).get(where), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="anna").get(PATH), 403, "not_allowed")
    problem(doors().get(where), 401, "not_signed_in")


def test_the_log_holds_states_and_counts_and_no_words(officer: TestClient, staffed: Office) -> None:
    request_id = receive(officer, title="Sensitive title")["id"]
    judge(officer, request_id, "eligibility", True)
    officer.post(f"{PATH}/{request_id}/withdraw", json=REASON)
    with reading(staffed, SYSTEM) as unit:
        rows = unit.session.query(EntryRow).filter_by(subject_id=request_id).order_by(EntryRow.number)
        events, facts = zip(*[(row.event, row.facts) for row in rows], strict=True)
    assert events == ("request.received", "request.assessed", "request.closed")
    assert facts[1] == {"question": "eligibility", "answer": True, "judged": 1, "state": "eligible"}
    assert "Sensitive" not in str(facts)
    assert REASON["reason"] not in str(facts)


def test_an_id_that_is_not_on_record_is_told(officer: TestClient) -> None:
    for where in ("none", "none/similar"):
        problem(officer.get(f"{PATH}/{where}"), 404, "not_on_record")
    problem(officer.put(f"{PATH}/none", json={"text": TEXT}), 404, "not_on_record")
    problem(officer.get(f"{PATH}/a%00b"), 422, "invalid_request")

"""A CV that is sent: read, kept as facts to be confirmed, refused in words; and nothing of it in a profile yet."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage.tables import CvRow
from matching.entities import Call
from tests.api.conftest import Doors, problem
from tests.api.cvs.documents import (
    ALL,
    CV,
    EMAIL,
    EXPERTS,
    NAME,
    PHONE,
    confirm,
    decide,
    matched,
    profile,
    send,
    sent,
    values,
    version,
    whole,
)
from tests.api.test_experts import events


def test_a_cv_of_somebody_unknown_opens_an_empty_record_with_a_name_to_write_to(officer: TestClient) -> None:
    made = sent(officer, CV)
    assert (made["outcome"], made["state"], made["format"], made["language"]) == ("new", "to_confirm", "text", "en")
    assert made["original_kept"] is False and "not kept" in made["note"]
    assert made["dropped"] == [{"kind": "birth", "count": 1}]
    identity = officer.get(f"{EXPERTS}/{made['expert_id']}/identity").json()
    assert (identity["name"], identity["email"], identity["phone"]) == (NAME, EMAIL, PHONE)
    assert identity["language"] == "en"
    assert profile(officer, made["expert_id"])["segments"] == []


def test_each_fact_has_a_path_its_words_and_where_they_stand(officer: TestClient) -> None:
    made = whole(officer, sent(officer, CV))
    facts = {fact["path"]: fact for fact in made["items"]}
    employer = facts["entries.0.employer"]
    assert employer["value"] == employer["read"] == "Labour Inspectorate"
    source = employer["source"]
    assert made["text"][source["start"] : source["end"]] == source["text"] == "Labour Inspectorate"
    assert (source["page"], employer["confidence"], employer["state"]) == (1, None, "proposed")
    assert facts["entries.0.dates"]["value"] == {"start": "2015", "end": None, "ongoing": True}
    assert facts["status"]["value"] == "civil_servant" and 0 < facts["status"]["confidence"] <= 1
    assert facts["fields.0"]["reason"] and facts["fields.0"]["source"]["text"]
    assert made["facts"] == len(made["items"])


def test_the_same_document_again_does_nothing(staffed: Office, officer: TestClient) -> None:
    first, again = sent(officer, CV), sent(officer, CV)
    assert (again["outcome"], again["id"], again["expert_id"]) == ("same", first["id"], first["expert_id"])
    assert len(events(staffed, "cv.read")) == len(events(staffed, "expert.added")) == 1


def test_a_document_sent_twice_under_one_key_is_read_once(staffed: Office, officer: TestClient) -> None:
    headers = {"Idempotency-Key": "once", "Content-Type": "multipart/form-data; boundary=b"}
    part = b'Content-Disposition: form-data; name="file"; filename="a.txt"'
    body = b"--b\r\n" + part + b"\r\n\r\n" + CV.encode() + b"\r\n--b--\r\n"
    answers = [officer.post(ALL, content=body, headers=headers) for _ in range(2)]
    assert answers[0].status_code == 201, answers[0].text
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert len(events(staffed, "cv.read")) == 1


def test_an_unconfirmed_profile_is_unknown_at_the_gate_and_the_question_is_asked(
    staffed: Office, officer: TestClient, call: Call
) -> None:
    made = sent(officer, CV)
    given = {"call": call.model_dump(mode="json", exclude_defaults=True)}
    shortlist = officer.post("/api/v1/shortlists", json=given).json()
    told = officer.get(f"/api/v1/shortlists/{shortlist['id']}/experts/{made['expert_id']}").json()
    assert told["positions"][1]["verdict"] != "pass"
    roster = matched(staffed)
    person = roster.experts[roster.row_of[made["expert_id"]]]
    assert person.validated is None and len(person.segments) == 2
    gates = {gate["name"]: gate for gate in told["positions"][0]["gates"]}
    assert gates["validated profile"]["verdict"] == "unknown"
    assert gates["validated profile"]["question"] == "Will you look through your profile and confirm it?"


@pytest.mark.usefixtures("quick_roster")
def test_what_was_removed_from_a_cv_is_not_matched_meanwhile(staffed: Office, officer: TestClient) -> None:
    made = sent(officer, CV)
    assert len(matched(staffed).experts) == 9
    assert decide(officer, made, {"path": "entries.0", "state": "removed"}).status_code == 200
    roster = matched(staffed)
    assert len(roster.experts[roster.row_of[made["expert_id"]]].segments) == 1


def test_an_empty_profile_that_an_officer_validated_does_not_lend_that_to_a_cv(
    staffed: Office, officer: TestClient
) -> None:
    made = sent(officer, CV)
    where = f"{EXPERTS}/{made['expert_id']}"
    tag = {"If-Match": officer.get(where).headers["etag"]}
    assert officer.put(f"{where}/validation", json={"validated": True}, headers=tag).status_code == 200
    roster = matched(staffed)
    assert roster.experts[roster.row_of[made["expert_id"]]].validated is None


def test_names_of_files_are_not_kept(staffed: Office, officer: TestClient) -> None:
    made = sent(officer, CV, name="Tremblay Odile 1974.txt")
    with reading(staffed, SYSTEM) as unit:
        row = unit.session.get_one(CvRow, made["id"])
        assert row.source == "upload"
    entries = [entry.facts for entry in events(staffed, "cv.read")]
    assert entries == [{"cv": made["id"], "format": "text", "pages": 1, "outcome": "new"}]


@pytest.mark.parametrize(
    ("document", "name", "words"),
    [
        (b"", "cv.pdf", "empty"),
        (b"hello", "cv.txt", "holds nothing of a CV"),
        (b"%PDF-1.7\n" + b"\x00" * 400, "cv.pdf", ""),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, "cv.pdf", ""),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Candidate>&a;</Candidate>', "cv.xml", ""),
    ],
    ids=["empty", "hello", "broken", "a picture", "entities"],
)
def test_what_is_no_cv_is_refused_in_words_and_nothing_is_kept(
    staffed: Office, officer: TestClient, document: bytes, name: str, words: str
) -> None:
    answer = send(officer, document, name=name)
    assert answer.status_code == 422, answer.text
    told = answer.json()
    assert told["detail"] and told["next_step"] and words in told["detail"]
    assert officer.get(ALL).json()["items"] == [] and events(staffed, "expert.added") == []


def test_a_bomb_is_refused_and_the_service_goes_on(officer: TestClient) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        folder.writestr("word/document.xml", b"<w>" + b" " * 40_000_000)
    assert send(officer, stream.getvalue(), name="cv.docx").status_code == 422
    assert sent(officer, CV)["outcome"] == "new"


def test_what_is_too_large_or_no_form_is_refused_before_it_is_read(officer: TestClient) -> None:
    problem(officer.post(ALL, content=b"x", headers={"Content-Type": "application/pdf"}), 415, "unsupported_media_type")
    problem(send(officer, b"x" * 21_500_000), 413, "too_large")
    problem(officer.post(ALL, files={"other": ("a.txt", b"x")}), 422, "invalid_request")


def test_a_person_sends_their_own_and_nobody_elses(doors: Doors) -> None:
    anna = doors(Role.EXPERT, expert_id="anna")
    assert sent(anna, CV, expert_id="anna")["outcome"] == "newer"
    problem(send(anna, CV, expert_id="bert"), 403, "not_allowed")
    problem(send(anna, CV), 403, "not_allowed")
    problem(anna.get(ALL), 403, "not_allowed")
    problem(doors(Role.AUDITOR).get(f"{EXPERTS}/anna/cvs"), 403, "not_allowed")
    unscoped = doors(Role.OFFICER, scopes=[Scope.READ, Scope.WRITE])
    problem(send(unscoped, CV), 403, "not_allowed")
    problem(send(doors(Role.OFFICER), CV, expert_id="nobody"), 404, "not_on_record")


def test_a_cv_is_found_under_its_owner_alone(officer: TestClient) -> None:
    made = sent(officer, CV, expert_id="anna")
    problem(officer.get(f"{EXPERTS}/bert/cvs/{made['id']}"), 404, "not_on_record")
    problem(officer.get(f"{EXPERTS}/anna/cvs/none"), 404, "not_on_record")
    problem(officer.get(f"{EXPERTS}/nobody/cvs"), 404, "not_on_record")


def test_lists_are_paged_and_hold_nothing_that_a_cv_says(officer: TestClient) -> None:
    sent(officer, CV)
    sent(officer, CV, expert_id="anna")
    first = officer.get(ALL, params={"limit": 1}).json()
    second = officer.get(ALL, params={"limit": 1, "after": first["next"]}).json()
    assert second["next"] is None and first["items"][0]["id"] != second["items"][0]["id"]
    assert "Tremblay" not in str(first) and "Inspectorate" not in str(first)
    assert len(officer.get(f"{EXPERTS}/anna/cvs").json()["items"]) == 1
    assert officer.get(ALL, params={"state": "confirmed"}).json()["items"] == []


def test_who_looks_at_anothers_cv_is_noted(staffed: Office, officer: TestClient, doors: Doors) -> None:
    made = sent(officer, CV, expert_id="anna")
    anna = doors(Role.EXPERT, expert_id="anna")
    whole(anna, made)
    assert events(staffed, "personal.viewed") == []
    whole(officer, made)
    assert [entry.facts["part"] for entry in events(staffed, "personal.viewed")] == ["CV"]
    assert anna.get(f"{EXPERTS}/anna/views").json()["items"][0]["part"] == "CV"


def test_a_nationality_is_shown_to_its_owner_alone_and_covered_for_others(officer: TestClient, doors: Doors) -> None:
    made = sent(officer, CV, expert_id="anna")
    own, others = whole(doors(Role.EXPERT, expert_id="anna"), made), whole(officer, made)
    assert "nationalities.0" in {fact["path"] for fact in own["items"]} and "Nationality: French" in own["text"]
    assert "nationalities.0" not in {fact["path"] for fact in others["items"]}
    assert "Nationality: \u2588" in others["text"] and len(own["text"]) == len(others["text"])
    refused = decide(officer, made, {"path": "nationalities.0", "state": "accepted"})
    assert "no fact of this path" in problem(refused, 422, "invalid_request")["found"]


@pytest.mark.usefixtures("quick_roster")
def test_a_cv_that_is_taken_back_is_emptied_and_no_longer_matched(staffed: Office, officer: TestClient) -> None:
    made = sent(officer, CV)
    assert made["expert_id"] in matched(staffed).row_of
    problem(officer.delete(made["links"]["itself"]), 428, "version_needed")
    assert officer.delete(made["links"]["itself"], headers=version(officer, made)).status_code == 204
    left = whole(officer, made)
    assert (left["state"], left["text"], left["items"]) == ("withdrawn", "", [])
    assert made["expert_id"] not in matched(staffed).row_of
    problem(officer.delete(made["links"]["itself"], headers=version(officer, made)), 409, "conflict")
    problem(confirm(officer, made), 409, "conflict")
    assert sent(officer, CV)["outcome"] == "same"  # what was taken back does not come back by itself
    again = sent(officer, CV, expert_id=made["expert_id"])
    assert again["id"] != made["id"] and values(officer, again)["entries.0.employer"] == "Labour Inspectorate"


def test_a_nul_character_in_a_document_is_kept_as_another(officer: TestClient) -> None:
    resume = {
        "basics": {"name": "Odile\x00 Tremblay"},
        "work": [{"name": "Labour\x00 Inspectorate", "position": "Head"}],
    }
    made = whole(officer, sent(officer, json.dumps(resume), name="cv.json"))
    assert made["format"] == "json_resume" and "\x00" not in json.dumps(made["text"])


def test_a_person_whose_cv_names_nobody_is_kept_without_a_name(officer: TestClient) -> None:
    made = sent(officer, CV.replace(NAME + "\n", "").replace(EMAIL, "nobody"))
    assert profile(officer, made["expert_id"])["segments"] == []
    problem(officer.get(f"{EXPERTS}/{made['expert_id']}/identity"), 404, "not_on_record")

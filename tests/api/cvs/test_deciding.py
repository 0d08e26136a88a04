"""What people decide on a CV: fact by fact and as a whole; and what of it reaches a profile."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from tests.api.conftest import Doors, Watchmaker, one_kind, problem
from tests.api.cvs.documents import (
    CV,
    EMAIL,
    EXPERTS,
    confirm,
    decide,
    profile,
    sent,
    values,
    version,
    whole,
)
from tests.api.test_experts import events

# What is decided does not depend on the database: one kind is enough.
pytestmark = one_kind


@pytest.fixture
def made(officer: TestClient) -> dict[str, Any]:
    """A CV of somebody new."""
    return sent(officer, CV)


def test_only_what_is_confirmed_reaches_the_profile(officer: TestClient, made: dict[str, Any]) -> None:
    decisions: list[dict[str, Any]] = [
        {"path": "entries.0", "state": "accepted"},
        {"path": "entries.1", "state": "removed"},
        {"path": "languages.1", "state": "corrected", "value": {"language": "en", "speaking": "B2", "writing": "B2"}},
        {"path": "status", "state": "removed"},
    ]
    decided = decide(officer, made, *decisions)
    assert decided.status_code == 200, decided.text
    assert profile(officer, made["expert_id"])["segments"] == []  # not before it is confirmed
    confirmed = confirm(officer, made)
    assert confirmed.status_code == 200, confirmed.text
    assert confirmed.json()["state"] == "confirmed"
    kept = profile(officer, made["expert_id"])
    assert [(s["employer"], s["start"], s["end"], s["country"], s["kind"]) for s in kept["segments"]] == [
        ("Labour Inspectorate", "2015-01-01", None, "FR", "post")
    ]
    assert [(claim["language"], claim["speaking"]) for claim in kept["languages"]] == [("fr", None), ("en", "B2")]
    assert kept["status"] is None and kept["countries"] == ["FR"]
    assert (kept["institution"], kept["institution_country"]) == ("Labour Inspectorate", "FR")


def test_what_is_left_out_is_not_taken_unless_it_was_accepted(officer: TestClient, made: dict[str, Any]) -> None:
    decide(officer, made, {"path": "entries.1", "state": "accepted"})
    assert confirm(officer, made, rest="left_out").status_code == 200
    kept = profile(officer, made["expert_id"])
    assert [(s["text"][:11], s["employer"], s["start"]) for s in kept["segments"]] == [("2008 - 2015", None, None)]
    assert kept["languages"] == kept["fields"] == []


def test_a_proposal_that_is_hardly_sure_is_not_taken_unseen(officer: TestClient, made: dict[str, Any]) -> None:
    facts = [fact for fact in whole(officer, made)["items"] if fact["kind"] == "field"]
    doubtful = [fact for fact in facts if not fact["sure"]]
    assert doubtful and all(fact["confidence"] < 0.3 for fact in doubtful)
    decide(officer, made, {"path": doubtful[-1]["path"], "state": "accepted"})
    confirm(officer, made)
    kept = profile(officer, made["expert_id"])["fields"]
    assert set(kept) == {fact["value"] for fact in facts if fact["sure"]} | {doubtful[-1]["value"]}


def test_a_correction_stands_in_the_text_too(officer: TestClient, made: dict[str, Any]) -> None:
    decide(
        officer,
        made,
        {"path": "entries.0.employer", "state": "corrected", "value": "Inspectorate of Labour"},
        {"path": "entries.0.title", "state": "corrected", "value": "Deputy head of unit"},
        {"path": "entries.1.dates", "state": "corrected", "value": {"start": "2009-02", "end": "2014-11"}},
        {"path": "entries.1.country", "state": "removed"},
    )
    confirm(officer, made)
    first, second = profile(officer, made["expert_id"])["segments"]
    assert first["text"].startswith("2015 - to date: Deputy head of unit, Inspectorate of Labour, Lyon")
    assert first["employer"] == "Inspectorate of Labour"
    assert (second["start"], second["end"], second["country"]) == ("2009-02-01", "2014-11-30", None)


def test_what_was_read_stays_beside_what_is_right(officer: TestClient, made: dict[str, Any]) -> None:
    decide(officer, made, {"path": "entries.0.employer", "state": "corrected", "value": "Inspectorate of Labour"})
    fact = next(fact for fact in whole(officer, made)["items"] if fact["path"] == "entries.0.employer")
    assert (fact["read"], fact["value"], fact["state"]) == (
        "Labour Inspectorate",
        "Inspectorate of Labour",
        "corrected",
    )
    decide(officer, made, {"path": "entries.0.employer", "state": "proposed"})
    assert values(officer, made)["entries.0.employer"] == "Labour Inspectorate"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"path": "entries.9", "state": "accepted"}, "no fact of this path"),
        ({"path": "record.fields.A.35", "state": "removed"}, "no fact of this path"),
        ({"path": "status", "state": "corrected"}, "give 'value'"),
        ({"path": "status", "state": "accepted", "value": "x"}, "give 'value'"),
        ({"path": "status", "state": "corrected", "value": {"name": "x"}}, "a code is a text"),
        ({"path": "entries.0.dates", "state": "corrected", "value": {"start": "2015", "end": "2010"}}, "before the start"),
        ({"path": "entries.0.dates", "state": "corrected", "value": {"start": "2015-13", "end": None}}, ""),
        ({"path": "entries.0.dates", "state": "corrected", "value": "2015"}, ""),
        ({"path": "entries.0.employer", "state": "corrected", "value": "  "}, ""),
        ({"path": "emails.0", "state": "corrected", "value": "nobody"}, ""),
        ({"path": "languages.0", "state": "corrected", "value": {"language": "Klingon"}}, ""),
        ({"path": "entries.0.country", "state": "corrected", "value": "Atlantis"}, ""),
        ({"path": "x" * 201, "state": "accepted"}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_nothing_of_the_rest_is_done(
    officer: TestClient, made: dict[str, Any], decision: dict[str, Any], words: str
) -> None:
    refused = decide(officer, made, {"path": "entries.0", "state": "removed"}, decision)
    assert words in problem(refused, 422, "invalid_request")["found"]
    assert {fact["state"] for fact in whole(officer, made)["items"]} == {"proposed"}


def test_a_code_that_no_vocabulary_holds_is_refused_with_near_ones(officer: TestClient, made: dict[str, Any]) -> None:
    refused = decide(officer, made, {"path": "status", "state": "corrected", "value": "civil_servnt"})
    assert problem(refused, 422, "unknown_code")


def test_nothing_that_was_not_read_can_be_accepted_but_it_can_be_said(officer: TestClient) -> None:
    made = sent(officer, CV.replace(", Lyon, France", ""))
    assert values(officer, made)["entries.0.country"] is None
    problem(decide(officer, made, {"path": "entries.0.country", "state": "accepted"}), 422, "invalid_request")
    assert decide(officer, made, {"path": "entries.0.country", "state": "corrected", "value": "fr"}).status_code == 200
    confirm(officer, made)
    assert profile(officer, made["expert_id"])["segments"][0]["country"] == "FR"


def test_of_two_who_decide_on_the_same_version_the_second_is_refused(officer: TestClient, made: dict[str, Any]) -> None:
    known = version(officer, made)
    body = {"decisions": [{"path": "status", "state": "accepted"}]}
    assert officer.patch(made["links"]["facts"], json=body, headers=known).status_code == 200
    problem(officer.patch(made["links"]["facts"], json=body, headers=known), 412, "changed_meanwhile")
    problem(officer.patch(made["links"]["facts"], json=body), 428, "version_needed")
    problem(officer.post(made["links"]["confirmation"], json={}, headers=known), 412, "changed_meanwhile")


def test_who_confirms_beside_a_profile_that_changed_meanwhile_is_refused(
    officer: TestClient, made: dict[str, Any]
) -> None:
    problem(confirm(officer, made, profile_version=99), 412, "changed_meanwhile")
    told = officer.get(made["links"]["differences"]).json()
    assert confirm(officer, made, profile_version=told["profile_version"]).status_code == 200


def test_what_a_person_confirms_is_theirs_and_an_officer_validates_it(
    staffed: Office, doors: Doors, officer: TestClient, clock: Watchmaker
) -> None:
    finn = doors(Role.EXPERT, expert_id="finn")
    clock.pass_(days=1)
    made = sent(finn, CV, expert_id="finn")
    assert confirm(finn, made).status_code == 200
    where = f"{EXPERTS}/finn"
    kept = finn.get(where)
    assert kept.json()["validated"] is None and kept.json()["confirmed_at"].startswith("2026-11-17")
    assert finn.get(f"{where}/declaration").json()["nationalities"] == ["FR"]
    assert finn.get(f"{where}/identity").json()["email"] == "finn@example.org"  # what is on record weighs more
    judged = officer.put(f"{where}/validation", json={"validated": True}, headers={"If-Match": kept.headers["etag"]})
    assert judged.json()["validated"] is True
    assert [entry.facts["own"] for entry in events(staffed, "cv.confirmed")] == [True]


def test_what_an_officer_confirms_declares_nothing_for_the_person(
    officer: TestClient, doors: Doors, made: dict[str, Any]
) -> None:
    assert confirm(officer, made).status_code == 200
    person = doors(Role.EXPERT, expert_id=made["expert_id"])
    problem(person.get(f"{EXPERTS}/{made['expert_id']}/declaration"), 404, "not_on_record")
    stated = next(fact for fact in whole(person, made)["items"] if fact["path"] == "nationalities.0")
    assert stated["state"] == "proposed"
    assert officer.get(f"{EXPERTS}/{made['expert_id']}").json()["validated"] is None


def test_a_cv_is_confirmed_once(officer: TestClient, made: dict[str, Any]) -> None:
    assert confirm(officer, made).status_code == 200
    told = problem(confirm(officer, made), 409, "conflict")
    assert "confirmed" in told["found"] and told["next_step"]
    problem(decide(officer, made, {"path": "status", "state": "removed"}), 409, "conflict")


def test_the_log_counts_what_was_decided_and_quotes_nothing(
    staffed: Office, officer: TestClient, made: dict[str, Any]
) -> None:
    decide(officer, made, {"path": "entries.0.employer", "state": "corrected", "value": "Inspectorate of Labour"})
    confirm(officer, made)
    decided, confirmed = events(staffed, "cv.decided")[0].facts, events(staffed, "cv.confirmed")[0].facts
    assert decided == {"cv": made["id"], "corrected": 1, "own": False}
    assert confirmed["taken"] > 10 and set(confirmed) == {"cv", "own", "taken", "facts"}


def test_an_address_that_is_another_persons_is_not_taken_from_them(officer: TestClient) -> None:
    made = sent(officer, CV.replace(EMAIL, "anna@example.org"), expert_id="finn")
    assert made["outcome"] == "possible"
    decide(officer, made, {"path": "emails.0", "state": "accepted"})
    assert "another person" in problem(confirm(officer, made), 409, "conflict")["detail"]
    assert whole(officer, made)["state"] == "to_confirm"


def test_a_profile_that_would_be_too_large_is_refused_in_words(officer: TestClient, made: dict[str, Any]) -> None:
    long = {"kind": "post", "text": "word " * 99_000}
    for path in ("entries.0", "entries.1"):
        assert decide(officer, made, {"path": path, "state": "corrected", "value": long}).status_code == 200
    told = problem(confirm(officer, made), 422, "invalid_request")
    assert "characters together" in told["found"]

"""A newer CV of the same person: recognised, shown beside the profile, and nothing overwritten in silence."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage.tables import CvRow
from tests.api.conftest import Doors, problem
from tests.api.cvs.documents import (
    CV,
    EMAIL,
    EXPERTS,
    NAME,
    NEWER,
    confirm,
    decide,
    differences,
    profile,
    sent,
    whole,
)


@pytest.fixture
def known(officer: TestClient) -> str:
    """Id of somebody whose CV is confirmed."""
    made = sent(officer, CV)
    assert confirm(officer, made).status_code == 200
    return str(made["expert_id"])


@pytest.fixture
def newer(officer: TestClient, known: str) -> dict[str, Any]:
    """A newer CV of theirs."""
    made = sent(officer, NEWER)
    assert (made["outcome"], made["expert_id"]) == ("newer", known)
    return made


def changes(client: TestClient, made: dict[str, Any], change: str) -> set[str]:
    return {item["path"] for item in differences(client, made)["items"] if item["change"] == change}


def test_a_newer_cv_is_shown_beside_the_profile(officer: TestClient, newer: dict[str, Any]) -> None:
    told = differences(officer, newer)
    items = {item["path"]: item for item in told["items"]}
    assert {"entries.0", "languages.2"} <= changes(officer, newer, "added")
    assert {"entries.1.dates", "languages.1", "institution"} <= changes(officer, newer, "changed")
    assert {"entries.1.employer", "languages.0", "name", "emails.0"} <= changes(officer, newer, "unchanged")
    assert items["entries.1.dates"]["before"] == {"start": "2015-01-01", "end": None, "ongoing": True}
    assert items["entries.1.dates"]["after"] == {"start": "2015", "end": "2022", "ongoing": False}
    gone = [item for item in told["items"] if item["change"] == "gone" and item["kind"] == "segment"]
    assert [item["before"]["text"][:11] for item in gone] == ["2008 - 2015"]
    assert told["counts"]["gone"] >= 1 and gone[0]["path"].startswith("record.segments.")


def test_a_newer_cv_changes_nothing_until_it_is_confirmed(officer: TestClient, known: str) -> None:
    before = profile(officer, known)
    sent(officer, NEWER)
    assert profile(officer, known) == before


def test_what_a_newer_cv_does_not_tell_of_stays(officer: TestClient, newer: dict[str, Any]) -> None:
    assert confirm(officer, newer).status_code == 200
    kept = profile(officer, newer["expert_id"])
    assert [(s["employer"], s["start"], s["end"]) for s in kept["segments"]] == [
        ("Ministry of Labour", "2022-01-01", None),
        ("Labour Inspectorate", "2015-01-01", "2022-01-01"),
        ("National Pension Fund", "2008-01-01", "2015-01-01"),
    ]
    assert {c["language"]: c["speaking"] for c in kept["languages"]} == {"fr": None, "en": "C2", "es": "B1"}
    assert kept["institution"] == "Labour Inspectorate"  # where somebody works is changed by who accepts that alone


def test_a_difference_can_be_accepted_by_itself(officer: TestClient, newer: dict[str, Any]) -> None:
    gone = next(iter(path for path in changes(officer, newer, "gone") if "segments" in path))
    accepted = [{"path": path, "state": "accepted"} for path in ("entries.1.dates", "institution")]
    decide(officer, newer, *accepted, {"path": gone, "state": "removed"})
    assert {i["state"] for i in differences(officer, newer)["items"] if i["path"] == gone} == {"removed"}
    confirm(officer, newer, rest="left_out")
    kept = profile(officer, newer["expert_id"])
    assert [(s["employer"], s["end"]) for s in kept["segments"]] == [("Labour Inspectorate", "2022-01-01")]
    assert "to date" in kept["segments"][0]["text"]  # its words were not accepted
    assert kept["institution"] == "Ministry of Labour"
    assert {c["language"]: c["speaking"] for c in kept["languages"]} == {"fr": None, "en": "C1"}


def test_what_is_on_record_can_be_removed_or_kept_and_nothing_else(officer: TestClient, newer: dict[str, Any]) -> None:
    refused = decide(officer, newer, {"path": "record.languages.fr", "state": "accepted"})
    assert "only be removed" in problem(refused, 422, "invalid_request")["found"]
    decide(
        officer, newer, {"path": "languages.0", "state": "removed"}, {"path": "record.languages.fr", "state": "removed"}
    )
    confirm(officer, newer)
    assert {c["language"] for c in profile(officer, newer["expert_id"])["languages"]} == {"en", "es"}


def test_the_same_cv_saved_anew_differs_in_nothing(officer: TestClient, known: str) -> None:
    again = sent(officer, CV + "\n\n")
    assert (again["outcome"], again["expert_id"]) == ("newer", known)
    assert {item["change"] for item in differences(officer, again)["items"] if item["sure"]} == {"unchanged"}
    before = profile(officer, known)
    confirm(officer, again)
    assert profile(officer, known) == before


def test_the_cv_before_is_emptied_once_the_newer_one_is_confirmed(
    staffed: Office, officer: TestClient, newer: dict[str, Any]
) -> None:
    assert confirm(officer, newer).status_code == 200
    states = [item["state"] for item in officer.get(f"{EXPERTS}/{newer['expert_id']}/cvs").json()["items"]]
    assert sorted(states) == ["confirmed", "replaced"]
    with reading(staffed, SYSTEM) as unit:
        replaced = unit.session.query(CvRow).filter_by(state="replaced").one()
        assert (replaced.read, replaced.decisions, replaced.proposed) == ({}, {}, {})


def test_an_older_cv_that_waits_goes_on_waiting(officer: TestClient, known: str) -> None:
    first, second = sent(officer, NEWER), sent(officer, CV.replace("French: native", "French: C2"))
    assert confirm(officer, second).status_code == 200
    assert whole(officer, first)["state"] == "to_confirm"


# --- recognised --------------------------------------------------------------------------------------------------------


def test_a_person_is_recognised_by_name_and_birth_date(officer: TestClient, known: str) -> None:
    moved = NEWER.replace(EMAIL, "odile@elsewhere.example.org").replace(NAME, "TREMBLAY Odile", 1)
    assert sent(officer, moved)["expert_id"] == known
    younger = moved.replace("1974", "1984")
    made = sent(officer, younger)
    assert (made["outcome"], made["expert_id"] != known) == ("possible", True)


def test_a_person_is_recognised_by_the_address_on_record(officer: TestClient) -> None:
    text = CV.replace(EMAIL, "anna@example.org").replace(NAME, "Anna Surname")
    assert sent(officer, text)["expert_id"] == "anna"


def test_an_address_alone_does_not_make_two_people_one(officer: TestClient, known: str) -> None:
    other = NEWER.replace(NAME, "Pierre Durand", 1).replace("14 March 1974", "1 May 1980")
    made = sent(officer, other)
    assert (made["outcome"], made["expert_id"] != known) == ("possible", True)
    identity = officer.get(f"{EXPERTS}/{made['expert_id']}/identity").json()
    assert (identity["name"], identity["email"]) == ("Pierre Durand", None)


def test_the_same_name_with_an_employer_in_common_is_only_possible(officer: TestClient, known: str) -> None:
    made = sent(officer, CV.replace(EMAIL, "o.t@example.net").replace("14 March 1974", "1974"))
    assert (made["outcome"], made["expert_id"] != known) == ("possible", True)
    elsewhere = CV.replace(EMAIL, "tremblay@example.net").replace("14 March 1974", "1981")
    elsewhere = elsewhere.replace("Labour Inspectorate", "Harbour Office").replace(
        "National Pension Fund", "Bank of Trade"
    )
    assert sent(officer, elsewhere)["outcome"] == "new"


def test_somebody_who_sends_their_own_is_told_of_nobody_else(officer: TestClient, doors: Doors, known: str) -> None:
    finn = doors(Role.EXPERT, expert_id="finn")
    assert sent(finn, NEWER, expert_id="finn")["outcome"] == "newer"
    assert sent(officer, NEWER, expert_id="ewa")["outcome"] == "possible"


def test_hashes_are_keyed_and_the_birth_date_is_nowhere(staffed: Office, officer: TestClient, known: str) -> None:
    with reading(staffed, SYSTEM) as unit:
        row = unit.session.query(CvRow).filter_by(expert_id=known).one()
        kept, read = [row.same_person, row.email_hash, row.name_hash], dict(row.read)
    assert all(value and len(value) == 64 for value in kept) and len(set(kept)) == 3
    assert "same_person" not in read and "1974" not in str(read)

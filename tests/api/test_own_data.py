"""A person's own data and results over HTTP: everything about them, nothing about others, and for them alone."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.auth.roles import Role, Scope
from api.exports.own_files import OwnFiles
from api.exports.tables import csv_text
from api.services.office import Office
from api.services.people.own_results import own_part
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM, writing
from api.speech.wording import read
from api.storage.tables import (
    ApplicationRow,
    CallRow,
    DecisionRow,
    EvaluationNoteRow,
    InvitationRow,
    NoticeRow,
    PerformanceNoteRow,
)
from matching.entities import Call
from tests.api.conftest import NOW, Doors, one_kind, problem
from tests.api.test_experts import events

CLEO = "/api/v1/experts/cleo"
OTHERS = ("anna", "bert", "dino", "ewa", "finn", "gus", "hana")


@pytest.fixture
def cleo(doors: Doors) -> TestClient:
    return doors(Role.EXPERT, expert_id="cleo")


@pytest.fixture
def listed(staffed: Office, call: Call) -> str:
    """A closed call with a shortlist on which all eight people stand, for real; its id."""
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(
            CallRow(
                id="call-1", state="closed", title="Support", terms={}, settings={}, created_at=NOW, created_by="a",
            )
        )  # fmt: skip
    return shortlists.make(staffed, SYSTEM, call.model_dump(mode="json"), call_id="call-1").id


def set_state(office: Office, state: str) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.get_one(CallRow, "call-1").state = state


def test_a_person_is_told_their_own_results_and_nobody_elses(cleo: TestClient, listed: str) -> None:
    [result] = cleo.get(f"{CLEO}/shortlists").json()
    assert (result["shortlist_id"], result["call_id"], result["number"]) == (listed, "call-1", 1)
    places = {place["position_id"]: place for place in result["places"]}
    assert places["2"]["verdict"] == "pass"
    assert places["2"]["rank"] in (1, 2)  # a pension expert for the place on pensions
    explained = cleo.get(result["explanation"])
    assert explained.status_code == 200, explained.text
    reasons = {place["position_id"]: place for place in explained.json()["reasons"]["positions"]}
    assert reasons["2"]["criteria"]
    assert reasons["1"]["what_would_change"]
    assert not any(f'"{other}"' in explained.text for other in OTHERS)


def test_who_was_not_eligible_is_told_which_rules_failed(doors: Doors, listed: str) -> None:
    ewa = doors(Role.EXPERT, expert_id="ewa")
    reasons = ewa.get(f"/api/v1/experts/ewa/shortlists/{listed}").json()["reasons"]["positions"]
    assert {place["verdict"] for place in reasons} == {"fail"}
    assert "French" in reasons[0]["what_would_change"][0]


def test_results_are_told_once_the_call_is_closed(staffed: Office, cleo: TestClient, listed: str) -> None:
    for state in ("draft", "published", "cancelled"):
        set_state(staffed, state)
        assert cleo.get(f"{CLEO}/shortlists").json() == []
        problem(cleo.get(f"{CLEO}/shortlists/{listed}"), 404, "not_on_record")
    set_state(staffed, "decided")
    assert cleo.get(f"{CLEO}/shortlists/{listed}").status_code == 200
    problem(cleo.get(f"{CLEO}/shortlists/shortlist-0"), 404, "not_on_record")


def test_that_an_explanation_was_opened_is_noted(staffed: Office, cleo: TestClient, listed: str) -> None:
    cleo.get(f"{CLEO}/shortlists/{listed}")
    [entry] = events(staffed, "explanation.viewed")
    assert (entry.subject_id, entry.facts["shortlist"]) == ("cleo", listed)


def fill(office: Office, listed: str) -> None:
    """Cleo applies, is invited, written about and to, and chosen; Dino too is in every place where he may be."""
    set_state(office, "decided")
    with writing(office, SYSTEM) as unit:
        common: dict[str, Any] = {"call_id": "call-1", "expert_id": "cleo"}
        note: dict[str, Any] = {"position_id": "2", "text": "Better than expected.", "points": 80, "at": NOW}
        unit.session.add_all([
            ApplicationRow(id="application-1", positions=[], available=True, no_conflict=True, message="=1+1",
                           state="submitted", at=NOW, **common),
            InvitationRow(id="invitation-1", position_id="2", state="sent", replaces="invitation-of-dino",
                          sent_at=NOW, reply_by=NOW, by="account-officer", **common),
            EvaluationNoteRow(id="note-1", by="account-officer", **common, **note),
            EvaluationNoteRow(id="note-2", by="account-officer", call_id="call-1", expert_id="dino", **note),
            DecisionRow(id="decision-1", call_id="call-1", shortlist_id=listed, chosen={"2": "cleo", "1": "anna"},
                        reserve={"1": ["dino", "cleo"]}, departs=False, at=NOW, by="account-leader"),
            NoticeRow(id="notice-1", kind="invitation", expert_id="cleo", facts={"title": "Support"}, state="sent",
                      next_try_at=NOW, created_at=NOW),
            PerformanceNoteRow(id="performance-1", expert_id="cleo", kind="assignment", grade=5, text="Very good.",
                               at=NOW, by="account-leader"),
        ])  # fmt: skip
        unit.record("selection.decided", "call", "call-1", chosen=["anna", "cleo"])


def test_everything_about_a_person_and_nothing_about_others_is_in_the_download(
    staffed: Office, cleo: TestClient, doors: Doors, listed: str
) -> None:
    doors(Role.OFFICER).get(f"{CLEO}/identity")
    fill(staffed, listed)
    answer = cleo.get(f"{CLEO}/data")
    assert answer.status_code == 200, answer.text
    held = answer.json()
    assert held["identity"]["email"] == "cleo@example.org"
    assert held["profile"]["fields"] == ["E.10.07"]
    assert held["declaration"]["gender"] == "woman"
    assert held["account"]["roles"] == ["expert"]
    assert [token["name"] for token in held["tokens"]] == ["test"]
    assert held["applications"][0]["message"] == "=1+1"
    assert [note["text"] for note in held["evaluation_notes"]] == ["Better than expected."]
    assert held["performance_notes"][0]["text"] == "Very good."
    assert {(d["outcome"], d["position_id"], d.get("place")) for d in held["decisions"]} == {
        ("chosen", "2", None), ("reserve", "1", 2),
    }  # fmt: skip
    assert held["shortlists"][0]["positions"][0]["criteria"]
    assert held["notices"][0]["facts"] == {"title": "Support"}
    assert held["calls"] == [{"id": "call-1", "reference": None, "title": "Support", "state": "decided"}]
    log = {entry["event"]: entry for entry in held["log"]}
    assert log["personal.viewed"]["by"] == "action_officer"
    assert log["selection.decided"]["facts"] is None  # they name another
    for word in (
        *(f'"{other}"' for other in OTHERS),
        "account-officer",
        "account-leader",
        "invitation-of-dino",
        "hash",
    ):
        assert word not in answer.text, word


@pytest.mark.parametrize(
    ("state", "places", "notes"),
    [("published", 0, 0), ("closed", 1, 0), ("decided", 1, 1), ("cancelled", 1, 1)],
)
def test_the_download_tells_of_no_result_while_the_call_is_open(
    staffed: Office, cleo: TestClient, listed: str, state: str, places: int, notes: int
) -> None:
    fill(staffed, listed)
    with writing(staffed, SYSTEM) as unit:
        unit.session.delete(unit.session.get_one(DecisionRow, "decision-1"))
    set_state(staffed, state)
    held = cleo.get(f"{CLEO}/data").json()
    assert (len(held["shortlists"]), len(held["evaluation_notes"])) == (places, notes)
    assert "once it is closed" in held["told_later"]
    assert len(held["applications"]) == 1  # what she did herself is hers at any time


def test_a_list_that_was_made_for_no_call_is_in_the_download(staffed: Office, cleo: TestClient, call: Call) -> None:
    made = shortlists.make(staffed, SYSTEM, call.model_dump(mode="json"))
    assert [one["id"] for one in cleo.get(f"{CLEO}/data").json()["shortlists"]] == [made.id]


def test_a_person_sees_who_read_a_list_on_which_they_stand(staffed: Office, cleo: TestClient, listed: str) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.record("personal.viewed", "shortlist", listed, part="names", people=8)
        unit.record("personal.viewed", "shortlist", "shortlist-0", part="names", people=8)
        unit.record("personal.viewed", "call", "call-1", part="names", people=8)
    views = [view["part"] for view in cleo.get(f"{CLEO}/views").json()["items"]]
    assert views == ["names on a shortlist"]
    fill(staffed, listed)  # she takes part in the call
    views = [view["part"] for view in cleo.get(f"{CLEO}/views").json()["items"]]
    assert views == ["names on a call", "names on a shortlist"]


def test_what_is_held_about_an_author_is_their_role(staffed: Office, cleo: TestClient, doors: Doors) -> None:
    leader = doors(Role.LEADER)
    leader.post(f"{CLEO}/performance", json={"grade": 2, "text": "Late."})
    cleo.post(f"{CLEO}/consents", json={"notice": "1"})
    held = cleo.get(f"{CLEO}/data").json()
    assert held["performance_notes"][0]["by"] == "team_leader"
    assert held["consents"][0]["by"] == "you"


@one_kind
def test_the_workbook_holds_what_the_document_holds_and_no_formula(
    staffed: Office, cleo: TestClient, listed: str
) -> None:
    fill(staffed, listed)
    held = cleo.get(f"{CLEO}/data").json()
    answer = cleo.get(f"{CLEO}/data", params={"format": "xlsx"})
    assert (answer.status_code, answer.headers["content-disposition"]) == (200, 'attachment; filename="my-data.xlsx"')
    sheets = {sheet.title.partition(" ")[2]: list(sheet.values) for sheet in load_workbook(io.BytesIO(answer.content))}
    once = {(part, name): value for part, name, value in sheets["About you"]}
    assert once["Name and contact", "E-mail address"] == "cleo@example.org"
    assert once["Results, later", None] == held["told_later"]
    assert once["What you declared", "Gender"] == "Woman" and once["Account", "Roles"] == "expert"
    for name, records in held.items():
        if isinstance(records, list) and records and name not in ("log",):  # it goes on with every download
            assert len(sheets[OwnFiles("en").table(name)]) - 1 == len(records), name
    assert len(sheets["Profile, parts of the CV"]) - 1 == len(held["profile"]["segments"])
    header, row = sheets["Applications"]
    assert row[header.index("Message")] == "'=1+1"


def test_the_download_is_noted_in_the_log_and_told_to_nobody_else(
    staffed: Office, cleo: TestClient, doors: Doors
) -> None:
    cleo.get(f"{CLEO}/data")
    assert [entry.subject_id for entry in events(staffed, "data.downloaded")] == ["cleo"]
    for role in set(Role) - {Role.EXPERT}:
        problem(doors(role).get(f"{CLEO}/data"), 403, "not_allowed")
        problem(doors(role).get(f"{CLEO}/shortlists"), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="dino").get(f"{CLEO}/data"), 403, "not_allowed")
    unscoped = doors(Role.EXPERT, expert_id="gus", scopes=[Scope.READ])
    problem(unscoped.get("/api/v1/experts/gus/data"), 403, "not_allowed")
    problem(cleo.get(f"{CLEO}/data", params={"format": "xml"}), 422, "invalid_request")


def test_the_download_is_also_a_folder_of_tables(staffed: Office, cleo: TestClient, listed: str) -> None:
    fill(staffed, listed)
    answer = cleo.get(f"{CLEO}/data", params={"format": "zip"})
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.content)) as folder:
        held = json.loads(folder.read("data.json"))
        applications = table_in(folder, "Applications")
        segments = table_in(folder, "Profile, parts of the CV")
    assert held["expert_id"] == "cleo"
    assert applications[0]["Message"] == "'=1+1"  # no formula
    assert segments[0]["Text"].startswith("Actuary")


@one_kind
def test_tables_speak_the_language_of_the_person_and_data_do_not(
    staffed: Office, cleo: TestClient, listed: str
) -> None:
    fill(staffed, listed)
    asked = {"Accept-Language": "fr"}
    with ZipFile(io.BytesIO(cleo.get(f"{CLEO}/data", params={"format": "zip"}, headers=asked).content)) as folder:
        held = json.loads(folder.read("data.json"))
        [application] = table_in(folder, "Candidatures")
        shortlist = table_in(folder, "Listes restreintes")[0]
        happened = {line["Événement"] for line in table_in(folder, "Journal")}
    assert held["applications"][0]["state"] == "submitted"
    assert (application["État"], application["Disponible"]) == ("candidature déposée", "oui")
    assert "Règles d’admissibilité" in shortlist["Postes"] and "not confirmed" not in shortlist["Postes"]
    assert read("own_log", "fr")["event.selection.decided"] in happened
    arabic = cleo.get(f"{CLEO}/data", params={"format": "xlsx"}, headers={"Accept-Language": "ar"})
    book = load_workbook(io.BytesIO(arabic.content))
    assert all(sheet.sheet_view.rightToLeft for sheet in book) and book.sheetnames[0] == "1 عنك"


def table_in(folder: ZipFile, name: str) -> list[dict[str, str]]:
    """A table of the folder, line by line."""
    return list(csv.DictReader(io.StringIO(folder.read(f"{name}.csv").decode("utf-8-sig"))))


def test_only_ones_own_part_of_a_shortlist_is_taken() -> None:
    person = {"expert_id": "a", "name": "A", "rank": 2, "score": 50.0}
    other = {"expert_id": "b", "name": "B", "rank": 1, "score": 60.0}
    team = {
        "rank": 1,
        "members": [{"position_id": "1", "expert_id": "b"}, {"position_id": "2", "expert_id": "a"}],
        "reserve": [{"position_id": "1", "steps_in": ["c", "a + d"], "values": [1, 2]}],
    }
    content: dict[str, Any] = {
        "call": {"previous_members": ["a", "e"]},
        "positions": [{"position_id": "1", "title": "T", "candidates": [other, person], "not_eligible": []}],
        "teams": [team],
        "lists": [{"position_id": "1", "expert_ids": ["b", "a"]}],
    }
    assert own_part(content, "a") == {
        "positions": [{"position_id": "1", "title": "T", "rank": 2, "score": 50.0}],
        "teams": [{"team": 1, "position_id": "2"}],
        "reserve": [{"team": 1, "position_id": "1", "place": 2}],
        "lists": [{"position_id": "1", "place": 2}],
        "member_of_earlier_activities": True,
    }


def test_an_empty_table_is_no_table() -> None:
    assert csv_text([]) == "\r\n"
    assert csv_text([{"a": 1}, {"b": ["x", "y"]}]) == "a,b\r\n1,\r\n,x; y\r\n"

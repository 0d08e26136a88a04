"""The selection record: everything from the request to the people who go, as files that an officer keeps."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
from pypdf import PdfReader

from api.auth.roles import Role
from tests.api.calls.a_call import CALLS, REASON, CallDesk, first_team
from tests.api.conftest import Doors, Watchmaker, one_kind, problem

FOUR = ("anna", "bert", "cleo", "dino")


def record(desk: CallDesk, call_id: str, format: str, **params: Any) -> bytes:
    answer = desk.leader.get(f"{CALLS}/{call_id}/selection-record", params={"format": format} | params)
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


def words_of(document: bytes) -> str:
    opened = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


@one_kind
def test_the_selection_record_says_who_decided_what_from_which_version_and_why(
    desk: CallDesk, clock: Watchmaker
) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    body = {"position_id": "1", "expert_id": team["1"], "text": "Best of the four by far.", "points": 91}
    desk.officer.post(f"{CALLS}/{call_id}/evaluation-notes", json=body)
    form = words_of(record(desk, call_id, "docx"))
    assert "Best of the four by far." in form
    clock.pass_(days=1)
    desk.decide(call_id, {"1": team["2"], "2": team["1"]}, reason=REASON)
    told = words_of(record(desk, call_id, "docx"))
    for words in (REASON, "version 1", f"{team['1'].capitalize()} Surname", "team_leader", "call published"):
        assert words.lower().replace("_", " ") in told.lower().replace("_", " "), words
    sheets = openpyxl.load_workbook(io.BytesIO(record(desk, call_id, "xlsx")))
    assert REASON in str([row for sheet in sheets for row in sheet.iter_rows(values_only=True)])
    pages = PdfReader(io.BytesIO(record(desk, call_id, "pdf"))).pages
    assert "Surname" in "".join(page.extract_text() for page in pages)
    assert "Surname" not in words_of(record(desk, call_id, "docx", blind=True))
    assert "4 took part (4 of the roster did not): 4 eligible, 0 to be confirmed, 0 not eligible." in told


@one_kind
def test_the_selection_record_goes_on_to_who_declined_who_stepped_in_and_who_goes(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo")
    first = desk.shortlist(call_id)
    desk.answer(desk.invite(call_id, "dino", "2").json(), True)
    team = first_team(desk.shortlist(call_id))
    made = desk.decide(call_id, team, number=2, reason=REASON).json()
    steps_in = made["reserve"]["1"][0]
    held = next(i for i in desk.invitations(call_id) if i["offer"] and i["position_id"] == "1")
    desk.answer(held, False, reason="My knee has to be operated on.")
    sheets = openpyxl.load_workbook(io.BytesIO(record(desk, call_id, "xlsx")))
    answers = [row for row in sheets["Answers"].iter_rows(min_row=2, values_only=True)]
    told = [(row[1].split(", ")[1], row[2].split("\n")[0], row[4].split("\n")[0]) for row in answers]
    assert told[0] == ("dino", "invited to take part", "accepted")
    assert set(told[1:3]) == {
        (team["1"], "offered the place", "declined"),
        (team["2"], "offered the place", "not answered yet"),
    }
    assert told[3] == (steps_in, "offered the place", "not answered yet")
    assert f"from the reserve, for {team['1'].capitalize()} Surname, {team['1']}" in answers[3][2]
    assert [row[3] for row in answers][-1] == "the service"
    versions = [row for row in sheets["Versions"].iter_rows(min_row=2, values_only=True)]
    assert [(row[0], row[3]) for row in versions] == [
        ("1", "3 people, who applied or were invited"),
        ("2, decided on", "4 people, who applied or were invited"),
    ]
    assert first["shortlist"]["record"]["run_id"] in versions[0][4]
    told_of_places = [row[1] for row in sheets["Decision"].iter_rows(values_only=True) if row[0] == "Who goes"]
    name = f"{steps_in.capitalize()} Surname, {steps_in}"
    assert told_of_places[0].startswith(f"{name}; has not answered yet; stepped in from the reserve for")
    paper = words_of(record(desk, call_id, "docx"))
    assert told_of_places[0] in paper and "knee" not in paper
    assert "Surname" not in words_of(record(desk, call_id, "docx", blind=True))


@one_kind
def test_the_selection_record_begins_with_the_request_and_its_action(desk: CallDesk, clock: Watchmaker) -> None:
    asked = {
        "title": "Training of counsellors",
        "text": "We ask for a training of twenty counsellors.",
        "country": "TG",
    }
    request = desk.officer.post("/api/v1/requests", json=asked).json()
    where = f"/api/v1/requests/{request['id']}/assessments"
    for question in ("eligibility", "relevance"):
        clock.pass_(days=1)
        judged = {"question": question, "answer": True, "reason": f"It is a matter of {question}."}
        assert desk.officer.post(where, json=judged).status_code == 201
    clock.pass_(days=1)
    action = {"code": "2026-14", "title": "Better counselling", "request_id": request["id"]}
    action_id = desk.officer.post("/api/v1/actions", json=action).json()["id"]
    activity = {"number": 1, "title": "Training", "activity_types": ["technical_training"]}
    activity_id = desk.officer.post(f"/api/v1/actions/{action_id}/activities", json=activity).json()["id"]
    call_id = desk.closed("anna", "bert", activity_id=activity_id)
    desk.shortlist(call_id)
    sheets = openpyxl.load_workbook(io.BytesIO(record(desk, call_id, "xlsx")))
    steps = [
        (row[0], row[1].date().isoformat(), row[4]) for row in sheets["Steps"].iter_rows(min_row=2, values_only=True)
    ]
    assert steps == [
        ("request received", "2026-11-16", None),
        ("request found eligible", "2026-11-17", "It is a matter of eligibility."),
        ("request found relevant", "2026-11-18", "It is a matter of relevance."),
        ("request led on to an action", "2026-11-19", None),
        ("action opened", "2026-11-19", None),
        ("call drafted", "2026-11-19", None),
        ("call published", "2026-11-19", None),
        ("call closed", "2026-11-19", None),
    ]
    told = {row[0]: row[1] for row in sheets["Decision"].iter_rows(values_only=True)}
    assert told["Request"] == f"Training of counsellors, {request['id']}"
    assert told["Action"] == "2026-14, Better counselling"


def test_there_is_no_selection_record_before_the_first_version(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.closed("anna")
    path = f"{CALLS}/{call_id}/selection-record"
    problem(desk.officer.get(path, params={"format": "docx"}), 409, "conflict")
    problem(desk.officer.get(path, params={"format": "odt"}), 422, "invalid_request")
    problem(doors(Role.STEERING).get(path, params={"format": "docx"}), 403, "not_allowed")

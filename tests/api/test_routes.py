"""Shortlists over HTTP: what each address takes and gives."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.explanations import PersonExplanation
from api.exports import FORMATS
from api.routes.http import Page
from api.schemas import StoredAnswer, Summary
from matching.entities import Call
from matching.results import Shortlist
from tests.api import offices
from tests.api.conftest import Doors, problem

PATH = "/api/v1/shortlists"
office, doors, client = offices.small_office, offices.its_doors, offices.its_officer


@pytest.fixture(scope="module")
def body(call: Call) -> dict[str, Any]:
    return {"call": call.model_dump(mode="json", exclude_defaults=True)}


@pytest.fixture(scope="module")
def made(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


# --- making a shortlist ----------------------------------------------------------------------------------------------


def test_a_call_becomes_a_shortlist_at_the_address_it_names(client: TestClient, made: dict[str, Any]) -> None:
    stored = StoredAnswer.model_validate(made)
    assert [p.position_id for p in stored.shortlist.positions] == ["1", "2"]
    assert stored.shortlist.positions[0].candidates[0].expert_id in {"anna", "bert"}
    again = client.get(stored.links.itself)
    assert again.status_code == 200 and again.json() == made


def test_the_same_call_again_gives_what_is_on_record(client: TestClient, made: dict[str, Any], body: Any) -> None:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 201 and answer.json()["created"] == made["created"]
    assert answer.headers["location"] == f"{PATH}/{made['id']}"


def test_a_text_is_enough(client: TestClient) -> None:
    answer = client.post(PATH, json={"text": "An expert trains counsellors of the employment service in profiling."})
    assert answer.status_code == 201
    assert answer.json()["shortlist"]["call"]["questions"]


def test_settings_and_day_steer_the_run_and_stand_in_the_record(client: TestClient, body: Any) -> None:
    extra = {"settings": {"shown": 1, "rules": {"exclude": ["anna"]}}, "today": "2026-12-01"}
    made = client.post(PATH, json=body | extra).json()["shortlist"]
    assert [len(p["candidates"]) for p in made["positions"]] == [1, 1]
    assert made["record"]["today"] == "2026-12-01"
    assert all(m["expert_id"] != "anna" for t in made["teams"] for m in t["members"])


def test_a_document_becomes_a_shortlist(client: TestClient) -> None:
    document = docx.Document()
    document.add_paragraph("Support to the employment service of Togo")
    document.add_paragraph("The expert trains counsellors in the profiling of jobseekers.")
    stream = io.BytesIO()
    document.save(stream)
    files = {"file": ("terms.docx", stream.getvalue())}
    data = {"settings": json.dumps({"shown": 2}), "today": "2026-12-02"}
    answer = client.post(f"{PATH}/document", files=files, data=data)
    assert answer.status_code == 201, answer.text
    made = answer.json()["shortlist"]
    assert "profiling of jobseekers" in made["call"]["text"]
    assert made["record"]["today"] == "2026-12-02" and made["record"]["settings"]["shown"] == 2


# --- reading ---------------------------------------------------------------------------------------------------------


def test_those_on_record_come_in_one_line_each_newest_first_page_by_page(
    client: TestClient, made: dict[str, Any]
) -> None:
    client.post(PATH, json={"text": "An expert trains counsellors in the employment service of Togo."})
    found = Page[Summary].model_validate(client.get(PATH).json()).items
    assert made["id"] in [s.id for s in found]
    assert [s.created for s in found] == sorted((s.created for s in found), reverse=True)
    one = next(s for s in found if s.id == made["id"])
    assert (one.title, one.positions, one.teams) == (
        made["shortlist"]["call"]["title"],
        2,
        len(made["shortlist"]["teams"]),
    )
    first = client.get(PATH, params={"limit": 1}).json()
    second = client.get(PATH, params={"limit": 1, "after": first["next"]}).json()
    assert [p["items"][0]["id"] for p in (first, second)] == [s.id for s in found[:2]]


def test_a_list_of_one_calls_shortlists_holds_no_other(client: TestClient, made: dict[str, Any]) -> None:
    assert client.get(PATH, params={"call": "call-none"}).json() == {"items": [], "next": None}


@pytest.mark.parametrize(("expert", "verdict"), [("anna", "pass"), ("ewa", "fail"), ("finn", "unknown")])
def test_everybody_can_be_explained_listed_or_not(
    client: TestClient, made: dict[str, Any], expert: str, verdict: str
) -> None:
    answer = client.get(f"{PATH}/{made['id']}/experts/{expert}")
    found = PersonExplanation.model_validate(answer.json())
    assert answer.status_code == 200 and found.expert_id == expert
    assert found.positions[0].verdict == verdict and found.positions[0].what_would_change


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_a_file_of_the_right_kind(client: TestClient, made: dict[str, Any], format: str) -> None:
    answer = client.get(made["links"]["exports"][format])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[format].media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="shortlist-{made["id"]}.{format}"'
    readers: dict[str, Any] = {
        "html": lambda b: b.decode().index("<!doctype html>") == 0,
        "json": lambda b: Shortlist.model_validate_json(b),
        "xlsx": lambda b: openpyxl.load_workbook(io.BytesIO(b)).sheetnames,
        "docx": lambda b: docx.Document(io.BytesIO(b)).tables,
        "pdf": lambda b: b.startswith(b"%PDF-"),
    }
    assert readers[format](answer.content)


def test_anybody_learns_that_the_service_works_and_no_more(doors: Doors, people: list[Any], made: Any) -> None:
    answer = doors().get("/health")
    assert answer.status_code == 200
    built = answer.json()["roster"]["revision"]
    roster = {"revision": built, "built": built, "pending": 0}
    servers = {"writes": True, "replica": None, "behind": None}
    assert answer.json() == {"status": "ok", "experts": len(people), "roster": roster, "database": servers}


def test_who_works_here_learns_with_what_the_service_works_and_nobodys_name(doors: Doors, people: list[Any]) -> None:
    answer = doors(Role.ADMINISTRATOR).get("/api/v1/health")
    assert answer.status_code == 200 and answer.json()["model"] == "hashing-256"
    assert not any(person.name in answer.text for person in people)
    assert doors().get("/api/v1/health").status_code == 401


def test_a_token_for_no_personal_data_lists_shortlists_and_opens_none(doors: Doors, made: dict[str, Any]) -> None:
    program = doors(Role.OFFICER, scopes=[Scope.READ])
    assert made["id"] in program.get(PATH).text
    for address in (made["links"]["itself"], *made["links"]["exports"].values()):
        problem(program.get(address), 403, "not_allowed")


def test_an_answer_comes_without_names_where_that_is_asked_for(client: TestClient, made: dict[str, Any]) -> None:
    named, blind = (client.get(f"{PATH}/{made['id']}", params={"blind": b}).text for b in (False, True))
    assert "Person anna" in named and "Person" not in blind
    for format in ("html", "json"):
        assert "Person anna" not in client.get(f"{made['links']['exports'][format]}&blind=true").text
    assert client.get(f"{PATH}/{made['id']}/experts/anna").json()["name"] == "Person anna"
    assert client.get(f"{PATH}/{made['id']}/experts/anna", params={"blind": True}).json()["name"] is None

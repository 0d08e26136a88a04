"""The JSON door: what each address takes and gives, and the one shape in which every error leaves."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import STATUS, problem_of, status_of
from api.exports import FORMATS
from api.routes import examples
from api.schemas import Problem, Recent, ShortlistRequest, StoredAnswer
from api.services import PersonExplanation, ShortlistService
from embeddings import disk
from embeddings.errors import StorageFull
from matching.entities import Call
from matching.errors import EmptyRoster, MatchingError
from matching.pipeline import Matcher
from matching.results import Shortlist
from tests.conftest import TODAY

BASE = "http://127.0.0.1"
PATH = "/api/v1/shortlists"


@pytest.fixture(scope="module")
def service(matcher: Matcher, tmp_path_factory: pytest.TempPathFactory) -> ShortlistService:
    return ShortlistService(matcher, tmp_path_factory.mktemp("shortlists"), today=lambda: TODAY)


@pytest.fixture(scope="module")
def app(service: ShortlistService) -> FastAPI:
    return create_app(service, max_body=200_000)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def body(call: Call) -> dict[str, Any]:
    return {"call": call.model_dump(mode="json", exclude_defaults=True)}


@pytest.fixture(scope="module")
def made(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def problem(answer: Any, status: int, code: str) -> Problem:
    """The shape of every error, checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = Problem.model_validate(answer.json(), extra="forbid")
    assert found.status == status and found.code == code and found.type == f"/api#{code}"
    assert found.title and found.detail and found.next_step
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


def test_recent_ones_come_in_one_line_each_newest_first(client: TestClient, made: dict[str, Any]) -> None:
    found = Recent.model_validate(client.get(PATH).json()).shortlists
    assert made["id"] in [s.id for s in found]
    assert [s.created for s in found] == sorted((s.created for s in found), reverse=True)
    assert len(client.get(PATH, params={"limit": 1}).json()["shortlists"]) == 1


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
    }
    assert readers[format](answer.content)


def test_health_says_what_the_service_works_with_and_nobodys_name(client: TestClient, people: list[Any]) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200 and answer.json()["status"] == "ok" and answer.json()["experts"] == len(people)
    assert not any(person.name in answer.text for person in people)


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/none", "/none/export?format=json", "/none/experts/anna", "/..%2f..%2fetc%2fpasswd"])
def test_an_unknown_shortlist_is_404(client: TestClient, path: str) -> None:
    answer = client.get(f"{PATH}{path}")
    assert answer.status_code == 404
    problem(answer, 404, answer.json()["code"])


def test_an_unknown_expert_is_404(client: TestClient, made: dict[str, Any]) -> None:
    problem(client.get(f"{PATH}/{made['id']}/experts/nobody"), 404, "unknown_expert")


def test_an_unknown_address_and_a_wrong_method_keep_the_shape(client: TestClient) -> None:
    problem(client.get("/api/v2/anything"), 404, "not_found")
    problem(client.delete(PATH), 405, "method_not_allowed")


def test_a_body_that_is_no_json_is_400(client: TestClient) -> None:
    answer = client.post(PATH, content=b'{"text": ', headers={"content-type": "application/json"})
    problem(answer, 400, "malformed_request")


def test_a_broken_upload_is_400(client: TestClient) -> None:
    answer = client.post(f"{PATH}/document", content=b"x", headers={"content-type": "multipart/form-data"})
    problem(answer, 400, "malformed_request")


def test_a_body_of_the_wrong_kind_is_415(client: TestClient) -> None:
    found = problem(
        client.post(PATH, content="text", headers={"content-type": "text/plain"}), 415, "unsupported_media_type"
    )
    assert "text/plain" in found.found
    problem(client.post(f"{PATH}/document", json={}), 415, "unsupported_media_type")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_413_with_or_without_its_length(client: TestClient, chunked: bool) -> None:
    content = b'{"text": "' + b"a" * 300_000 + b'"}'
    parts = (content[i : i + 50_000] for i in range(0, len(content), 50_000)) if chunked else content
    answer = client.post(PATH, content=parts, headers={"content-type": "application/json"})
    problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({}, "body"),
        ({"text": "An expert trains.", "call": {"id": "c"}}, "body"),
        ({"text": "An expert trains.", "settings": {"shown": -1}}, "body.settings.shown"),
        ({"text": "An expert trains.", "settings": {"balance": {"mode": "quota"}}}, "body.settings.balance.mode"),
        ({"text": "An expert trains.", "settings": {"balance": {"mode": "target"}}}, "body.settings.balance"),
        ({"text": "An expert trains.", "weights": {}}, "body.weights"),
        ({"call": {"id": "c", "positions": [{"id": "1", "days": -3}]}}, "body.call.positions.0.days"),
        ({"call": {"id": "c", "country": "Atlantis"}}, "body.call.country"),
        ({"text": "An expert trains.", "today": "soon"}, "body.today"),
    ],
)
def test_a_value_that_cannot_be_used_is_422_with_its_path(client: TestClient, sent: Any, path: str) -> None:
    found = problem(client.post(PATH, json=sent), 422, "invalid_request")
    assert [e.path for e in found.errors] == [path]


def test_settings_of_an_upload_are_checked_in_the_same_shape(client: TestClient) -> None:
    upload = {"file": ("a.txt", b"An expert trains counsellors.")}
    found = problem(client.post(f"{PATH}/document", files=upload, data={"settings": "{"}), 422, "invalid_request")
    assert found.errors[0].path == "body.settings"
    data = {"settings": '{"shown": -1}'}
    found = problem(client.post(f"{PATH}/document", files=upload, data=data), 422, "invalid_request")
    assert found.errors[0].path == "body.settings.shown"
    problem(client.post(f"{PATH}/document", data=data, files={"other": b"x"}), 422, "invalid_request")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"text": "words"}, "invalid_call"),
        ({"call": {"id": "c", "title": "Training", "positions": [{"id": "1", "fields": ["Q.99.99"]}]}}, "unknown_code"),
        ({"settings": {"rules": {"min_per_gender": {"woman": 9}}, "balance": {
            "mode": "target", "legal_basis": "x", "saving_clause": "y"}}}, "contradictory_rules"),
    ],
)  # fmt: skip
def test_what_the_matcher_refuses_is_422_with_its_own_code(
    client: TestClient, body: Any, sent: dict[str, Any], code: str
) -> None:
    problem(client.post(PATH, json=sent if {"call", "text"} & set(sent) else body | sent), 422, code)


def test_a_document_without_text_is_422(client: TestClient) -> None:
    answer = client.post(f"{PATH}/document", files={"file": ("scan.png", b"\x89PNG\r\n\x1a\n0000")})
    assert "image" in problem(answer, 422, "unreadable_document").found


def test_an_unknown_format_and_a_limit_out_of_range_are_422(client: TestClient, made: dict[str, Any]) -> None:
    found = problem(client.get(f"{PATH}/{made['id']}/export?format=exe"), 422, "invalid_request")
    assert found.errors[0].path == "query.format"
    problem(client.get(PATH, params={"limit": 0}), 422, "invalid_request")


def test_a_full_disk_is_503_with_a_log_id_and_no_path(
    client: TestClient, service: ShortlistService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(descriptor: int, content: bytes | memoryview) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "put", full)
    answer = client.post(PATH, json={"text": "An expert trains inspectors in the inspection of building sites."})
    found = problem(answer, 503, "storage_full")
    assert found.log_id and found.log_id in caplog.text and answer.headers["x-request-id"] == found.log_id
    assert str(service.folder) not in answer.text and "retry-after" in answer.headers


def test_what_nobody_foresaw_is_500_with_a_log_id_and_leaks_nothing(
    client: TestClient, service: ShortlistService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("while reading the CV of Maria Secret") from KeyError("Maria Secret")

    monkeypatch.setattr(service, "get", fails)
    with caplog.at_level(logging.INFO):
        answer = client.get(f"{PATH}/abc")
    found = problem(answer, 500, "unexpected")
    assert found.log_id and found.log_id in caplog.text
    assert "RuntimeError at" in caplog.text and "after KeyError" in caplog.text
    assert "Secret" not in answer.text and "Secret" not in caplog.text


def test_the_log_holds_patterns_and_ids_never_names(
    client: TestClient, made: dict[str, Any], people: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="api"):
        answer = client.get(f"{PATH}/{made['id']}/experts/anna")
    assert answer.headers["x-request-id"] in caplog.text
    assert "GET /api/v1/shortlists/{id}/experts/{expert_id:path} 200" in caplog.text
    assert not any(person.name in caplog.text for person in people)


def test_every_error_of_the_families_has_a_place() -> None:
    assert status_of(EmptyRoster("x")) == 503 and status_of(StorageFull("x")) == 503 and status_of(ValueError()) == 500
    assert all(issubclass(kind, MatchingError) and 400 <= status < 500 for kind, status in STATUS.items())
    shown = problem_of(EmptyRoster("The roster /srv/people.jsonl is empty."), "log")
    assert "/srv" not in shown.model_dump_json() and shown.code == "empty_roster"


# --- the description -------------------------------------------------------------------------------------------------


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        for key, value in node.items():
            yield from references(value) if key not in {"example", "examples"} else ()
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_description_is_whole_and_every_address_has_an_example(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(references(described)) <= {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    operations = [o for path in described["paths"].values() for o in path.values()]
    assert len({o["operationId"] for o in operations}) == len(operations) == 7
    for operation in operations:
        good = next(answer for status, answer in operation["responses"].items() if status < "3")
        assert operation["summary"] and good["description"]
        for content in good["content"].values():
            assert "example" in content or content["schema"]["format"] == "binary"
        for status, answer in operation["responses"].items():
            if status >= "4":
                Problem.model_validate(answer["content"]["application/problem+json"]["example"])


def test_the_examples_are_what_the_service_takes_and_gives(client: TestClient) -> None:
    for example in examples.REQUESTS.values():
        ShortlistRequest.model_validate(example["value"])
        assert client.post(PATH, json=example["value"]).status_code == 201
    described = client.get("/openapi.json").json()["paths"][PATH]["post"]["responses"]["201"]["content"]
    assert described["application/json"]["example"] == examples.SHORTLIST
    StoredAnswer.model_validate(examples.SHORTLIST, extra="forbid")
    Recent.model_validate(examples.RECENT)
    PersonExplanation.model_validate(examples.EXPLANATION)


def test_the_example_was_made_from_the_example_call() -> None:
    stored = StoredAnswer.model_validate(examples.SHORTLIST)
    call = Call.model_validate(examples.CALL)
    assert (stored.shortlist.call.title, stored.shortlist.call.positions) == (call.title, call.positions)


def test_no_page_of_the_framework_that_loads_from_elsewhere_is_served(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert client.get(path).status_code == 404


def test_an_address_of_a_file_outside_is_never_read(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    assert client.get(f"{PATH}/{str(tmp_path / 'secret').replace('/', '%2F')}").status_code == 404

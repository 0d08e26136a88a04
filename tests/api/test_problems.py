"""The one shape in which every error leaves, each with its status and code, and nothing told that nobody may know."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from sqlalchemy import Connection, event

from api.errors import STATUS, field_problems, problem_of, status_of
from api.schemas import Problem
from api.services.office import Office
from api.services.shortlists import shortlists
from api.storage.database import DatabaseUnavailable
from embeddings.errors import StorageFull
from matching.entities import Call
from matching.errors import MatchingError
from tests.api import offices

PATH = "/api/v1/shortlists"
office, doors, client = offices.small_office, offices.its_doors, offices.its_officer


@contextmanager
def no_room(office: Office) -> Iterator[None]:
    """The database may not grow by a single page, as on a full disk."""

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # it takes that for as many as there are

    def lift(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")

    event.listen(office.database.engine, "begin", limit)
    yield
    event.remove(office.database.engine, "begin", limit)
    event.listen(office.database.engine, "begin", lift)


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
    client: TestClient, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    sent = {"text": "An expert trains inspectors in the inspection of building sites."}
    with no_room(office):
        answer = client.post(PATH, json=sent)
    found = problem(answer, 503, "database_unavailable")
    assert found.log_id and found.log_id in caplog.text and answer.headers["x-request-id"] == found.log_id
    assert str(office.settings.data.parent) not in answer.text and "retry-after" in answer.headers
    assert client.post(PATH, json=sent).status_code == 201


def test_what_nobody_foresaw_is_500_with_a_log_id_and_leaks_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("while reading the CV of Maria Secret") from KeyError("Maria Secret")

    monkeypatch.setattr(shortlists, "get", fails)
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
    unavailable = (DatabaseUnavailable("x"), StorageFull("x"))
    assert {status_of(error) for error in unavailable} == {503} and status_of(ValueError()) == 500
    assert all(issubclass(kind, MatchingError) and 400 <= status < 500 for kind, status in STATUS.items())
    shown = problem_of(DatabaseUnavailable("There is no answer from /srv/office.sqlite."), "log")
    assert "/srv" not in shown.model_dump_json() and shown.code == "database_unavailable"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (tuple[int, ...], [1, 2, 3], "List should have at most 2 items after validation, not 3"),
        (Annotated[str, BeforeValidator(str)], "long", "String should have at most 2 characters"),
        (str, "long", "String should have at most 2 characters"),
    ],
)
def test_a_length_is_told_in_one_wording_whatever_holds_it(kind: Any, value: Any, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Annotated[kind, Field(max_length=2)]).validate_python(value)
    assert [problem.message for problem in field_problems(caught.value.errors())] == [said]

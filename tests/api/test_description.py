"""The description of the API: whole, with an example of everything that is taken or given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from api.explanations import PersonExplanation
from api.routes import examples
from api.routes.http import Page
from api.schemas import Problem, ShortlistRequest, StoredAnswer, Summary
from matching.entities import Call
from tests.api import offices

PATH = "/api/v1/shortlists"
office, doors, client = offices.small_office, offices.its_doors, offices.its_officer


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        for key, value in node.items():
            yield from references(value) if key not in {"example", "examples"} else ()
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_description_is_whole_and_everything_taken_or_given_has_an_example_that_fits(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(references(described)) <= {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    operations = [o for path in described["paths"].values() for o in path.values()]
    assert len({o["operationId"] for o in operations}) == len(operations)
    for operation in operations:
        name, body = operation["operationId"], operation.get("requestBody", {})
        good = [answer for status, answer in operation["responses"].items() if status < "4"]
        assert operation["summary"] and all(answer["description"] for answer in good)
        for content in (c for holder in (body, *good) for c in holder.get("content", {}).values()):
            if content["schema"].get("format") != "binary":
                schema = content["schema"] | {"components": described["components"]}
                examples_of = content.get("examples") or {"": {"value": content["example"]}}
                for example in examples_of.values():
                    Draft202012Validator(schema).validate(example["value"])
        for status, answer in operation["responses"].items():
            if status < "4" or (status == "503" and name.startswith("ready")):  # which says what it waits for
                continue
            Problem.model_validate(answer["content"]["application/problem+json"]["example"])


def test_the_examples_are_what_the_service_takes_and_gives(client: TestClient) -> None:
    for example in examples.REQUESTS.values():
        ShortlistRequest.model_validate(example["value"])
        assert client.post(PATH, json=example["value"]).status_code == 201
    described = client.get("/openapi.json").json()["paths"][PATH]["post"]["responses"]["201"]["content"]
    assert described["application/json"]["example"] == examples.SHORTLIST
    StoredAnswer.model_validate(examples.SHORTLIST, extra="forbid")
    Page[Summary].model_validate(examples.SHORTLISTS)
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

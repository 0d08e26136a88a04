"""The live service against its own description: thousands of requests made from it, good and bad, with every check on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from tests.api.conftest import Doors, one_kind
from tests.api.cvs.documents import CV, sent
from tests.api.description_hooks import KNOWN
from tests.api.live import served

# What a description cannot say in full is refused in words: codes of the vocabulary, states, versions. Every other answer
# to a request that fits its description has to be a success.
CONFIG = """
hooks = "tests.api.description_hooks"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 401, 403, 404, 409, 412, 422, 428, 429]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]

[[operations]]
include-path-regex = "^/api/v1/imports/"
# A bad line never stops the others: the answer reports it.
checks.negative_data_rejection.expected-statuses = ["2xx", 400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422]

[[operations]]
include-path-regex = "/document$"
# An empty field of a form counts as not given.
checks.negative_data_rejection.expected-statuses = ["2xx", 400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422]
"""
EXAMPLES = os.environ.get("TEST_SCHEMA_EXAMPLES", "2")  # requests that the fuzzing makes of each operation
LEAST = 3000  # requests in all
ROOT = Path(__file__).parents[2]
COLLECTIONS = ("institutions", "requests", "actions", "calls", "shortlists", "accounts", "communities")


def on_record(client: TestClient) -> dict[str, Any]:
    """Ids of things made from the description's own examples, by the beginning of the paths that name them."""
    described: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    own = [account["id"] for account in client.get("/api/v1/accounts").json()["items"]]
    known: dict[str, Any] = {"/api/v1/experts/{id}": "anna", "own accounts": own}
    for path in (f"/api/v1/{name}" for name in COLLECTIONS):
        content = described[path]["post"]["requestBody"]["content"]["application/json"]
        example = content.get("example") or next(iter(content["examples"].values()))["value"]
        if "institution_id" in example:
            example = example | {"institution_id": known["/api/v1/institutions/{id}"]}
        if "request_id" in example:  # a request is assessed before an action is made of it
            example = example | {"request_id": None}
        made = client.post(path, json=example)
        assert made.status_code == 201, (path, made.text)
        known[path + "/{id}"] = made.json()["id"]
    known["/api/v1/experts/{id}/cvs/{cv_id}"] = sent(client, CV, expert_id="anna")["id"]
    return known


@one_kind  # thousands of requests: on one kind
def test_the_live_service_does_what_its_description_says(doors: Doors, staffed: Office, tmp_path: Path) -> None:
    client = doors(*Role, expert_id="anna")
    (tmp_path / "schemathesis.toml").write_text(CONFIG, encoding="utf-8")
    environment = os.environ | {KNOWN: json.dumps(on_record(client)), "PYTHONPATH": str(ROOT)}
    with served(staffed) as address:
        options = {
            "--checks": "all", "--header": f"Authorization: {client.headers['authorization']}", "--max-examples": EXAMPLES,
            "--seed": "1", "--phases": "examples,coverage,fuzzing", "--suppress-health-check": "all",
            "--max-failures": "200",
        }  # fmt: skip
        program = [sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run", "--no-color"]
        command = [*program, f"{address}/openapi.json", *(word for pair in options.items() for word in pair)]
        run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, env=environment)
    (tmp_path / "told.txt").write_text(run.stdout, encoding="utf-8")
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    assert client.get("/api/v1/requests").status_code == 200, "the token went on the way: little was asked with rights"
    cases = re.search(r"Test cases:\s+([\d,]+) generated", run.stdout)
    assert cases is not None, run.stdout[-2_000:]
    assert int(cases[1].replace(",", "")) >= LEAST, cases[0]

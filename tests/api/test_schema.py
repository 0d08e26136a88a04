"""The live service against its own description: thousands of requests made from it, good and bad, with every check on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.auth.roles import Role
from api.services.office import Office
from tests.api.conftest import Doors, wanted_kinds
from tests.api.live import served

# What a description cannot say in full is refused in words: codes of the vocabulary, states, versions. Every other answer
# to a request that fits its description has to be a success.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 401, 403, 404, 409, 412, 422, 428, 429]
"""
EXAMPLES = os.environ.get("EXPERTMATCH_SCHEMA_EXAMPLES", "")  # requests that the fuzzing makes of each operation
LEAST = 2000  # requests in all


@pytest.mark.skipif(not EXAMPLES, reason="takes minutes: set EXPERTMATCH_SCHEMA_EXAMPLES=4")
@pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)  # thousands of requests: on one kind
def test_the_live_service_does_what_its_description_says(doors: Doors, staffed: Office, tmp_path: Path) -> None:
    token = doors(*Role, expert_id="anna").headers["authorization"]
    (tmp_path / "schemathesis.toml").write_text(CONFIG, encoding="utf-8")
    with served(staffed) as address:
        options = {
            "--checks": "all", "--header": f"Authorization: {token}", "--max-examples": EXAMPLES, "--seed": "1",
            "--phases": "examples,coverage,fuzzing", "--suppress-health-check": "all", "--max-failures": "200",
        }  # fmt: skip
        program = [sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run", "--no-color"]
        command = [*program, f"{address}/openapi.json", *(word for pair in options.items() for word in pair)]
        run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    (tmp_path / "told.txt").write_text(run.stdout, encoding="utf-8")
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    cases = re.search(r"Test cases:\s+([\d,]+) generated", run.stdout)
    assert cases is not None, run.stdout[-2_000:]
    assert int(cases[1].replace(",", "")) >= LEAST, cases[0]

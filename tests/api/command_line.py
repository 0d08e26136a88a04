"""Running commands as a user would, and writing what they read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from api.cli import app

CALL_TEXT = """Support to the national employment agency of Togo
The agency asks for help with its employment services: profiling of jobseekers, counselling, training of counsellors.
Working language: French (speaking C1, drafting C1).
"""


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """One command, as typed; `result.stderr` and `result.stdout` are kept apart."""
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def write_lines(path: Path, records: list[dict[str, Any] | str]) -> Path:
    """A JSON Lines file; a string is written as it is."""
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records) + "\n", encoding="utf-8")
    return path


def call_data(**changes: object) -> dict[str, Any]:
    """A call as JSON data, in order but for what a test changes."""
    return {
        "id": "call",
        "title": "Support to the public employment service",
        "language": "en",
        "objectives": ["Better profiling and counselling of jobseekers."],
        "languages": [{"language": "fr", "speaking": "C1", "writing": "C1"}],
        "positions": [{"id": "1", "fields": ["A.35"], "tasks": ["Train counsellors in profiling of jobseekers."]}],
    } | changes

"""What a terminal cannot show is told by numbers, and stops no command."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from tests.api.command_line import CALL_TEXT, write_lines


def test_a_name_that_the_encoding_of_the_output_lacks_is_written_by_numbers(tmp_path: Path) -> None:
    call = tmp_path / "call.txt"
    call.write_text(CALL_TEXT, encoding="utf-8")
    person = {"id": "a", "name": "Zoé Łukasz", "segments": ["Counsellor of jobseekers at the employment service."]}
    roster = write_lines(tmp_path / "roster.jsonl", [person, person | {"id": "b", "name": "Anna"}])
    arguments = ["shortlist", str(call), "--roster", str(roster), "--model", "hashing"]
    result = CliRunner(charset="ascii").invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "Zo\\xe9 \\u0141ukasz" in result.stdout

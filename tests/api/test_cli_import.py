"""`expertmatch import`: people and other data into the database of an installation."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from api.storage import kinds
from api.storage.database import Database
from tests.api.command_line import run, write_lines

pytest_plugins = ["tests.api.small_installation"]


def stored(home: Path, kind: str) -> list[str]:
    database = Database(f"sqlite:///{home / 'data' / 'expertmatch.sqlite'}")
    with database.read() as session:
        ids = [record["id"] for record in kinds.records(session, kind)]
    database.close()
    return ids


def test_a_roster_is_imported_and_a_second_time_passed_over(home: Path, roster: Path) -> None:
    first = run("import", roster)
    assert first.exit_code == 0, first.stderr
    assert "6 added, 0 changed, 0 unchanged, 0 of 6 lines left out." in first.stdout
    assert stored(home, "experts") == ["anna", "bert", "cleo", "dino", "ewa", "finn"]
    assert "0 added, 0 changed, 6 unchanged" in run("import", roster).stdout


def test_what_was_left_out_is_told_line_by_line(home: Path) -> None:
    path = write_lines(home / "some.jsonl", [{"id": "a", "segments": []}, "{", {"id": "b"}])
    done = run("import", path)
    assert done.exit_code == 0
    assert "1 added" in done.stdout
    assert "2 of 3 lines left out" in done.stdout
    assert "some.jsonl, line 2: not JSON" in done.stderr
    assert "some.jsonl, line 3, field 'segments': Field required" in done.stderr


def test_a_dry_run_of_a_command_does_nothing(home: Path, roster: Path) -> None:
    assert "6 added" in (done := run("import", roster, "--dry-run")).stdout
    assert "a dry run" in done.stdout
    assert stored(home, "experts") == []


def test_other_kinds_are_imported_too(home: Path) -> None:
    path = write_lines(home / "i.jsonl", [{"id": "institution-1", "name": "Agency"}])
    assert "institutions: 1 added" in run("import", path, "--kind", "institutions").stdout
    path.write_text(json.dumps({"id": "institution-1", "name": "Other"}), encoding="utf-8")
    assert "0 changed" in run("import", path, "--kind", "institutions").stdout
    assert "1 changed" in run("import", path, "--kind", "institutions", "--overwrite").stdout
    assert stored(home, "institutions") == ["institution-1"]


def test_an_unknown_kind_or_a_missing_file_is_told_in_three_parts(home: Path, roster: Path) -> None:
    wrong = run("import", roster, "--kind", "people")
    assert wrong.exit_code == 2
    assert "Use one of experts, institutions, requests, actions." in wrong.stderr
    missing = run("import", home / "none.jsonl")
    assert missing.exit_code == 2
    assert "No such file" in missing.stderr


def test_people_come_in_through_a_pipe_that_another_program_fills(home: Path, roster: Path) -> None:
    pipe = home / "people.jsonl"
    os.mkfifo(pipe)
    filling = threading.Thread(target=pipe.write_bytes, args=(roster.read_bytes(),), daemon=True)
    filling.start()
    done = run("import", pipe)
    filling.join(10)
    assert "6 added, 0 changed, 0 unchanged, 0 of 6 lines left out." in done.stdout, done.stderr

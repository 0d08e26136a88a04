"""`expertmatch import` on CVs: what is told, the files of the report, the exit status."""

from __future__ import annotations

import json
from pathlib import Path

from tests.api.command_line import run, write_lines
from tests.api.cv_files import ROWS, sheet, write_cvs

pytest_plugins = ["tests.api.small_installation"]


def test_a_folder_is_imported_and_a_second_time_passed_over(home: Path) -> None:
    write_cvs(home / "cvs", 3)
    first = run("import", home / "cvs")
    assert first.exit_code == 0, first.stderr
    assert "3 documents: 3 added." in first.stdout
    assert "Left out, not kept: birth (3), religion (3)." in first.stdout
    assert "3 documents: 3 known already, passed over." in run("import", home / "cvs").stdout
    reports = sorted(path.suffix for path in (home / "data" / "imports").iterdir())
    assert reports[:2] == [".html", ".html"] or reports == [".html", ".xlsx"]


def test_what_cannot_be_read_is_told_and_the_exit_status_says_so(home: Path) -> None:
    write_cvs(home / "cvs", 1)
    (home / "cvs" / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    done = run("import", home / "cvs", "--report", home / "reports")
    assert done.exit_code == 1
    assert "2 documents: 1 added, 1 could not be read." in done.stdout
    assert "broken.docx" in done.stderr and "is damaged" in done.stderr
    assert len(list((home / "reports").iterdir())) == 2


def test_json_lines_and_cvs_may_be_given_together(home: Path, roster: Path) -> None:
    done = run("import", roster, *write_cvs(home / "cvs", 1))
    assert done.exit_code == 0, done.stderr
    assert "experts: 6 added" in done.stdout
    assert "1 documents: 1 added." in done.stdout


def test_records_a_line_are_known_by_what_they_hold_and_a_json_cv_is_a_cv(home: Path) -> None:
    lines = write_lines(home / "people.json", [{"id": "a", "segments": []}, {"id": "b", "segments": []}])
    assert "experts: 2 added" in run("import", lines).stdout
    cv = home / "resume.json"
    cv.write_text(
        json.dumps({"basics": {"name": "Ada Reed", "email": "ada@example.org"}, "work": []}), encoding="utf-8"
    )
    assert "1 documents:" in run("import", cv).stdout


def test_a_trial_shows_what_columns_are_taken_for_as_a_mapping_to_correct(home: Path) -> None:
    path = home / "roster.xlsx"
    path.write_bytes(sheet(*ROWS))
    done = run("import", path, "--dry-run")
    assert done.exit_code == 0, done.stderr
    guess = json.loads(done.stdout[done.stdout.index("{") : done.stdout.index("}") + 1])
    assert guess["E-mail"] == "email"
    assert guess["Remarks"] == "skip"
    assert "nothing was done: a dry run" in done.stdout
    mapping = home / "columns.json"
    mapping.write_text(json.dumps(guess | {"Remarks": "health"}), encoding="utf-8")
    imported = run("import", path, "--columns", mapping)
    assert imported.exit_code == 0, imported.stderr
    assert "health (1)" in imported.stdout


def test_a_mapping_that_is_none_and_a_path_that_leads_nowhere_begin_nothing(home: Path) -> None:
    path = write_cvs(home / "cvs", 1)[0]
    (home / "columns.json").write_text("[1]", encoding="utf-8")
    wrong = run("import", path, "--columns", home / "columns.json")
    assert wrong.exit_code == 2
    assert '{"Courriel": "email"' in wrong.stderr
    missing = run("import", path, home / "none.pdf")
    assert missing.exit_code == 2
    assert "nothing was imported" in missing.stderr
    assert not (home / "data" / "imports").exists()

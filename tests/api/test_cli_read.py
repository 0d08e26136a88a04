"""`expertmatch read`: CVs into profiles, each fact with its source, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.command_line import run
from tests.api.cv_files import ROWS, cv_text, sheet, write_cvs

pytest_plugins = ["tests.api.small_installation"]


def test_every_fact_carries_the_stretch_of_text_it_stands_in(home: Path) -> None:
    path = write_cvs(home / "cvs", 1)[0]
    done = run("read", path, "--format", "json")
    assert done.exit_code == 0, done.stderr
    profile = json.loads(done.stdout)
    parts = profile["parts"]
    assert (profile["file"], profile["format"], parts["name"]["value"]) == ("cv-000.txt", "text", "Mira Oak")
    facts = [parts["name"], *parts["emails"], *parts["entries"], *parts["languages"]]
    for fact in facts:
        source = fact["source"]
        assert parts["text"][source["start"] : source["end"]].startswith(source["text"])
    assert {one["kind"] for one in parts["dropped"]} == {"birth", "religion"}
    assert "Zoroastrian" not in done.stdout
    assert profile["fields"][0]["confidence"] > 0


def test_several_files_become_a_line_each_and_a_bad_one_stops_nothing(home: Path) -> None:
    first, second = write_cvs(home / "cvs", 2)
    (home / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    done = run("read", first, home / "broken.docx", home / "none.pdf", second, "--format", "json")
    assert done.exit_code == 1
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["cv-000.txt", "cv-001.txt"]
    assert "broken.docx" in done.stderr and "is damaged" in done.stderr
    assert "none.pdf" in done.stderr and "could not be opened" in done.stderr


def test_a_folder_and_the_rows_of_a_sheet_are_read_too(home: Path) -> None:
    write_cvs(home / "cvs", 2)
    (home / "cvs" / "roster.xlsx").write_bytes(sheet(*ROWS))
    done = run("read", home / "cvs", "--format", "json", "--out", home / "all.jsonl")
    assert done.exit_code == 0, done.stderr
    names = [json.loads(line)["file"] for line in (home / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert names == ["cvs/cv-000.txt", "cvs/cv-001.txt", "cvs/roster.xlsx, row 2", "cvs/roster.xlsx, row 3"]
    assert "row 3, column 'E-mail'" in done.stderr


def test_the_table_is_readable_at_eighty_columns(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.commands.screen.WIDTH", 80)
    done = run("read", *write_cvs(home / "cvs", 1))
    assert done.exit_code == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    for said in ("Posts and assignments", "2012 - 2019", "Ministry of Labour", "Education and training", "native",
                 "speaking C1", "Status proposed", "Fields proposed", "birth (1), religion (1)"):  # fmt: skip
        assert said in done.stdout, said
    assert "Zoroastrian" not in done.stdout


def test_the_table_asks_what_the_cv_leaves_open(home: Path) -> None:
    path = home / "cv.txt"
    path.write_text(cv_text(0).replace("2012 - 2019", "2019 - 2012"), encoding="utf-8")
    done = run("read", path)
    assert "Questions to the person" in done.stdout
    assert "Which dates are right?" in done.stdout


def test_what_a_file_says_cannot_steer_the_terminal(home: Path) -> None:
    path = home / "cv.txt"
    path.write_text(cv_text(0, employer="Ministry\x1b[2J of Labour"), encoding="utf-8")
    assert "\x1b" not in run("read", path).stdout


def test_reading_makes_no_database(home: Path) -> None:
    assert run("read", *write_cvs(home / "cvs", 1)).exit_code == 0
    assert not (home / "data").exists()


def test_wrong_usage_ends_with_2(home: Path) -> None:
    path = write_cvs(home / "cvs", 1)[0]
    assert run("read").exit_code == 2
    assert run("read", path, "--format", "xml").exit_code == 2
    over = run("read", path, "--out", path)
    assert over.exit_code == 2
    assert "is read by this command" in over.stderr
    assert path.read_text(encoding="utf-8") == cv_text(0)

"""The tables brought up and taken back from the command line, on either database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from api.services.office import Office
from api.storage import migrate
from api.storage.database import Database
from api.storage.shape import revisions
from tests.api.command_line import run

FIRST = revisions()[0]
NEWEST = revisions()[-1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Settings of an installation in a temporary folder, on the database that is given."""
    monkeypatch.setenv("EXPERTMATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path / "cache"))
    return lambda url: monkeypatch.setenv("EXPERTMATCH_DATABASE", url)


@pytest.fixture
def peopled(staffed: Office, database_url: str, home: Callable[[str], None]) -> Database:
    """A database with eight people, named by the environment."""
    home(database_url)
    return staffed.database


def test_show_tells_where_it_is_and_what_it_holds(peopled: Database) -> None:
    shown = run("database", "show")
    assert shown.exit_code == 0, shown.output
    words = " ".join(shown.stdout.split())
    assert f"revision {NEWEST}, this version needs {NEWEST}" in words
    assert "experts │ 8" in words


def test_a_password_is_not_shown(peopled: Database, home: Callable[[str], None]) -> None:
    if not peopled.is_sqlite:
        home(peopled.url.set(password="hunter2-x").render_as_string(False))
        assert "hunter2-x" not in run("database", "show").output


def test_down_and_up_again_with_people_in_place(peopled: Database) -> None:
    down = run("database", "downgrade", FIRST, "--confirm", FIRST)
    assert down.exit_code == 0, down.output
    assert f"is at {FIRST} now" in down.stdout
    shown = run("database", "show")
    assert shown.exit_code == 1
    assert "expertmatch database upgrade" in shown.stderr
    up = run("database", "upgrade")
    assert up.exit_code == 0, up.output
    assert f"was at {FIRST} and is at {NEWEST} now" in up.stdout
    with peopled.read() as session:
        assert session.scalar(text("select count(*) from experts")) == 8
    assert "already" in run("database", "upgrade").stdout


def test_nothing_is_taken_back_unless_the_revision_is_given_twice(peopled: Database) -> None:
    refused = run("database", "downgrade", "base", "--confirm", "bas")
    assert refused.exit_code == 2
    assert "--confirm" in refused.stderr
    assert migrate.current(peopled) == NEWEST


def test_a_revision_that_does_not_exist_is_refused_with_those_that_do(peopled: Database) -> None:
    refused = run("database", "downgrade", "9999", "--confirm", "9999")
    assert refused.exit_code == 2
    assert f"base, {FIRST}" in refused.stderr
    for later in (NEWEST, revisions()[-1]):
        assert "earlier" in run("database", "downgrade", later, "--confirm", later).stderr


def test_tables_of_a_later_version_are_left_alone(peopled: Database) -> None:
    with peopled.write() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    for command in (("upgrade",), ("downgrade", FIRST, "--confirm", FIRST)):
        refused = run("database", *command)
        assert refused.exit_code == 2
        assert "later version" in refused.stderr
    with peopled.read() as session:
        assert session.scalar(text("select count(*) from experts")) == 8


def test_an_empty_database_is_shown_and_brought_up(home: Callable[[str], None], tmp_path: Path) -> None:
    home(f"sqlite:///{tmp_path / 'new.sqlite'}")
    shown = run("database", "show")
    assert shown.exit_code == 1
    assert "revision none" in shown.stdout
    assert f"was at none and is at {NEWEST} now" in run("database", "upgrade").stdout
    gone = run("database", "downgrade", "base", "--confirm", "base")
    assert "is at none now, with 0 row(s)" in gone.stdout


def test_a_database_that_does_not_answer_is_said(home: Callable[[str], None]) -> None:
    home("postgresql://nobody@127.0.0.1:1/nothing")
    refused = run("database", "show")
    assert refused.exit_code == 2
    assert "did not answer" in refused.stderr


def test_a_purge_from_the_command_line_counts_and_removes(peopled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERTMATCH_MODEL", "hashing")
    with peopled.write() as session:
        session.execute(text("insert into failed_sign_ins (key, at) values ('k', '2001-01-01 00:00:00+00:00')"))
    counted = run("purge", "--dry-run")
    assert counted.exit_code == 0, counted.output
    line = next(line for line in counted.stdout.splitlines() if "failed attempts" in line)
    assert [part.strip() for part in line.split("│")[2:4]] == ["a day", "1"]
    assert "would be removed" in counted.stdout
    done = run("purge")
    assert done.exit_code == 0, done.output
    assert "1" in next(line for line in done.stdout.splitlines() if "failed attempts" in line)
    with peopled.read() as session:
        assert session.scalar(text("select count(*) from failed_sign_ins")) == 0

"""On SQLite removed rows stay in the file as long as somebody reads an older state of it: told, and searched afterwards."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.services.erasure import erasure, finishing
from api.services.office import Office
from api.services.unit import SYSTEM, reading, writing
from api.storage import log, old_rows
from api.storage.tables import RemovedExpertRow
from tests.api.command_line import run
from tests.api.conftest import one_kind
from tests.api.erasure.zelie import found_in

pytestmark = one_kind


@contextmanager
def reader(office: Office) -> Iterator[sqlite3.Connection]:
    """Another program that began to read the database and has not ended."""
    with closing(sqlite3.connect(str(office.database.url.database))) as connection:
        connection.execute("begin")
        connection.execute("select count(*) from experts").fetchone()
        yield connection


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_rows, "PATIENCE", 0.0)
    monkeypatch.setattr(old_rows, "QUICK", 0.0)


def told(office: Office) -> list[tuple[str, bool]]:
    with reading(office, SYSTEM) as unit:
        entries = [entry for entry in log.entries(unit.session) if entry.event.startswith("expert.erasure_")]
    return [(entry.event, entry.facts["clean"]) for entry in entries]


def kept_proof(office: Office) -> dict[str, Any]:
    with reading(office, SYSTEM) as unit:
        return dict(unit.session.get_one(RemovedExpertRow, "zelie").proof)


def copied(office: Office, ending: str) -> Path:
    """A copy of the database that somebody left beside it."""
    path = Path(f"{office.database.url.database}{ending}").resolve()
    with closing(sqlite3.connect(str(office.database.url.database))) as connection:
        connection.execute("vacuum into ?", (str(path),))
    return path


def test_what_a_reader_keeps_in_the_file_is_named_and_never_called_clean_unsearched(
    zelie: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with reader(zelie):
        proof = erasure.erase(zelie, SYSTEM, "zelie")
        assert (proof.clean, proof.held_by) == (False, (old_rows.READER,))
        assert not (proof.tables_with_traces or proof.files_with_traces)
        assert kept_proof(zelie)["searched"] is False
        assert found_in(zelie)  # in the file of the database alone, for the reader
        assert finishing.finish(zelie, SYSTEM) == 0
    assert finishing.finish(zelie, SYSTEM) == 1
    assert found_in(zelie) == set()
    assert told(zelie) == [("expert.erasure_unproved", False), ("expert.erasure_unproved", False)]
    kept = kept_proof(zelie)
    assert (kept["clean"], kept["searched"], kept["held_by"]) == (False, False, [])
    assert "by hand" in kept["problem"]
    assert f"zelie: {kept['problem']}" in caplog.text
    assert finishing.finish(zelie, SYSTEM) == 0


def test_the_command_names_the_files_to_be_searched_by_hand(
    zelie: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EXPERTMATCH_DATABASE", zelie.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("EXPERTMATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path / "cache"))
    with reader(zelie):
        result = run("erase", "zelie", "--confirm", "zelie")
    assert result.exit_code == 1
    assert f"Not searched: {zelie.database.url.database} and its -wal and -shm" in result.stderr


@pytest.mark.parametrize("ending", [".before-upgrade", "-wal.old", "-copy", ""])
def test_a_copy_beside_the_database_is_searched_whoever_reads_the_database(zelie: Office, ending: str) -> None:
    copies = (str(copied(zelie, ending)),) if ending else ()
    with reader(zelie):
        proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert (proof.files_with_traces, proof.held_by) == (copies, (old_rows.READER,))
    assert finishing.finish(zelie, SYSTEM) == 1
    assert kept_proof(zelie)["clean"] is False
    assert kept_proof(zelie)["files_with_traces"] == len(copies)


@pytest.mark.parametrize("copies", [0, 1])
def test_while_the_words_are_known_the_files_are_searched_once_the_reader_is_gone(
    zelie: Office, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    monkeypatch.setattr(erasure, "PAUSES", (0.1,) * 1000)
    for number in range(copies):
        copied(zelie, f".{number}")
    with reader(zelie):
        assert erasure.erase(zelie, SYSTEM, "zelie", wait=False).follows
        (following,) = (thread for thread in threading.enumerate() if thread.name == "erasure")
        while not told(zelie):
            following.join(0.1)
        held = kept_proof(zelie)
    following.join(60.0)
    assert (held["searched"], held["clean"]) == (False, False)
    assert told(zelie) == [("expert.erasure_unproved", False), ("expert.erasure_proved", not copies)]
    proof = kept_proof(zelie)
    assert proof["files_searched"] > held["files_searched"] and proof["files_with_traces"] == copies
    assert "searched" not in proof and "problem" not in proof


def test_a_search_that_was_done_meanwhile_is_not_written_over(zelie: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*arguments: Any, **options: Any) -> tuple[str, ...]:
        with writing(zelie, SYSTEM) as unit:
            erasure.set_down(unit, "zelie", {"held_by": [], "clean": True}, proved=True)
        return erasure.held_by(*arguments, **options)

    with reader(zelie):
        erasure.erase(zelie, SYSTEM, "zelie")
    monkeypatch.setattr(finishing, "held_by", meanwhile)
    assert finishing.finish(zelie, SYSTEM) == 0
    assert kept_proof(zelie)["clean"] is True


def test_one_that_was_cut_off_goes_on_saying_that_nothing_was_searched(zelie: Office) -> None:
    with writing(zelie, SYSTEM) as unit:
        before = unit.now - 2 * finishing.CUT_OFF
        unit.session.add(RemovedExpertRow(id="gone", revision=1, at=before, why="erasure", proof={}))
    with reader(zelie):
        assert finishing.finish(zelie, SYSTEM) == 1
    assert finishing.finish(zelie, SYSTEM) == 1
    with reading(zelie, SYSTEM) as unit:
        proof = unit.session.get_one(RemovedExpertRow, "gone").proof
    assert (proof["cut_off"], proof["searched"], proof["clean"], proof["held_by"]) == (True, False, False, [])
    assert "problem" not in proof


def test_a_reader_is_waited_for_and_others_write_meanwhile(zelie: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    with reader(zelie) as connection:

        def meanwhile(_: float) -> None:
            with writing(zelie, SYSTEM) as unit:
                unit.record("setting.changed", "setting", "scope", version=1)
            written.append(True)
            connection.rollback()

        monkeypatch.setattr(old_rows, "PATIENCE", 60.0)
        monkeypatch.setattr(old_rows.time, "sleep", meanwhile)
        assert erasure.erase(zelie, SYSTEM, "zelie").clean
    assert written and found_in(zelie) == set()

"""On SQLite removed rows stay in the file as long as somebody reads an older state of it: told, and ended by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from api.services.erasure import erasure, finishing
from api.services.office import Office
from api.services.unit import SYSTEM, reading, writing
from api.storage import log, old_rows
from api.storage.tables import RemovedExpertRow
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


def told(office: Office) -> list[tuple[str, bool]]:
    with reading(office, SYSTEM) as unit:
        entries = [entry for entry in log.entries(unit.session) if entry.event.startswith("expert.erasure_")]
    return [(entry.event, entry.facts["clean"]) for entry in entries]


def test_what_a_reader_keeps_in_the_file_is_named_and_proved_once_the_reader_is_gone(
    zelie: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_rows, "PATIENCE", 0.0)
    with reader(zelie):
        proof = erasure.erase(zelie, SYSTEM, "zelie")
        assert (proof.clean, proof.held_by) == (False, (old_rows.READER,))
        assert not (proof.tables_with_traces or proof.files_with_traces)
        assert found_in(zelie)  # in the file of the database alone, for the reader
        assert finishing.finish(zelie, SYSTEM) == 0
    assert finishing.finish(zelie, SYSTEM) == 1
    assert found_in(zelie) == set()
    assert told(zelie) == [("expert.erasure_unproved", False), ("expert.erasure_proved", True)]
    with reading(zelie, SYSTEM) as unit:
        assert unit.session.get_one(RemovedExpertRow, "zelie").proof["clean"]
    assert finishing.finish(zelie, SYSTEM) == 0


def test_a_reader_is_waited_for_and_others_write_meanwhile(zelie: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    with reader(zelie) as connection:

        def meanwhile(_: float) -> None:
            with writing(zelie, SYSTEM) as unit:
                unit.record("setting.changed", "setting", "scope", version=1)
            written.append(True)
            connection.rollback()

        monkeypatch.setattr(old_rows.time, "sleep", meanwhile)
        assert erasure.erase(zelie, SYSTEM, "zelie").clean
    assert written and found_in(zelie) == set()

"""Removed rows that somebody may still read stay on PostgreSQL's disk: they are waited for, a while, and then named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from api.services.erasure import erasure, finishing
from api.services.erasure.files_searched import holds_any
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage import log, old_rows
from api.storage.tables import RemovedExpertRow
from tests.api.conftest import wanted_kinds
from tests.api.erasure.zelie import WORDS

pytestmark = [
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
    pytest.mark.skipif("postgresql" not in wanted_kinds(), reason="for PostgreSQL alone"),
]
WHOLE = "the transaction of process"


def on_disk(office: Office) -> list[str]:
    """The server's files of this database in which any of the person's words stands."""
    with office.database.read() as session:
        session.execute(text("checkpoint"))
        folder = Path(str(session.scalar(text("show data_directory"))))
        oid = session.scalar(text("select oid from pg_database where datname = current_database()"))
    files = [p for p in (folder / "base" / str(oid)).iterdir() if p.is_file()]
    assert files
    return [path.name for path in files if holds_any(path, WORDS)]


@contextmanager
def older(office: Office, question: str) -> Iterator[None]:
    """A transaction that somebody left open."""
    with office.database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text(question))
        yield


def told(office: Office) -> list[tuple[str, bool]]:
    with reading(office, SYSTEM) as unit:
        entries = [entry for entry in log.entries(unit.session) if entry.event.startswith("expert.erasure_")]
    return [(entry.event, entry.facts["clean"]) for entry in entries]


def test_an_older_transaction_is_waited_for_and_then_nothing_stays(
    zelie: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert on_disk(zelie)
    with zelie.database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("select 1"))
        monkeypatch.setattr(old_rows.time, "sleep", lambda _: connection.rollback())
        assert erasure.erase(zelie, SYSTEM, "zelie").clean
    assert on_disk(zelie) == []


@pytest.mark.parametrize("question", ["select 1", "select count(*) from identities"])
def test_one_that_does_not_end_is_named_and_what_it_keeps_is_proved_once_it_did(
    zelie: Office, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr(old_rows, "PATIENCE", 0.0)
    monkeypatch.setattr(old_rows, "TURN", "set lock_timeout = '200ms'")
    with older(zelie, question):
        proof = erasure.erase(zelie, SYSTEM, "zelie")
        assert not proof.clean and [who.startswith(WHOLE) for who in proof.held_by] == [True]
        assert not (proof.tables_with_traces or proof.files_with_traces)
        assert on_disk(zelie)
        assert finishing.finish(zelie, SYSTEM) == 0
    assert finishing.finish(zelie, SYSTEM) == 1
    assert on_disk(zelie) == []
    assert told(zelie) == [("expert.erasure_unproved", False), ("expert.erasure_proved", True)]
    with reading(zelie, SYSTEM) as unit:
        assert unit.session.get_one(RemovedExpertRow, "zelie").proof["held_by"] == []
    assert finishing.finish(zelie, SYSTEM) == 0


def test_where_nobody_is_to_wait_the_proof_follows(zelie: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_rows, "QUICK", 0.0)
    with older(zelie, "select 1"):
        proof = erasure.erase(zelie, SYSTEM, "zelie", wait=False)
        assert proof.follows and not proof.clean
        assert told(zelie) == []
    (following,) = (thread for thread in threading.enumerate() if thread.name == "erasure")
    following.join(120.0)
    assert told(zelie) == [("expert.erasure_proved", True)]
    assert on_disk(zelie) == []


@pytest.mark.parametrize("others", ["there", "gone"])
def test_samples_of_columns_that_the_server_keeps_hold_nothing_of_the_person(zelie: Office, others: str) -> None:
    with zelie.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
        sampled = "select count(*) from pg_stats where histogram_bounds::text like '%Quistrebert%'"
        assert connection.scalar(text(sampled))
        if others == "gone":  # and nobody is left of whom new samples could be taken
            connection.execute(text("delete from identities where expert_id <> 'zelie'"))
    assert erasure.erase(zelie, SYSTEM, "zelie").clean
    assert on_disk(zelie) == []

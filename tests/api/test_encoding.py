"""Encoding is shared by any number of workers: nothing is lost, nothing done twice, and nobody waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.services.office import Office
from api.services.roster.encoding import EncodingWorker, forget_everywhere
from api.services.unit import SYSTEM, writing
from api.storage import encoding_work, rosters
from api.storage.database import Database
from api.storage.experts import profile_of
from api.storage.tables import EncodingWorkRow, ExpertRow
from api.storage.vectors import DatabaseVectors
from embeddings import HashingEncoder, VectorStore
from matching.engine import build_engine
from matching.entities import Expert
from matching.roster import build_roster
from tests.api.encoding_workers import Noting, engine_on
from tests.people import person

WORKER = Path(__file__).parent / "encoding_workers.py"


def told(number: int) -> Expert:
    """A person with two texts that nobody else wrote."""
    texts = (f"Actuary of pension fund number {number}.", f"Degree {number} in statistics.")
    return person(f"p{number:05}", segments=[{"text": text, "language": "en", "kind": "post"} for text in texts])


def add(database: Database, *people: Expert) -> None:
    """New rows, all of one revision."""
    now = datetime.now(UTC)
    with database.write() as session:
        revision = encoding_work.roster_state.next_revision(session)
        rows = [
            ExpertRow(id=p.id, revision=revision, profile=profile_of(p), created_at=now, changed_at=now) for p in people
        ]
        session.add_all(rows)


def piece_of(database: Database, name: str, at: datetime = datetime(2026, 11, 16, tzinfo=UTC)):
    return encoding_work.taken(database, "model", name, lambda: at)


def planned(database: Database) -> None:
    with database.write() as session:
        encoding_work.plan(session, "model")


def mark(database: Database, fingerprint: str = "model") -> int:
    with database.read() as session:
        return rosters.encoded_up_to(session, fingerprint)


def ids(database: Database, piece: encoding_work.Piece | None) -> list[str]:
    assert piece is not None
    with database.read() as session:
        return [one.id for one in encoding_work.people_of(session, piece)]


def test_two_workers_have_pieces_of_their_own(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding_work, "PIECE", 2)
    add(database, *map(told, range(5)))
    planned(database)
    with piece_of(database, "one") as one, piece_of(database, "other") as other, piece_of(database, "third") as third:
        assert ids(database, one) == ["p00000", "p00001"]
        assert ids(database, other) == ["p00002", "p00003"]
        assert ids(database, third) == ["p00004"]
        with piece_of(database, "fourth") as nothing:
            assert nothing is None
    assert mark(database) == 1


def test_the_mark_waits_for_the_first_piece_that_is_not_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding_work, "PIECE", 1)
    add(database, told(1))
    add(database, told(2), told(3))
    planned(database)
    with piece_of(database, "one"):
        with piece_of(database, "other"), piece_of(database, "third"):
            pass
        assert mark(database) == 0
    assert mark(database) == 2


def test_a_revision_cut_by_the_plan_counts_when_all_of_it_is_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding_work, "PIECE", 2)
    monkeypatch.setattr(encoding_work, "PLANNED", 4)
    add(database, *map(told, range(7)))
    seen: list[str] = []
    for expected in (0, 1):
        planned(database)
        for _ in range(2):
            with piece_of(database, "one") as piece:
                seen += ids(database, piece) if piece else []
        assert mark(database) == expected
    assert seen == [f"p{n:05}" for n in range(7)]


def test_a_piece_whose_worker_fails_is_free_at_once(database: Database) -> None:
    add(database, told(1))
    planned(database)
    with pytest.raises(KeyboardInterrupt), piece_of(database, "one"):
        raise KeyboardInterrupt
    with piece_of(database, "other") as piece:
        assert ids(database, piece) == ["p00001"]


def test_on_one_machine_a_piece_is_free_when_its_worker_falls_silent(
    prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    database, at = Database(prepared("sqlite", tmp_path)), datetime(2026, 11, 16, tzinfo=UTC)
    add(database, told(1))
    planned(database)
    with piece_of(database, "silent", at):
        with piece_of(database, "soon", at + timedelta(minutes=4)) as soon:
            assert soon is None
        with piece_of(database, "later", at + timedelta(minutes=6)) as later:
            assert ids(database, later) == ["p00001"]
    assert mark(database) == 1
    database.close()


def test_who_changes_while_their_piece_waits_is_in_a_later_one(database: Database) -> None:
    add(database, told(1), told(2))
    planned(database)
    with database.write() as session:
        row = session.get_one(ExpertRow, "p00001")
        row.revision = encoding_work.roster_state.next_revision(session)
    with piece_of(database, "one") as piece:
        assert ids(database, piece) == ["p00002"]
    assert mark(database) == 1
    planned(database)
    with piece_of(database, "one") as piece:
        assert ids(database, piece) == ["p00001"]
    assert mark(database) == 2


def test_nobodys_change_waits_for_an_encoding(staffed: Office) -> None:
    planned(staffed.database)
    with piece_of(staffed.database, "one"), writing(staffed, SYSTEM) as unit:
        row = unit.session.get_one(ExpertRow, "anna")
        row.profile, row.revision = row.profile | {"fields": []}, unit.roster_changed()


def test_beside_a_service_one_works_at_a_time_and_none_while_a_worker_does(staffed: Office) -> None:
    one, other = (EncodingWorker(staffed.database, staffed.engine) for _ in range(2))
    made_for_it = EncodingWorker(staffed.database, staffed.engine, many=True)
    assert one.take_turn()
    assert not other.work()
    assert made_for_it.work()
    assert not made_for_it.is_behind()
    assert made_for_it.people == 8


def test_workers_on_many_machines_lose_nothing_and_do_nothing_twice_when_some_are_killed(
    prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    url, people = prepared("postgresql", tmp_path), [told(number) for number in range(1000)]
    database = Database(url)
    for start in range(0, 1000, 250):
        add(database, *people[start : start + 250])
    engine_on(url)  # the vocabulary's vectors are there already
    environment = os.environ | {"PYTHONPATH": str(WORKER.parents[2])}
    workers = [subprocess.Popen([sys.executable, str(WORKER), url, str(tmp_path)], env=environment) for _ in range(4)]
    killed = workers[:2]
    for number, worker in enumerate(killed, start=1):
        notes = tmp_path / str(worker.pid)
        while worker.poll() is None and (not notes.exists() or notes.read_text().count("\n") < 150 * number):
            time.sleep(0.02)
        os.kill(worker.pid, signal.SIGKILL)
    assert [worker.wait(120) for worker in workers] == [-signal.SIGKILL, -signal.SIGKILL, 0, 0]
    given = {worker.pid: (tmp_path / str(worker.pid)).read_text().splitlines() for worker in workers}
    times = Counter(text for texts in given.values() for text in texts)
    texts = {segment.text for one in people for segment in one.segments}
    assert set(times) == texts
    again = {text for text, count in times.items() if count > 1}
    at_their_end = {text for worker in killed for text in given[worker.pid][-128:]}
    assert again <= at_their_end, "only what a killed worker had not stored is encoded again"
    assert max(times.values()) <= 3
    assert mark(database, engine_on(url).encoder.fingerprint) == 4
    store = DatabaseVectors(lambda: database)
    found = store.encode_with_store(Noting(), sorted(texts), "passage")
    assert (store.new, len(found)) == (0, 2000)
    with database.read() as session:
        assert session.query(EncodingWorkRow).count() == 0
    database.close()


def test_what_a_worker_encodes_is_what_a_roster_asks_for(staffed: Office, tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "own.sqlite")
    engine = build_engine(HashingEncoder(), staffed.engine.vocabularies, store, english=HashingEncoder(64))
    _ = engine.practice
    assert EncodingWorker(staffed.database, engine).work()
    before = len(store)
    with staffed.database.read() as session:
        people = rosters.people_up_to(session, 1)
    build_roster(people, engine)
    assert len(store) == before


def test_who_is_forgotten_is_forgotten_by_every_model(staffed: Office, tmp_path: Path) -> None:
    store, vocabularies = VectorStore(tmp_path / "own.sqlite"), staffed.engine.vocabularies
    former = build_engine(HashingEncoder(64), vocabularies, store, english=HashingEncoder(32))
    engine = build_engine(HashingEncoder(), vocabularies, store)
    EncodingWorker(staffed.database, former).work()
    EncodingWorker(staffed.database, engine).work()
    with staffed.database.read() as session:
        people = rosters.people_up_to(session, 1)
    texts = {segment.text for one in people for segment in one.segments}
    now = datetime.now(UTC)
    assert forget_everywhere(staffed.database, people, engine, now) >= 3 * len(texts)  # English ones by sentences, too
    assert forget_everywhere(staffed.database, people, former, now) == 0

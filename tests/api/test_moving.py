"""Everything moved from one database to another, of either kind: whole, verified, resumed after a kill, and back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.errors import Conflict
from api.services import audit, moving
from api.services.office import Clock, Office
from api.services.people.experts import new_row
from api.services.unit import SYSTEM, reading, writing
from api.storage import closing, migrate, roster_state, rosters
from api.storage import moving as moved_rows
from api.storage.database import Database, DatabaseUnavailable
from api.storage.tables import IdentityRow, RequestRow, StepRow
from matching.errors import InvalidSetting
from tests.api.conftest import wanted_kinds
from tests.people import person

MANY = 3_000  # people, enough for a move to be killed among them


def quiet(*said: object) -> None:
    """Whoever is told nothing."""


def fresh(kind: str, prepared: Callable[[str, Path], str], tmp_path: Path, name: str = "other") -> str:
    folder = tmp_path / name
    folder.mkdir()
    return prepared(kind, folder)


def opened(like: Office, url: str) -> Office:
    return Office(like.settings, Database(url), like.make_engine, like.signer, Clock(like.clock.now, like.clock.today))


def a_request(id: str, merged_into: str | None, office: Office) -> RequestRow:
    return RequestRow(
        id=id, state="received", received_on=office.clock.today(), text="Advice", merged_into=merged_into,
        understood={"b": 1, "a": [0.1, 1e-7]}, created_at=office.clock.now(), created_by="system",
    )  # fmt: skip


@pytest.fixture
def filled(staffed: Office) -> Office:
    """Eight people, a log, a counted row, and a request merged into one that comes after it by its id."""
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(a_request("request-2", None, staffed))
        unit.session.flush()
        unit.session.add(a_request("request-1", "request-2", staffed))
        unit.session.add(StepRow(kind="call", subject_id="call-1", step="drafted", at=unit.now, by="system"))
        unit.record("call.drafted", "call", "call-1", title_length=12)
    return staffed


@pytest.mark.parametrize("kind", wanted_kinds())
def test_everything_arrives_in_either_kind_of_database_and_goes_back(
    kind: str, filled: Office, database_url: str, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    before = moved_rows.contents(filled.database, quiet)
    other = opened(filled, fresh(kind, prepared, tmp_path))
    moved = moving.move(filled, url(other), quiet)
    assert moved.rows == sum(content.rows for content in before.values()) + 1  # that the move began is in the log
    with filled.database.read() as one, other.database.read() as two:
        revision = roster_state.revision(one)
        assert roster_state.revision(two) == revision
        assert rosters.people_up_to(one, revision) == rosters.people_up_to(two, revision)
        assert two.get(RequestRow, "request-1").merged_into == "request-2"
    with reading(other, SYSTEM) as unit:
        assert audit.verify(unit).holds
    with writing(other, SYSTEM) as unit:  # rows are numbered on from those moved
        unit.session.add(StepRow(kind="call", subject_id="call-2", step="drafted", at=unit.now, by="system"))
    last = opened(filled, fresh("sqlite" if filled.database.is_sqlite else "postgresql", prepared, tmp_path, "back"))
    moving.move(other, url(last), quiet)
    after = moved_rows.contents(last.database, quiet)
    grown = {"log_entries", "log_head", "steps"}
    assert {n: c for n, c in after.items() if n not in grown} == {n: c for n, c in before.items() if n not in grown}
    for office in (other, last):
        office.database.close()


def test_what_was_moved_is_read_but_never_written(
    filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    to = fresh("sqlite", prepared, tmp_path)
    moving.move(filled, to, quiet)
    with reading(filled, SYSTEM) as unit:
        assert roster_state.count(unit.session) == 8
    with pytest.raises(DatabaseUnavailable, match="moved"), writing(filled, SYSTEM) as unit:
        unit.session.add(StepRow(kind="call", subject_id="call-9", step="drafted", at=unit.now, by="system"))
    for table in closing.KEPT:
        for write in ("delete from {}", "update {0} set {1} = {1}"):
            asked = text(write.format(table.name, next(iter(table.columns)).name))
            with filled.database.read() as session:
                there = session.execute(text(f"select count(*) from {table.name}")).scalar()
            if there:
                with pytest.raises(DatabaseUnavailable, match="moved"), filled.database.write() as session:
                    session.execute(asked)
    with pytest.raises(Conflict, match="moved already"):
        moving.give_up(filled)
    with pytest.raises(Conflict, match="moved already"):
        moving.move(filled, to, quiet)


def test_the_service_goes_on_with_what_it_reads_and_refuses_what_it_would_write(
    officer: TestClient, staffed: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    with pytest.raises(Cut):
        moving.move(staffed, fresh("sqlite", prepared, tmp_path), cut_at("identities"))
    assert len(officer.get("/api/v1/experts").json()["items"]) == 8
    assert officer.get("/api/v1/calls").status_code == 200
    assert officer.get("/health").status_code == 200
    refused = officer.post("/api/v1/requests", json={"text": "Advice on public employment services, in French."})
    assert refused.status_code == 503
    assert refused.json()["code"] == "database_unavailable"
    assert officer.get("/api/v1/experts/anna").status_code == 503  # that a profile was looked at has to be in the log


def url(office: Office) -> str:
    return office.database.url.render_as_string(hide_password=False)


class Cut(Exception):
    """The power failed."""


def cut_at(table: str) -> Callable[..., None]:
    def told(doing: str, name: str, *rows: object) -> None:
        if name == table:
            raise Cut

    return told


@pytest.mark.parametrize("kind", wanted_kinds())
def test_a_move_cut_off_goes_on_and_until_then_nobody_serves_the_half(
    kind: str, filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    to = fresh(kind, prepared, tmp_path)
    with pytest.raises(Cut):
        moving.move(filled, to, cut_at("experts"))
    target = Database(to)
    from api.services import shape

    with pytest.raises(DatabaseUnavailable, match="being filled"):
        shape.upgrade(target)
    with pytest.raises(DatabaseUnavailable, match="moved"), writing(filled, SYSTEM) as unit:
        unit.roster_changed()
    with pytest.raises(Conflict, match="another place"):
        moving.move(filled, fresh(kind, prepared, tmp_path, "third"), quiet)
    moving.move(filled, to, quiet)
    shape.upgrade(target)
    target.close()


def test_a_move_given_up_leaves_the_database_as_it_was(
    filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    to = fresh("sqlite", prepared, tmp_path)
    with pytest.raises(Cut):
        moving.move(filled, to, cut_at("requests"))
    moving.give_up(filled)
    with writing(filled, SYSTEM) as unit:
        unit.session.add(StepRow(kind="call", subject_id="call-2", step="drafted", at=unit.now, by="system"))
    with reading(filled, SYSTEM) as unit:
        assert audit.verify(unit).holds
    with pytest.raises(Conflict, match="half-filled"):
        moving.move(filled, to, quiet)
    with pytest.raises(Conflict, match="No move"):
        moving.give_up(filled)


def test_a_row_that_arrived_otherwise_is_found_before_the_other_database_is_used(
    filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    to = fresh("sqlite", prepared, tmp_path)
    target = Database(to)

    def meddle(doing: str, table: str, *rows: object) -> None:
        if table == "identities":
            with target.write() as session:
                session.execute(text("update experts set consent = false"))

    with pytest.raises(Conflict, match="not what was sent") as found:
        moving.move(filled, to, meddle)
    assert "experts" in str(found.value.found)
    assert moved_rows.filled_by(target) is not None
    target.close()


def test_a_database_that_holds_something_is_left_alone_and_the_own_stays_open(
    filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    other = opened(filled, fresh("sqlite", prepared, tmp_path))
    with writing(other, SYSTEM) as unit:
        new_row(unit, person("nora"), unit.roster_changed(), validated=True, consent=True)
    with pytest.raises(Conflict, match="not empty"):
        moving.move(filled, url(other), quiet)
    with pytest.raises(InvalidSetting, match="one"):
        moving.move(filled, url(filled), quiet)
    assert closing.mark(filled.database) is None
    other.database.close()


def test_the_tables_of_a_database_of_another_version_are_left_as_they_are(
    filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    other = Database(fresh("sqlite", prepared, tmp_path))
    migrate.downgrade(other, "0004")
    with pytest.raises(Conflict, match="another version"):
        moving.move(filled, other.url.render_as_string(hide_password=False), quiet)
    assert migrate.current(other) == "0004"
    assert closing.mark(filled.database) is None
    other.close()


@pytest.mark.parametrize("kind", wanted_kinds())
def test_numbers_that_the_other_database_writes_otherwise_are_the_same_numbers(
    kind: str, filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    with writing(filled, SYSTEM) as unit:
        row = a_request("request-3", None, filled)
        row.understood = {"numbers": [-0.0, 2.0, 1e16, 1e23, -1.5e300, 1.5, True], "deeper": {"one": {"two": 1e16}}}
        unit.session.add(row)
    moving.move(filled, fresh(kind, prepared, tmp_path), quiet)


def test_of_two_moves_begun_together_one_is_told_of_the_other(filled: Office) -> None:
    closing.close(filled.database, closing.Mark("first", "there", False))
    with pytest.raises(Conflict, match="begun by another process"):
        closing.close(filled.database, closing.Mark("second", "elsewhere", False))
    assert closing.mark(filled.database) == closing.Mark("first", "there", False)


@pytest.mark.parametrize("meanwhile", ["given up", "begun to another place"])
def test_a_move_given_up_meanwhile_is_not_noted_as_done(meanwhile: str, filled: Office) -> None:
    closing.close(filled.database, closing.Mark("first", "there", False))
    closing.reopen(filled.database)
    if meanwhile == "begun to another place":
        closing.close(filled.database, closing.Mark("second", "elsewhere", False))
    with pytest.raises(Conflict, match="given up"), filled.database.write() as session:
        closing.note_done(session, "first")
    found = closing.mark(filled.database)
    assert found is None or not found.done


@pytest.fixture
def crowded(office: Office) -> Iterator[Office]:
    """Thousands of people, so that a process that moves them can be killed on its way."""
    with writing(office, SYSTEM) as unit:
        revision = unit.roster_changed()
        for number in range(MANY):
            one = person(f"p{number:05}")
            new_row(unit, one, revision, validated=True, consent=True)
        unit.session.flush()
        unit.session.add_all(IdentityRow(expert_id=f"p{number:05}", name=f"P {number}") for number in range(MANY))
    yield office


def test_a_process_killed_on_the_way_loses_nothing(
    crowded: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    own = "sqlite" if crowded.database.is_sqlite else "postgresql"
    to = fresh(next((kind for kind in wanted_kinds() if kind != own), own), prepared, tmp_path)
    command = [sys.executable, "-c", "from api.cli import main; main()", "migrate", "--to", to]
    environment = os.environ | {
        "EXPERTMATCH_DATABASE": url(crowded),
        "EXPERTMATCH_DATA": str(tmp_path / "data"),
        "EXPERTMATCH_CACHE": str(tmp_path / "cache"),
    }
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("copying experts"):
                process.kill()
                break
    assert process.returncode == -9
    target = Database(to)
    with target.read() as session:
        there = session.execute(text("select count(*) from experts")).scalar() or 0
    assert 0 < there < MANY
    again = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 0, again.stderr[-2000:]
    assert f"copying experts: {there + 500} of {MANY}" in again.stderr, "it began from the first row"
    told = " ".join(again.stdout.split())
    assert crowded.database.place in told and str(tmp_path / "cache" / "rosters") in told, "old copies are not named"
    ours, theirs = (moved_rows.contents(database, quiet) for database in (crowded.database, target))
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing == {"log_entries", "log_head"}  # that all arrived is told where it arrived
    target.close()

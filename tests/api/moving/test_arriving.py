"""Everything moved from one database to another, of either kind: whole, verified, and back; the old one is read alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.errors import Conflict
from api.services import audit, moving
from api.services.office import Office
from api.services.people.experts import new_row
from api.services.unit import SYSTEM, reading, writing
from api.storage import closing, migrate, roster_state, rosters
from api.storage import moving as moved_rows
from api.storage.database import Database, DatabaseUnavailable
from api.storage.tables import RequestRow, StepRow
from matching.errors import InvalidSetting
from tests.api.conftest import wanted_kinds
from tests.api.moving.a_move import Cut, a_request, cut_at, fresh, opened, quiet, url
from tests.people import person


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

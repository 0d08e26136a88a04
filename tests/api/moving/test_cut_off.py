"""A move that is cut off, given up or begun twice: it goes on from where it was, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.errors import Conflict
from api.services import audit, moving, shape
from api.services.office import Office
from api.services.people.experts import new_row
from api.services.unit import SYSTEM, reading, writing
from api.storage import closing
from api.storage import moving as moved_rows
from api.storage.database import Database, DatabaseUnavailable
from api.storage.tables import IdentityRow, StepRow
from tests.api.conftest import wanted_kinds
from tests.api.moving.a_move import Cut, cut_at, fresh, opened, quiet, url
from tests.people import person

MANY = 3_000  # people, enough for a move to be killed among them


@pytest.mark.parametrize("kind", wanted_kinds())
def test_a_move_cut_off_goes_on_and_until_then_nobody_serves_the_half(
    kind: str, filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    to = fresh(kind, prepared, tmp_path)
    with pytest.raises(Cut):
        moving.move(filled, to, cut_at("experts"))
    target = Database(to)
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


def test_a_second_process_at_the_same_move_is_refused_in_words(
    filled: Office, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    to, second = fresh("sqlite", prepared, tmp_path), opened(filled, url(filled))
    told: list[str] = []

    def resume(doing: str, table: str, *rows: object) -> None:
        if table == "experts" and not told:
            with pytest.raises(Conflict, match="Another process is moving") as refused:
                moving.move(second, to, quiet)
            told.append(str(refused.value.next_step))

    moving.move(filled, to, resume)
    assert "goes on from there" in told[0]
    second.database.close()


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

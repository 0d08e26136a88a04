"""Backups: whole, verified, restored into either kind of database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from api.errors import Conflict
from api.services import audit, backup
from api.services.office import Clock, Office
from api.services.unit import SYSTEM, reading, writing
from api.storage import archive, roster_state, rosters
from api.storage.database import Database
from api.storage.tables import StepRow
from matching.errors import UnreadableDocument
from tests.api.conftest import wanted_kinds


@pytest.fixture
def made(staffed: Office, tmp_path: Path) -> Path:
    """A backup of the small roster, with a log and a counted row."""
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(StepRow(kind="call", subject_id="call-1", step="drafted", at=unit.now, by="system"))
        unit.record("call.drafted", "call", "call-1", title_length=12)
    path = tmp_path / "office.zip"
    backup.make(staffed, SYSTEM, path)
    return path


def other_office(like: Office, url: str) -> Office:
    return Office(like.settings, Database(url), like.make_engine, like.signer, Clock(like.clock.now, like.clock.today))


@pytest.mark.parametrize("kind", wanted_kinds())
def test_a_backup_goes_into_either_kind_of_database(
    kind: str, staffed: Office, made: Path, prepared: Callable[[str, Path], str], tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = other_office(staffed, prepared(kind, folder))
    manifest = backup.restore(other, SYSTEM, made)
    assert manifest.tables["experts"].rows == 8
    with staffed.database.read() as one, other.database.read() as two:
        revision = roster_state.revision(one)
        assert roster_state.revision(two) == revision
        assert rosters.people_up_to(one, revision) == rosters.people_up_to(two, revision)
    with reading(other, SYSTEM) as unit:
        assert audit.verify(unit).holds
        assert audit.verify(unit).entries == 2  # what was in the backup, and that it was restored
    with writing(other, SYSTEM) as unit:  # rows are numbered on from those restored
        unit.session.add(StepRow(kind="call", subject_id="call-2", step="drafted", at=unit.now, by="system"))
    other.database.close()


def test_a_backup_is_for_its_owner_alone(made: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0


def test_a_database_that_holds_something_is_not_overwritten(staffed: Office, made: Path) -> None:
    with pytest.raises(Conflict, match="not empty"):
        backup.restore(staffed, SYSTEM, made)
    with staffed.database.read() as session:
        assert roster_state.count(session) == 8
        assert roster_state.revision(session) == 1


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    other = path.with_name("other.zip")
    with ZipFile(path) as old, ZipFile(other, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content) if item == name else content)
    return other


def test_a_damaged_backup_is_refused(made: Path) -> None:
    changed = rewritten(made, "tables/experts.jsonl", lambda content: content.replace(b"anna", b"otto"))
    with pytest.raises(UnreadableDocument, match="experts"):
        archive.verify_archive(changed)
    cut = made.with_name("cut.zip")
    cut.write_bytes(made.read_bytes()[:-100])
    with pytest.raises(UnreadableDocument, match="not a backup"):
        archive.verify_archive(cut)


def test_a_backup_of_another_version_is_refused(staffed: Office, made: Path) -> None:
    def older(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"revision": "0001"}).encode()

    with pytest.raises(Conflict, match="another version"):
        archive.read_archive(staffed.database, rewritten(made, archive.MANIFEST, older))


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(staffed: Office, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"folder|directory"):
        backup.make(staffed, SYSTEM, tmp_path / "folder")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".folder")] == []

"""A database whose disk is full, or whose file is none, says so in words; with room again it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.unit import COMMAND
from api.storage import migrate
from api.storage.database import Database, DatabaseUnavailable
from matching.vocabulary import load_vocabulary
from tests.api import offices

office = offices.small_office


def limit(database: Database, pages: int) -> None:
    """Let the file of a database have so many pages and no more, as a full disk does."""

    def told(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(database.engine, "connect", told)
    database.engine.dispose()


def test_a_new_database_that_finds_no_room_is_refused_in_words_and_made_once_there_is_some(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite")
    limit(database, 20)
    with pytest.raises(DatabaseUnavailable, match="disk of the database is full"):
        migrate.upgrade(database)
    assert migrate.current(database) is None
    limit(database, 10_000)
    migrate.upgrade(database)
    assert migrate.current(database) == migrate.newest()


def test_an_import_that_finds_no_room_says_so_and_is_simply_repeated(office: Office) -> None:
    with office.database.read() as session:
        pages = session.scalar(text("pragma page_count"))
    limit(office.database, pages)
    long = b'{"id": "long", "segments": ["' + b"Labour inspection. " * 2000 + b'"]}'
    with pytest.raises(DatabaseUnavailable) as refused:
        import_experts(office, COMMAND, [long], load_vocabulary())
    assert "full" in refused.value.what and "room" in refused.value.next_step
    limit(office.database, 10_000)
    assert import_experts(office, COMMAND, [long], load_vocabulary()).added == 1


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear colleagues, this is a letter and no database at all. " * 40, encoding="utf-8")
    with pytest.raises(DatabaseUnavailable, match="damaged, or is no database"):
        migrate.upgrade(Database(f"sqlite:///{path}"))
    assert path.read_text(encoding="utf-8").startswith("Dear colleagues")

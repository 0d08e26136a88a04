"""One database of each kind for a whole module, emptied after every test: making databases takes longer than the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import insert

from api.app import create_app
from api.auth import passwords
from api.auth.signing import Signer
from api.config import Settings
from api.services.office import Clock, Office
from api.storage.database import Database
from api.storage.tables import Base, HeadRow, RosterStateRow
from matching.engine import Engine
from tests.api.conftest import Watchmaker, wanted_kinds
from tests.api.databases import opened_for_a_test


@pytest.fixture(scope="module", params=wanted_kinds())
def shared(
    request: pytest.FixtureRequest, prepared: Callable[[str, Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    database = opened_for_a_test(prepared(request.param, tmp_path_factory.mktemp("shared")))
    yield database
    database.close()


@pytest.fixture
def database(shared: Database) -> Iterator[Database]:
    """Empty but for what every database holds from the beginning."""
    with shared.read() as session:
        first = [(table, session.execute(table.select()).mappings().all()) for table in _KEPT]
    yield shared
    with shared.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
        for table, rows in first:
            session.execute(insert(table), [dict(row) for row in rows])


_KEPT = (HeadRow.__table__, RosterStateRow.__table__)


@pytest.fixture
def office(database: Database, engine: Engine, clock: Watchmaker, tmp_path: Path) -> Office:
    """An office whose roster is empty."""
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", model="hashing")
    return Office(settings, database, lambda: engine, Signer("s" * 40), Clock(clock.now, clock.today))


@pytest.fixture
def app(office: Office) -> FastAPI:
    return create_app(office)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of passwords that take no time."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))

"""A database that people are looked for in, and the sample's people, saved, to be published in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.storage.database import Database
from fixtures.load import load_experts
from matching.engine import Engine
from matching.roster import build_roster
from matching.roster_store import save_roster

Fresh = Callable[[str, Path], str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="module")
def server(prepared: Fresh, folder: Path) -> Iterator[Database]:
    opened = Database(prepared("postgresql", folder))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def saved(engine: Engine, folder: Path) -> Path:
    """The sample's people, saved."""
    save_roster(build_roster(load_experts()[:400], engine), engine, folder / "sample")
    return folder / "sample"

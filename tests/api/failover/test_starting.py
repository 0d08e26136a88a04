"""Several processes that start together on an empty database: its tables are made once."""

from __future__ import annotations

import os
import secrets
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from api.storage import migrate
from api.storage.database import Database
from tests.api.conftest import wanted_kinds

TOGETHER = 4
ROOT = Path(__file__).parents[3]
START = """
import sys
import threading
from contextlib import closing
from api.services import shape
from api.storage.database import Database
database = Database(sys.argv[1])
print("here", flush=True)
sys.stdin.readline()
print(shape.upgrade(database).is_current)
"""


@pytest.mark.parametrize("kind", wanted_kinds())
def test_processes_that_start_at_once_make_the_tables_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if kind == "postgresql":
        first: str = request.getfixturevalue("postgresql")
        name = f"e{secrets.token_hex(6)}"
        server = Database(first)
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f'create database "{name}"')
        server.close()
        url = first.replace("/postgres?", f"/{name}?")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", START, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for _ in range(TOGETHER)
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "here\n"
    told = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        said, complained = process.communicate(timeout=120)
        told.append((process.returncode, said, complained))
    assert told == [(0, "True\n", "")] * TOGETHER
    database = Database(url)
    assert migrate.current(database) == migrate.newest()
    database.close()


def test_a_new_file_that_somebody_writes_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses to change the kind of log beside a writer at once, without the waiting it does elsewhere."""
    file = tmp_path / "new.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("begin immediate")
        threading.Timer(0.2, writer.execute, ["commit"]).start()
        database = Database(f"sqlite:///{file}")
        with database.read() as session:
            assert session.scalar(text("pragma journal_mode")) == "wal"
        database.close()

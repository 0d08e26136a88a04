"""Told to stop, a serving process answers what is under way, takes nothing new, and leaves everything in order."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import pytest
from sqlalchemy import text

from api.auth.roles import Role, Scope
from api.auth.signing import plain_hash
from api.office_checks import check_office
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import AccountRow, ShortlistRow, TokenRow
from matching.entities import Call
from tests.api.live import free_port

HERE = "127.0.0.1"
PATIENCE = 240.0  # seconds for a process to start or to stop on a machine that is slow and busy
TOKEN = "a-token-of-the-tests"


@pytest.fixture
def officer(staffed: Office) -> str:
    """The secret of an action officer's token."""
    now = datetime.now(UTC)
    with writing(staffed, SYSTEM) as unit:
        account = AccountRow(id="account-o", email="o@example.org", name="O", roles=[Role.OFFICER], created_at=now)
        unit.session.add(account)
        unit.session.flush()
        unit.session.add(
            TokenRow(
                id="token-o", account_id="account-o", name="t", scopes=list(Scope), secret_hash=plain_hash(TOKEN),
                created_at=now, ends_at=now + timedelta(days=1),
            )
        )  # fmt: skip
    return TOKEN


@pytest.fixture
def serving(staffed: Office, database_url: str, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that serves the small roster, and its port."""
    port = free_port()
    environment = {
        "EXPERTMATCH_DATABASE": database_url,
        "EXPERTMATCH_DATA": str(staffed.settings.data),
        "EXPERTMATCH_CACHE": str(staffed.settings.cache),
        "EXPERTMATCH_MODEL": "hashing",
        "EXPERTMATCH_PORT": str(port),
    }
    with (tmp_path / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", "from api.cli import main; main()", "serve"],
            cwd=Path(__file__).parents[2],
            env={name: value for name, value in os.environ.items() if not name.startswith("EXPERTMATCH_")}
            | environment,
            stderr=errors,
            text=True,
        )
    try:
        wait_until_ready(process, port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def wait_until_ready(process: subprocess.Popen[str], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://{HERE}:{port}/ready", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):  # not there yet, or slow on a busy machine
            assert process.poll() is None, "the service ended by itself"
            time.sleep(0.2)
    raise AssertionError("the service is not ready")


def wait_until_closed(port: int) -> None:
    """Until nobody is let in any more."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection((HERE, port), timeout=5).close()
        except ConnectionError:
            return
        except TimeoutError:  # neither let in nor refused
            continue
        time.sleep(0.05)
    raise AssertionError("the service still lets in")


def begin(connection: socket.socket, port: int, secret: str, length: int) -> None:
    """Send the head of a request, and wait until the service asks for its body: from then on it is under way."""
    head = (
        f"POST /api/v1/shortlists HTTP/1.1\r\nHost: {HERE}:{port}\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
    )
    connection.sendall(head.encode())
    told = b""
    while not told.endswith(b"\r\n\r\n"):
        told += connection.recv(1)
        assert told
    assert told.startswith(b"HTTP/1.1 100 ")


def wait_until_alone(office: Office) -> None:
    """Until nothing of the other process is left at the server, which notices a moment later that it has gone."""
    office.database.close()
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with office.database.read() as session:
            if not session.scalar(text(others)):
                return
        time.sleep(0.05)
    raise AssertionError("connections are left")


def test_a_shortlist_under_way_is_made_and_answered_before_the_process_ends(
    officer: str, serving: tuple[subprocess.Popen[str], int], staffed: Office, call: Call, tmp_path: Path
) -> None:
    process, port = serving
    body = json.dumps({"call": call.model_dump(mode="json", exclude_unset=True)}).encode()
    with closing(socket.create_connection((HERE, port), timeout=PATIENCE)) as connection:
        begin(connection, port, officer, len(body))
        process.send_signal(signal.SIGTERM)
        wait_until_closed(port)
        connection.sendall(body)
        answer = HTTPResponse(connection)
        answer.begin()
        made = json.loads(answer.read())
    assert answer.status == 201, made
    assert process.wait(PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "errors").read_text()
    with staffed.database.read() as session:
        assert session.get_one(ShortlistRow, made["id"]).run_id
    if not staffed.database.is_sqlite:
        wait_until_alone(staffed)
    assert [check for check in check_office(staffed.settings, staffed.engine) if check.works is False] == []

"""`serve` in a process of its own: it answers, and stops when told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from api.commands.serve import answered_names
from tests.api.live import free_port

pytest_plugins = ("tests.api.small_installation",)
PATIENCE = 240  # seconds until the service must answer, on a machine that is slow and busy


def wait_for(address: str, process: subprocess.Popen[str]) -> bytes:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError, TimeoutError):  # not there yet, or slow on a busy machine
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address} in {PATIENCE} s")


@pytest.mark.usefixtures("home")
def test_the_service_answers_and_stops_on_ctrl_c(roster: Path) -> None:
    port = free_port()
    command = "from api.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--roster", str(roster), "--port", str(port)],
        cwd=Path(__file__).parents[2],
        env=dict(os.environ),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        health = json.loads(wait_for(f"http://127.0.0.1:{port}/health", process))
        assert (health["status"], health["experts"], health["roster"]["pending"]) == ("ok", 6, 0)
        assert b"<html" in wait_for(f"http://127.0.0.1:{port}/api", process)
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=PATIENCE)[1]
        assert "Traceback" not in errors
        assert f"http://127.0.0.1:{port}" in errors
        assert process.returncode in (0, 130)
    finally:
        process.kill()


@pytest.mark.parametrize(
    ("host", "allowed", "more"),
    [
        ("127.0.0.1", "", []),
        ("0.0.0.0", "", []),
        ("10.1.2.3", "", ["10.1.2.3"]),
        ("fd00::1", "", ["[fd00::1]"]),
        ("0.0.0.0", "Experts.example.org, *", ["experts.example.org", "*"]),
    ],
)
def test_it_answers_to_its_own_address_and_to_the_names_allowed(host: str, allowed: str, more: list[str]) -> None:
    assert list(answered_names(host, allowed)) == ["127.0.0.1", "localhost", "[::1]", *more]

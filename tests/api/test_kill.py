"""Killed at any moment, the service loses nothing that it acknowledged and serves nothing stale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = os.environ.get("TEST_KILLS", "4")  # of each database; more take longer
LIFE = Path(__file__).parent / "kill" / "life.py"


def test_a_process_killed_at_random_moments_loses_nothing(database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, str(LIFE), database_url, str(tmp_path / "office"), KILLS, "20"]
    environment = os.environ | {"PYTHONPATH": str(LIFE.parents[3])}
    # One kill takes a second or two; whoever waits for something that does not come is ended, with what it said.
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, timeout=60 + 20 * int(KILLS)
        )
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"it waits for something that does not come, after {(error.stdout or b'').decode()}")
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    lines = run.stdout.splitlines()
    assert len(lines) == int(KILLS)
    assert int(lines[-1].split(",")[1].split()[0]) > 0, "nothing was acknowledged: the test shows nothing"

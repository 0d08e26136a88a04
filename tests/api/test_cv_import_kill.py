"""An import of CVs that is killed at any moment loses nothing that it kept, and started again takes nothing in twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.conftest import wanted_kinds

KILLS = os.environ.get("TEST_KILLS", "3")  # more take longer
IMPORTING = Path(__file__).parent / "kill" / "importing.py"


@pytest.mark.parametrize("kind", wanted_kinds())
def test_an_import_killed_at_random_moments_goes_on_without_double_or_loss(
    prepared: Callable[[str, Path], str], kind: str, tmp_path: Path
) -> None:
    command = [sys.executable, str(IMPORTING), prepared(kind, tmp_path), str(tmp_path / "office"), KILLS, "20"]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(IMPORTING.parents[3]), os.environ.get("PYTHONPATH", "")])
    }
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    lines = run.stdout.splitlines()
    assert len(lines) == int(KILLS) + 1
    assert lines[-1].startswith("end: ") and "40 in all" in lines[-1], run.stdout

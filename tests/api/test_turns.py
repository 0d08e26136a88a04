"""Runs that use every core take turns, whatever becomes of the process whose turn it is."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.services import turns
from api.services.turns import Turn

_HOLD = """
import sys
from pathlib import Path
from api.services.turns import Turn
turn = Turn(int(sys.argv[2]))
with turn.shared(Path(sys.argv[1])), turn:
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def _held_elsewhere(folder: Path, places: int = 1) -> Iterator[subprocess.Popen[str]]:
    """Another process, whose turn it is until it is told, killed or left."""
    command = [sys.executable, "-c", _HOLD, str(folder), str(places)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def _begun(turn: Turn) -> tuple[threading.Thread, threading.Event]:
    """A run in a thread of its own, and whether its turn has come."""
    came = threading.Event()

    def run() -> None:
        with turn:
            came.set()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, came


def test_a_run_waits_for_the_one_of_another_process(tmp_path: Path) -> None:
    turn = Turn(1)
    with turn.shared(tmp_path), _held_elsewhere(tmp_path) as other:
        thread, came = _begun(turn)
        assert not came.wait(0.3)
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        assert came.wait(5)
        thread.join()


def test_a_process_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    turn = Turn(1)
    with turn.shared(tmp_path), _held_elsewhere(tmp_path) as other:
        thread, came = _begun(turn)
        assert not came.wait(0.3)
        other.kill()
        assert came.wait(5)
        thread.join()


def test_one_that_came_to_a_halt_holds_nobody_up_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.5)
    turn = Turn(1)
    with turn.shared(tmp_path), _held_elsewhere(tmp_path):
        thread, came = _begun(turn)
        assert not came.wait(0.2)
        assert came.wait(5)
        thread.join()


def test_there_are_as_many_places_as_the_machine_has_cores_for(tmp_path: Path) -> None:
    turn = Turn(2)
    with turn.shared(tmp_path), _held_elsewhere(tmp_path, 2):
        thread, came = _begun(turn)
        assert came.wait(5)
        thread.join()
        with _held_elsewhere(tmp_path, 2):
            thread, came = _begun(turn)
            assert not came.wait(0.3)
    assert came.wait(5)
    thread.join()


def test_by_itself_a_process_waits_for_no_other(tmp_path: Path) -> None:
    turn = Turn(1)
    with _held_elsewhere(tmp_path):
        with turn:
            assert not _begun(turn)[1].wait(0.2)
        with turn.shared(tmp_path / "no such folder"), turn:
            assert not _begun(turn)[1].wait(0.2)


def test_a_run_that_fails_gives_its_turn_back(tmp_path: Path) -> None:
    turn = Turn(1)
    with turn.shared(tmp_path):
        with pytest.raises(ZeroDivisionError), turn:
            raise ZeroDivisionError
        with turn:
            pass

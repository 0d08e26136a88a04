"""Runs that use every core take turns: in a process, and with the other processes that serve on the same machine."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from embeddings.hardware import usable_cores

CORES = 2  # that a run keeps busy
LOOK = 0.005  # seconds between two looks for a place
PATIENCE = 10.0  # seconds after which a run goes ahead without one: who has it may have been brought to a halt


class Turn:
    """A turn at comparing a call with a whole roster: one at a time in a process.

    While `shared`, as many at a time in all processes that share it as the machine has cores for. Three shortlists at once on
    two cores are ready no sooner than one after the other, and all who look at a page meanwhile wait for the cores.

    Args:
        places: runs at a time in all processes; by the cores that may be used, where it is not given.
    """

    def __init__(self, places: int | None = None) -> None:
        self.places = places or max(1, usable_cores(os.cpu_count() or 1) // CORES)
        self._own = threading.Lock()
        self._folder: Path | None = None
        self._held: int | None = None

    @contextmanager
    def shared(self, folder: Path) -> Iterator[None]:
        """As long as this lasts, take turns with every process that shares the same folder, by locks on files in it."""
        before, self._folder = self._folder, folder
        try:
            yield
        finally:
            self._folder = before

    def __enter__(self) -> None:
        self._own.acquire()
        try:
            self._held = self._place(self._folder) if self._folder else None
        except BaseException:
            self._own.release()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        held, self._held = self._held, None
        try:
            if held is not None:
                os.close(held)  # and with it the lock, as when a process is killed
        finally:
            self._own.release()

    def _place(self, folder: Path) -> int | None:
        """A file that is locked from now on; None where nobody gives way for long, or the folder cannot be written."""
        until = time.monotonic() + PATIENCE
        try:
            while True:
                for number in range(self.places):
                    if (file := _locked(folder / f"run-{number}.turn")) is not None:
                        return file
                if time.monotonic() >= until:
                    return None
                time.sleep(LOOK)
        except OSError:
            return None


def _locked(path: Path) -> int | None:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    except OSError:
        os.close(file)
        raise
    return file


TURN = Turn()

"""The near end of a worker: starts the process, sends it a call, waits for the answer, ends it when it breaks a limit."""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from matching.cv.limits import ReaderBrokeDown, ReaderNeededTooMuch, ReaderTookTooLong
from matching.cv.worker_answers import error_of, unpacked
from matching.errors import MatchingError

LARGEST_ANSWER = 256 * 1024 * 1024  # bytes
_START = "from matching.cv.worker_process import serve; serve()"
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TESSDATA_PREFIX", "SYSTEMROOT", "COVERAGE_PROCESS_START")
_MEMORY_SIGNALS = (signal.SIGKILL, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)
_LAST_MOMENT = 1.0  # seconds that a process has to end after its answers end
_LARGE = 0.7  # of the memory limit: a process that held this much and aborted ran out of memory


class Handle:
    """One worker process."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment, start_new_session=True, bufsize=0,
        )  # fmt: skip
        self.usable = True

    def alive(self) -> bool:
        """Whether the process still waits for work."""
        return self.usable and self._process.poll() is None

    def call(self, function: Callable[..., Any], args: tuple[object, ...], seconds: float, megabytes: int) -> Any:
        """What the function returns.

        Raises:
            UnreadableDocument: what it raised, or a limit that was broken; after a broken limit the worker is not usable.
        """
        until = time.monotonic() + seconds + 0.5  # the worker's own count of processor time comes first
        call = (function.__module__, function.__qualname__, args, seconds, megabytes)
        self.usable = False
        try:
            self._send(pickle.dumps(call), until)
            kind, *rest, more = unpacked(self._received(until))
        except TimeoutError:
            self.end()
            raise _took_too_long(seconds) from None
        except (EOFError, BrokenPipeError, ConnectionError):
            raise self._broken_down(seconds, megabytes) from None
        self.usable = bool(more)
        if kind == "value":
            return rest[0]
        if kind == "memory":
            raise _needed_too_much(megabytes)
        raise error_of(kind, rest)

    def end(self) -> None:
        """End the process, and whatever it started."""
        self.usable = False
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def _send(self, data: bytes, until: float) -> None:
        assert self._process.stdin is not None
        handle = self._process.stdin.fileno()
        os.set_blocking(handle, False)
        rest = memoryview(struct.pack("!Q", len(data)) + data)
        while rest:
            _, ready, _ = select.select([], [handle], [], _left(until))
            if not ready:
                raise TimeoutError
            rest = rest[os.write(handle, rest[: 1 << 16]) :]

    def _received(self, until: float) -> bytes:
        (length,) = struct.unpack("!Q", self._read(8, until))
        if length > LARGEST_ANSWER:
            raise EOFError
        return self._read(length, until)

    def _read(self, length: int, until: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        out = bytearray()
        while len(out) < length:
            ready, _, _ = select.select([handle], [], [], _left(until))
            if not ready:
                raise TimeoutError
            part = os.read(handle, min(1 << 20, length - len(out)))
            if not part:
                raise EOFError
            out += part
        return bytes(out)

    def _broken_down(self, seconds: float, megabytes: int) -> MatchingError:
        """What ended the process, told by its last signal and by how much memory it had held."""
        ended = self._ended()
        if ended is None:  # it lives on, but what it said was no answer
            self.end()
            return _broke_down("its answer made no sense")
        status, used = ended
        self._process.returncode = os.waitstatus_to_exitcode(status)
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number == signal.SIGXCPU:
            return _took_too_long(seconds)
        held = used.ru_maxrss / 1024  # kilobytes on Linux
        if number in _MEMORY_SIGNALS and held > _LARGE * megabytes:
            return _needed_too_much(megabytes)
        return _broke_down(f"signal {number}" if number else f"code {self._process.returncode}")

    def _ended(self) -> tuple[int, resource.struct_rusage] | None:
        """How the process ended and what it had used; None where it does not end."""
        until = time.monotonic() + _LAST_MOMENT
        while time.monotonic() < until:
            found, status, used = os.wait4(self._process.pid, os.WNOHANG)
            if found:
                return status, used
            time.sleep(0.01)
        return None


def _broke_down(how: str) -> ReaderBrokeDown:
    return ReaderBrokeDown(
        "The document could not be read.", f"The process that read it broke down ({how}), as it may on a damaged file.",
        "Open it, save it as a new file and send that.",
    )  # fmt: skip


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _took_too_long(seconds: float) -> ReaderTookTooLong:
    return ReaderTookTooLong(
        "The document took too long to read.", f"Reading was stopped after {seconds:g} seconds.",
        "Save it as a new, simpler file, or send the pages with text.",
    )  # fmt: skip


def _needed_too_much(megabytes: int) -> ReaderNeededTooMuch:
    return ReaderNeededTooMuch(
        "The document needed too much memory to read.", f"Reading was stopped at {megabytes:,} MB.",
        "Save it as a new, simpler file, or send the pages with text.",
    )  # fmt: skip

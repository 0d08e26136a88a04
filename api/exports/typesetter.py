"""Papers written in a process of their own, so that a service keeps its memory and its interpreter for whoever asks.

typst remembers what it laid out, some 220 MB after thirty documents, and cannot be told to forget; a Word document is half a
second of plain Python, for which every other thread would wait. So a process beside the service writes them, and another
takes its place after a while. Where it cannot be had, they are written here.
"""

from __future__ import annotations

import logging
import os
import pickle  # nosec B403 # between two processes of ours, over pipes that nobody else has
import subprocess  # nosec B404 # this program, with nothing from outside in its arguments
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from api.exports.paper import Paper
from api.exports.paper_docx import paper_docx
from api.exports.paper_pdf import paper_pdf

log = logging.getLogger(__name__)

MOST = 10  # documents that a process writes before another takes its place; they leave some 70 MB behind
COURTESY = 5  # how far behind pages a paper stands for the processor, of 19: who asks for one expects to wait
PATIENCE = 5.0  # seconds in which a process that was told to has to end
WRITERS: dict[str, Callable[[Paper], bytes]] = {"docx": paper_docx, "pdf": paper_pdf}


class Typesetter:
    """A process that writes papers. Threads may share it; they take turns."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._written = 0

    def write(self, kind: str, paper: Paper) -> bytes:
        """The bytes of a file; see WRITERS for the kinds."""
        with self._turn:
            try:
                made = self._asked(kind, paper)
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                log.warning("the process that writes papers ended: %s", type(error).__name__)
                self._end()
                return WRITERS[kind](paper)
            self._written += 1
            if self._written >= MOST:
                self._end()
                with suppress(OSError):  # the next paper tries it again
                    self._begin()  # now, so that they do not wait for it
            return made

    def close(self) -> None:
        """End the process; the next paper begins another."""
        with self._turn:
            self._end()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "api.exports.typesetter"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # nosec B603
        self._written = 0
        return self._process

    def _asked(self, kind: str, paper: Paper) -> bytes:
        process = self._process or self._begin()
        asking, answering = process.stdin, process.stdout
        assert asking is not None and answering is not None
        pickle.dump((kind, paper), asking)
        asking.flush()
        made: bytes = pickle.load(answering)  # nosec B301 # see the import
        return made

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was not sent to one that is gone
                continue
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_beside: Typesetter | None = None


@contextmanager
def typesetting_beside() -> Iterator[None]:
    """Papers are written in a process of their own as long as this lasts."""
    global _beside
    before, _beside = _beside, Typesetter()
    own = _beside
    try:
        yield
    finally:
        _beside = before
        own.close()


def written(kind: str, paper: Paper) -> bytes:
    """A paper as the bytes of a .docx or .pdf file, written wherever this process has that done."""
    beside = _beside
    return beside.write(kind, paper) if beside else WRITERS[kind](paper)


def _write_for(asking: BinaryIO, answering: BinaryIO) -> None:
    """Write what is asked for until whoever asks is gone."""
    while True:
        try:
            kind, paper = pickle.load(asking)  # nosec B301 # see the import
        except EOFError:
            return
        pickle.dump(WRITERS[kind](paper), answering)
        answering.flush()


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for whoever asks, which ends this
    os.nice(COURTESY)
    out = os.dup(1)
    os.dup2(2, 1)  # nothing that is printed comes between the answers
    _write_for(sys.stdin.buffer, os.fdopen(out, "wb"))

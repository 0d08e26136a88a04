"""Work on a stranger's document in a process of its own, with limits on time and memory.

A few processes live on from document to document; each knows only what reading needs, has none of the service's
secrets in its environment, and may write no file. One that breaks a limit or breaks down is ended and another takes
its place: the document is refused in words and the service goes on. What a process answers is unpacked into plain
values only, so that a process taken over by a document cannot reach further.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from typing import TypeVar

from matching.cv.limits import Limits
from matching.cv.worker_handle import Handle

T = TypeVar("T")


class Pool:
    """A few processes that are started when first needed and kept for the next document. Threads may share it."""

    def __init__(self, size: int) -> None:
        """A pool of at most `size` processes at a time."""
        self.size = size
        self._places = threading.BoundedSemaphore(size)
        self._idle: list[Handle] = []
        self._lock = threading.Lock()

    def run(self, function: Callable[..., T], args: tuple[object, ...], seconds: float, megabytes: int) -> T:
        """What a function of a module returns for some arguments.

        Raises:
            UnreadableDocument: what the function raised, or a limit that was broken.
        """
        with self._places:
            handle = self._taken()
            try:
                answer: T = handle.call(function, args, seconds, megabytes)
                return answer
            finally:
                if handle.usable:
                    with self._lock:
                        self._idle.append(handle)
                else:
                    handle.end()

    def close(self) -> None:
        """End all processes that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for handle in idle:
            handle.end()

    def _taken(self) -> Handle:
        with self._lock:
            while self._idle:
                handle = self._idle.pop()
                if handle.alive():
                    return handle
                handle.end()
        return Handle()


_pools: dict[int, Pool] = {}  # by process: a copy made by fork must not talk to its parent's workers
_pools_lock = threading.Lock()


def in_worker(
    function: Callable[..., T], *args: object, seconds: float | None = None, megabytes: int | None = None
) -> T:
    """What `function(*args)` returns, computed in a process of its own.

    Args:
        function: a function of a module (not a lambda, not a method) whose result is made of the values of
            `matching.cv.values`, `matching.entities` and plain ones.
        args: its arguments, in order.
        seconds: the most it may take, by the clock and of the processor; by default `Limits.seconds`.
        megabytes: the most memory the process may address; by default `Limits.memory_megabytes`.

    Raises:
        UnreadableDocument: what the function raised of this family; `ReaderTookTooLong` and `ReaderNeededTooMuch` where a
            limit was broken, `ReaderBrokeDown` where the process ended without an answer.
    """
    usual = Limits()
    return default_pool().run(function, args, seconds or usual.seconds, megabytes or usual.memory_megabytes)


def default_pool() -> Pool:
    """The pool of this process, of as many workers as it has processors."""
    with _pools_lock:
        pool = _pools.get(os.getpid())
        if pool is None:
            pool = _pools[os.getpid()] = Pool(max(1, len(os.sched_getaffinity(0))))
            atexit.register(pool.close)
        return pool

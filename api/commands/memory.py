"""Memory of what runs long kept flat: what is freed goes back to the system, or is used again."""

from __future__ import annotations

import ctypes

LARGE = 4 * 1024 * 1024  # bytes from which a piece of memory is the system's own and returns to it when it is free
FEW = 2  # stores of memory: one thread seldom waits for another, as Python lets one run at a time
_ARENAS, _LARGE_FROM = -8, -3  # M_ARENA_MAX and M_MMAP_THRESHOLD of malloc.h


def share_arenas() -> None:
    """Let all threads take their memory from the same few stores. Elsewhere than on Linux with glibc nothing happens.

    Left alone, a service with dozens of threads fills eight stores for each core, each with room that the others lack.
    """
    _set(_ARENAS, FEW)


def give_memory_back() -> None:
    """Tell the C library to keep little for later. Elsewhere than on Linux with glibc nothing happens.

    An encoder's batches differ in size; left alone, what they need stays reserved in pieces that fit no other batch, some
    hundreds of megabytes after a few hundred documents.
    """
    share_arenas()
    _set(_LARGE_FROM, LARGE)


def _set(what: int, value: int) -> None:
    try:
        ctypes.CDLL("libc.so.6").mallopt(what, value)
    except (OSError, AttributeError):
        return

"""Memory of a long command kept flat: what a batch needed goes back to the system when the batch is done."""

from __future__ import annotations

import ctypes

LARGE = 4 * 1024 * 1024  # bytes from which a piece of memory is the system's own and returns to it when it is free
_ARENAS, _LARGE_FROM = -8, -3  # M_ARENA_MAX and M_MMAP_THRESHOLD of malloc.h


def give_memory_back() -> None:
    """Tell the C library to keep little for later. Elsewhere than on Linux with glibc nothing happens.

    An encoder's batches differ in size; left alone, what they need stays reserved in pieces that fit no other batch, some
    hundreds of megabytes after a few hundred documents.
    """
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return
    mallopt(_ARENAS, 2)
    mallopt(_LARGE_FROM, LARGE)

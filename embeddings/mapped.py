"""Files mapped into memory: their pages count as this process's until it lets them go."""

from __future__ import annotations

import mmap
from typing import Any

from numpy.typing import NDArray


def let_go(array: NDArray[Any]) -> bool:
    """Give back the pages of the mapped file that an array is a view of; whether there is such a file.

    They stay in the system's cache: the next look at them costs a fault per 64 KB. Without this, a process that looks here
    and there ends up holding the whole file. May be called while others read.
    """
    held: Any = array
    while held is not None and not isinstance(held, mmap.mmap):
        held = getattr(held, "base", None)
    if held is None or not hasattr(mmap, "MADV_DONTNEED"):
        return False
    held.madvise(mmap.MADV_DONTNEED)
    return True

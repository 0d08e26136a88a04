"""Pages of mapped files: let go they are no longer held, and read again they are as they were."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import let_go


def held(path: Path) -> int:
    """KiB of a mapped file that this process holds."""
    total, within = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if "-" in line.split(" ", 1)[0]:
            within = line.endswith(str(path))
        elif within and line.startswith("Rss:"):
            total += int(line.split()[1])
    return total


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_what_was_read_of_a_mapped_file_is_held_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.arange(1 << 19))
    view = np.load(path, mmap_mode="r")[10:].reshape(-1, 2)
    total = int(view.sum())
    assert held(path) > 3000
    assert let_go(view) and held(path) < 500
    assert int(view.sum()) == total


def test_an_array_in_memory_has_nothing_to_let_go() -> None:
    array = np.arange(10)
    assert not let_go(array[2:]) and array.sum() == 45

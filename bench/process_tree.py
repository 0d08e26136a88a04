"""What a process and all that it started take together: memory, pages that they share counted once, and processor time."""

from __future__ import annotations

import os
import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

EVERY = 0.5  # seconds between two looks
_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def peak_of(process: subprocess.Popen[str]) -> float:
    """The most that a process and its children held until it ended, in MiB; looked at twice a second (Linux)."""
    most = 0.0
    while process.poll() is None:
        most = max(most, held(process.pid))
        time.sleep(EVERY)
    return most


def held(pid: int) -> float:
    """Resident memory of a process and its children now, in MiB: the sum of their proportional set sizes."""
    total = 0
    for one in family(pid):
        with suppress(OSError):  # it ended meanwhile
            found = _SHARE.search(Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii", errors="replace"))
            total += int(found[1]) if found else 0
    return total / 1024


def worked(pid: int) -> float:
    """Seconds of the processor that a process and its children have used, those that ended included."""
    ticks = 0
    for one in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all that it started and that started others, by id."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += family(int(child))
    return found

"""What the service and those who ask it take, looked at each second: resident memory, processor time, load."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from bench.process_tree import family, worked

EVERY = 1.0
BLOCK = 30  # seconds that are taken together: looks next to each other tell nearly the same
SURE = 0.95
_FIELD = re.compile(r"^(RssAnon|RssFile|RssShmem):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Look:
    """One look: MiB of what the processes hold of their own and of files mapped, seconds of processor so far."""

    at: float
    own: float
    mapped: float
    service: float
    clients: float
    load: float


@dataclass(frozen=True)
class Slope:
    """MiB an hour, with the bounds of its 95 % interval."""

    per_hour: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.per_hour:+.0f} MiB an hour (95 %: {self.low:+.0f} to {self.high:+.0f})"


class Watch:
    """Looks at some processes and all that they started, until it is ended."""

    def __init__(self, pids: Sequence[int]) -> None:
        self.pids, self.looks, self._stop = pids, list[Look](), threading.Event()
        self._task = threading.Thread(target=self._run, name="watch", daemon=True)
        self._task.start()

    def end(self) -> list[Look]:
        """Stop looking; everything that was seen."""
        self._stop.set()
        self._task.join()
        return self.looks

    def _run(self) -> None:
        while True:
            self.looks.append(look(self.pids))
            if self._stop.wait(EVERY):
                return


def look(pids: Sequence[int]) -> Look:
    """One look now."""
    every = [one for pid in pids for one in family(pid)]
    held = [_held(one) for one in every]
    return Look(
        at=time.monotonic(),
        own=sum(own for own, _ in held),
        mapped=sum(mapped for _, mapped in held),
        service=sum(worked(pid) for pid in pids),
        clients=time.process_time(),
        load=os.getloadavg()[0],
    )


def slope(looks: Sequence[Look], skip: float) -> Slope | None:
    """How what the processes hold of their own changes, the first `skip` seconds left out; None for too few looks.

    A straight line through the means of half-minutes.
    """
    begun = looks[0].at + skip
    at = np.array([one.at - begun for one in looks if one.at >= begun])
    own = np.array([one.own for one in looks if one.at >= begun])
    blocks = (at // BLOCK).astype(int)
    whole = [b for b in np.unique(blocks) if (blocks == b).sum() >= BLOCK / EVERY / 2]
    if len(whole) < 4:
        return None
    line = stats.linregress([at[blocks == b].mean() for b in whole], [own[blocks == b].mean() for b in whole])
    wide = float(stats.t.ppf((1 + SURE) / 2, len(whole) - 2) * line.stderr)
    return Slope(*(3600 * float(one) for one in (line.slope, line.slope - wide, line.slope + wide)))


def _held(pid: int) -> tuple[float, float]:
    try:
        words = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:  # it ended meanwhile
        return 0.0, 0.0
    found = {name: int(kb) / 1024 for name, kb in _FIELD.findall(words)}
    return found.get("RssAnon", 0.0), found.get("RssFile", 0.0) + found.get("RssShmem", 0.0)

"""Timing things in turn, so that a machine that slows down slows all of them: medians, spread and ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds of one thing over the rounds of a run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return f"{1000 * self.median:.1f} ms ({1000 * low:.1f}-{1000 * high:.1f})"


def side_by_side(things: Mapping[str, Callable[[], object]], rounds: int, warm: int = 1) -> dict[str, Timing]:
    """Run every thing once per round, in turn, after `warm` rounds that do not count."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(warm + rounds):
        for name, thing in things.items():
            start = time.perf_counter()
            thing()
            if turn >= warm:
                seconds[name].append(time.perf_counter() - start)
    return {name: Timing(tuple(found)) for name, found in seconds.items()}


def ratio(over: Timing, under: Timing) -> str:
    """Round by round one over the other: median and range."""
    found = sorted(a / b for a, b in zip(over.seconds, under.seconds, strict=True))
    return f"{statistics.median(found):.2f} ({found[0]:.2f}-{found[-1]:.2f})"

"""What is shown while a command works: progress on the standard error, and the times taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from api.commands.failures import say

WIDTH = 100  # columns where the output is no terminal; a terminal has its own


def console(file: IO[str] | None = None, *, stderr: bool = False) -> Console:
    """Where results go: the standard output, the standard error, or a file."""
    screen = Console(file=file, stderr=stderr, highlight=False, emoji=False)
    if not screen.is_terminal:
        screen.width = WIDTH
    return screen


class BarWatch:
    """A bar per stage on the standard error, and its seconds in `taken`, in order (see wiring.Watch)."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """See wiring.Watch."""
        start = perf_counter()
        columns = (
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
        )
        with Progress(*columns, console=console(stderr=True)) as bars:
            bar = bars.add_task(name, total=None)

            def progress(done: int, total: int) -> None:
                bars.update(bar, completed=done, total=max(total, 1) if total else None)

            yield progress
            bars.update(bar, total=1, completed=1)
        self.taken[name] = self.taken.get(name, 0.0) + perf_counter() - start

    def note(self, line: str) -> None:
        """See wiring.Watch."""
        say(f"Note: {line}")


def printable(text: str) -> str:
    """A text without characters that steer a terminal: names and evidence come from other people's files."""
    return "".join(c if c.isprintable() else " " for c in text)

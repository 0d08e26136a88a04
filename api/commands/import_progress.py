"""How far an import of CVs is: a bar on a terminal, a line now and then elsewhere, with the rate and the time left."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from api.commands.failures import say
from api.commands.screen import console
from api.services.cvs.cv_import_report import ImportReport
from api.services.cvs.cv_sources import sources

EVERY = 15.0  # seconds between two lines where the standard error is no terminal


class ImportProgress:
    """Counts documents; those of archives and the rows of sheets join the total when they are met."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._total = sum(_documents_in(source.path) for source in sources(paths))
        screen = console(stderr=True)
        self._on_terminal = screen.is_terminal
        columns = (
            SpinnerColumn(finished_text="✓"), TextColumn("importing"), BarColumn(bar_width=24), MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
        )  # fmt: skip
        self._bars = Progress(*columns, console=screen, disable=not self._on_terminal)
        self._task = self._bars.add_task("importing", total=max(self._total, 1), rate="")
        self._start = self._told = monotonic()

    def __enter__(self) -> ImportProgress:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def prepare(self, load: Callable[[], object]) -> None:
        """Load what takes its time before the first document; the clock starts after it."""
        self._bars.update(self._task, rate="loading the model")
        load()
        self._start = self._told = monotonic()

    def show(self, report: ImportReport) -> None:
        """How far it is."""
        done, now = len(report.lines), monotonic()
        self._total = max(self._total, done)
        rate = done / max(now - self._start, 0.001)
        words = f"{rate:,.1f}/s, {_duration((self._total - done) / rate)} left" if done else ""
        self._bars.update(self._task, completed=done, total=max(self._total, 1), rate=words)
        if not self._on_terminal and now - self._told >= EVERY:
            self._told = now
            say(f"{done:,} of {self._total:,} documents, {words}")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _documents_in(path: Path | None) -> int:
    """How many documents a file holds, where that can be told at a glance."""
    if path is None or path.suffix.lower() != ".zip":
        return 1
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(not info.is_dir() for info in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return 1

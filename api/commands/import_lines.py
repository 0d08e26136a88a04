"""Importing JSON Lines: people, institutions, requests or actions, a record a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.services.exchange.json_lines import Report

ROSTER = "experts"
MOST_LINES = 50  # problems listed one by one


def import_lines(path: Path, kind: str, *, dry_run: bool, overwrite: bool, vocabulary: Path | None) -> None:
    """Import one file, and say what came of it.

    Raises:
        InvalidSetting: no such kind.
        UnreadableDocument: the file cannot be opened.
    """
    from api.commands.desk import opened
    from api.services.exchange.data_import import KINDS, import_data
    from api.services.exchange.roster_import import import_experts
    from api.services.taxonomy.overlay import in_force
    from api.services.unit import COMMAND
    from matching.errors import InvalidSetting

    if kind not in (ROSTER, *KINDS):
        raise InvalidSetting(
            f"There is no kind of data '{kind[:40]}' to import.", "", f"Use one of {ROSTER}, {', '.join(KINDS)}."
        )
    with _open(path) as file, opened(vocabulary=vocabulary) as office, _Progress(path) as progress:
        vocabularies = in_force(office)
        lines = progress.read(file)
        if kind == ROSTER:
            report = import_experts(
                office, COMMAND, lines, vocabularies, dry_run=dry_run, overwrite=overwrite, progress=progress.show
            )
        else:
            report = import_data(
                office, COMMAND, kind, lines, vocabularies, dry_run=dry_run, overwrite=overwrite, progress=progress.show
            )
    _tell(path, kind, report)


def _open(path: Path) -> BinaryIO:
    from matching.errors import UnreadableDocument

    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableDocument(
            f"{path} could not be opened.", f"{error.strerror or error}.", "Check the path and the right to read it."
        ) from error


class _Progress:
    """A bar by the bytes read, with lines a second and the time left, on the standard error."""

    def __init__(self, path: Path) -> None:
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        from api.commands.screen import console

        self._bars = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console(stderr=True),
        )
        self._task = self._bars.add_task(f"importing {path.name}", total=max(path.stat().st_size, 1), rate="")
        self._bytes = 0

    def __enter__(self) -> _Progress:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def read(self, file: BinaryIO) -> Iterator[bytes]:
        """The lines of the file, counted."""
        from api.services.exchange.json_lines import lines_of

        for line in lines_of(file):
            self._bytes += len(line)
            yield line

    def show(self, report: Report) -> None:
        """How far the import is."""
        seconds = self._bars.tasks[0].elapsed or 0.0
        rate = f"{report.lines / seconds:,.0f} lines/s" if seconds else ""
        self._bars.update(self._task, completed=self._bytes, rate=rate)


def _tell(path: Path, kind: str, report: Report) -> None:
    """What came of it on the standard output, what was left out and why on the standard error."""
    from api.commands.failures import say

    for problem in report.problems[:MOST_LINES]:
        say(f"{path.name}, {problem}")
    if (rest := report.left_out + report.warnings - MOST_LINES) > 0:
        say(f"{path.name}: {rest} more such lines")
    would = " (nothing was done: a dry run)" if report.dry_run else ""
    typer.echo(
        f"{kind}: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.left_out} of {report.lines} lines left out{would}."
    )

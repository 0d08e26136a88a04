"""Importing CVs from the command line: progress on the standard error, what came of it, and the report's files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from api.services.cvs.cv_import_report import ImportReport
    from matching.cv.taking_sheets import Mapping

FAILED = 1
FOLDER = "imports"  # in the data folder
MOST_LINES = 50  # documents that could not be read, told one by one


def import_documents(
    paths: list[Path],
    mapping: Mapping,
    folder: Path | None,
    *,
    dry_run: bool,
    model: str | None,
    vocabulary: Path | None,
) -> None:
    """Import the documents under these paths; exit status 1 where some could not be read."""
    from api.commands.desk import opened
    from api.commands.failures import INTERRUPTED, say
    from api.commands.import_progress import ImportProgress
    from api.commands.memory import give_memory_back
    from api.services.cvs.cv_import import import_cvs, look_through
    from api.services.cvs.cv_import_report import ImportReport
    from api.services.unit import COMMAND

    report, interrupted = ImportReport(dry_run), False
    give_memory_back()
    # What is proposed rests on the multilingual encoder alone; texts in English are read a second time when matching needs it.
    with opened(model=model, vocabulary=vocabulary, english=False) as office, ImportProgress(paths) as progress:
        try:
            if dry_run:
                look_through(paths, mapping=mapping, progress=progress.show, report=report)
            else:
                progress.prepare(lambda: office.engine)
                import_cvs(office, COMMAND, paths, mapping=mapping, progress=progress.show, report=report)
        except KeyboardInterrupt:
            interrupted = True
        where = folder or (None if dry_run else office.settings.data / FOLDER)
        if where is not None:
            from api.commands.language import language_here
            from api.exports.import_report import write_report

            files = write_report(report, where, office.clock.now(), language_here(os.environ))
    _tell(report)
    if where is not None:
        say(f"The report: {files[0]} and {files[1].name}.")
    if interrupted:
        say("Interrupted; what is counted above was kept. Next: run the same command again, it goes on from there.")
        raise typer.Exit(INTERRUPTED)
    if report.failed:
        raise typer.Exit(FAILED)


def _tell(report: ImportReport) -> None:
    """What came of it on the standard output, what could not be read and why on the standard error."""
    from api.commands.failures import say
    from api.services.cvs.cv_import_report import OUTCOMES

    for line in report.failed[:MOST_LINES]:
        say(" ".join(part for part in (f"{line.name}:", line.reason, line.next_step) if part))
    if (rest := len(report.failed) - MOST_LINES) > 0:
        say(f"{rest} more such documents; the report names them.")
    if report.dry_run:
        _show_columns(report)
    counts = [f"{report.counts[outcome]} {words}" for outcome, words in OUTCOMES.items() if report.counts[outcome]]
    if report.dry_run:
        read = len(report.lines) - len(report.failed)
        counts = [f"{read} can be read", f"{len(report.failed)} cannot"]
    would = " (nothing was done: a dry run)" if report.dry_run else ""
    typer.echo(f"{len(report.lines)} documents: {', '.join(counts) or 'nothing found'}{would}.")
    if report.dropped:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(report.dropped.items()))
        typer.echo(f"Left out, not kept: {kinds}.")
    if report.doubtful:
        typer.echo(f"With something left open: {len(report.doubtful)} documents.")


def _show_columns(report: ImportReport) -> None:
    """What the columns of sheets were taken for, in the form in which it can be corrected and given back."""
    for name, columns in report.sheets.items():
        typer.echo(f"{name}: its columns were taken for this; correct it in a file and give that with --columns.")
        guess = {c.head or str(c.index + 1): f"{c.field}:{c.language}" if c.language else str(c.field) for c in columns}
        typer.echo(json.dumps(guess, ensure_ascii=False, indent=1))

"""Options that several commands share, each with its words of help in one place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[
    str | None,
    typer.Option(help="'bundled' (default, no download), a folder or hub name of sentence-transformers, or 'hashing'."),
]
Roster = Annotated[Path | None, typer.Option(help="Roster as JSON Lines, one expert a line. (default: the sample)")]
Index = Annotated[Path | None, typer.Option(help="Folder of a saved index (made by 'index'), in place of a roster.")]
Vocabulary = Annotated[Path | None, typer.Option(help="Folder with vocabularies of your own.")]
SkipBroken = Annotated[bool, typer.Option("--skip-broken", help="Go on without the lines that cannot be read.")]
Today = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Day that availability and experience are judged on. (default: today; for the sample, its own)",
    ),
]


def day(given: datetime | None) -> date | None:
    """The date of an option, None where it was not given."""
    return given.date() if given else None

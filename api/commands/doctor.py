"""`expertmatch doctor`: does my installation work?"""

from __future__ import annotations

import typer

from api.commands.options import Index, Model, Roster, Vocabulary

MARKS = {True: ("✓", "green"), None: ("!", "yellow"), False: ("✕", "red")}


def doctor(model: Model = None, roster: Roster = None, index: Index = None, vocabulary: Vocabulary = None) -> None:
    """Check packages, models, folders, database, log, vectors and letters; ends with 1 if something is broken."""
    from rich.table import Table
    from rich.text import Text

    from api.checks import run_checks
    from api.commands.screen import BarWatch, console, printable
    from api.config import load_settings

    settings = load_settings(model=model, roster=roster, index=index, vocabulary=vocabulary)
    table = Table.grid(padding=(0, 2))
    broken = 0
    for check in run_checks(settings, BarWatch()):
        mark, colour = MARKS[check.works]
        words = Text(printable(check.found))
        if check.works is not True and check.next_step:
            words.append(f"\nNext: {check.next_step}", style="bold")
        table.add_row(Text(mark, style=colour), Text(check.name), words)
        broken += check.works is False
    console().print(table)
    if broken:
        typer.echo(f"{broken} check(s) found something broken.", err=True)
        raise typer.Exit(1)
    typer.echo("Everything works.")

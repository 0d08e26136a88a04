"""`expertmatch audit`: the log verified and shown."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.failures import GuardedGroup

audit = typer.Typer(
    name="audit", cls=GuardedGroup, help="The log: verify it, or show its last entries.", no_args_is_help=True
)


@audit.command()
def verify() -> None:
    """Compute every hash of the log again; ends with 1 where the chain does not hold."""
    from api.commands.desk import reading_desk
    from api.services import audit as use

    with reading_desk() as unit:
        found = use.verify(unit)
    if found.holds:
        typer.echo(f"The log holds: {found.entries} entries, the last one's hash is {found.head}.")
        return
    typer.echo(f"The log does not hold: {found.reason}.", err=True)
    typer.echo("Compare it with a backup made before; do not write to it any further.", err=True)
    raise typer.Exit(1)


@audit.command()
def show(
    last: Annotated[int, typer.Option(min=1, max=200, help="How many entries.")] = 20,
    event: Annotated[list[str] | None, typer.Option(help="Only these; may be repeated.")] = None,
    about: Annotated[str | None, typer.Option(help="Only what concerns this id.")] = None,
) -> None:
    """The last entries, newest first."""
    from rich.table import Table

    from api.commands.desk import reading_desk
    from api.commands.screen import console
    from api.services import audit as use

    with reading_desk() as unit:
        found = use.listed(
            unit, limit=last, after=None, actor=None, events=event or (), subject_id=about, since=None, until=None
        )
    table = Table("number", "when (UTC)", "who", "event", "about", "facts")
    for row in found.rows:
        facts = ", ".join(f"{name}={value}" for name, value in row.facts.items() if value is not None)
        table.add_row(str(row.number), f"{row.at:%Y-%m-%d %H:%M:%S}", row.actor, row.event, row.subject_id, facts)
    console().print(table)

"""`expertmatch database`: its tables brought up to this version, taken back, and shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.failures import GuardedGroup

if TYPE_CHECKING:
    from api.storage.database import Database

database = typer.Typer(
    name="database", cls=GuardedGroup, help="The tables: bring them up to this version, take them back, show them.",
    no_args_is_help=True,
)  # fmt: skip


@database.command()
def upgrade() -> None:
    """Bring the tables to this version, with everything in them; serving does it by itself. Make a backup before."""
    from api.services import shape as use

    with _database() as opened:
        before, after = use.told(opened).revision, use.upgrade(opened)
    if before == after.revision:
        typer.echo(f"{after.place} is at {after.revision} already, as this version needs.")
    else:
        typer.echo(f"{after.place} was at {before or 'none'} and is at {after.revision} now.")


@database.command()
def downgrade(
    to: Annotated[str, typer.Argument(help="The revision to go back to; 'base' for no tables at all.")],
    confirm: Annotated[str, typer.Option(help="The revision once more: what only later tables hold is lost.")],
) -> None:
    """Take the tables back to an earlier revision, for the version that needs it. Make a backup before."""
    from api.services import shape as use
    from matching.errors import InvalidSetting

    if confirm != to:
        raise InvalidSetting(
            "The revision given with --confirm is another.", f"Found '{confirm}'.", "Give the same one twice."
        )
    with _database() as opened:
        after = use.downgrade(opened, to)
    typer.echo(f"{after.place} is at {after.revision or 'none'} now, with {sum(after.rows.values())} row(s).")


@database.command()
def show() -> None:
    """Where the database is, the revision of its tables, and how many rows each holds; ends with 1 if not current."""
    from rich.table import Table

    from api.commands.screen import console
    from api.services import shape as use

    with _database() as opened:
        found = use.told(opened)
    table = Table("table", "rows")
    for name, rows in found.rows.items():
        table.add_row(name, str(rows))
    if found.rows:
        console().print(table)
    typer.echo(f"{found.place}: revision {found.revision or 'none'}, this version needs {found.needed}.")
    if not found.is_current:
        typer.echo(
            "Next: make a backup with the version that wrote it, then run: expertmatch database upgrade", err=True
        )
        raise typer.Exit(1)


@contextmanager
def _database() -> Iterator[Database]:
    """The database of the environment's settings, its tables as they are."""
    from api.config import load_settings
    from api.storage.database import Database

    opened = Database(load_settings().database_url)
    try:
        yield opened
    finally:
        opened.close()

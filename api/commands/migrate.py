"""`expertmatch migrate`: everything in the database moved to another, SQLite or PostgreSQL, and verified there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated

import typer

OFTEN = 2.0  # seconds between two lines about one table


def migrate(
    to: Annotated[
        str | None,
        typer.Option(
            help="Address of an empty database: postgresql://USER@HOST/NAME (a password in it is seen by whoever may list "
            "processes; PGPASSWORD or a password file is not) or sqlite:///FILE."
        ),
    ] = None,
    give_up: Annotated[bool, typer.Option(help="Open the database again that a move closed and did not end.")] = False,
) -> None:
    """Move the whole database to another; it is read, but not written, until all is there, and closed afterwards.

    Killed or cut off, the same command goes on from where it was. Without options, it tells whether a move is under way.
    """
    from api.commands.desk import opened
    from api.services import moving as use
    from api.services.roster.roster_shelf import RosterShelf
    from api.wiring import VECTORS
    from matching.errors import InvalidSetting

    if to is not None and give_up:
        raise InvalidSetting("Both --to and --give-up were given.", next_step="Give one of them.")
    with opened() as office:
        if give_up:
            place = use.give_up(office)
            typer.echo(f"{office.database.place} is open again; {place} holds a part of it that nobody needs any more.")
        elif to is None:
            mark = use.under_way(office)
            state = "is open" if mark is None else f"{'was' if mark.done else 'is being'} moved to {mark.place}"
            typer.echo(f"{office.database.place} {state}.")
        else:
            moved = use.move(office, to, _teller())
            typer.echo(
                f"{moved.rows} rows of {moved.tables} tables are at {moved.place}, compared row by row. "
                "Set EXPERTMATCH_DATABASE to that address, then start every process again. Once they serve from there, delete "
                f"what no erasure reaches any more: the old database ({office.database.place}), the folder "
                f"{RosterShelf.of(office.settings.cache, office.database.place).root} and its like on other machines, "
                f"and {VECTORS} in every cache from which the service no longer reads vectors."
            )


def _teller() -> Callable[[str, str, int, int], None]:
    """Says how far it is with each table when that begins, and every other second."""
    said: dict[tuple[str, str], float] = {}

    def tell(doing: str, table: str, rows: int, total: int) -> None:
        now = time.monotonic()
        if now - said.get((doing, table), -OFTEN) >= OFTEN:
            said[doing, table] = now
            typer.echo(f"{doing} {table}: {rows} of {total}", err=True)

    return tell

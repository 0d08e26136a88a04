"""`expertmatch erase`: one person, from everything that the service keeps, with the proof."""

from __future__ import annotations

from typing import Annotated

import typer


def erase(
    expert_id: Annotated[str, typer.Argument(help="Id of the person.")],
    confirm: Annotated[str, typer.Option(help="The id once more: this cannot be undone.")],
) -> None:
    """Erase a person and search everything for what is left; ends with 1 where something was found or not proved."""
    from api.commands.desk import opened
    from api.services.erasure import erasure as use
    from api.services.unit import COMMAND
    from matching.errors import InvalidSetting

    if confirm != expert_id:
        raise InvalidSetting(
            "The id given with --confirm is another.", f"Found '{confirm}'.", "Give the same id twice, to be sure."
        )
    with opened() as office:
        proof, file = use.erase(office, COMMAND, expert_id), office.database.url.database
    rows = ", ".join(f"{name} {count}" for name, count in proof.rows.items() if count)
    typer.echo(f"Removed: {rows}; vectors {proof.vectors}; letters {proof.letters}.")
    if proof.server_keeps:
        typer.echo("PostgreSQL's write-ahead log and its own backups hold old rows until they are recycled.")
    for place, count in proof.perhaps.items():
        typer.echo(f"Perhaps also meant in {place}: {count} row(s); look at them.")
    if proof.clean:
        typer.echo(f"Searched: every table and {proof.files_searched} files. Nothing was found.")
        return
    for who in proof.held_by:
        typer.echo(f"Removed rows are still on the database's disk, kept for {who}.", err=True)
    if proof.held_by:
        typer.echo("That they are gone is not proved. End what keeps them, then run: expertmatch purge", err=True)
    if proof.reader:
        typer.echo(
            f"Not searched: {file} and its -wal and -shm. After that search them by hand for the name and the address.",
            err=True,
        )
    for place, count in proof.tables_with_traces.items():
        typer.echo(f"Still found in {place}: {count} row(s).", err=True)
    for path in proof.files_with_traces:
        typer.echo(f"Still found in {path}.", err=True)
    for path in proof.files_unread:
        typer.echo(f"Could not be searched: {path}. It is damaged or locked; look at it, or remove it.", err=True)
    raise typer.Exit(1)

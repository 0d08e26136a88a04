"""`expertmatch notices`: letters that wait."""

from __future__ import annotations

import typer

from api.commands.failures import GuardedGroup

notices = typer.Typer(
    name="notices", cls=GuardedGroup, help="Letters to people and to the office.", no_args_is_help=True
)


@notices.callback()
def letters() -> None:
    """Letters to people and to the office."""


@notices.command()
def send() -> None:
    """Send the letters that wait, as a serving process does by itself; ends with 1 where some could not be sent."""
    from api.commands.desk import opened
    from api.services.notices.notices_queue import send_waiting

    with opened() as office:
        done = send_waiting(office)
    typer.echo(f"Sent: {done.sent}. To be tried again: {done.postponed}. Given up: {done.failed}.")
    if done.failed:
        typer.echo("See which with GET /api/v1/notices?state=failed; mend the cause and try them again.", err=True)
        raise typer.Exit(1)

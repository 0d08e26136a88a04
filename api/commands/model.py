"""`expertmatch model`: the model in use, and another one to follow it while the service goes on."""

from __future__ import annotations

from typing import Annotated

import typer


def model(
    to: Annotated[
        str | None,
        typer.Option("--to", help="Let this one follow: 'bundled', or the folder or hub name of a model."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Stay with the one in use.")] = False,
) -> None:
    """Show the model that reads texts; or change it while the service goes on, without a shortlist of two models."""
    from functools import partial

    from api.commands.desk import opened
    from api.services.roster import model_change as use
    from api.services.unit import COMMAND, reading
    from api.wiring import engine_with

    if to is not None and keep:
        raise typer.BadParameter("Give --to or --keep, not both.")
    with opened() as office:
        if to is not None:
            use.choose(office, COMMAND, to, partial(engine_with, office))
        elif keep:
            typer.echo("The model in use stays." if use.keep(office, COMMAND) else "None was to follow.")
        typer.echo(f"Model in use: {use.model_of(office)}")
        with reading(office, COMMAND) as unit:
            coming = use.to_come(unit.session)
        if coming is not None:
            done = coming.people - coming.waiting
            typer.echo(f"Model to come: {coming.model}, {done} of {coming.people} people encoded")
            typer.echo("Processes that serve encode with it, and 'expertmatch work'; it is then taken into use.")

"""`expertmatch upkeep`: how up to date the roster is, who is concerned, and letters that ask."""

from __future__ import annotations

from typing import Annotated

import typer


def upkeep(
    of: Annotated[str | None, typer.Option("--list", help="outdated, inactive or incomplete: their ids.")] = None,
    ask: Annotated[str | None, typer.Option(help="outdated, inactive or incomplete: ask them by letter.")] = None,
) -> None:
    """Count the profiles that are outdated, inactive, incomplete or doubled, and what the missing parts would bring."""
    from api.commands.desk import opened
    from api.services.people import upkeep as use
    from api.services.unit import COMMAND, reading, writing

    for given in (of, ask):
        if given is not None and given not in use.KINDS:
            raise typer.BadParameter(f"'{given}' is none of {', '.join(use.KINDS)}")
    kinds: dict[str, use.UpkeepKind] = {kind: kind for kind in use.KINDS}
    with opened() as office:
        if ask is not None:
            with writing(office, COMMAND) as unit:
                asked = use.ask(unit, kinds[ask])
            typer.echo(f"Letters put into the queue: {asked}. 'expertmatch notices send' sends them.")
        elif of is not None:
            with reading(office, COMMAND) as unit:
                found = use.listed(unit, kinds[of], limit=use.EVERYBODY, after=None)
            for line in found.rows:
                last = line.confirmed_at.date().isoformat() if line.confirmed_at else "never"
                typer.echo(f"{line.id}\t{last}\t{', '.join(line.missing)}")
        else:
            with reading(office, COMMAND) as unit:
                state = use.overview(unit)
            typer.echo(f"People on the roster: {state.people}.")
            for one in state.counts:
                typer.echo(f"{one.kind}: {one.people}, of them to be asked now: {one.to_ask}.")
            typer.echo(f"Pairs of records that may be of one person: {state.duplicates}.")
            for point in use.what_is_missing(office, COMMAND):
                typer.echo(
                    f"Missing {point.part}: {point.people} people; asked for by {point.calls} open calls; "
                    f"would settle {point.settles}."
                )

"""`expertmatch season`: the calls that wait for a decision staffed at once, beside call after call; or into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

Pool = Literal["applied", "roster"]


def season(
    call: Annotated[
        list[str] | None, typer.Option(help="Id of a call; several times. (default: all that wait)")
    ] = None,
    pool: Annotated[Pool, typer.Option(help="applied: who applied or was invited; roster: everybody.")] = "applied",
    most: Annotated[int, typer.Option(min=1, max=20, help="Places for one person.")] = 1,
    days: Annotated[
        float | None, typer.Option(min=0.5, max=1000, help="Working days for one person. (default: no limit)")
    ] = None,
    per_institution: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Places for the people of one institution. (default: no cap)")
    ] = None,
    sure: Annotated[bool, typer.Option("--sure", help="Only who meets every rule; nobody still to be asked.")] = False,
    blind: Annotated[bool, typer.Option("--blind", help="Ids alone, no names.")] = False,
    out: Annotated[Path | None, typer.Option(help="File to write, .csv or .xlsx. (default: screen)")] = None,
) -> None:
    """Staff the calls that wait for a decision at once: most places filled, then most merit, proven. It is a proposal."""
    from api.commands.desk import opened
    from api.commands.failures import refuse_overwriting, say
    from api.commands.language import language_here
    from api.commands.screen import console
    from api.commands.show_season import show_season
    from api.services.supply.season import staffed
    from api.services.supply.season_files import as_file
    from api.services.supply.season_told import SeasonWish
    from api.services.unit import COMMAND
    from embeddings.disk import write_atomic

    if out is not None and out.suffix not in (".csv", ".xlsx"):
        raise typer.BadParameter("the name of the file ends with .csv or .xlsx", param_hint="--out")
    refuse_overwriting(out)
    wish = SeasonWish(
        calls=tuple(call or ()), pool=pool, most=most, days=days, per_institution=per_institution, sure=sure
    )
    with opened() as office:
        plan = staffed(office, COMMAND, wish, names=not blind)
    if out is None:
        show_season(console(), plan)
        return
    content, _ = as_file(plan, "csv" if out.suffix == ".csv" else "xlsx", language_here(os.environ))
    write_atomic(out, content)
    say(f"{out}: {plan.at_once.filled} of {plan.places} places filled.")

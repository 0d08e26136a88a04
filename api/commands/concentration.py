"""`expertmatch concentration`: who the missions went to, by nationality, institution and person, and newcomers."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

DAY = ["%Y-%m-%d"]


def concentration(
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="First day. (default: from the beginning)")
    ] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Last day. (default: today)")] = None,
    out: Annotated[Path | None, typer.Option(help="CSV to write, a group a line. (default: screen)")] = None,
) -> None:
    """Shares of missions, days, applications and roster, how concentrated they are, and how many came for the first time."""
    from api.commands.desk import reading_desk
    from api.commands.failures import refuse_overwriting, say
    from api.commands.language import language_here
    from api.commands.screen import console
    from api.commands.show_concentration import show_concentration
    from api.exports.figure_tables import FigureTables
    from api.services.supply.concentration import as_csv
    from api.services.supply.concentration import concentration as concentration_of
    from embeddings.disk import write_atomic

    refuse_overwriting(out)
    with reading_desk() as unit:
        found = concentration_of(unit, since=since and since.date(), until=until and until.date())
    if out is None:
        show_concentration(console(), found)
        return
    write_atomic(out, FigureTables(language_here(os.environ)).text(as_csv(found)).encode())
    say(f"{out}: {len(found.by_nationality.lines)} nationalities, {len(found.by_institution.lines)} institutions.")

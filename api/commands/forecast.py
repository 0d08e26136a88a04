"""`expertmatch forecast`: demand of the coming year, whether the forecast is worth anything, and scenarios."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

Of = Literal["requests", "calls"]
By = Literal["total", "area", "field", "language"]
Per = Literal["month", "quarter", "year"]


def forecast(
    of: Annotated[Of, typer.Option(help="What is counted, as it is received or published.")] = "requests",
    by: Annotated[By, typer.Option(help="Everything together, or by area, field or language.")] = "total",
    per: Annotated[Per, typer.Option(help="Length of a period.")] = "quarter",
    change: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND:CODE:TIMES",
            help="A change of a scenario, as often as there are some: language:pt:2, field:A.20:1.5, region:Africa:0.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="JSON or CSV to write, by its name. (default: screen)")] = None,
) -> None:
    """Forecast the demand of a year: with intervals, and by the method that did better on the past."""
    from api.commands.desk import opened
    from api.commands.failures import refuse_overwriting, say
    from api.commands.language import language_here
    from api.commands.screen import console
    from api.commands.show_forecast import show_forecast, verdict_line
    from api.exports.figure_tables import FigureTables
    from api.services.supply.demand import as_csv, demand
    from api.services.unit import COMMAND
    from embeddings.disk import write_atomic
    from matching.errors import InvalidSetting
    from matching.forecasting import read_change

    refuse_overwriting(out)
    if out is not None and out.suffix.lower() not in (".csv", ".json"):
        raise InvalidSetting(
            "The forecast is written as JSON or CSV.", f"Found '{out.name}'.", "Name it .json or .csv."
        )
    changes = [read_change(text) for text in change or ()]
    with opened() as office:
        found = demand(office, COMMAND, of=of, level=by, period=per, changes=changes)
    if out is None:
        show_forecast(console(), found)
        return
    is_csv, words = out.suffix.lower() == ".csv", FigureTables(language_here(os.environ))
    text = words.text(as_csv(found), by) if is_csv else f"{found.model_dump_json(indent=2)}\n"
    write_atomic(out, text.encode())
    say(f"{out}: {len(found.lines)} lines. {verdict_line(found)}")

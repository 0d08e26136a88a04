"""`expertmatch supply`: where the roster is short of people for what calls ask for, and whom to look for."""

from __future__ import annotations

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args

import typer


class When(StrEnum):
    """Which calls are looked at."""

    ALL = "all"
    OPEN = "open"
    PAST = "past"
    FORECAST = "forecast"


class By(StrEnum):
    """What cells are told apart by."""

    WHEN = "when"
    FIELD = "field"
    LANGUAGE = "language"
    LEVEL = "level"
    REGION = "region"
    SEASON = "season"
    STATUS = "status"
    GENDER = "gender"
    NATIONALITY = "nationality"


def supply(
    by: Annotated[list[By] | None, typer.Option(help="What to tell apart, up to three times. (default: field)")] = None,
    when: Annotated[When, typer.Option(help="Which calls.")] = When.ALL,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Without calls published before this day.")
    ] = None,
    field: Annotated[str | None, typer.Option(help="Only what asks for this field, or one below it.")] = None,
    language: Annotated[str | None, typer.Option(help="Only what asks for this language.")] = None,
    status: Annotated[str | None, typer.Option(help="Count only people of this status.")] = None,
    fewer_than: Annotated[int, typer.Option(min=1, max=100, help="With fewer people a position is thin.")] = 3,
    sure: Annotated[bool, typer.Option("--sure", help="Count only people of whom everything is known.")] = False,
    merit: Annotated[bool, typer.Option("--merit", help="Compare the eligible: would the third-best do?")] = False,
    change: Annotated[
        list[str] | None, typer.Option(help="Of the forecast: language:pt:2, field:A.20:1.5, region:Africa:0.")
    ] = None,
    next_: Annotated[
        int, typer.Option("--next", min=0, max=10, help="Name this many profiles that would help most.")
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="CSV, or JSON by its ending, to write. (default: screen)")] = None,
) -> None:
    """Show demand and supply cell by cell, for the calls of the office, and the people to look for."""
    from api.commands.desk import opened
    from api.commands.failures import refuse_overwriting, say
    from api.commands.language import language_here
    from api.commands.screen import console
    from api.commands.show_supply import show_gaps, show_profiles
    from api.exports.figure_tables import FigureTables
    from api.services.supply.gaps import as_csv, gaps
    from api.services.supply.looking import Asked, look
    from api.services.supply.next_profiles import next_profiles
    from api.services.unit import COMMAND
    from embeddings.disk import write_atomic
    from matching.forecasting import read_change
    from matching.supply.cells import Dimension
    from matching.supply.sought import When as Kind

    refuse_overwriting(out)
    said: dict[Dimension, str | None] = {"field": field, "language": language, "status": status}
    where: dict[Dimension, str] = {name: value for name, value in said.items() if value is not None}
    told: list[Dimension] = [one.value for one in by or [By.FIELD]]
    asked = Asked(
        next((one for one in get_args(Kind) if one == when.value), None),
        since.date() if since else None,
        where,
        fewer_than,
        sure,
        tuple(map(read_change, change or ())),
    )
    with opened() as office:
        seen = look(office, COMMAND, asked, [told], merit="yes" if merit else "no")
        found, vocabularies = gaps(seen, told), office.engine.vocabularies
        best = next_profiles(seen, vocabularies, next_) if next_ else None
        if out is None:
            show_gaps(console(), found, vocabularies)
        else:
            is_json, words = out.suffix.lower() == ".json", FigureTables(language_here(os.environ))
            text = found.model_dump_json() if is_json else words.text(as_csv(found, vocabularies))
            write_atomic(out, text.encode())
            say(f"{out}: {len(found.cells)} cells.")
        if best is not None:
            show_profiles(console(), best)

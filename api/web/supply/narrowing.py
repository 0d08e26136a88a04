"""What a page of supply is narrowed to, as its address says it: which calls, since when, and which cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.governance.suppression import SMALL_GROUPS
from api.services.supply.looking import Asked
from api.services.supply.told_cells import DECLARED
from api.speech.speech import Speech
from api.web.house.figures_showing import REGIONS
from matching.forecasting import read_change
from matching.supply.cells import DEMANDED, PERSONAL, Dimension
from matching.supply.sought import NOT_SAID, When

ORDER: tuple[Dimension, ...] = (*(one for one in DEMANDED if one != "when"), *PERSONAL)
YEAR = 365  # days
YEARS = ("1", "2", "3", "5")  # back, that are offered
Words = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True)
class Narrowed:
    """A page of supply as its address asks for it; `years` back, 0 for all time."""

    when: When | None
    years: int
    sure: bool
    where: Mapping[Dimension, str]
    changes: tuple[str, ...] = ()  # of the scenario of a forecast

    def asked(self, today: date) -> Asked:
        """The same, as services read it."""
        since = today - timedelta(days=YEAR * self.years) if self.years else None
        scenario = tuple(map(read_change, self.changes)) if self.when == "forecast" else ()
        return Asked(self.when, since, self.where, sure=self.sure, scenario=scenario)

    def address(self, path: str = "/supply", **changes: str) -> str:
        """Of a page narrowed in the same way, but for some changes; an empty one widens it."""
        found = {
            "when": self.when or "",
            "years": str(self.years) if self.years else "",
            "sure": "yes" if self.sure else "",
        }
        said: dict[str, str] = found | {str(name): value for name, value in self.where.items()} | changes
        query = urlencode([*((k, value) for k, value in said.items() if value), *(("change", c) for c in self.changes)])
        return f"{path}?{query}" if query else path

    def csv(self, by: Sequence[Dimension], since: date | None) -> str:
        """Where the same cells are given for a spreadsheet."""
        own = [("when", self.when or ""), ("since", str(since or "")), ("sure", "true" if self.sure else "")]
        said = [(str(name), value) for name, value in [*own, *self.where.items()] if value]
        query = urlencode([*said, *(("change", c) for c in self.changes), *(("by", name) for name in by)])
        return f"/api/v1/supply/gaps.csv?{query}" if query else "/api/v1/supply/gaps.csv"


def narrowed(
    when: Annotated[Literal["", "open", "past", "forecast"], Query()] = "",
    years: Annotated[Literal["", "1", "2", "3", "5"], Query()] = "",
    sure: Annotated[Literal["", "yes"], Query()] = "",
    field: Words = "",
    language: Words = "",
    level: Words = "",
    region: Words = "",
    season: Words = "",
    status: Words = "",
    change: Annotated[tuple[str, ...], Query(max_length=12)] = (),
) -> Narrowed:
    """What an address asks for; what it does not say is empty."""
    said: dict[Dimension, str] = {
        "field": field, "language": language, "level": level, "region": region, "season": season, "status": status
    }  # fmt: skip
    where = {name: value.replace("\x00", "") for name, value in said.items() if value.strip("\x00")}
    return Narrowed(when or None, int(years or 0), sure == "yes", where, change)


Which = Annotated[Narrowed, Depends(narrowed)]


def change_words(change: str, say: Speech) -> str:
    """A change of a scenario in words: what it is about, and how many times as often it is asked for.

    Raises:
        InvalidSetting: it is no such change.
    """
    read = read_change(change)
    times = say.number(read.times, 0 if read.times == int(read.times) else 1)
    return say("scenario.change", what=value_words(read.kind, read.code, say), times=times)


def value_words(name: Dimension, value: str, say: Speech) -> str:
    """A value of a cell in words."""
    if value == SMALL_GROUPS:
        return say("small")
    if value == NOT_SAID:
        return say("none." + ("declared" if name in DECLARED else name))
    match name:
        case "field":
            return say.term("fields", value)
        case "status":
            return say.term("statuses", value)
        case "language":
            return say.language_name(value)
        case "nationality":
            return say.country(value)
        case "region":
            return say(f"region.{value}") if value in REGIONS else value
        case "season":
            return say(f"season.{value}") if say.has(f"season.{value}") else value
        case "gender":
            return say(f"gender.{value}")
        case "when":
            return say(f"when.{value}")
        case _:
            return value

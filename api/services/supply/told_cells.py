"""Cells of supply as they are told to somebody: without what would say something of a few people.

Who may not see persons is told numbers of people as in every indicator: none of 1 to 4, all others rounded to a multiple of
five. What people declared is told of groups alone, never of a position, and groups of few stand together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd
from pydantic import BaseModel, Field

from api.errors import NotAllowed
from api.governance.suppression import LEAST, SMALL_GROUPS
from api.services.indicators.indicators import SEE_DECLARED, SEE_PERSONS
from api.services.indicators.suppressed import count, few
from api.services.unit import Actor
from matching.supply import Cell, Supply
from matching.supply.cells import PERSONAL, Dimension, Where

DECLARED = ("gender", "nationality")
Withheld = Literal["", "declared", "people"]


class GapCell(BaseModel):
    """Demand and supply of one cell; numbers that are not told are null."""

    of: dict[Dimension, str] = Field(description="what it is about: a code for each thing asked for, '-' for not said")
    calls: int
    positions: int
    people: int | None = Field(description="different people who are eligible for some of its positions")
    fewest: int | None = Field(description="people eligible for the position that has fewest")
    median: float | None = Field(description="people eligible for a position, in the middle")
    thin: int | None = Field(description="positions for which fewer people are eligible than asked for")
    compared: int | None = Field(description="positions whose eligible people were compared by merit")
    third_would_do: int | None = Field(description="of these, where the third-best has four fifths of the best's merit")
    third_of_best: float | None = Field(description="merit of the third-best over that of the best, in the middle")
    suppressed: bool = Field(default=False, description="something is not told, because too few people stand behind it")


def withheld(actor: Actor) -> Withheld:
    """Of what small figures are not told to somebody: of people at all, of what people declared, or of nothing."""
    if actor.is_any(*SEE_DECLARED):
        return ""
    return "declared" if actor.is_any(*SEE_PERSONS) else "people"


def check_asked(actor: Actor, by: Sequence[Dimension], where: Where) -> None:
    """Refuse cells by which single people could be told.

    Raises:
        NotAllowed: they are narrowed by what people are, or told apart by it and by something else.
    """
    kept_back = withheld(actor)
    guarded = {"": (), "declared": DECLARED, "people": PERSONAL}[kept_back]
    personal = [one for one in by if one in guarded]
    if any(one in guarded for one in where) or (personal and len(by) > 1):
        raise NotAllowed(
            "Cells of few people are not told to your role.",
            f"Found {', '.join([*by, *where])}.",
            f"Ask for one of {', '.join(guarded)} at a time, and narrow by what calls ask for.",
        )


def least_told(actor: Actor, fewer_than: int) -> int:
    """From how many people on a position is not thin, as somebody may ask for it: in steps of five for whom all is."""
    return -(-fewer_than // LEAST) * LEAST if withheld(actor) == "people" else fewer_than


def joined(supply: Supply, asks: Collection[int], by: Sequence[Dimension], actor: Actor) -> Supply:
    """The supply with kinds of people of whom there are few put together, where these are guarded.

    Args:
        asks: numbers of the positions behind the cells.
    """
    name = next((one for one in by if one in PERSONAL), None)
    if name is None or not _is_guarded(actor, name):
        return supply
    column = "nationalities" if name == "nationality" else name
    inside = supply.able[supply.able["ask"].isin(asks)].explode(column)
    heads = inside.groupby(column)["row"].nunique()
    small = set(heads[heads < LEAST].index)

    def kept(value: str) -> str:
        return SMALL_GROUPS if value in small else value

    if column == "nationalities":
        own = [tuple(dict.fromkeys(map(kept, values))) for values in supply.able[column]]
        renamed: pd.Series = pd.Series(own, supply.able.index, dtype=object)
    else:
        renamed = supply.able[column].map(kept)
    return replace(supply, able=supply.able.assign(**{column: renamed}))


def told(cell: Cell, by: Sequence[Dimension], actor: Actor, everybody: int) -> GapCell:
    """One cell as somebody is told of it.

    Args:
        everybody: different people behind all the cells: where few of them are left, the others are not told either.
    """
    whole = GapCell(
        of=dict(zip(by, cell.of, strict=True)),
        calls=cell.calls,
        positions=cell.positions,
        people=cell.people,
        fewest=cell.fewest,
        median=cell.median,
        thin=cell.thin,
        compared=cell.compared,
        third_would_do=cell.third_does,
        third_of_best=cell.third_of_best,
    )
    personal = next((one for one in by if one in PERSONAL), None)
    if personal is not None and _is_guarded(actor, personal):
        people = None if few(everybody - cell.people) else count(cell.people) or None
        nothing = dict.fromkeys(("fewest", "median", "thin", "compared", "third_would_do", "third_of_best"))
        return whole.model_copy(update={**nothing, "people": people, "suppressed": True})
    if withheld(actor) != "people":
        return whole
    numbers = {"people": count(cell.people), "fewest": count(cell.fewest), "median": count(round(cell.median))}
    merit = dict.fromkeys(("compared", "third_would_do", "third_of_best"))
    return whole.model_copy(update={**numbers, **merit, "suppressed": None in numbers.values()})


def _is_guarded(actor: Actor, name: Dimension) -> bool:
    kept_back = withheld(actor)
    return kept_back == "people" or (kept_back == "declared" and name in DECLARED)

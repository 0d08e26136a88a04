"""Where supply is short: demand and its eligible supply cell by cell, as somebody is told of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pydantic import BaseModel, Field

from api.exports.sheets import cell_text
from api.services.indicators.suppressed import count, few
from api.services.supply.declines import Decline
from api.services.supply.looking import Look
from api.services.supply.told_cells import GapCell, joined, told, withheld
from api.services.unit import Actor
from matching.codes import country_name, language_name
from matching.supply import cells
from matching.supply.cells import Dimension
from matching.supply.sought import NOT_SAID
from matching.vocabulary import Vocabularies


class Gaps(BaseModel):
    """Demand and supply, cell by cell."""

    by: list[Dimension]
    where: dict[Dimension, str]
    fewer_than: int = Field(description="a position with fewer eligible people is thin")
    roster: int | None = Field(description="people who are compared with calls")
    whole: GapCell | None = Field(description="all of it together; null where nothing is asked for")
    cells: list[GapCell]
    first_decline: Decline = Field(description="days from the first invitation to the first no")
    without_team: int | None = Field(
        description="calls for which no team could be put together within their rules; null where that is not told"
    )
    notes: list[str]


def gaps(seen: Look, by: Sequence[Dimension]) -> Gaps:
    """Demand and supply cell by cell.

    Args:
        by: what to tell apart; nothing: everything together.

    Raises:
        InvalidSetting: a dimension comes twice.
    """
    actor, fewer_than, whole = seen.actor, seen.fewer_than, seen.whole
    everybody = whole.people if whole else 0
    found = [whole] if whole else []
    if by:
        grouped = joined(seen.supply, [one.ask for one in seen.behind], by, actor)
        found = cells(grouped, by, seen.fields, seen.where, fewer_than=fewer_than)
    return Gaps(
        by=list(by),
        where=dict(seen.where),
        fewer_than=fewer_than,
        roster=count(seen.supply.size) if withheld(actor) == "people" else seen.supply.size,
        whole=told(whole, (), actor, everybody) if whole else None,
        cells=[told(one, by, actor, everybody) for one in found],
        first_decline=seen.declines.of(seen.calls, actor),
        without_team=_without_team(seen),
        notes=_notes(actor, seen.asked.sure),
    )


def as_csv(found: Gaps, vocabularies: Vocabularies) -> str:
    """The cells as a table, one a line, each value beside its label; no cell of it is taken for a formula."""
    lines = [
        {
            **{name: cell_text(value) for name, value in cell.of.items()},
            **{f"{name}_label": cell_text(label(name, value, vocabularies)) for name, value in cell.of.items()},
            **cell.model_dump(exclude={"of"}),
        }
        for cell in found.cells
    ]
    of = [*found.by, *(f"{name}_label" for name in found.by)]
    frame = pd.DataFrame(lines, columns=[*of, *(name for name in GapCell.model_fields if name != "of")])
    for column in ("people", "fewest", "thin", "compared", "third_would_do"):
        frame[column] = frame[column].astype("Int64")
    return frame.to_csv(index=False, lineterminator="\r\n")


def label(name: Dimension, value: str, vocabularies: Vocabularies) -> str:
    """A value of a cell in English words."""
    if value == NOT_SAID:
        return "not said"
    if name in ("field", "status"):
        kind = vocabularies.fields if name == "field" else vocabularies.statuses
        return kind.label(value) if kind.has(value) else value
    if name == "language":
        return language_name(value)
    return country_name(value) if name == "nationality" and len(value) == 2 else value


def _without_team(seen: Look) -> int | None:
    """How many of the calls have no lawful team; of few calls it would tell whoever sees no persons who is there."""
    if withheld(seen.actor) == "people" and few(len(seen.calls)):
        return None
    return len(seen.no_team)


def _notes(actor: Actor, sure: bool) -> list[str]:
    found = [
        "A call is read on its own day: an open one today, a past one on the day it was published, on today's roster.",
        "What has several fields, languages or nationalities counts in each: cells do not add up to the whole.",
        "Only people of whom everything a call asks for is known count as eligible."
        if sure
        else "People of whom something is not known count as eligible: what is not known is no failure.",
    ]
    if withheld(actor) == "people":
        found.append("Of one to four people no number is given; other numbers are rounded to a multiple of five.")
    elif withheld(actor) == "declared":
        found.append("Gender and nationality are told of groups of five and more, rounded to a multiple of five.")
        found.append("Rules on them are left aside where fewer than five people are eligible for a call.")
    return found

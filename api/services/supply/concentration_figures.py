"""From single missions, days, applications and people to shares by group, told so that nobody is found where that is due.

Definitions, the same everywhere:

* **Share**: of those who declared a group, so that shares add up to 1. Who declared several counts in equal parts.
* **Herfindahl-Hirschman index**: the sum of the squared shares; 1 when everything is one group's, 1/n when n groups have
  the same. Its inverse is the number of groups of equal size that would give it.
* **Kept safe**: of fewer than five people nothing is told, their groups stand together under one name, other numbers are
  multiples of five, and shares and indices are made of these numbers alone, never of those behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field

from api.governance.suppression import SMALL_GROUPS, rounded
from api.services.indicators.indicator_subjects import NOT_DECLARED, NOT_SAID
from api.services.indicators.suppressed import count, few

Measure = Literal["missions", "days", "applications", "roster"]
MEASURES: tuple[Measure, ...] = ("missions", "days", "applications", "roster")
OPEN = (NOT_DECLARED, NOT_SAID)  # in no share


class Piece(NamedTuple):
    """Something of a person in one group: a part of a mission, of its days, of an application, or of themselves."""

    measure: Measure
    group: str
    expert: str
    amount: float


class Part(BaseModel):
    """What one group has of one measure."""

    amount: float | None = Field(description="null where it is not told")
    share: float | None = Field(description="of those who declared a group; null where it is not told, or of nothing")
    suppressed: bool = Field(default=False, description="not told, because too few people stand behind it")


class GroupLine(BaseModel):
    """One group: its part of the missions, of their days, of the applications, and of the people on the roster."""

    group: str
    label: str = ""
    missions: Part
    days: Part
    applications: Part
    roster: Part
    gap: float | None = Field(
        description="share of the days less share of the roster; below 0: has fewer than its part"
    )


class Spread(BaseModel):
    """How evenly one measure is spread over the groups."""

    measure: Measure
    groups: int | None = Field(description="groups that have any of it")
    largest_two: float | None = Field(description="share of the two largest")
    index: float | None = Field(description="Herfindahl-Hirschman index, from 0 to 1")
    as_many: float | None = Field(description="groups of equal size that would give it")
    at_least: bool = Field(description="the index counts the groups named alone, and may be somewhat higher")


class Shares(BaseModel):
    """A measure by measure spread over groups; lines with most days first."""

    lines: list[GroupLine]
    spreads: list[Spread]


def shares(pieces: Iterable[Piece], *, safe: bool) -> Shares:
    """Every group with its shares, and how evenly each measure is spread.

    Args:
        safe: whether it is told so that nobody can be found from it.
    """
    amounts: dict[tuple[Measure, str], float] = defaultdict(float)
    behind: dict[tuple[Measure, str], set[str]] = defaultdict(set)
    for piece in pieces:
        amounts[piece.measure, piece.group] += piece.amount
        behind[piece.measure, piece.group].add(piece.expert)
    hidden = {cell for cell, people in behind.items() if few(len(people))} if safe else set()
    for measure, group in sorted(hidden):
        amounts[measure, SMALL_GROUPS] += amounts.pop((measure, group))
        behind[measure, SMALL_GROUPS] |= behind[measure, group]
    told = {cell: _told(amount, len(behind[cell]), safe) for cell, amount in amounts.items()}
    wholes = {one: _whole([a for (m, g), a in amounts.items() if m == one and g not in OPEN], safe) for one in MEASURES}
    groups = {group for _, group in told} | {group for _, group in hidden if (("roster", group) in told)}
    lines = [_line(group, told, hidden, wholes) for group in groups]
    ordered = sorted(lines, key=lambda line: (line.group in (*OPEN, SMALL_GROUPS), *_order(line)))
    return Shares(lines=ordered, spreads=[_spread(measure, ordered, safe) for measure in MEASURES])


def _told(amount: float, people: int, safe: bool) -> float | None:
    if not safe:
        return round(amount, 6)
    return None if few(people) else count(round(amount))


def _whole(amounts: Sequence[float], safe: bool) -> float:
    whole = sum(amounts)
    return float(rounded(round(whole))) if safe else whole


def _line(
    group: str,
    told: dict[tuple[Measure, str], float | None],
    hidden: set[tuple[Measure, str]],
    wholes: dict[Measure, float],
) -> GroupLine:
    parts: dict[Measure, Part] = {}
    for measure in MEASURES:
        amount = told.get((measure, group), None if (measure, group) in hidden else 0.0)
        whole = wholes[measure]
        of = None if amount is None or not whole or group in OPEN else round(min(amount / whole, 1.0), 4)
        parts[measure] = Part(amount=amount, share=of, suppressed=amount is None)
    here, there = parts["days"].share, parts["roster"].share
    named = group not in (*OPEN, SMALL_GROUPS)
    gap = round(here - there, 4) if named and here is not None and there is not None else None
    return GroupLine(
        group=group,
        missions=parts["missions"],
        days=parts["days"],
        applications=parts["applications"],
        roster=parts["roster"],
        gap=gap,
    )


def _order(line: GroupLine) -> tuple[float, float, float, str]:
    """The largest first, by the numbers that are told: the order tells no more than they do."""
    return -(line.days.amount or 0), -(line.missions.amount or 0), -(line.roster.amount or 0), line.group


def _spread(measure: Measure, lines: Sequence[GroupLine], safe: bool) -> Spread:
    named = [line for line in lines if line.group not in (*OPEN, SMALL_GROUPS)]
    parts = sorted((part.share for line in named if (part := getattr(line, measure)).share), reverse=True)
    joined = any(line.group == SMALL_GROUPS and getattr(line, measure).amount != 0 for line in lines)
    index = sum(part * part for part in parts)
    return Spread(
        measure=measure,
        groups=None if joined else len(parts),
        largest_two=round(sum(parts[:2]), 4) if parts else None,
        index=round(index, 3) if parts else None,
        as_many=round(1 / index, 1) if parts and not joined else None,
        at_least=safe and joined,
    )

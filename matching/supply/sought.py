"""Calls and their eligible supply as two tables: a line per position, and a line per position and eligible person.

Who is eligible is read as everywhere in `matching.supply` (`from_calls`): by the gates of the call on its own day, and by
the fields covered. Gender and nationality stand in the second table to be counted, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from matching.compose.values import Rules
from matching.criteria import region
from matching.entities import Call, Position
from matching.roster import Roster, homes_of
from matching.supply.from_calls import demands_of, demands_of_roster
from matching.supply.values import NO_RULES, Demand
from matching.vocabulary import Vocabularies

When = Literal["past", "open", "forecast"]
Merits = Mapping[tuple[str, str], NDArray[np.float32]]  # by call and position: (people of the roster,) merit or NaN

NOT_SAID = "-"  # of a call that names no field, language, region or day, and of a person who said nothing
ASKS = ["ask", "call", "position", "when", "fields", "needs", "region", "season", "statuses"]
ABLE = ["ask", "row", "status", "home", "gender", "nationalities"]


@dataclass(frozen=True)
class Sought:
    """A call, past, open or forecast.

    Attributes:
        day: on which its gates are read: today for an open one, the day it was published for a past one.
        rules: of its team, those that bind.
    """

    call: Call
    when: When
    day: date
    rules: Rules = NO_RULES


@dataclass(frozen=True)
class Supply:
    """Demand with its eligible supply.

    Attributes:
        sought: the calls that have a position.
        demands: the same, as composition and `best_additions` read them.
        asks: a line per position. `ask` numbers it; `fields` are codes, `needs` pairs of a language and the highest level
            asked for in it, `region` the continent of the partner, `season` the quarter in which the work begins.
        able: a line per position and eligible person. `row` is the person's on the roster.
        size: people on the roster.
    """

    sought: tuple[Sought, ...]
    demands: tuple[Demand, ...]
    asks: pd.DataFrame
    able: pd.DataFrame
    size: int


def supply_of(
    sought: Sequence[Sought],
    roster: Roster | None,
    vocabularies: Vocabularies,
    *,
    sure: bool = False,
    without: Collection[str] = (),
) -> Supply:
    """The eligible supply of some calls.

    Args:
        roster: None where nobody is on it.
        sure: whether only those count who pass every gate, not those of whom something is not known.
        without: ids of people who take no part, whatever the gates say.

    Raises:
        UnknownCode: a call names a field or a status that the vocabulary does not hold.
    """
    kept = tuple(one for one in sought if one.call.positions)
    demands = tuple(_without(one, without) for one in _demands(kept, roster, vocabularies, sure))
    asks: list[tuple[object, ...]] = []
    able: list[tuple[int, int, str, tuple[str, ...]]] = []
    for one, demand in zip(kept, demands, strict=True):
        for position in one.call.positions:
            number = len(asks)
            asks.append(_ask(number, one, position, vocabularies))
            if roster is None:
                continue
            able += [
                (number, roster.row_of[person.id], person.gender or NOT_SAID, person.nationalities or (NOT_SAID,))
                for person in demand.people
                if position.id in person.scores
            ]
    return Supply(kept, demands, pd.DataFrame(asks, columns=ASKS), _able(able, roster), len(roster or ()))


def with_merit(supply: Supply, merits: Merits) -> Supply:
    """The same with the merit of who is eligible, where it is known: the column `merit`, NaN elsewhere."""
    asks = (supply.asks[name] for name in ("ask", "call", "position"))
    keys = {int(ask): (str(call), str(position)) for ask, call, position in zip(*asks, strict=True)}
    merit = np.full(len(supply.able), np.nan)
    for ask, lines in supply.able.groupby("ask").indices.items():
        known = merits.get(keys[int(str(ask))])
        if known is not None:
            merit[lines] = known[supply.able["row"].to_numpy()[lines]]
    return replace(supply, able=supply.able.assign(merit=merit))


def only(supply: Supply, calls: Collection[str]) -> Supply:
    """Some of the calls alone."""
    asks = supply.asks[supply.asks["call"].isin(calls)]
    inside = [one.call.id in calls for one in supply.sought]
    return replace(
        supply,
        sought=tuple(one for one, is_in in zip(supply.sought, inside, strict=True) if is_in),
        demands=tuple(one for one, is_in in zip(supply.demands, inside, strict=True) if is_in),
        asks=asks,
        able=supply.able[supply.able["ask"].isin(asks["ask"])],
    )


def _demands(
    sought: Sequence[Sought], roster: Roster | None, vocabularies: Vocabularies, sure: bool
) -> Iterator[Demand]:
    """In their order; calls of one day and one set of rules are read together."""
    alike: dict[str, list[int]] = {}
    for number, one in enumerate(sought):
        alike.setdefault(f"{one.day} {one.rules!r}", []).append(number)
    found: dict[int, Demand] = {}
    for numbers in alike.values():
        first = sought[numbers[0]]
        calls = [sought[number].call for number in numbers]
        if roster is None:
            made = demands_of(calls, (), vocabularies, first.day, first.rules)
        else:
            made = demands_of_roster(calls, roster, vocabularies, first.day, first.rules, sure=sure)
        found |= dict(zip(numbers, made, strict=True))
    return (found[number] for number in range(len(sought)))


def _without(demand: Demand, ids: Collection[str]) -> Demand:
    return replace(demand, people=tuple(one for one in demand.people if one.id not in ids)) if ids else demand


def _ask(number: int, one: Sought, position: Position, vocabularies: Vocabularies) -> tuple[object, ...]:
    call, levels = one.call, {}
    for need in call.needs(position):
        if need.required:
            levels[need.language] = max(
                (level for _, level in need.asked()), key=lambda level: level.rank, default=None
            )
    begins = call.window[0] if call.window else None
    return (
        number,
        call.id,
        position.id,
        one.when,
        tuple(dict.fromkeys(vocabularies.fields.normalise(code) for code in position.fields)) or (NOT_SAID,),
        tuple((language, str(level or NOT_SAID)) for language, level in levels.items()) or ((NOT_SAID, NOT_SAID),),
        (region(call.country) if call.country else None) or NOT_SAID,
        f"Q{(begins.month + 2) // 3}" if begins else NOT_SAID,
        tuple(position.statuses),
    )


def _able(found: Sequence[tuple[int, int, str, tuple[str, ...]]], roster: Roster | None) -> pd.DataFrame:
    if roster is None:
        return pd.DataFrame(columns=ABLE)
    columns = roster.columns
    rows = np.array([row for _, row, _, _ in found], dtype=np.int64)
    statuses = np.array([*columns.statuses, NOT_SAID], dtype=object)  # the last for who said none: its place is -1
    homes = homes_of(roster.experts) if len(rows) else ()
    return pd.DataFrame(
        {
            "ask": np.array([ask for ask, _, _, _ in found], dtype=np.int64),
            "row": rows,
            "status": statuses[columns.status[rows]] if len(rows) else np.array([], dtype=object),
            "home": [homes[row][1] or NOT_SAID for row in rows.tolist()],
            "gender": [gender for _, _, gender, _ in found],
            "nationalities": [nationalities for _, _, _, nationalities in found],
        },
        columns=ABLE,
    )

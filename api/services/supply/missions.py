"""Missions on record: who goes for which call, when and for how many days, by the decisions and the places held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.indicators.indicator_events import who_goes
from api.services.unit import Unit
from api.storage import indicators as facts
from api.storage import missions as rows
from matching.entities import Call
from matching.seasons import Dates, kept_on

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Mission:
    """A place that somebody holds.

    Attributes:
        decided: the day of the decision.
        days: of work, where the call says so.
        dates: on which it keeps them, where the call says so.
    """

    call_id: str
    position_id: str
    expert_id: str
    decided: date
    days: float | None
    dates: Dates

    @property
    def begins(self) -> date:
        """Its first day; that of the decision where no other is known."""
        return min((first for first, _ in self.dates), default=self.decided)


def missions(unit: Unit) -> list[Mission]:
    """Every mission on record, in the order of calls."""
    going = who_goes(unit.session)
    decided = {one.call_id: one.at.date() for one in facts.decisions(unit.session)}
    found = []
    for call in rows.settled(unit.session):
        dates = kept_on(Call.model_validate({"id": call.id, "phases": call.phases or ()}))
        days = {position["id"]: position.get("days") for position in call.positions or ()}
        found += [
            Mission(call.id, position, expert, decided[call.id], days.get(position), dates)
            for position, expert in going.get(call.id, {}).items()
        ]
    return found


def within_a_year(known: Iterable[Mission], today: date) -> Counter[str]:
    """How many missions each person has that began within twelve months before a day, or are to begin; by id."""
    return Counter(one.expert_id for one in known if one.begins > today - YEAR)


def kept_elsewhere(known: Sequence[Mission], dates: Dates) -> set[str]:
    """Ids of those whose missions keep them on some of these days."""
    return {one.expert_id for one in known for a, z in one.dates for first, last in dates if a <= last and first <= z}


def over(counts: Mapping[str, int], cap: int | None) -> dict[str, int]:
    """Of whom a cap is reached, with their count."""
    return {} if cap is None else {expert: count for expert, count in counts.items() if count >= cap}

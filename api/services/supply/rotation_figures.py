"""How missions are spread over people, and how many of them come for the first time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import accumulate

from pydantic import BaseModel, Field

from api.governance.suppression import LEAST
from api.services.indicators.suppressed import count, few, share
from api.services.supply.missions import Mission

OFTEN = 4  # missions from which on people are counted together


class Times(BaseModel):
    """People by how many missions they had."""

    missions: int = Field(description="that many; the largest number stands for that many or more")
    people: int | None = Field(description="null where fewer than five are not told")


class PersonSpread(BaseModel):
    """How missions and their days are spread over the people who went."""

    people: int | None = Field(description="people who went; null where fewer than five are not told")
    missions: int | None
    times: list[Times]
    top_tenth: float | None = Field(description="share of the missions that the tenth with most has")
    top_tenth_days: float | None = Field(description="share of the days that the tenth with most has")
    half: int | None = Field(description="the smallest number of people who have half of the missions together")
    reached: int | None = Field(description="people with as many missions within twelve months as the cap, or more")


class Newcomers(BaseModel):
    """Of the people who were chosen in a year, how many had never gone before."""

    year: int
    people: int | None
    newcomers: int | None
    share: float | None


def over_people(known: Sequence[Mission], reached: Collection[str], *, safe: bool) -> PersonSpread:
    """How missions are spread over people; told so that nobody can be found from it where `safe`.

    Args:
        known: missions of the period.
        reached: ids of those who reached the office's cap.
    """
    missions, days = defaultdict[str, float](float), defaultdict[str, float](float)
    for one in known:
        missions[one.expert_id] += 1
        days[one.expert_id] += one.days or 0
    times = Counter(min(round(number), OFTEN) for number in missions.values())
    return PersonSpread(
        people=_number(len(missions), safe),
        missions=None if safe and few(len(missions)) else _number(len(known), safe),
        times=[Times(missions=n, people=_number(times[n], safe)) for n in range(1, OFTEN + 1)],
        top_tenth=_top_tenth(missions, safe),
        top_tenth_days=_top_tenth(days, safe),
        half=_number(_half(missions), safe),
        reached=_number(len(reached), safe),
    )


def newcomers(known: Sequence[Mission], before: Mapping[str, date], *, safe: bool) -> list[Newcomers]:
    """Year by year the people who were chosen, and those of them who had never gone before.

    Args:
        known: every mission on record.
        before: the last day of the earliest mission that a profile tells of, by id.
    """
    first: dict[str, date] = {}
    for one in sorted(known, key=lambda mission: mission.decided):
        first.setdefault(one.expert_id, one.decided)
    found = []
    for year in sorted({one.decided.year for one in known}):
        people = {one.expert_id for one in known if one.decided.year == year}
        new = {one for one in people if first[one].year == year and before.get(one, date.max) >= first[one]}
        part = share(len(new), len(people)) if safe else len(new) / len(people)
        found.append(
            Newcomers(
                year=year,
                people=_number(len(people), safe),
                newcomers=_number(len(new), safe),
                share=None if part is None else round(part, 4),
            )
        )
    return found


def _number(people: int, safe: bool) -> int | None:
    return count(people) if safe else people


def _top_tenth(amounts: Mapping[str, float], safe: bool) -> float | None:
    """The share of the tenth with most, one person at least; of fewer than five, or beside fewer, it is not told."""
    whole, size = sum(amounts.values()), -(-len(amounts) // 10)
    if not whole or (safe and (size < LEAST or len(amounts) - size < LEAST)):
        return None
    part = sum(sorted(amounts.values(), reverse=True)[:size])
    return share(round(part), round(whole)) if safe else round(part / whole, 4)


def _half(amounts: Mapping[str, float]) -> int:
    whole = sum(amounts.values())
    reached = accumulate(sorted(amounts.values(), reverse=True))
    return next((number for number, amount in enumerate(reached, start=1) if 2 * amount >= whole), 0)

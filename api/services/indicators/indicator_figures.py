"""From events to figures: counted, added up, shares and medians, each with the number it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from pydantic import BaseModel, Field

from api.services.indicators.indicator_events import OF_STEPS, STAGES
from api.services.indicators.suppressed import ALL, count, few, joined, share

DAYS = "days_of_expertise"  # added up; everything else is counted
OF_PEOPLE = (
    "applications",
    *(f"{what}_{how}" for what in ("invitations", "offers") for how in ("sent", "accepted", "declined", "expired")),
    DAYS,
)
COUNTED = (*OF_STEPS.values(), "decisions", "decisions_departing", *OF_PEOPLE)


class Figure(BaseModel):
    """One figure of one group."""

    measure: str = Field(description="what it is, such as requests_received or days_received_to_eligible")
    group: str | None = Field(description="code or name of the group; null for everything together")
    label: str | None = Field(default=None, description="the group in words")
    unit: str = Field(description="requests, actions, calls, people, days, share...")
    value: float | None = Field(description="null where it is not given, or where there is nothing to take it from")
    count: int | None = Field(description="the number that the value rests on")
    suppressed: bool = Field(default=False, description="not given, because too few people stand behind it")


@dataclass(frozen=True)
class Declarations:
    """What people declared, by person: gender, and nationalities."""

    gender: Mapping[str, str]
    nationalities: Mapping[str, tuple[str, ...]]


def counts(events: pd.DataFrame, *, whole: bool, safe: bool) -> Iterator[Figure]:
    """How often each measure happened, by group; days of expertise are added up.

    Args:
        events: with measure, group, expert and amount.
        whole: whether everything is one group, so that what never happened is 0.
        safe: whether figures on people are given so that nobody can be told from them.
    """
    plain, personal = events[~events["measure"].isin(OF_PEOPLE)], events[events["measure"].isin(OF_PEOPLE)]
    together = pd.concat([plain, joined(personal) if safe else personal])
    cells = together.groupby(["measure", "group"])
    amounts, behind = cells["amount"].sum(), cells["expert"].nunique()
    keys = [(str(measure), str(group)) for measure, group in amounts.index]
    found = dict(zip(keys, zip(amounts.tolist(), behind.tolist(), strict=True), strict=True))
    if whole:
        found = {(measure, ALL): (0.0, 0) for measure in COUNTED} | found
    for measure in COUNTED:
        for group in sorted(group for name, group in found if name == measure):
            amount, people = found[measure, group]
            yield _counted(measure, group, amount, people, safe and measure in OF_PEOPLE)


def per_call(calls: pd.DataFrame, *, safe: bool) -> Iterator[Figure]:
    """Applications per published call, by group. `calls`: one line per call, the amount is how many applied."""
    for group, found in calls.groupby("group")["amount"]:
        applied, number = int(found.sum()), len(found)
        hidden = safe and few(applied)
        told = (count(applied) or 0) if safe else applied
        yield Figure(
            measure="applications_per_call",
            group=str(group) or None,
            unit="applications",
            value=None if hidden else round(told / number, 2),
            count=number,
            suppressed=hidden,
        )


def medians(times: pd.DataFrame) -> Iterator[Figure]:
    """The median of the days that passed from step to step, by group."""
    for (measure, group), found in times.groupby(["measure", "group"], sort=False)["amount"]:
        yield Figure(
            measure=str(measure), group=str(group) or None, unit="days", value=float(found.median()), count=len(found)
        )


def funnel(
    stages: pd.DataFrame, days: pd.DataFrame, people: Declarations, *, safe: bool, declared_safe: bool
) -> Iterator[Figure]:
    """At every stage how many people, how many women among those who declared it, and how many nationalities.

    Args:
        stages: with measure (the stage), group and expert.
        days: days of expertise with group, expert and amount: the last stage, of which the share of women is given.
        safe: whether figures on people are given so that nobody can be told from them.
        declared_safe: whether those on what they declared are.
    """
    reached = joined(stages) if safe else stages
    cells = {
        (str(stage), str(group)): set(found)
        for (stage, group), found in reached.groupby(["measure", "group"])["expert"]
    }
    for stage, group in sorted(cells, key=lambda cell: (STAGES.index(cell[0]), cell[1])):
        yield from _of_stage(stage, group, cells[stage, group], people, safe, declared_safe)
    for name, worked in (joined(days) if safe else days).groupby("group"):
        yield _women_of_days(str(name), worked, people, declared_safe)


def _counted(measure: str, group: str, amount: float, people: int, safe: bool) -> Figure:
    unit = "days" if measure == DAYS else measure.split("_")[0]
    hidden = safe and few(people)
    value = None if hidden else (count(round(amount)) if safe else amount)
    behind = people if measure == DAYS else round(amount)
    told = None if hidden else (count(behind) if safe else behind)
    return Figure(
        measure=measure, group=group or None, unit=unit, value=value, count=told, suppressed=hidden or value is None
    )


def _of_stage(
    stage: str, group: str, experts: set[str], people: Declarations, safe: bool, declared_safe: bool
) -> Iterator[Figure]:
    said = [people.gender[expert] for expert in experts if expert in people.gender]
    women, number = said.count("woman"), len(experts)
    countries = {country for expert in experts for country in people.nationalities.get(expert, ())}
    declared = sum(1 for expert in experts if people.nationalities.get(expert))
    yield _number(f"{stage}_people", group, number, number, safe)
    yield _number(f"{stage}_women", group, women, len(said), declared_safe)
    yield _share(f"{stage}_women_share", group, women, len(said), declared_safe)
    different = count(len(countries)) if declared_safe else len(countries)  # one more would tell of who came last
    hidden = (declared_safe and few(declared)) or different is None
    yield Figure(
        measure=f"{stage}_nationalities",
        group=group or None,
        unit="nationalities",
        value=None if hidden else different,
        count=count(declared) if declared_safe else declared,
        suppressed=hidden,
    )


def _number(measure: str, group: str, part: int, whole: int, safe: bool) -> Figure:
    """How many of a whole; where the rest of it is few, no more is told than where the part is."""
    value, behind = (None if few(whole) or few(whole - part) else count(part), count(whole)) if safe else (part, whole)
    return Figure(
        measure=measure, group=group or None, unit="people", value=value, count=behind, suppressed=value is None
    )


def _share(measure: str, group: str, part: int, whole: int, safe: bool) -> Figure:
    value = share(part, whole) if safe else (part / whole if whole else None)
    return Figure(
        measure=measure,
        group=group or None,
        unit="share",
        value=None if value is None else round(value, 3),
        count=count(whole) if safe else whole,
        suppressed=value is None and whole > 0,
    )


def _women_of_days(group: str, days: pd.DataFrame, people: Declarations, safe: bool) -> Figure:
    """The share of the days that women work, of those whose gender is known; told where the share of people could be."""
    gender = days["expert"].map(people.gender.get)
    known, women = days[gender.notna()], days[gender == "woman"]
    total, number = float(known["amount"].sum()), known["expert"].nunique()
    hidden = safe and share(women["expert"].nunique(), number) is None and number > 0
    return Figure(
        measure="days_women_share",
        group=group or None,
        unit="share",
        value=None if hidden or not total else _of_days(float(women["amount"].sum()) / total, safe),
        count=count(number) if safe else number,
        suppressed=hidden,
    )


def _of_days(share: float, safe: bool) -> float:
    """A share of days; in steps of a twentieth where nobody's own days may be found from it."""
    return round(20 * share) / 20 if safe else round(share, 3)

"""Indicators of a period: requests, actions, calls, the people who took part, and how long each step took.

For roles that may not see persons, figures on people are given so that nobody can be told from them (see `suppressed`);
so are figures on what people declared, for everyone but the auditor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd
from pydantic import BaseModel

from api.auth.roles import Role
from api.exports.sheets import cell_text
from api.services.indicators import indicator_events as happened
from api.services.indicators.indicator_figures import DAYS, Declarations, Figure, counts, funnel, medians, per_call
from api.services.indicators.indicator_subjects import NOT_DECLARED, By, Groups, of_person, read_subjects
from api.services.indicators.suppressed import ALL
from api.services.unit import Unit
from api.storage import indicators as rows
from matching.codes import country_name
from matching.errors import InvalidSetting
from matching.vocabulary import Vocabularies

SEE_PERSONS = (Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR)
SEE_DECLARED = (Role.AUDITOR,)  # gender and nationality are for composition and audit alone
SEVERAL = ("field", "activity_type", "nationality")  # of which something can have more than one


class Indicators(BaseModel):
    """The figures of a period."""

    since: date | None
    until: date
    by: By | None
    figures: list[Figure]
    notes: list[str]


@dataclass(frozen=True)
class Breakdown:
    """A period and what figures are broken down by."""

    since: date | None
    until: date
    by: By | None
    nationalities: Mapping[str, tuple[str, ...]]
    read_as: Callable[[str], str] = str  # the group that stands for one on record, such as a retired code's successor

    def of(self, frame: pd.DataFrame, subjects: Mapping[str, Groups], *, from_the_start: bool = False) -> pd.DataFrame:
        """The lines of the period, each once for every group it belongs to; those that belong to none are left out.

        Args:
            frame: with subject, day and expert.
            from_the_start: whether what happened before the period counts too.
        """
        early = frame["day"] < self.since if self.since and not from_the_start else pd.Series(False, frame.index)
        within = frame[~early & (frame["day"] <= self.until)]
        groups = [self._groups(line, subjects) for line in within.itertuples()]
        return within.assign(group=pd.Series(groups, within.index, dtype=object)).explode("group").dropna(
            subset="group", ignore_index=True
        )  # fmt: skip

    def _groups(self, line: object, subjects: Mapping[str, Groups]) -> tuple[str, ...]:
        subject, day, expert = line.subject, line.day, line.expert  # type: ignore[attr-defined]
        if self.by is None:
            return (ALL,)
        if self.by == "month":
            return (f"{day:%Y-%m}",)
        if self.by == "nationality":
            return (self.nationalities.get(expert) or (NOT_DECLARED,)) if isinstance(expert, str) else ()
        return tuple(dict.fromkeys(map(self.read_as, subjects.get(subject, {}).get(self.by, ()))))


def indicators(unit: Unit, *, since: date | None, until: date | None, by: By | None) -> Indicators:
    """The figures of the days from `since` to `until`, both included; of all time up to today where they are not given.

    Args:
        by: a group for each field, region, month...; None for everything together.

    Raises:
        InvalidSetting: the period ends before it begins.
    """
    last = until or unit.today
    if since and since > last:
        raise InvalidSetting("The period ends before it begins.", f"Found {since} to {last}.", "Give them in order.")
    kept_back, session = withheld(unit, by), unit.session
    declared_safe, safe = kept_back != "", kept_back == "people"
    people = _declarations(unit)
    broken = Breakdown(since, last, by, people.nationalities, _read_as(unit.office.engine.vocabularies, by))
    subjects = read_subjects(session)
    events, stages = broken.of(happened.events(session), subjects), _stages(unit, broken, subjects)
    figures = [
        *counts(events, whole=by is None, safe=safe),
        *per_call(broken.of(happened.applications_per_call(session), subjects), safe=safe),
        *funnel(stages, events[events["measure"] == DAYS], people, safe=safe, declared_safe=declared_safe),
        *medians(broken.of(happened.times(session), subjects)),
    ]
    label = _labels(unit.office.engine.vocabularies, by)
    told = [figure.model_copy(update={"label": label(figure.group) if figure.group else None}) for figure in figures]
    return Indicators(since=since, until=last, by=by, figures=told, notes=list(_notes(by, safe, declared_safe)))


def withheld(unit: Unit, by: By | None) -> Literal["", "declared", "people"]:
    """Of what small figures are not told to whoever asks: of people at all, of what people declared, or of nothing."""
    if unit.actor.is_any(*SEE_DECLARED):
        return ""
    return "declared" if unit.actor.is_any(*SEE_PERSONS) and by != "nationality" else "people"


def as_csv(found: Indicators) -> str:
    """The figures as a table, one a line; no cell is taken for a formula."""
    frame = pd.DataFrame([figure.model_dump() for figure in found.figures], columns=list(Figure.model_fields))
    frame["count"] = frame["count"].astype("Int64")
    for column in ("group", "label"):
        frame[column] = [cell_text(text) if text else "" for text in frame[column]]
    return frame.to_csv(index=False, lineterminator="\r\n")


def _stages(unit: Unit, broken: Breakdown, subjects: Mapping[str, Groups]) -> pd.DataFrame:
    """Who reached which stage; the roster is as it was at the end of the period, by month it is those who joined."""
    stages = happened.stages(unit.session)
    on_roster = stages["measure"] == "registered"
    own = {person.expert_id: of_person(person) for person in rows.registered(unit.session)}
    roster = broken.of(stages[on_roster], own, from_the_start=broken.by != "month")
    return pd.concat([roster, broken.of(stages[~on_roster], subjects)], ignore_index=True)


def _declarations(unit: Unit) -> Declarations:
    declared = rows.declared(unit.session)
    return Declarations(
        {one.expert_id: one.gender for one in declared if one.gender},
        {one.expert_id: tuple(one.nationalities) for one in declared if one.nationalities},
    )


def _read_as(vocabularies: Vocabularies, by: By | None) -> Callable[[str], str]:
    """Codes as their terms; of anything else, each as it is."""
    if by not in ("field", "activity_type"):
        return str
    kind = vocabularies.fields if by == "field" else vocabularies.activity_types
    return lambda code: kind.normalise(code) if kind.has(code) else code


def _labels(vocabularies: Vocabularies, by: By | None) -> Callable[[str], str]:
    """Groups in words."""
    if by in ("field", "activity_type"):
        kind = vocabularies.fields if by == "field" else vocabularies.activity_types
        return lambda group: kind.label(group) if kind.has(group) else group
    return country_name if by in ("country", "nationality") else str


def _notes(by: By | None, safe: bool, declared_safe: bool) -> Iterator[str]:
    yield "Each request, action and call counts on the day it reached the state; 'registered' is the roster at the end."
    yield "Those selected, and their days, are the people who go: after a no, whoever of the reserve holds the place."
    yield "Shares of women are of those who declared their gender; medians are in days, from one step to the next."
    if by in SEVERAL:
        yield "What has several of these counts in each: groups do not add up to the whole."
    if safe:
        yield "Of fewer than five people no figure is given; other numbers of people are rounded to a multiple of five."
    elif declared_safe:
        yield "Figures on gender and nationality are given of five people and more, and rounded to a multiple of five."

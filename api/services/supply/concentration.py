"""Concentration and rotation: who the missions of a period went to, by nationality, institution and person.

Shares of missions, their days and the applications stand beside those of the roster, so that one sees who has more or
fewer than their part. Nothing of it acts on merit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, Field

from api.exports.sheets import cell_text
from api.exports.tables import csv_text
from api.governance.suppression import SMALL_GROUPS
from api.services.indicators.indicator_subjects import NOT_DECLARED, NOT_SAID
from api.services.indicators.indicators import withheld
from api.services.office_settings import RotationRules, setting
from api.services.supply.concentration_figures import MEASURES, OPEN, Measure, Piece, Shares, shares
from api.services.supply.missions import Mission, missions, over, within_a_year
from api.services.supply.rotation_figures import Newcomers, PersonSpread, newcomers, over_people
from api.services.unit import Unit
from api.storage import indicators as facts
from api.storage import missions as rows
from matching.codes import country_name
from matching.errors import InvalidSetting

Groups = Mapping[str, tuple[str, ...]]  # groups by expert


class Concentration(BaseModel):
    """The missions of a period, by whom they went to."""

    since: date | None
    until: date
    by_nationality: Shares
    by_institution: Shares
    by_person: PersonSpread
    newcomers: list[Newcomers] = Field(description="of every year on record")
    cap: int | None = Field(description="the office's cap on missions of one person within twelve months")
    notes: list[str]


@dataclass(frozen=True)
class _Happened:
    """Something of a person on a day."""

    measure: Measure
    expert: str
    on: date
    amount: float


def concentration(unit: Unit, *, since: date | None, until: date | None) -> Concentration:
    """Who the missions went to that were decided from `since` to `until`, both included; of all time by default.

    The roster is as it was at the end. Figures on few people are told to those alone who may see persons; those on
    nationalities, which people declared for balance and audit, to the auditor alone.

    Raises:
        InvalidSetting: the period ends before it begins.
    """
    last = until or unit.today
    if since and since > last:
        raise InvalidSetting("The period ends before it begins.", f"Found {since} to {last}.", "Give them in order.")
    known, roster = missions(unit), rows.on_roster(unit.session)
    happened = [
        one
        for one in _happened(unit, known, roster)
        if one.on <= last and (not since or one.on >= since or one.measure == "roster")
    ]
    nations = {one.expert_id: tuple(dict.fromkeys(one.nationalities)) for one in facts.declared(unit.session)}
    homes = {one.expert_id: (home,) for one in roster if (home := " ".join((one.institution or "").split()))}
    safe_persons = withheld(unit, None) == "people"
    cap = setting(unit, RotationRules).missions
    return Concentration(
        since=since,
        until=last,
        by_nationality=_labelled(
            shares(_pieces(happened, nations, NOT_DECLARED), safe=withheld(unit, "nationality") != "")
        ),
        by_institution=shares(_pieces(happened, homes, NOT_SAID), safe=withheld(unit, "institution") == "people"),
        by_person=over_people(
            [one for one in known if one.decided <= last and (not since or one.decided >= since)],
            over(within_a_year(known, unit.today), cap),
            safe=safe_persons,
        ),
        newcomers=newcomers(known, _before(roster), safe=safe_persons),
        cap=cap,
        notes=list(_notes(safe_persons)),
    )


def as_csv(found: Concentration) -> str:
    """The shares as a table, one group a line; no cell is taken for a formula."""
    return csv_text(
        [
            {
                "by": by,
                "group": cell_text(line.group),
                "label": cell_text(line.label),
                **{
                    f"{measure}{what}": getattr(getattr(line, measure), field)
                    for measure in MEASURES
                    for what, field in (("", "amount"), ("_share", "share"))
                },
                "days_less_roster": line.gap,
            }
            for by, part in (("nationality", found.by_nationality), ("institution", found.by_institution))
            for line in part.lines
        ]
    )


def _happened(unit: Unit, known: Sequence[Mission], roster: Sequence[rows.OnRoster]) -> Iterator[_Happened]:
    for one in known:
        yield _Happened("missions", one.expert_id, one.decided, 1.0)
        if one.days:
            yield _Happened("days", one.expert_id, one.decided, one.days)
    for taken in facts.applications(unit.session):
        yield _Happened("applications", taken.expert_id, taken.at.date(), 1.0)
    for person in roster:
        yield _Happened("roster", person.expert_id, person.at.date(), 1.0)


def _pieces(happened: Sequence[_Happened], groups: Groups, unknown: str) -> Iterator[Piece]:
    """Everything in the groups of whoever it is of, in equal parts where there are several."""
    for one in happened:
        own = groups.get(one.expert) or (unknown,)
        for group in own:
            yield Piece(one.measure, group, one.expert, one.amount / len(own))


def _labelled(found: Shares) -> Shares:
    """Countries in words."""
    known = (*OPEN, SMALL_GROUPS)
    lines = [
        line.model_copy(update={"label": line.group if line.group in known else country_name(line.group)})
        for line in found.lines
    ]
    return found.model_copy(update={"lines": lines})


def _before(roster: Sequence[rows.OnRoster]) -> dict[str, date]:
    """The last day of the earliest mission that each profile tells of."""
    ends = {
        one.expert_id: [date.fromisoformat(end) for mission in one.missions or () if (end := mission.get("end"))]
        for one in roster
    }
    return {expert: min(days) for expert, days in ends.items() if days}


def _notes(safe: bool) -> Iterator[str]:
    yield "Missions are places that people hold, and count on the day of the decision, with the days of their position."
    yield "Shares are of those who declared a nationality, or whose institution is known; several count in equal parts."
    yield "Newcomers are people who never went before, by what is on record and by the missions in their profiles."
    if safe:
        yield "Of fewer than five people no figure is given; other numbers of people are rounded to a multiple of five."
    else:
        yield "Figures on nationality are given of five people and more, and in multiples of five, but for the auditor."

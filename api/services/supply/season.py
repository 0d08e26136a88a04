"""The office's calls that wait for a decision, staffed at once: a proposal, beside call after call.

Verdicts and merit are those of each call's shortlist, read from the same comparison. Nothing is kept of it.
"""

from __future__ import annotations

import math
from dataclasses import replace

from api.services.office import Office
from api.services.people.identities import names_of
from api.services.suggestions.open_standings import Standings, standings
from api.services.supply import season_calls
from api.services.supply.season_calls import OnRecord
from api.services.supply.season_plan import everybody, plan_of, with_names
from api.services.supply.season_told import RotationTold, SeasonPlan, SeasonWish
from api.services.unit import Actor, Unit, reading
from matching.allocating import Rotation, allocate
from matching.errors import EmptyRoster
from matching.seasons import Capacity, Waiting, season_of

SECONDS = 10.0  # that branch and bound may take, where rules couple the calls
TRIES = 3  # at a roster that changes while it is read


def staffed(office: Office, actor: Actor, wish: SeasonWish, *, names: bool) -> SeasonPlan:
    """The calls of a wish staffed at once, with what is gained over call after call.

    Without `names` people are told by their ids alone. It is noted that a season was worked out, and for whom names
    were shown; nobody is invited and nothing is decided.

    Raises:
        NotOnRecord: there is no such call.
        Conflict: a call does not wait for a decision.
    """
    with reading(office, actor) as unit:
        record = season_calls.read(unit, wish)
    made, gone = _standings(office, record)
    waiting = [_without(one.waiting(made.of(one.id)), gone) for one in record.calls]
    places = sum(len(one.call.positions) for one in waiting)
    told = _rotation(record, places)
    season = season_of(waiting, made.matcher, _capacity(record, wish, told), _caps(wish, told))
    found = allocate(season, deadline_s=SECONDS)
    plan = plan_of(record, made, season, found, wish, told)
    with reading(office, actor) as unit:
        return _noted(unit, plan, names)


def _standings(office: Office, record: OnRecord) -> tuple[Standings, frozenset[str]]:
    """How the calls stand, and who was read by what is no longer so."""
    for _ in range(TRIES):
        made = standings(office, [one.offered for one in record.calls], record.today)
        try:
            served = office.roster.current()
        except EmptyRoster:
            return made, frozenset()
        if served.matcher is made.matcher:
            break
    return made, frozenset[str]().union(*(one.ids for one in served.left_out))


def _without(one: Waiting, gone: frozenset[str]) -> Waiting:
    return replace(one, absent={position: frozenset(who) | gone for position, who in one.absent.items()})


def _rotation(record: OnRecord, places: int) -> RotationTold:
    """The office's caps; the share of a nationality is a number of places, and one place at least."""
    rules = record.rules
    share = rules.nationality_share
    return RotationTold(
        missions=rules.missions,
        nationality_share=share,
        nationality_places=None if share is None else max(1, math.floor(share * places + 1e-9)),
        applies=rules.applies,
        reached=0,
    )


def _capacity(record: OnRecord, wish: SeasonWish, told: RotationTold) -> Capacity:
    cap, left = told.missions, dict[str, int]()
    if told.applies and cap is not None:
        left = {expert: max(0, cap - count) for expert, count in record.missions.items()}
    most = min(wish.most, cap) if told.applies and cap is not None else wish.most
    return Capacity(most, wish.days, left, wish.sure)


def _caps(wish: SeasonWish, told: RotationTold) -> Rotation:
    return Rotation(
        per_institution=wish.per_institution, per_nationality=told.nationality_places if told.applies else None
    )


def _noted(unit: Unit, plan: SeasonPlan, names: bool) -> SeasonPlan:
    """The plan, with names where they are to be shown; that it was worked out goes to the log."""
    people = everybody(plan)
    unit.record(
        "season.staffed", "season", "season", calls=len(plan.calls), places=plan.places, filled=plan.at_once.filled,
        people=len(people), blind=not names,
    )  # fmt: skip
    if not names:
        return plan
    return with_names(plan, names_of(unit, people, "season"))

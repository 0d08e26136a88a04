"""From open calls and the roster to a season: who could take which place, with what merit, under which rules.

Gates and merit are those of each call's shortlist; what may not enter them (gender, nationality) is read by rules alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.allocating import NOT_ELIGIBLE, OpenCall, Opening, Rotation, Season, SeasonExpert
from matching.allocating.values import TENTHS
from matching.composing import binding_rules, language_keys, members_of
from matching.entities import Call
from matching.gates import FAIL, PASS
from matching.pipeline import Matcher
from matching.suggesting.standing import CallStanding

Dates = tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class Waiting:
    """A call that waits to be staffed.

    Attributes:
        standing: how its gates and its merit stand for the roster.
        wants: by position the ids of those who may be proposed for it; None for the whole roster.
        absent: by position the ids of those who may not, by their own word or because they are elsewhere.
        previous: ids of those who served on its action before.
    """

    standing: CallStanding
    wants: Mapping[str, Collection[str]] | None
    absent: Mapping[str, Collection[str]]
    previous: Collection[str] = ()

    @property
    def call(self) -> Call:
        """Its terms."""
        return self.standing.offer.call


@dataclass(frozen=True)
class Capacity:
    """What people can take in a season.

    Attributes:
        most: places for one person.
        days: working days for one person; None for no limit.
        at_most: places for those who can take fewer, by id.
        sure: only who meets every rule of eligibility is proposed, and nobody of whom something is still to be asked.
    """

    most: int = 1
    days: float | None = None
    at_most: Mapping[str, int] = field(default_factory=dict)
    sure: bool = False


def season_of(waiting: Sequence[Waiting], matcher: Matcher | None, capacity: Capacity, rotation: Rotation) -> Season:
    """The season of these calls, in their order; people who could take no place of it are left out.

    Without a matcher nobody is on the roster. Whoever a rule names and is not on it, it names no more.
    """
    if matcher is None:
        calls = tuple(_open_call(one, ()) for one in waiting)
        return Season(calls, (), np.zeros((sum(len(one.openings) for one in calls), 0), dtype=np.int32), rotation)
    roster = matcher.roster
    merit = [_merit(one, roster.ids, capacity.sure) for one in waiting]
    table = np.concatenate([np.zeros((0, len(roster)), dtype=np.int32), *merit])
    rows = np.flatnonzero((table >= 0).any(axis=0))
    keys = frozenset[str]().union(*(language_keys(one.call, p) for one in waiting for p in one.call.positions))
    members = members_of(rows, {row: {} for row in rows.tolist()}, keys, (), set(), roster, matcher.engine)
    experts = tuple(
        SeasonExpert(
            id=member.id,
            most=min(capacity.most, capacity.at_most.get(member.id, capacity.most)),
            days=capacity.days,
            institution=member.institution,
            gender=member.gender,
            nationalities=member.nationalities,
            public=member.public,
            languages=member.languages,
            previous=frozenset(one.call.id for one in waiting if member.id in one.previous),
        )
        for member in members
    )
    return Season(tuple(_open_call(one, roster.row_of) for one in waiting), experts, table[:, rows], rotation)


def kept_on(call: Call) -> Dates:
    """The times at which a call keeps its people: on site where that is said, else from its first day to its last."""
    on_site = tuple((p.start, p.end) for p in call.phases if p.on_site and p.start and p.end)
    return on_site or ((call.window,) if call.window else ())


def _open_call(one: Waiting, known: Collection[str]) -> OpenCall:
    openings = tuple(Opening(position.id, 1, position.days or 0.0) for position in one.call.positions)
    rules = binding_rules(one.call, one.standing.offer.settings)
    rules = replace(rules, include=frozenset(who for who in rules.include if who in known))
    return OpenCall(one.call.id, openings, rules, kept_on(one.call))


def _merit(one: Waiting, ids: Sequence[str], sure: bool) -> NDArray[np.int32]:
    """(positions, roster) tenths of a point, `NOT_ELIGIBLE` for whoever may not be proposed."""
    found = np.full((len(one.standing.positions), len(ids)), NOT_ELIGIBLE, dtype=np.int32)
    for row, position in enumerate(one.standing.positions):
        able = (position.verdicts == PASS) if sure else (position.verdicts != FAIL)
        able &= ~np.isnan(position.merit)
        if one.wants is not None:
            able &= _among(ids, one.wants.get(position.position.id, ()))
        able &= ~_among(ids, one.absent.get(position.position.id, ()))
        found[row, able] = np.rint(position.merit[able] * TENTHS).astype(np.int32)
    return found


def _among(ids: Sequence[str], some: Collection[str]) -> NDArray[np.bool_]:
    if not some:
        return np.zeros(len(ids), dtype=np.bool_)
    wanted = frozenset(some)
    return np.fromiter((one in wanted for one in ids), dtype=np.bool_, count=len(ids))

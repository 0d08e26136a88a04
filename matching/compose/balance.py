"""Balance in three modes, each with its price.

* `Report` (the default): the rules of balance (`max_per_nationality`, `min_countries`, `min_per_gender`) do not
  constrain; the answer says which of them the best team happens not to meet.
* `TieBreak(band)`: balance may choose among teams (shortlists) close to the unbalanced best and no others. For a team:
  everybody scores at most `band` points less for their position than the person whom the unbalanced best has there. For
  a shortlist: everybody who steps in scores at most `band` points less than the person they step in for, one for one.
  Within the band, the rules of balance are met; where that is not possible, as nearly as it is (fewest rules missed,
  then fewest steps, then the highest value). The band is fixed beforehand, in points.
* `Target(legal_basis, saving_clause)`: the rules of balance constrain. Both texts must be there and travel with the
  answer, for the record.

The unbalanced best is the best under the same rules less those of balance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.compose.check import check_rules
from matching.compose.encode import Problem, encode
from matching.compose.facts import shortfalls
from matching.compose.price import Price, price_of
from matching.compose.relax import smallest_relaxation, smallest_shortlist_relaxation
from matching.compose.shortlist import Row, best_shortlist, choose
from matching.compose.steps import BALANCE, without_balance
from matching.compose.teams import best_teams
from matching.compose.values import (
    Change,
    Coverage,
    Limits,
    Member,
    Position,
    Rules,
    ShortlistSelection,
    Team,
    TeamResult,
)
from matching.errors import ContradictoryRules, InvalidSetting

ROUNDING = 1e-9  # points; scores that differ by less are equal


@dataclass(frozen=True, slots=True)
class Report:
    """Balance is reported and changes nothing."""


@dataclass(frozen=True, slots=True)
class TieBreak:
    """Balance decides within a band of `band` points of merit (0 or more), fixed beforehand."""

    band: float


@dataclass(frozen=True, slots=True)
class Target:
    """Balance constrains, on a written legal basis and with a saving clause."""

    legal_basis: str
    saving_clause: str


Mode = Report | TieBreak | Target


@dataclass(frozen=True, slots=True)
class BalancedTeams:
    """Teams in a mode of balance.

    Attributes:
        mode: the mode, with its band or its legal basis.
        result: the teams.
        unbalanced: the best team without the rules of balance, None when there is none.
        prices: one for each team.
        missed: for each team, the rules of balance it does not meet.
    """

    mode: Mode
    result: TeamResult
    unbalanced: Team | None
    prices: tuple[Price, ...]
    missed: tuple[tuple[Change, ...], ...]


@dataclass(frozen=True, slots=True)
class BalancedShortlist:
    """A shortlist in a mode of balance.

    Attributes:
        mode: the mode, with its band or its legal basis.
        result: the shortlist.
        unbalanced: the best shortlist without the rules of balance.
        price: against it; None when there is no shortlist.
        missed: the rules of balance it does not meet.
    """

    mode: Mode
    result: ShortlistSelection
    unbalanced: ShortlistSelection
    price: Price | None
    missed: tuple[Change, ...]


def balanced_teams(
    members: Sequence[Member],
    positions: Sequence[Position],
    rules: Rules,
    mode: Mode | None = None,
    k: int = 3,
    *,
    coverage: Coverage | None = None,
    distinct_people: bool = True,
    limits: Limits | None = None,
) -> BalancedTeams:
    """The k best teams in a mode of balance, each with its price. Arguments as for `best_teams`.

    Raises:
        ContradictoryRules: as `best_teams`; or a target without its legal basis or its saving clause.
        InvalidSetting: as `best_teams`; or a band below 0.
    """
    mode = _checked(mode or Report())
    check_rules(rules, len(positions))
    merit_alone = without_balance(rules)

    def teams(pool: Sequence[Member], under: Rules, how_many: int) -> TeamResult:
        return best_teams(
            pool, positions, under, how_many, coverage=coverage, distinct_people=distinct_people, limits=limits
        )

    first = teams(members, merit_alone, k if isinstance(mode, Report) else 1)
    unbalanced = first.best
    match mode:
        case Target():
            result = teams(members, rules, k)
        case TieBreak(band=band) if unbalanced is not None:
            near = _within_band(members, unbalanced, band)
            nearest = smallest_relaxation(near, positions, rules, coverage=coverage, only=BALANCE).rules
            result = teams(near, nearest or merit_alone, k)
        case _:
            result = first
    by_id = {member.id: member for member in members}
    groups = [[by_id[seat.member_id] for seat in team.seats] for team in result.teams]
    prices: tuple[Price, ...] = ()
    if unbalanced is not None:
        base = [by_id[seat.member_id] for seat in unbalanced.seats]
        prices = tuple(
            price_of(team.value, group, unbalanced.value, base, rules)
            for team, group in zip(result.teams, groups, strict=True)
        )
    return BalancedTeams(mode, result, unbalanced, prices, tuple(_missed(group, rules) for group in groups))


def balanced_shortlist(
    members: Sequence[Member],
    position_id: str,
    size: int,
    rules: Rules,
    mode: Mode | None = None,
    *,
    deadline_s: float | None = None,
) -> BalancedShortlist:
    """The best shortlist in a mode of balance, with its price. Arguments as for `best_shortlist`.

    Raises:
        ContradictoryRules: as `best_shortlist`; or a target without its legal basis or its saving clause.
        InvalidSetting: as `best_shortlist`; or a band below 0.
    """
    mode = _checked(mode or Report())
    check_rules(rules, size, "shortlist")
    unbalanced = best_shortlist(members, position_id, size, without_balance(rules), deadline_s=deadline_s)
    result = unbalanced
    if isinstance(mode, Target):
        result = best_shortlist(members, position_id, size, rules, deadline_s=deadline_s)
    elif isinstance(mode, TieBreak) and unbalanced.found:
        result = _within_band_of(members, unbalanced, rules, mode.band)
    by_id = {member.id: member for member in members}
    group, base = [by_id[one] for one in result.ids], [by_id[one] for one in unbalanced.ids]
    price = price_of(result.total, group, unbalanced.total, base, rules) if group and base else None
    return BalancedShortlist(mode, result, unbalanced, price, _missed(group, rules) if group else ())


def _checked(mode: Mode) -> Mode:
    """The mode, if it may be used as it is."""
    if isinstance(mode, TieBreak) and not 0 <= mode.band < math.inf:
        raise InvalidSetting(
            "The band of a tie-break must be 0 points or more.",
            f"It is {mode.band}.",
            "Fix it beforehand, for example 2.",
        )
    if isinstance(mode, Target):
        missing = [
            name
            for name, text in (("legal basis", mode.legal_basis), ("saving clause", mode.saving_clause))
            if not text.strip()
        ]
        if missing:
            raise ContradictoryRules(
                "A balance target needs a written legal basis and a saving clause.",
                f"Missing: {' and '.join(missing)}.",
                "Write it down, or use the report or tie-break mode, which need none.",
            )
    return mode


def _missed(group: Sequence[Member], rules: Rules) -> tuple[Change, ...]:
    """The rules of balance that a group does not meet."""
    return tuple(change for change in shortfalls(group, rules) if change.rule in BALANCE)


def _within_band(members: Sequence[Member], unbalanced: Team, band: float) -> list[Member]:
    """The pool with each person proposable only where they are within the band of whom the unbalanced best has."""
    floor = {seat.position_id: seat.score - band - ROUNDING for seat in unbalanced.seats}
    near = (
        replace(member, scores={p: score for p, score in member.scores.items() if score >= floor.get(p, math.inf)})
        for member in members
    )
    return [member for member in near if member.scores]


def _within_band_of(
    members: Sequence[Member], unbalanced: ShortlistSelection, rules: Rules, band: float
) -> ShortlistSelection:
    """The shortlist that meets the rules of balance, as nearly as the band allows.

    Those who step in can be paired with those who step out, each within the band of theirs, exactly when for every
    score of the unbalanced list: of its members with at least that score, those who are left out are no more than those
    who come in with at least that score less the band (Hall's condition for nested neighbourhoods).
    """
    position_id, size = unbalanced.position_id, len(unbalanced.ids)
    lowest = unbalanced.scores[-1] - band - ROUNDING
    near = [member for member in members if member.scores.get(position_id, -math.inf) >= lowest]

    def rows(problem: Problem) -> list[Row]:
        inside = np.array([member.id in unbalanced.ids for member in problem.members])
        score = problem.gain[0]
        found: list[Row] = []
        for level in sorted(set(unbalanced.scores)):
            stay = inside & (score >= level)
            who = np.flatnonzero(stay | (~inside & (score >= level - band - ROUNDING)))
            found.append((who, -np.ones(len(who)), -float(stay.sum())))
        return found

    nearest = smallest_shortlist_relaxation(near, position_id, size, rules, only=BALANCE, rows=rows).rules or rules
    problem = encode(near, [Position(position_id)], nearest)
    return choose(problem, position_id, size, nearest, rows(problem))

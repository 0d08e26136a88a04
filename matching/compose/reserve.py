"""Who steps in when a member of a team drops out, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from matching.compose.check import at_least_one
from matching.compose.teams import best_teams
from matching.compose.values import Coverage, Limits, Member, Position, Rules, Seat, Team, TeamResult

FIRST_LOOK = 60  # people with the highest scores for an open position: nearly always the answer is among them


@dataclass(frozen=True, slots=True)
class StepIn:
    """One way to go on without a member.

    Attributes:
        team: the team that results.
        steps_in: ids of those who are new in it, in the order of the positions.
        rearranged: somebody who stays changes position, or more than one person is new.
        change: value of the new team less that of the old, in points.
    """

    team: Team
    steps_in: tuple[str, ...]
    rearranged: bool
    change: float


@dataclass(frozen=True, slots=True)
class PositionReserve:
    """The reserve of one position.

    Attributes:
        position_id: the position.
        drops_out: the member who holds it.
        ways: in order: first those that keep everybody else in place, then re-arrangements; may be empty.
    """

    position_id: str
    drops_out: str
    ways: tuple[StepIn, ...]


def reserve(
    team: Team,
    members: Sequence[Member],
    positions: Sequence[Position],
    rules: Rules | None = None,
    n: int = 2,
    *,
    coverage: Coverage | None = None,
    limits: Limits | None = None,
) -> tuple[PositionReserve, ...]:
    """For each position, up to `n` ways to go on when its holder drops out, best first.

    A single replacement that leaves everybody else in place comes before any re-arrangement, even a better one: the
    others have been asked already. A rule that the person who drops out must be included lapses with them.

    Args:
        team: a team from `best_teams` with the same arguments.
        members, positions, rules, coverage, limits: as for `best_teams`.
        n: ways wanted for each position, 1 or more.
    """
    at_least_one("n, the length of the reserve,", n)
    rules, coverage = rules or Rules(), coverage or Coverage()

    def teams(pool: Sequence[Member], under: Rules, k: int) -> TeamResult:
        return best_teams(pool, positions, under, k, coverage=coverage, limits=limits)

    found = []
    for seat in team.seats:
        under = replace(rules, include=rules.include - {seat.member_id})
        left = [member for member in members if member.id != seat.member_id]
        others_fixed = _others_fixed(left, team, seat.position_id)
        ways = _among_the_best(others_fixed, team, seat, positions, coverage, partial(teams, under=under, k=n), n)
        if len(ways) < n:
            listed = {way.ids for way in ways}
            others = teams(left, under, n + len(ways)).teams
            ways = (*ways, *(other for other in others if other.ids not in listed))[:n]
        steps = tuple(_step_in(team, way) for way in ways)
        found.append(PositionReserve(seat.position_id, seat.member_id, steps))
    return tuple(found)


def _others_fixed(left: Sequence[Member], team: Team, position_id: str) -> list[Member]:
    """The pool in which the others can fill their own position only, and everybody else the open one only."""
    place = {seat.member_id: seat.position_id for seat in team.seats}
    taken = [
        (member, place.get(member.id, position_id))
        for member in left
        if place.get(member.id, position_id) in member.scores
    ]
    return [member.only_for(position) for member, position in taken]


def _among_the_best(
    pool: Sequence[Member],
    team: Team,
    left_by: Seat,
    positions: Sequence[Position],
    coverage: Coverage,
    teams: Callable[[Sequence[Member]], TeamResult],
    n: int,
) -> tuple[Team, ...]:
    """The best teams of a pool in which one position is open, most often without looking at everybody.

    Nobody who was left out can lead to a better team once the last one found is worth more than the stayers, the next
    score and every bonus together.
    """
    staying = {seat.member_id: seat.position_id for seat in team.seats if seat.member_id != left_by.member_id}
    candidates = [member for member in pool if member.id not in staying]
    if len(candidates) > FIRST_LOOK:
        open_position = left_by.position_id
        weight = {position.id: position.weight for position in positions}
        candidates.sort(key=lambda member: -member.scores[open_position])
        stayers = [member for member in pool if member.id in staying]
        found = teams([*stayers, *candidates[:FIRST_LOOK]]).teams
        most = weight[open_position] * candidates[FIRST_LOOK].scores[open_position]
        most += sum(weight[staying[member.id]] * member.scores[staying[member.id]] for member in stayers)
        most += coverage.bonus * len(coverage.fields)
        if len(found) == n and found[-1].value > most:
            return found
    return teams(pool).teams


def _step_in(team: Team, way: Team) -> StepIn:
    before = {seat.member_id: seat.position_id for seat in team.seats}
    new = tuple(seat.member_id for seat in way.seats if seat.member_id not in before)
    moved = any(before.get(seat.member_id, seat.position_id) != seat.position_id for seat in way.seats)
    return StepIn(way, new, moved or len(new) > 1, way.value - team.value)

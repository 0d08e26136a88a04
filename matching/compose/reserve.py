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
        ways = _others_in_place(left, team, seat, positions, coverage, partial(teams, under=under, k=n), n)
        if len(ways) < n:
            listed = {way.ids for way in ways}
            others = teams(left, under, n + len(ways)).teams
            ways = (*ways, *(other for other in others if other.ids not in listed))[:n]
        steps = tuple(_step_in(team, way) for way in ways)
        found.append(PositionReserve(seat.position_id, seat.member_id, steps))
    return tuple(found)


def _others_in_place(
    left: Sequence[Member],
    team: Team,
    left_by: Seat,
    positions: Sequence[Position],
    coverage: Coverage,
    teams: Callable[[Sequence[Member]], TeamResult],
    n: int,
) -> tuple[Team, ...]:
    """The best teams in which those who stay keep their position, most often without looking at everybody else.

    Nobody who was left out can lead to a better team once the last one found is worth more than the stayers, the next
    score and every bonus together.
    """
    place = {seat.member_id: seat.position_id for seat in team.seats if seat.member_id != left_by.member_id}
    vacant = left_by.position_id
    stayers = [member.only_for(place[member.id]) for member in left if member.id in place]
    candidates = [member for member in left if member.id not in place and vacant in member.scores]
    candidates.sort(key=lambda member: -member.scores[vacant])
    if len(candidates) > FIRST_LOOK:
        weight = {position.id: position.weight for position in positions}
        found = teams([*stayers, *(member.only_for(vacant) for member in candidates[:FIRST_LOOK])]).teams
        most = weight[vacant] * candidates[FIRST_LOOK].scores[vacant] + coverage.bonus * len(coverage.fields)
        most += sum(weight[place[member.id]] * member.scores[place[member.id]] for member in stayers)
        if len(found) == n and found[-1].value > most:
            return found
    return teams([*stayers, *(member.only_for(vacant) for member in candidates)]).teams


def _step_in(team: Team, way: Team) -> StepIn:
    before = {seat.member_id: seat.position_id for seat in team.seats}
    new = tuple(seat.member_id for seat in way.seats if seat.member_id not in before)
    moved = any(before.get(seat.member_id, seat.position_id) != seat.position_id for seat in way.seats)
    return StepIn(way, new, moved or len(new) > 1, way.value - team.value)

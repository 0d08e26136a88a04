"""Calls that no team could take on within their rules, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.compose import Position, smallest_relaxation
from matching.compose.values import Member
from matching.errors import ContradictoryRules
from matching.supply.asked import is_feasible
from matching.supply.values import Demand


@dataclass(frozen=True)
class NoTeam:
    """A call without a lawful team.

    Attributes:
        call: its id.
        people: whether people are lacking, so that no rule given up would help.
        sentence: what is lacking, or the smallest change of the rules that would yield a team.
        in_the_way: rules that cannot be met together, in words; none where people are lacking.
    """

    call: str
    people: bool
    sentence: str
    in_the_way: tuple[str, ...] = ()


def without_team(demands: Sequence[Demand]) -> list[NoTeam]:
    """Those of some calls that have no lawful team, in their order."""
    return [found for demand in demands if (found := why_none(demand)) is not None]


def why_none(demand: Demand) -> NoTeam | None:
    """Why a call has no lawful team; None where it has one."""
    try:
        if is_feasible(demand, demand.people):
            return None
        places = {need.id: [f"{need.id} {i + 1}" for i in range(need.places)] for need in demand.needs}
        names = {
            need.id: own if len(own) > 1 else [need.id] for need, own in zip(demand.needs, places.values(), strict=True)
        }
        seats = [Position(name) for own in names.values() for name in own]
        found = smallest_relaxation([_seated(one, names) for one in demand.people], seats, demand.rules)
    except ContradictoryRules as error:
        return NoTeam(demand.id, False, f"{error.what} {error.found}".strip())
    words = tuple(one.sentence for one in found.in_the_way)
    return NoTeam(demand.id, not found.possible, found.sentence, words)


def _seated(one: Member, names: dict[str, list[str]]) -> Member:
    return replace(one, scores={name: 0.0 for need in one.scores for name in names[need]})

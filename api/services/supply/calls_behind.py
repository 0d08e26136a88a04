"""The calls behind a cell of supply: each position with its eligible people, counted, and why there is no lawful team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.services.supply.demanded import Demanded
from api.services.supply.looking import Look
from matching.supply import NoTeam, positions_of
from matching.supply.cells import PositionLine
from matching.supply.sought import When

MOST_CALLS = 200  # that are listed


@dataclass(frozen=True)
class PositionSupply:
    """A position with its supply; merit is None where it was not compared, or where there is no such person."""

    id: str
    title: str | None
    fields: tuple[str, ...]
    eligible: int
    best: float | None
    third: float | None
    third_would_do: bool | None


@dataclass(frozen=True)
class CallSupply:
    """A call with its supply, and why no lawful team could be put together, where that is so."""

    id: str
    title: str | None
    reference: str | None
    when: When
    positions: tuple[PositionSupply, ...]
    no_team: NoTeam | None

    @property
    def fewest(self) -> int:
        """People eligible for the position that has fewest."""
        return min(one.eligible for one in self.positions)


def calls_behind(seen: Look) -> list[CallSupply]:
    """The calls of a look: those without a lawful team first, then those with fewest people."""
    own: dict[str, list[PositionLine]] = {}
    for line in positions_of(seen.supply, seen.fields, seen.where):
        own.setdefault(line.call, []).append(line)
    made = [_call(seen.found.calls[call], lines, seen.no_team.get(call)) for call, lines in own.items()]
    return sorted(made, key=lambda one: (one.no_team is None, one.fewest))[:MOST_CALLS]


def _call(one: Demanded, lines: Sequence[PositionLine], none: NoTeam | None) -> CallSupply:
    terms = {position.id: position for position in one.sought.call.positions}
    positions = tuple(
        PositionSupply(
            id=line.position,
            title=terms[line.position].title,
            fields=terms[line.position].fields,
            eligible=line.eligible,
            best=None if line.best is None else round(line.best, 1),
            third=None if line.third is None else round(line.third, 1),
            third_would_do=line.third_does,
        )
        for line in sorted(lines, key=lambda line: line.position)
    )
    return CallSupply(one.id, one.title, one.reference, one.sought.when, positions, none)

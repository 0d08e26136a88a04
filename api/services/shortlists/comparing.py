"""Two or three people of a shortlist side by side: where they stand, and what makes the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.explanations import PersonExplanation, PersonInPosition
from api.services.office import Office
from api.services.shortlists.explaining import explain
from api.services.unit import Actor
from matching.results import Criterion, Gate

MOST = 3  # people side by side
FEWEST = 2
WORTH_NAMING = 1.0  # points of merit between the people


@dataclass(frozen=True)
class CriterionRow:
    """A criterion for each person, with the points of merit it brings them; None where they have no such line."""

    name: str
    weight: float
    people: tuple[Criterion | None, ...]
    brings: tuple[float | None, ...]

    @property
    def spread(self) -> float:
        """Points of merit between who has most of it and who has least."""
        known = [points for points in self.brings if points is not None]
        return max(known) - min(known) if len(known) > 1 else 0.0


@dataclass(frozen=True)
class GateRow:
    """A rule for each person; None where nothing is on record of it, as of the rules that somebody not eligible meets."""

    name: str
    people: tuple[Gate | None, ...]


@dataclass(frozen=True)
class ComparedPosition:
    """One position: each person's standing, None where it cannot be told; criteria in their order, and gates."""

    position_id: str
    people: tuple[PersonInPosition | None, ...]
    criteria: tuple[CriterionRow, ...]
    gates: tuple[GateRow, ...]

    @property
    def differs_most(self) -> tuple[CriterionRow, ...]:
        """The criteria that separate the people most, at most three."""
        far = sorted(self.criteria, key=lambda row: -row.spread)
        return tuple(row for row in far if row.spread >= WORTH_NAMING)[:3]


@dataclass(frozen=True)
class Comparison:
    """People side by side, in the order in which they were asked for."""

    people: tuple[PersonExplanation, ...]
    positions: tuple[ComparedPosition, ...]


def compare(office: Office, actor: Actor, shortlist_id: str, who: Sequence[str], *, names: bool = False) -> Comparison:
    """The results of some people of a shortlist side by side; blind without names.

    Raises:
        UnknownShortlist, UnknownExpert, StaleIndex: as `explain` does for any of them.
    """
    people = tuple(explain(office, actor, shortlist_id, one, names=names) for one in who)
    order = dict.fromkeys(p.position_id for person in people for p in person.positions)
    return Comparison(people, tuple(_position(one, people) for one in order))


def _position(position_id: str, people: Sequence[PersonExplanation]) -> ComparedPosition:
    found = tuple(next((p for p in one.positions if p.position_id == position_id), None) for one in people)
    criteria = dict.fromkeys(c.name for person in found if person for c in person.criteria if c.weight)
    gates = dict.fromkeys(g.name for person in found if person for g in person.gates)
    return ComparedPosition(
        position_id,
        found,
        tuple(_criterion(name, found) for name in criteria),
        tuple(GateRow(name, tuple(_gate(name, person) for person in found)) for name in gates),
    )


def _criterion(name: str, people: Sequence[PersonInPosition | None]) -> CriterionRow:
    lines = tuple(next((c for c in person.criteria if c.name == name), None) if person else None for person in people)
    brings = tuple(_brings(line, person) for line, person in zip(lines, people, strict=True))
    return CriterionRow(name, max(line.weight for line in lines if line), lines, brings)


def _brings(line: Criterion | None, person: PersonInPosition | None) -> float | None:
    """The points of merit that a criterion brings: its share of the mean over what is known."""
    if line is None or line.points is None or person is None:
        return None
    known = sum(c.weight for c in person.criteria if c.points is not None)
    return 100 * line.weight * line.points / known if known else None


def _gate(name: str, person: PersonInPosition | None) -> Gate | None:
    return next((g for g in person.gates if g.name == name), None) if person else None

"""How much on record stands under each code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.services.indicators.suppressed import count
from api.services.taxonomy.overlay import Kind
from api.services.unit import Unit
from api.storage import taxonomy as rows
from matching.vocabulary import Vocabulary


@dataclass(frozen=True)
class Uses:
    """How many records name a code. `people` is exact: whoever shows it asks `told`."""

    people: int = 0
    calls: int = 0
    work: int = 0  # actions or activities
    focal_points: int = 0

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return bool(self.people or self.calls or self.work or self.focal_points)

    @property
    def told(self) -> int | None:
        """The people as they may be told to whoever may not see persons, to the nearest five; None: fewer than five."""
        return count(self.people)

    def __add__(self, other: Uses) -> Uses:
        return Uses(
            self.people + other.people,
            self.calls + other.calls,
            self.work + other.work,
            self.focal_points + other.focal_points,
        )


NOT_USED = Uses()


def uses(unit: Unit, kind: Kind) -> dict[str, Uses]:
    """The uses of every code that is named on record, as it is written there."""
    people, calls = rows.people_by_code(unit.session, kind), rows.calls_by_code(unit.session, kind)
    work, points = rows.work_by_code(unit.session, kind), rows.focal_points_by_code(unit.session, kind)
    codes = {*people, *calls, *work, *points}
    return {code: Uses(people[code], calls[code], work[code], points[code]) for code in codes}


def by_term(found: Mapping[str, Uses], kind: Vocabulary) -> dict[str, Uses]:
    """The same by the terms as which the codes are read; codes that no term is known by are left out."""
    made: dict[str, Uses] = {}
    for code, of in found.items():
        if kind.has(code):
            term = kind.normalise(code)
            made[term] = made.get(term, NOT_USED) + of
    return made

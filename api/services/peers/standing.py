"""One institution among peers: what it says of itself, who answers for it, and in which communities it takes part."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.indicators.suppressed import count
from api.services.peers.communities import may_see_persons
from api.services.people import focal_points, institutions
from api.services.unit import Unit
from api.storage import peers as rows
from api.storage.tables import CommunityRow, FocalPointRow, InstitutionProfileRow, InstitutionRow

MOST_POINTS = 100


@dataclass(frozen=True)
class Standing:
    """What is shown of an institution."""

    row: InstitutionRow
    profile: InstitutionProfileRow | None
    communities: tuple[CommunityRow, ...]
    points: tuple[FocalPointRow, ...] | None  # in office; None for readers who may not see persons
    people: int | None  # of the roster who work there; for these readers None for fewer than five, and rounded


def standing(unit: Unit, institution_id: str) -> Standing:
    """One institution; that its focal points are shown is noted.

    Raises:
        NotOnRecord: there is none with this id.
    """
    row = institutions.get(unit, institution_id)
    people = institutions.people_at(unit, [row])[row.id].count
    points: tuple[FocalPointRow, ...] | None = None
    if may_see_persons(unit):
        page = focal_points.listed(
            unit, institution_id=institution_id, category=None, on=unit.today, limit=MOST_POINTS, after=None
        )
        points = tuple(page.rows)
    return Standing(
        row,
        rows.institution_profile(unit.session, institution_id),
        tuple(rows.communities_of(unit.session, institution_id)),
        points,
        people if points is not None else count(people),
    )

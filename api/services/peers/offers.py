"""What the forms of peers offer: institutions, and the focal points who can be members."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.people.viewing import roles_of
from api.services.unit import Unit
from api.storage import peers as rows


@dataclass(frozen=True)
class Point:
    """A focal point who can be chosen."""

    id: str
    name: str
    institution: str


@dataclass(frozen=True)
class Offered:
    """What can be chosen. `institutions`: ids and names, by name."""

    institutions: tuple[tuple[str, str], ...] = ()
    points: tuple[Point, ...] = ()


def offers(unit: Unit, *, points: bool = True) -> Offered:
    """Institutions by name, and where wanted the focal points in office; that these are shown is noted."""
    institutions = {row.id: row.name for row, _ in rows.institutions(unit.session)}
    in_office = rows.focal_points_in_office(unit.session, unit.today) if points else []
    if in_office:
        ids = [point.id for point in in_office]
        unit.record("personal.viewed", "focal_points", "list", part="contact", ids=ids, roles=roles_of(unit))
    listed = (Point(point.id, point.name, institutions[point.institution_id]) for point in in_office)
    return Offered(
        tuple(sorted(institutions.items(), key=lambda pair: pair[1].casefold())),
        tuple(sorted(listed, key=lambda point: (point.institution.casefold(), point.name.casefold()))),
    )

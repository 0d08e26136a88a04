"""What the sample office knows of peers: what institutions say of themselves, communities, a survey of interests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.services.unit import Unit, new_id
from api.storage import peers as rows
from api.storage.tables import CommunityRow, FocalPointRow, InstitutionProfileRow, InstitutionRow, InterestRow
from fixtures.peers import load_communities, load_institutions, load_interests

IN_OFFICE = 365  # days since the focal points took office


def lay_peers(unit: Unit, domain: str) -> int:
    """Lay all of it; how many institutions were added to those on record."""
    known = {(row.name, row.country): row for row, _ in rows.institutions(unit.session)}
    before = len(known)
    by_name: dict[str, str] = {}
    points: dict[str, str] = {}
    for number, one in enumerate(load_institutions(), start=1):
        row = known.get((one["name"], one["country"])) or _institution(unit, one)
        known[row.name, row.country] = row
        by_name[one["name"]] = row.id
        said = {name: one[name] for name in ("form", "description", "fields", "countries", "languages")}
        unit.session.add(InstitutionProfileRow(institution_id=row.id, changed_at=unit.now, **said))
        if one["focal_point"]:
            points[one["name"]] = _focal_point(unit, row.id, one["focal_point"], f"peers-{number}@{domain}")
    unit.session.flush()
    for one in load_communities():
        kept = {name: one[name] for name in ("name", "description", "topics", "fields", "countries", "languages")}
        community = CommunityRow(
            id=new_id("community"), coordinator=by_name[one["coordinator"]], changed_at=unit.now, **kept
        )
        unit.session.add(community)
        unit.session.flush()
        rows.set_members(unit.session, community.id, [points[name] for name in one["members"]])
    for one in load_interests():
        answer = InterestRow(
            id=new_id("interest"),
            institution_id=by_name[one["institution"]],
            focal_point_id=points.get(one["institution"]),
            year=one["year"],
            text=one["text"],
            fields=one["fields"],
            at=unit.now,
            by=unit.actor.account_id,
        )
        unit.session.add(answer)
    unit.session.flush()
    return len(known) - before


def _institution(unit: Unit, one: dict[str, Any]) -> InstitutionRow:
    row = InstitutionRow(
        id=new_id("institution"), name=one["name"], country=one["country"], kind=one["kind"], collaborative=False
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def _focal_point(unit: Unit, institution_id: str, name: str, email: str) -> str:
    point = FocalPointRow(
        id=new_id("focal"),
        institution_id=institution_id,
        name=name,
        email=email,
        since=unit.today - timedelta(days=IN_OFFICE),
    )
    unit.session.add(point)
    return point.id

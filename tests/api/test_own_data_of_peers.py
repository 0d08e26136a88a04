"""What a person is among peers is in their own data: where they answer for an institution, and what they said there."""

from __future__ import annotations

import json
from typing import Any

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import (
    AccountRow,
    CommunityMemberRow,
    CommunityRow,
    FocalPointRow,
    InstitutionRow,
    InterestRow,
)
from tests.api.conftest import NOW, Doors


def test_who_is_a_focal_point_is_told_that_too(staffed: Office, doors: Doors) -> None:
    cleo = doors(Role.EXPERT, expert_id="cleo")
    with writing(staffed, SYSTEM) as unit:
        email = unit.session.query(AccountRow).filter_by(expert_id="cleo").one().email
        assert email is not None
        unit.session.add(InstitutionRow(id="institution-1", name="Fund", country="FR"))
        unit.session.flush()
        common: dict[str, Any] = {"institution_id": "institution-1", "since": NOW.date()}
        said: dict[str, Any] = {"description": "", "topics": [], "fields": [], "countries": [], "languages": []}
        answer: dict[str, Any] = {"institution_id": "institution-1", "year": 2026, "fields": [], "at": NOW}
        unit.session.add_all([
            FocalPointRow(id="focal-1", name="Cleo", email=email.upper(), **common),
            FocalPointRow(id="focal-2", name="Bert", email="bert@example.org", **common),
            CommunityRow(id="community-1", name="Network", changed_at=NOW, **said),
            CommunityRow(id="community-2", name="Others", changed_at=NOW, **said),
        ])  # fmt: skip
        unit.session.flush()
        unit.session.add_all([
            CommunityMemberRow(community_id="community-1", focal_point_id="focal-1"),
            CommunityMemberRow(community_id="community-1", focal_point_id="focal-2"),
            CommunityMemberRow(community_id="community-2", focal_point_id="focal-2"),
            InterestRow(id="interest-1", text="Mine", focal_point_id="focal-1", by="account-officer", **answer),
            InterestRow(id="interest-2", text="Not mine", focal_point_id="focal-2", by="account-officer", **answer),
        ])  # fmt: skip
    held = cleo.get("/api/v1/experts/cleo/data").json()
    assert [one["id"] for one in held["focal_points"]] == ["focal-1"]
    assert held["communities"] == [{"id": "community-1", "name": "Network"}]
    assert [(one["text"], one["by"]) for one in held["interests"]] == [("Mine", "an account that is no longer there")]
    assert "bert@example.org" not in json.dumps(held) and "account-officer" not in json.dumps(held)

"""An office with a pension fund that says what it does, a focal point, and a community."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import ExpertRow

FUND = "Pension Fund"


@pytest.fixture
def fund(officer: TestClient, staffed: Office) -> str:
    """The id of the fund; two people of the roster work there."""
    with writing(staffed, SYSTEM) as unit:
        revision = unit.roster_changed()
        for one in ("cleo", "dino"):
            row = unit.session.get(ExpertRow, one)
            assert row is not None
            row.profile = row.profile | {"institution": FUND, "institution_country": "FR"}
            row.institution, row.institution_country, row.revision = FUND, "FR", revision
    made: str = officer.post("/api/v1/institutions", json={"name": FUND, "country": "FR"}).json()["id"]
    said = {
        "form": "agency",
        "description": "The fund pays old-age pensions and runs projections of the pension fund.",
        "fields": ["E.10.07"],
        "countries": ["MA"],
        "languages": ["fr"],
    }
    assert officer.put(f"/api/v1/institutions/{made}/profile", json=said).status_code == 200
    return made


@pytest.fixture
def bert(officer: TestClient, fund: str) -> str:
    """The id of the fund's focal point."""
    point = {"institution_id": fund, "name": "Bert Surname", "email": "bert@example.org", "since": "2026-01-01"}
    made: str = officer.post("/api/v1/focal-points", json=point).json()["id"]
    return made


@pytest.fixture
def network(fund: str, bert: str) -> dict[str, Any]:
    """A community as it is sent."""
    return {
        "name": "Pension network",
        "description": "Officials of pension funds exchange on retirement age.",
        "topics": ["pension reform"],
        "fields": ["E.10.07"],
        "countries": ["MA", "FR"],
        "languages": ["fr", "ar"],
        "coordinator": fund,
        "members": [bert],
    }

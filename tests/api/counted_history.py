"""The history of the counted office, and a reader of its figures: fixtures for the tests of indicators."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from tests.api.conftest import Doors
from tests.api.counted_office import PATH, Read, lay_call, lay_demand


@pytest.fixture
def history(staffed: Office) -> Office:
    with writing(staffed, SYSTEM) as unit:
        lay_demand(unit)
        lay_call(unit)
    return staffed


@pytest.fixture
def read(history: Office, doors: Doors) -> Read:
    """Figures by measure and group, as a role sees them: value, count, whether suppressed."""

    def figures(role: Role = Role.AUDITOR, **question: str) -> dict[Any, Any]:
        answer = doors(role).get(PATH, params=question)
        assert answer.status_code == 200, answer.text
        return {(f["measure"], f["group"]): (f["value"], f["count"], f["suppressed"]) for f in answer.json()["figures"]}

    return figures

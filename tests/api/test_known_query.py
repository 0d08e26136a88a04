"""A parameter that an address does not know is refused, and said so."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from tests.api import offices
from tests.api.conftest import Doors, problem

office, doors = offices.small_office, offices.its_doors


@pytest.mark.parametrize(
    "path", ["/api/v1/indicators?since=2026-01-01", "/api/v1/experts?limit=2&Limit=3", "/api/v1/privacy-notice?x"]
)
def test_a_parameter_that_is_not_known_is_refused(doors: Doors, path: str) -> None:
    found = problem(doors(Role.OFFICER).get(path), 422, "invalid_request")
    assert [error["path"] for error in found["errors"]] == [f"query.{path.split('?')[1].split('&')[-1].split('=')[0]}"]


def test_what_is_known_of_the_permit_and_of_pages_is_not_touched(doors: Doors) -> None:
    officer = doors(Role.OFFICER)
    assert officer.get("/api/v1/indicators", params={"from": "2026-01-01", "by": "month"}).status_code == 200
    assert officer.get("/shortlists", params={"from_a_letter": 1}).status_code == 200
    assert officer.get("/health", params={"probe": 1}).status_code == 200


def test_every_address_of_the_api_says_that_it_refuses_them(doors: Doors) -> None:
    paths = doors(Role.OFFICER).get("/openapi.json").json()["paths"]
    without = [
        path
        for path, operations in paths.items()
        for operation in operations.values()
        if path.startswith("/api/") and "422" not in operation["responses"]
    ]
    assert without == []

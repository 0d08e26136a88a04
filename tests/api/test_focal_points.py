"""Focal points over HTTP: kept, found by institution, category and day."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from tests.api.conftest import Doors, problem

PATH = "/api/v1/focal-points"


@pytest.fixture
def bert(officer: TestClient) -> dict[str, Any]:
    """A focal point of an agency, as it is sent."""
    agency = officer.post("/api/v1/institutions", json={"name": "Agency"}).json()["id"]
    return {
        "institution_id": agency, "category": None, "name": "Bert Surname", "email": "bert@example.org",
        "phone": None, "since": "2026-01-01", "until": None,
    }  # fmt: skip


def found(client: TestClient, **filters: Any) -> list[str]:
    answer = client.get(PATH, params=filters)
    assert answer.status_code == 200, answer.text
    return sorted(item["name"] for item in answer.json()["items"])


def test_a_focal_point_is_named_changed_and_removed(officer: TestClient, bert: dict[str, Any]) -> None:
    made = officer.post(PATH, json=bert)
    assert made.status_code == 201, made.text
    where, version = made.headers["location"], {"If-Match": made.headers["etag"]}
    assert officer.get(where).json() == {"id": made.json()["id"], **bert}
    left = officer.put(where, json=bert | {"until": "2026-06-30"}, headers=version)
    assert left.json()["until"] == "2026-06-30"
    problem(officer.put(where, json=bert, headers=version), 412, "changed_meanwhile")
    problem(officer.delete(where), 428, "version_needed")
    assert officer.delete(where, headers={"If-Match": left.headers["etag"]}).status_code == 204
    problem(officer.get(where), 404, "not_on_record")


def test_who_answers_for_a_category_on_a_day(officer: TestClient, bert: dict[str, Any]) -> None:
    officer.post(PATH, json=bert)
    officer.post(PATH, json=bert | {"name": "For all pensions", "category": "E", "until": "2026-06-30"})
    officer.post(PATH, json=bert | {"name": "For work", "category": "a35"})
    assert found(officer) == ["Bert Surname", "For all pensions", "For work"]
    assert found(officer, category="E.10.07") == ["Bert Surname", "For all pensions"]
    assert found(officer, category="E.10.07", on="2026-07-01") == ["Bert Surname"]
    assert found(officer, on="2026-06-30") == ["Bert Surname", "For all pensions", "For work"]
    assert found(officer, on="2025-12-31") == []
    assert found(officer, institution=bert["institution_id"], category="A.35") == ["Bert Surname", "For work"]
    assert found(officer, institution="institution-0") == []
    problem(officer.get(PATH, params={"category": "Z.1"}), 422, "unknown_code")
    problem(officer.get(PATH, params={"on": "0"}), 422, "invalid_request")


def test_what_a_focal_point_cannot_be_is_refused(officer: TestClient, bert: dict[str, Any]) -> None:
    dates: list[dict[str, Any]] = [{"since": "soon"}, {"until": "2025-01-01"}, {"since": "0001-01-01"}]
    for changes in [{"email": "none"}, {"name": ""}, *dates]:
        problem(officer.post(PATH, json=bert | changes), 422, "invalid_request")


def test_a_focal_point_is_of_an_institution_on_record_and_a_known_category(
    officer: TestClient, bert: dict[str, Any]
) -> None:
    problem(officer.post(PATH, json=bert | {"institution_id": "institution-0"}), 404, "not_on_record")
    problem(officer.post(PATH, json=bert | {"category": "Z.1"}), 422, "unknown_code")


def test_focal_points_go_with_their_institution_and_are_for_staff(
    officer: TestClient, doors: Doors, bert: dict[str, Any]
) -> None:
    where = officer.post(PATH, json=bert).headers["location"]
    for role in (Role.AUDITOR, Role.STEERING, Role.ADMINISTRATOR, Role.EXPERT):
        problem(doors(role).get(where), 403, "not_allowed")
    agency = f"/api/v1/institutions/{bert['institution_id']}"
    officer.delete(agency, headers={"If-Match": officer.get(agency).headers["etag"]})
    problem(officer.get(where), 404, "not_on_record")

"""Performance over HTTP: written and read by the team, decided by a leader, and part of a person's own data."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from tests.api.conftest import Doors, problem
from tests.api.test_experts import events

ANNA = "/api/v1/experts/anna"
NOTE: dict[str, Any] = {"action_code": "2026-14", "grade": 2, "text": "Left before the end."}


def test_the_team_notes_how_an_assignment_went(staffed: Office, officer: TestClient, doors: Doors, clock: Any) -> None:
    made = officer.post(f"{ANNA}/performance", json=NOTE)
    assert made.status_code == 201, made.text
    clock.pass_(hours=1)
    doors(Role.LEADER).post(f"{ANNA}/performance", json=NOTE | {"grade": 4})
    notes = doors(Role.LEADER).get(f"{ANNA}/performance").json()
    assert [note["grade"] for note in notes] == [4, 2]
    assert notes[1] == made.json()
    assert "before the end" not in str([entry.facts for entry in events(staffed, "performance.noted")])
    assert events(staffed, "personal.viewed")[-1].facts["part"] == "performance"


def test_a_note_needs_a_grade_and_words(officer: TestClient) -> None:
    changes: list[dict[str, Any]] = [{"grade": 0}, {"grade": 6}, {"grade": "3"}, {"text": " "}, {"text": "x" * 5001}]
    for change in changes:
        problem(officer.post(f"{ANNA}/performance", json=NOTE | change), 422, "invalid_request")


def test_only_the_team_reads_them_and_nobody_about_themselves(doors: Doors) -> None:
    for role in set(Role) - {Role.OFFICER, Role.LEADER, Role.EXPERT}:
        problem(doors(role).get(f"{ANNA}/performance"), 403, "not_allowed")
        problem(doors(role).post(f"{ANNA}/performance", json=NOTE), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="bert").get("/api/v1/experts/bert/performance"), 403, "not_allowed")
    both = doors(Role.OFFICER, Role.EXPERT, expert_id="anna")
    problem(both.get(f"{ANNA}/performance"), 403, "not_allowed")
    problem(both.post(f"{ANNA}/performance", json=NOTE), 403, "not_allowed")


@pytest.mark.usefixtures("quick_roster")
def test_a_leader_excludes_with_a_reason_and_lets_in_again(staffed: Office, doors: Doors) -> None:
    leader = doors(Role.LEADER)
    where = f"{ANNA}/exclusion"
    problem(doors(Role.OFFICER).put(where, json={"excluded": True, "reason": "Twice."}), 403, "not_allowed")
    problem(leader.put(where, json={"excluded": True}), 422, "invalid_request")
    problem(leader.put(where, json={"excluded": False, "reason": "None was."}), 409, "conflict")
    made = leader.put(where, json={"excluded": True, "reason": "Left twice."}).json()
    assert (made["kind"], made["grade"]) == ("exclusion", None)
    assert _excluded(staffed, "anna")
    assert leader.put(where, json={"excluded": False, "reason": "A mix-up."}).json()["kind"] == "exclusion_lifted"
    assert not _excluded(staffed, "anna")
    assert [entry.facts["excluded"] for entry in events(staffed, "expert.excluded")] == [True, False]


def _excluded(office: Office, expert_id: str) -> bool:
    roster = office.roster.current().matcher.roster
    return roster.experts[roster.row_of[expert_id]].excluded

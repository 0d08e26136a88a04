"""What people declare of themselves: theirs alone over HTTP, counts for the auditor, and read by composition."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.people.declarations import Group, _groups
from api.services.unit import SYSTEM, reading, writing
from api.storage import experts
from api.storage.tables import DeclarationRow, ExpertRow
from tests.api.conftest import Doors, problem

ANNA = "/api/v1/experts/anna/declaration"
SUMMARY = "/api/v1/declarations/summary"


@pytest.fixture
def anna(doors: Doors) -> TestClient:
    return doors(Role.EXPERT, expert_id="anna")


def declared(office: Office, expert_id: str) -> Any:
    with reading(office, SYSTEM) as unit:
        return next(e.declared for e in experts.all_experts(unit.session) if e.id == expert_id)


@pytest.mark.usefixtures("quick_roster")
def test_a_person_declares_changes_and_takes_back(staffed: Office, anna: TestClient) -> None:
    assert anna.get(ANNA).json()["gender"] == "woman"
    staffed.roster.current()  # the roster is in use before
    changed = anna.put(ANNA, json={"gender": "other", "nationalities": ["fr", "Tunisia", "FR"]})
    assert changed.json()["nationalities"] == ["FR", "TN"]
    assert declared(staffed, "anna").gender == "other"  # as composition reads it
    assert staffed.roster.current().matcher.roster.declared.gender[0] == 2
    assert anna.delete(ANNA).status_code == 204
    assert declared(staffed, "anna").gender is None
    problem(anna.get(ANNA), 404, "not_on_record")
    problem(anna.delete(ANNA), 404, "not_on_record")


def test_a_declaration_may_leave_everything_out(anna: TestClient) -> None:
    assert anna.put(ANNA, json={}).json()["gender"] is None
    problem(anna.put(ANNA, json={"gender": "female"}), 422, "invalid_request")
    problem(anna.put(ANNA, json={"nationalities": ["Atlantis"]}), 422, "invalid_request")


def test_nobody_else_reads_or_writes_what_a_person_declared(doors: Doors) -> None:
    for role in set(Role) - {Role.EXPERT}:
        problem(doors(role).get(ANNA), 403, "not_allowed")
        problem(doors(role).put(ANNA, json={"gender": "man"}), 403, "not_allowed")
        problem(doors(role).delete(ANNA), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="bert").get(ANNA), 403, "not_allowed")


def test_the_auditor_alone_is_given_counts_in_which_nobody_can_be_found(staffed: Office, doors: Doors) -> None:
    with writing(staffed, SYSTEM) as unit:
        for n in range(8):
            profile: dict[str, Any] = {"segments": []}
            unit.session.add(
                ExpertRow(id=f"x{n}", revision=1, profile=profile, created_at=unit.now, changed_at=unit.now)
            )
            unit.session.flush()
            unit.session.add(DeclarationRow(expert_id=f"x{n}", gender="woman", nationalities=["FR"], at=unit.now))
    # of 16 people: 10 women, 2 men, 4 undeclared; French 11 (with one of two nationalities), Spanish 1, Italian 1
    found = doors(Role.AUDITOR).get(SUMMARY).json()
    assert found == {
        "people": 15,
        "genders": [
            {"group": "woman", "people": 10},
            {"group": "small groups together", "people": None},
            {"group": "undeclared", "people": None},
        ],
        "nationalities": [
            {"group": "FR", "people": 10},
            {"group": "small groups together", "people": None},
            {"group": "undeclared", "people": None},
        ],
    }
    for role in set(Role) - {Role.AUDITOR}:
        problem(doors(role, expert_id="anna" if role is Role.EXPERT else None).get(SUMMARY), 403, "not_allowed")


def test_small_groups_are_neither_named_nor_to_be_found_by_subtraction() -> None:
    counts: Counter[str | None] = Counter({"FR": 52, "ES": 48, "IT": 4, "MT": 1, None: 21})
    assert _groups(counts) == (
        Group("ES", 50), Group("FR", 50), Group("small groups together", 5), Group("undeclared", 20),
    )  # fmt: skip


def test_the_log_says_that_a_declaration_changed_and_not_what_it_says(staffed: Office, anna: TestClient) -> None:
    from tests.api.test_experts import events

    anna.put(ANNA, json={"gender": "other", "nationalities": ["TN"]})
    [entry] = events(staffed, "declaration.changed")
    assert entry.facts == {"declared": True}

"""Consent over HTTP: to the version in force, by the person alone, and withdrawn at once."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from matching.entities import Call, Verdict
from tests.api.conftest import Doors, problem

ANNA = "/api/v1/experts/anna/consents"


@pytest.fixture
def anna(doors: Doors) -> TestClient:
    return doors(Role.EXPERT, expert_id="anna")


def test_everybody_can_read_the_notice_in_force(doors: Doors) -> None:
    notice = doors().get("/api/v1/privacy-notice").json()
    assert notice["version"] == "1"
    assert "erased" in notice["texts"]["en"]


def test_a_person_agrees_to_the_version_in_force(anna: TestClient, doors: Doors) -> None:
    problem(anna.post(ANNA, json={"notice": "0"}), 409, "conflict")
    given = anna.post(ANNA, json={"notice": "1"})
    assert given.status_code == 201, given.text
    assert (given.json()["given"], given.json()["at"]) == (True, "2026-11-16T09:00:00Z")
    problem(anna.post(ANNA, json={"notice": "1"}), 409, "conflict")
    problem(anna.post(ANNA, json={"notice": ""}), 422, "invalid_request")
    assert anna.get(ANNA).json() == [given.json()] == doors(Role.AUDITOR).get(ANNA).json()


@pytest.mark.usefixtures("quick_roster")
def test_a_withdrawn_consent_takes_the_person_out_of_matching_at_once(
    staffed: Office, anna: TestClient, call: Call, clock: Any
) -> None:
    anna.post(ANNA, json={"notice": "1"})
    assert _verdict(staffed, call, clock) is Verdict.PASS
    clock.pass_(days=1)
    assert anna.post(f"{ANNA}/withdrawal").json()["given"] is False
    assert _verdict(staffed, call, clock) is Verdict.FAIL
    assert [consent["given"] for consent in anna.get(ANNA).json()] == [False, True]
    problem(anna.post(f"{ANNA}/withdrawal"), 409, "conflict")
    clock.pass_(days=1)
    assert anna.post(ANNA, json={"notice": "1"}).status_code == 201
    assert _verdict(staffed, call, clock) is Verdict.PASS


def _verdict(office: Office, call: Call, clock: Any) -> Verdict:
    served = office.roster.current()
    result = served.matcher.explain(call, "anna", today=clock.today(), left_out=served.left_out)[0]
    return next(gate.verdict for gate in result.gates if gate.name == "consent") if result.gates else Verdict.PASS


def test_nobody_agrees_for_another_but_the_team_notes_who_withdraws_by_letter(doors: Doors) -> None:
    problem(doors(Role.OFFICER).post(ANNA, json={"notice": "1"}), 403, "not_allowed")
    assert doors(Role.OFFICER).post(f"{ANNA}/withdrawal").status_code == 201
    problem(doors(Role.BUSINESS).post(f"{ANNA}/withdrawal"), 403, "not_allowed")
    problem(doors(Role.OFFICER).post("/api/v1/experts/nobody/consents/withdrawal"), 404, "not_on_record")


def test_who_never_agreed_has_nothing_to_withdraw(doors: Doors) -> None:
    finn = doors(Role.EXPERT, expert_id="finn")
    problem(finn.post("/api/v1/experts/finn/consents/withdrawal"), 409, "conflict")

"""Who erases whom: oneself in person, or the administrator; never a token."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.errors import NotOnRecord
from api.services.erasure import erasure
from api.services.office import Office
from api.services.unit import SYSTEM
from api.storage.tables import ExpertRow
from tests.api.conftest import Doors, problem
from tests.api.entrance.people import EMAIL, browser, put_account, sign_in


def signed_in(doors: Doors, *roles: Role, expert_id: str | None = None) -> TestClient:
    put_account(doors.office, *roles, expert_id=expert_id)
    client = browser(doors.app)
    assert sign_in(client, EMAIL).status_code == 200
    return client


def test_somebody_who_is_not_there_cannot_be_erased(staffed: Office) -> None:
    with pytest.raises(NotOnRecord):
        erasure.erase(staffed, SYSTEM, "nobody")


def test_a_person_erases_themselves_and_nobody_else(doors: Doors) -> None:
    anna = signed_in(doors, Role.EXPERT, expert_id="anna")
    problem(anna.delete("/api/v1/experts/bert", params={"confirm": "bert"}), 403, "not_allowed")
    problem(anna.delete("/api/v1/experts/anna", params={"confirm": "bert"}), 422, "invalid_request")
    problem(doors(Role.OFFICER).delete("/api/v1/experts/anna", params={"confirm": "anna"}), 403, "not_allowed")
    erased = anna.delete("/api/v1/experts/anna", params={"confirm": "anna"})
    assert erased.status_code == 200, erased.text
    assert erased.json()["clean"] is True
    assert erased.json()["rows"]["accounts"] == 1
    problem(anna.get("/api/v1/experts/anna"), 401, "not_signed_in")  # the account is gone, too


@pytest.mark.parametrize(("role", "expert_id"), [(Role.EXPERT, "anna"), (Role.ADMINISTRATOR, None)])
def test_no_token_erases_anybody_whatever_its_scopes(doors: Doors, role: Role, expert_id: str | None) -> None:
    for scopes in ((Scope.WRITE,), tuple(Scope)):
        program = doors(role, expert_id=expert_id, scopes=scopes)
        problem(program.delete("/api/v1/experts/anna", params={"confirm": "anna"}), 403, "not_allowed")
        expert_id = "bert" if expert_id else None  # one account for each
    with doors.office.database.read() as session:
        assert session.get(ExpertRow, "anna") is not None


def test_the_administrator_erases_somebody_in_person(doors: Doors) -> None:
    answer = signed_in(doors, Role.ADMINISTRATOR).delete("/api/v1/experts/anna", params={"confirm": "anna"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["clean"] is True

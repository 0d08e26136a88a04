"""Precedents with who carried them out: by request and by text, institutions for readers, persons for the team alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.services.office import Office
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import CallRow, EntryRow, ExpertRow, InvitationRow
from tests.api.command_line import run
from tests.api.conftest import Doors, problem
from tests.api.old_data import add
from tests.api.test_actions import add_activity, open_action
from tests.api.test_requests import TEXT, receive

PATH = "/api/v1/precedents"
AGENCY = "Agence nationale pour l'emploi"
TITLE = "Training of counsellors in the profiling of jobseekers"


@pytest.fixture
def done_before(doors: Doors, staffed: Office) -> Any:
    """An action like TEXT: anna went as a trainer, bert declined, cleo's profile names its code."""
    officer = doors(Role.OFFICER)
    made = open_action(officer, title=TITLE, country="TG", institution=AGENCY)
    activity = add_activity(officer, made["id"])["id"]
    with writing(staffed, SYSTEM) as unit:
        now = unit.now
        cleo = unit.session.get_one(ExpertRow, "cleo")
        cleo.profile = cleo.profile | {"missions": [{"action": "2027-03"}, {"action": "2020-01"}]}
    terms = {"positions": [{"id": "1", "title": "Trainer"}]}
    common = {"call_id": "call-1", "position_id": "1", "sent_at": now, "reply_by": now, "by": "x"}
    add(
        staffed,
        CallRow(
            id="call-1", activity_id=activity, state="decided", terms=terms, settings={}, created_at=now, created_by="x"
        ),
        InvitationRow(id="i1", expert_id="anna", state="accepted", offer=True, **common),
        InvitationRow(id="i2", expert_id="bert", state="declined", offer=True, **common),
        InvitationRow(id="i3", expert_id="dino", state="accepted", offer=False, **common),
    )  # fmt: skip
    return made


def test_a_request_finds_the_action_with_its_deliverables_and_the_institutions_that_carried_it_out(
    done_before: Any, officer: TestClient, people: Any
) -> None:
    request_id = receive(officer, text=f"{TITLE}.", institution=AGENCY)["id"]
    answer = officer.get(f"/api/v1/requests/{request_id}/precedents").json()
    (found,) = answer["precedents"]
    assert (found["code"], found["deliverables"]) == ("2027-03", ["A guide"])
    assert "nothing is done twice" in found["warning"]
    homes = {(one["institution"], one["role"]) for one in found["delivered_by"]}
    by_id = {person.id: person for person in people}
    assert homes == {(by_id["anna"].institution, "Trainer"), (by_id["cleo"].institution, None)}
    assert answer["people"] is None  # two of them: fewer than five
    assert "expert_id" not in str(answer) and "Surname" not in str(answer)


def test_a_text_in_another_language_finds_the_same_and_is_kept_nowhere(done_before: Any, officer: TestClient) -> None:
    text = "L'agence souhaite former ses conseillers : Training of counsellors, profiling of jobseekers."
    sent = {"text": text, "country": "TG", "institution": AGENCY}
    found = officer.post(PATH, json=sent).json()["precedents"]
    assert [one["code"] for one in found] == ["2027-03"]
    assert officer.get("/api/v1/requests").json()["items"] == []


def test_a_text_of_another_institution_is_no_overlap(done_before: Any, officer: TestClient) -> None:
    sent = {"text": TITLE, "country": "TG", "institution": "Another ministry"}
    assert officer.post(PATH, json=sent).json()["precedents"][0]["warning"] is None
    sent["institution"] = AGENCY
    assert officer.post(PATH, json=sent).json()["precedents"][0]["warning"] is not None


def test_the_team_sees_who_went_and_that_is_noted(done_before: Any, officer: TestClient, staffed: Office) -> None:
    blind = officer.post(f"{PATH}/people", json={"text": TEXT}).json()
    assert [(one["expert_id"], one["name"], one["roles"]) for one in blind] == [
        ("anna", None, ["Trainer"]), ("cleo", None, []),
    ]  # fmt: skip
    assert all(one["actions"] == ["2027-03"] and one["free_to_go"] for one in blind)
    named = officer.post(f"{PATH}/people?blind=false", json={"text": TEXT}).json()
    assert [one["name"] for one in named] == ["Anna Surname", "Cleo Surname"]
    with reading(staffed, SYSTEM) as unit:
        entries = unit.session.query(EntryRow).filter_by(event="personal.viewed")
        views = [(one.subject_id, one.facts["part"], one.facts["blind"]) for one in entries]
    assert views == [(who, "precedents", blind) for blind in (True, False) for who in ("anna", "cleo")]


def test_who_withdrew_their_consent_cannot_go_on(done_before: Any, officer: TestClient, staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(ExpertRow, "anna").consent = False
    ready = {one["expert_id"]: one["free_to_go"] for one in officer.post(f"{PATH}/people", json={"text": TEXT}).json()}
    assert ready == {"anna": False, "cleo": True}


def test_readers_are_told_no_persons(done_before: Any, doors: Doors) -> None:
    request_id = receive(doors(Role.OFFICER))["id"]
    where = f"/api/v1/requests/{request_id}/precedents"
    for role in (Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR):
        assert doors(role).get(where).status_code == 200
    for role in (Role.BUSINESS, Role.AUDITOR, Role.STEERING):
        problem(doors(role).get(f"{where}/people"), 403, "not_allowed")
        problem(doors(role).post(f"{PATH}/people", json={"text": TEXT}), 403, "not_allowed")
    without = doors(Role.OFFICER, scopes=[Scope.READ, Scope.WRITE])
    problem(without.get(f"{where}/people"), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="anna").post(PATH, json={"text": TEXT}), 403, "not_allowed")
    problem(doors().post(PATH, json={"text": TEXT}), 401, "not_signed_in")


def test_what_is_not_on_record_or_no_text_is_told(officer: TestClient) -> None:
    problem(officer.get("/api/v1/requests/none/precedents"), 404, "not_on_record")
    problem(officer.post(PATH, json={"text": " "}), 422, "invalid_request")
    assert officer.post(PATH, json={"text": TEXT}).json() == {"precedents": [], "people": 0}


def test_the_command_finds_the_same(
    done_before: Any, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"DATA": tmp_path / "data", "CACHE": tmp_path / "cache", "DATABASE": database_url, "MODEL": "hashing"}
    for name, value in settings.items():
        monkeypatch.setenv(f"EXPERTMATCH_{name}", str(value))
    shown = run("precedents", TITLE, "--country", "TG", "--institution", AGENCY, "--people")
    assert shown.exit_code == 0, shown.output
    words = " ".join(shown.stdout.split())
    assert "1. 2027-03" in words and "A guide" in words and "Trainer" in words
    assert "anna 2027-03 as Trainer; can go" in words and "Surname" not in words
    assert "nothing is done twice" in words
    assert run("precedents").exit_code == 2

"""A question to peers over HTTP: who is told what, and what is noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.auth.roles import Role, Scope
from api.commands import desk
from api.services.office import Office
from api.storage.tables import EntryRow
from tests.api.command_line import run
from tests.api.conftest import Doors, one_kind, problem

PATH = "/api/v1/peers"
PENSIONS = "Reform of old-age pensions: retirement age and pension fund projections."


def viewed(office: Office) -> list[str]:
    with office.database.read() as session:
        shown = select(EntryRow).where(EntryRow.event == "personal.viewed", EntryRow.kind == "expert")
        return sorted(row.subject_id for row in session.scalars(shown))


@pytest.fixture
def known(officer: TestClient, network: dict[str, Any]) -> str:
    """The id of the community."""
    made: str = officer.post("/api/v1/communities", json=network).json()["id"]
    return made


def test_a_question_finds_people_institutions_and_communities(
    officer: TestClient, staffed: Office, fund: str, known: str
) -> None:
    told = officer.post(PATH, json={"text": PENSIONS, "country": "PE", "limit": 2, "named": True})
    assert told.status_code == 200, told.text
    found = told.json()
    assert {one["name"] for one in found["people"][:2]} == {"Cleo Surname", "Dino Surname"}
    assert found["people"][0]["evidence"]["text"] and found["people"][0]["elsewhere"] is True
    assert (found["institutions"][0]["id"], found["institutions"][0]["people"]) == (fund, 2)
    assert [one["id"] for one in found["communities"]] == [known] and found["roles"] == []
    assert viewed(staffed) == sorted(one["expert_id"] for one in found["people"]), "whoever is shown is noted"
    blind = officer.get(PATH, params={"text": PENSIONS, "country": "PE", "limit": 2}).json()
    assert {one["name"] for one in blind["people"]} == {None}, "names are given to who asks for them"
    assert [one["expert_id"] for one in blind["people"]] == [one["expert_id"] for one in found["people"]]


@one_kind
def test_who_may_not_see_persons_is_told_of_institution_and_status(
    doors: Doors, staffed: Office, fund: str, known: str
) -> None:
    clients = (doors(Role.STEERING), doors(Role.AUDITOR), doors(Role.OFFICER, scopes=[Scope.READ]))
    for client in clients:
        told = client.get(PATH, params={"text": PENSIONS})
        found = told.json()
        assert found["people"] == [] and viewed(staffed) == []
        assert {"institution": "Pension Fund", "country": "FR", "status": "civil_servant", "elsewhere": None} in found[
            "roles"
        ]
        assert found["institutions"][0]["people"] is None, "two people are fewer than five"
        for name in ("cleo", "dino", "Surname", "Actuary"):
            assert name not in told.text
    problem(doors(Role.EXPERT, expert_id="anna").get(PATH, params={"text": PENSIONS}), 403, "not_allowed")


@one_kind
def test_people_are_counted_at_the_institution_of_their_own_country(
    officer: TestClient, staffed: Office, fund: str
) -> None:
    other = officer.post("/api/v1/institutions", json={"name": "Pension Fund", "country": "MA"}).json()["id"]
    said = {"form": "agency", "description": "Reform of old-age pensions and retirement age.", "fields": ["E.10.07"]}
    assert officer.put(f"/api/v1/institutions/{other}/profile", json=said).status_code == 200
    found = officer.get(PATH, params={"text": PENSIONS, "limit": 50}).json()["institutions"]
    assert {one["id"]: one["people"] for one in found if one["name"] == "Pension Fund"} == {fund: 2, other: 0}
    both = {"origin": "MA", "destination": "FR", "field": "E.10.07"}
    sides = officer.get(f"{PATH}/corridor", params=both).json()
    assert [(one["id"], one["people"]) for one in sides["at_destination"]][:1] == [(fund, 2)]
    assert [(one["id"], one["people"]) for one in sides["at_origin"]] == [(other, 0)]


@one_kind
def test_a_profile_that_was_changed_is_searched_as_it_is_now(officer: TestClient, fund: str) -> None:
    path = f"/api/v1/institutions/{fund}/profile"
    said = {"form": "agency", "description": "Inspectors of building sites look after safety at work."}
    asked = {"text": PENSIONS, "limit": 50}

    def own() -> float:
        told = officer.get(PATH, params=asked).json()["institutions"]
        return next((one["own"] for one in told if one["id"] == fund), 0.0)

    before = own()
    officer.put(path, json=said, headers={"If-Match": officer.get(path).headers["etag"]})
    assert own() < before


@one_kind
def test_a_corridor_leads_from_one_country_to_another(officer: TestClient, fund: str, known: str) -> None:
    path = f"{PATH}/corridor"
    found = officer.get(path, params={"origin": "MA", "destination": "FR", "field": "E.10.07"}).json()
    assert found["at_origin"] == [] and found["at_destination"][0]["id"] == fund
    assert found["at_destination"][0]["linked"] and [one["id"] for one in found["communities"]] == [known]
    problem(officer.get(path, params={"origin": "MA", "destination": "MA", "text": "x"}), 422, "invalid_call")
    problem(officer.get(path, params={"origin": "MA", "destination": "FR"}), 422, "invalid_call")


@one_kind
def test_a_question_has_to_say_something(officer: TestClient) -> None:
    problem(officer.get(PATH), 422, "invalid_call")
    problem(officer.get(PATH, params={"field": "Z.99"}), 422, "unknown_code")
    problem(officer.get(PATH, params={"field": ""}), 422, "invalid_request")
    problem(officer.post(PATH, json={"text": "?", "country": "Atlantis"}), 422, "invalid_request")
    assert officer.get(PATH, params={"field": "E.10.07"}).status_code == 200


@one_kind
def test_an_office_without_people_answers_by_its_institutions(office: Office) -> None:
    client = Doors(office)(Role.OFFICER)
    assert client.get(PATH, params={"text": PENSIONS}).json()["people"] == []


@one_kind
def test_the_command_shows_who_knows_on_the_screen_and_as_json(
    officer: TestClient, staffed: Office, fund: str, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened() -> Iterator[Office]:
        yield staffed

    monkeypatch.setattr(desk, "opened", opened)
    told = run("peers", PENSIONS, "--country", "Peru", "--named")
    assert told.exit_code == 0, told.stderr
    for words in ("Cleo Surname", "Pension Fund", "Pension network", "another one", "E.10.07"):
        assert words in told.stdout
    found = json.loads(run("peers", PENSIONS, "--json").stdout)
    assert found["institutions"][0]["people"] == 2 and found["people"][0]["name"] is None
    assert run("peers", PENSIONS, "--country", "Atlantis").exit_code == 2

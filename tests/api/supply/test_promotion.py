"""Whom to ask for people who are short, and the draft of a call to them: over HTTP, by right, in three languages."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from api.auth.roles import Role, Scope
from api.exports.promotion_call import LANGUAGES
from api.services.unit import SYSTEM, reading
from api.storage.tables import EntryRow
from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors, Watchmaker, one_kind, problem

pytestmark = one_kind
PATH = "/api/v1/supply/promotion"
PENSIONS = {"field": "E.10.07", "language": "fr"}


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    return CallDesk(doors, call, clock)


def asked(desk: CallDesk, **more: Any) -> dict[str, Any]:
    answer = desk.doors(Role.BUSINESS).get(PATH, params=PENSIONS | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def named(desk: CallDesk, institution: str, country: str, category: str | None, name: str) -> str:
    """An institution on record, and its focal point."""
    body = {"name": institution, "country": country, "collaborative": True}
    id: str = desk.officer.post("/api/v1/institutions", json=body).json()["id"]
    point = {
        "institution_id": id,
        "category": category,
        "name": name,
        "email": f"{name}@example.org",
        "since": "2026-01-01",
    }
    made = desk.officer.post("/api/v1/focal-points", json=point)
    assert made.status_code == 201, made.text
    return id


def looked_at(desk: CallDesk) -> list[tuple[str, int]]:
    """Where focal points were shown, and how many, as the log says."""
    with reading(desk.doors.office, SYSTEM) as unit:
        entries = unit.session.query(EntryRow).filter_by(event="personal.viewed", kind="focal_points").all()
        return [(one.subject_id, len(one.facts["ids"])) for one in entries]


def test_institutions_come_with_their_focal_points_and_that_is_noted(desk: CallDesk) -> None:
    desk.published()
    id = named(desk, "Institution cleo", "ES", "E.10", "bea")
    named(desk, "Institution dino", "IT", "A.35", "carl")  # answers for something else
    found = asked(desk)
    first = found["institutions"][0]
    assert (first["name"], first["id"], first["country"], first["lends"]) == ("Institution cleo", id, "ES", True)
    assert (first["people"], first["field"], first["language"], first["both"], first["nearest"]) == (1, 1, 1, 1, 1.0)
    assert [point["name"] for point in first["focal_points"]] == ["bea"]
    assert found["institutions"][1]["name"] == "Institution dino" and not found["institutions"][1]["focal_points"]
    assert found["demand"]["whole"]["positions"] == 1 and found["demand"]["whole"]["people"] == 2
    assert looked_at(desk) == [("promotion", 1)]


def test_institutions_are_sought_within_the_union_or_elsewhere(desk: CallDesk) -> None:
    desk.change_expert("cleo", profile={"institution_country": "ES"}, institution_country="ES")
    desk.change_expert("dino", profile={"institution_country": "MA"}, institution_country="MA")
    assert [one["name"] for one in asked(desk, place="union")["institutions"]] == ["Institution cleo"]
    assert "Institution cleo" not in [one["name"] for one in asked(desk, place="elsewhere")["institutions"]]
    states = {one["country"]: one for one in asked(desk)["member_states"]}
    assert len(states) == 27 and "MA" not in states
    assert states["ES"]["field"] == 1 and not states["ES"]["few"] and states["MT"]["few"]


def test_the_focal_points_are_those_of_the_institution_in_its_country(desk: CallDesk) -> None:
    desk.change_expert("cleo", profile={"institution_country": "ES"}, institution_country="ES")
    elsewhere = named(desk, "Institution cleo", "MA", None, "omar")
    found = {one["name"]: one for one in asked(desk)["institutions"]}["Institution cleo"]
    assert (found["country"], found["id"], found["focal_points"]) == ("ES", None, [])
    here = named(desk, "Institution cleo", "ES", None, "bea")
    found = {one["name"]: one for one in asked(desk)["institutions"]}["Institution cleo"]
    assert found["id"] == here != elsewhere and [one["name"] for one in found["focal_points"]] == ["bea"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_says_what_is_lacking_in_the_language_asked_for(desk: CallDesk, language: str) -> None:
    desk.published()
    named(desk, "Institution cleo", "ES", None, "bea")
    query = PENSIONS | {"level": "C1", "written": language}
    text = desk.officer.get(f"{PATH}/draft", params=query | {"format": "txt"})
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    words = {
        "en": ("Pension Schemes", "French"),
        "fr": ("Régimes de pension", "français"),
        "es": ("pension", "francés"),
    }
    for word in (*words[language], "C1"):
        assert word.lower() in text.text.lower()
    assert "{" not in text.text and "bea" not in text.text  # filled in, and nobody is named
    assert "[" in text.text  # what only a person can fill in
    word = desk.officer.get(f"{PATH}/draft", params=query | {"format": "docx"})
    document = docx.Document(io.BytesIO(word.content))
    assert document.core_properties.language == language
    joined = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert all(line.strip("- =") in joined for line in text.text.splitlines()[:1])
    assert f"E.10.07-fr-{language}.docx" in word.headers["content-disposition"]
    assert not looked_at(desk)  # who answers for an institution was not shown


def test_a_draft_for_a_field_or_a_language_alone(desk: CallDesk) -> None:
    for query in ({"field": "A.35"}, {"language": "pt"}):
        text = desk.officer.get(f"{PATH}/draft", params=query | {"format": "txt"}).text
        assert "{" not in text and "“”" not in text and ": ." not in text


def test_whom_to_ask_is_for_staff_and_needs_a_kind_of_people(desk: CallDesk) -> None:
    for role in Role:
        for path in (PATH, f"{PATH}/draft"):
            answer = desk.doors(role).get(path, params=PENSIONS)
            staff = role in (Role.OFFICER, Role.LEADER, Role.BUSINESS)
            assert answer.status_code == (200 if staff else 403), (role, path)
    problem(desk.doors(Role.BUSINESS, scopes=[Scope.READ]).get(PATH, params=PENSIONS), 403, "not_allowed")
    problem(desk.officer.get(PATH), 422, "invalid_setting")
    problem(desk.officer.get(PATH, params={"field": "nothing"}), 422, "unknown_code")

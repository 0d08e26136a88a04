"""The open calls for a person over HTTP and on the command line: whole, in order, by right, and as the shortlist has it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.commands.screen import console
from api.commands.show_suggestions import exposure_line, show_suggested
from api.services.suggestions import open_standings
from api.services.suggestions.for_roster import lines
from api.services.suggestions.suggested import exposure_now, suggested
from api.services.unit import COMMAND, SYSTEM, reading
from api.storage.tables import EntryRow
from matching.entities import Call
from matching.suggesting.suggestions import Standing
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import Doors, Watchmaker, one_kind, problem

pytestmark = one_kind
EXPERTS = "/api/v1/experts"


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    return CallDesk(doors, call, clock)


def of(client: TestClient, expert_id: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"{EXPERTS}/{expert_id}/suggestions", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_everybody_is_told_what_the_shortlist_of_the_call_says_of_them(desk: CallDesk, people: list[Any]) -> None:
    call_id = desk.published(settings={"shown": 0})
    made = desk.officer.post(f"{CALLS}/{call_id}/shortlists", json={"pool": "roster"}).json()
    said: dict[tuple[str, str], tuple[str, Any]] = {}
    for position in made["shortlist"]["positions"]:
        for one in position["candidates"]:
            said[one["expert_id"], position["position_id"]] = one["verdict"], one["criteria"]
        for one in position["not_eligible"]:
            said[one["expert_id"], position["position_id"]] = "fail", None
    for person in people:
        (item,) = of(desk.officer, person.id)["items"]
        for fit in item["positions"]:
            verdict, criteria = said[person.id, fit["position_id"]]
            assert fit["verdict"] == verdict and criteria in (None, fit["criteria"])
    assert len(said) == 2 * len(people)


def test_an_answer_is_seen_at_once_and_turns_the_call(desk: CallDesk) -> None:
    desk.published()
    gus = desk.expert("gus")
    (before,) = of(gus, "gus")["items"]
    assert before["standing"] == "change" and [c["kind"] for c in before["smallest_way"]["changes"]] == ["free_days"]
    desk.change_expert("gus", profile={"absences": []})
    (after,) = of(gus, "gus")["items"]
    assert (after["standing"], after["verdict"], after["smallest_way"]["changes"]) == ("yes", "pass", [])


def test_no_call_is_left_out_and_pages_follow_each_other(desk: CallDesk) -> None:
    ids = {desk.published(terms={"reference": f"R{n}"}, deadline=f"2026-12-{10 + n}") for n in range(3)}
    anna = desk.expert("anna")
    whole = of(anna, "anna")["items"]
    assert {one["call_id"] for one in whole} == ids
    assert [one["reference"] for one in whole] == ["R0", "R1", "R2"]
    assert [one["above"] and one["above"]["question"] for one in whole] == ["deadline", "deadline", None]
    listed, after = [], None
    while True:
        page = of(anna, "anna", limit=1, **({"after": after} if after else {}))
        listed += page["items"]
        if (after := page["next"]) is None:
            break
    assert listed == whole
    problem(anna.get(f"{EXPERTS}/anna/suggestions?after=nothing"), 422, "invalid_setting")
    desk.apply(whole[0]["call_id"], "anna")
    assert [one["applied"] for one in of(anna, "anna")["items"]] == [True, False, False]


def test_calls_that_are_drafts_closed_or_past_their_deadline_are_not_suggested(
    desk: CallDesk, clock: Watchmaker
) -> None:
    desk.draft()
    desk.closed("anna")
    assert of(desk.officer, "anna") == {"items": [], "next": None}
    desk.published()
    clock.pass_(days=40)
    assert of(desk.officer, "anna")["items"] == []


def test_who_asked_for_one_position_alone_is_compared_for_that_one(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna", positions=["2"])
    (item,) = of(desk.expert("anna"), "anna")["items"]
    told = {
        fit["position_id"]: (fit["verdict"], [b["why"] for b in fit["way"]["blockers"]]) for fit in item["positions"]
    }
    assert told == {"1": ("fail", ["outside_the_profile"]), "2": ("pass", [])} and item["standing"] == "yes"


def test_they_are_for_the_person_and_for_the_team_and_that_others_looked_is_noted(desk: CallDesk) -> None:
    desk.published()
    path = f"{EXPERTS}/anna/suggestions"
    for role in (Role.ADMINISTRATOR, Role.BUSINESS, Role.STEERING, Role.AUDITOR):
        problem(desk.doors(role).get(path), 403, "not_allowed")
    problem(desk.expert("bert").get(path), 403, "not_allowed")
    problem(desk.doors().get(path), 401, "not_signed_in")
    problem(desk.officer.get(f"{EXPERTS}/nobody/suggestions"), 404, "not_on_record")
    of(desk.expert("anna"), "anna")
    of(desk.leader, "anna")
    with reading(desk.doors.office, SYSTEM) as unit:
        seen = unit.session.query(EntryRow).filter_by(event="personal.viewed", subject_id="anna")
        assert [entry.facts["roles"] for entry in seen] == [["team_leader"]]


def test_neither_gender_nor_nationality_nor_anybody_else_is_in_it(desk: CallDesk) -> None:
    desk.published()
    text = desk.officer.get(f"{EXPERTS}/anna/suggestions").text.lower()
    assert not [word for word in ("woman", "gender", "nationalit", "surname", "bert", "cleo") if word in text]


def test_who_wrote_nothing_yet_is_told_by_the_rules_without_merit(desk: CallDesk) -> None:
    desk.published()
    made = desk.officer.post(EXPERTS, json={"id": "newcomer", "segments": []})
    assert made.status_code == 201, made.text
    (item,) = of(desk.officer, "newcomer")["items"]
    assert item["merit"] is None and item["standing"] == "answer"
    kinds = {c["kind"] for fit in item["positions"] for c in fit["way"]["changes"]}
    assert kinds == {"language", "availability", "experience", "conflict", "validation", "consent"}


def test_a_call_is_compared_with_the_roster_once(desk: CallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.published()
    compared: list[str] = []
    once = open_standings._compared
    monkeypatch.setattr(open_standings, "_compared", lambda *given: compared.append(given[1].mark) or once(*given))
    for expert_id in ("anna", "bert", "anna", "hana"):
        of(desk.officer, expert_id)
    assert len(compared) == 1
    desk.published()
    of(desk.officer, "anna")
    assert len(compared) == 2


def test_a_season_and_suggestions_compare_nothing_that_the_other_has_compared(
    desk: CallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.published(), desk.published()
    compared: list[str] = []
    once = open_standings._compared
    monkeypatch.setattr(open_standings, "_compared", lambda *given: compared.append(given[1].mark) or once(*given))
    for _ in range(2):
        of(desk.officer, "anna")
        for calls in ([first], [second], [first, second]):
            assert desk.officer.get("/api/v1/season", params={"call": calls}).status_code == 200
    assert len(compared) == 2


def test_the_spread_is_told_in_counts_to_who_watches_it(desk: CallDesk) -> None:
    desk.published()
    found = desk.doors(Role.STEERING).get("/api/v1/suggestions/exposure").json()
    assert (found["people"], found["calls"], found["suggestions"], found["without"]) == (8, 1, 5, 3)
    assert found["gini"] == found["gini_even"]
    problem(desk.expert("anna").get("/api/v1/suggestions/exposure"), 403, "not_allowed")
    told = exposure_line(exposure_now(desk.doors.office, COMMAND))
    assert "5 suggestions of 1 calls to 8 people" in told and "3 have none" in told


def test_the_command_line_tells_one_person_or_everybody(desk: CallDesk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.published()
    office = desk.doors.office
    told = {record["id"]: record["calls"] for record in map(json.loads, lines(office, COMMAND))}
    assert len(told) == 8 and all(len(calls) == 1 for calls in told.values())
    assert told["gus"][0]["changes"][0]["days"] == [{"start": "2027-03-08", "end": "2027-03-19"}]
    assert told["hana"][0]["in_the_way"][0]["why"] == "exclusion" and told["anna"][0]["standing"] == Standing.YES
    for expert_id, words in [
        ("ewa", "French: speaking C1, drafting C1"),
        ("gus", "be free: 2027-03-08 to 2027-03-19"),
        ("hana", "an exclusion by a decision on record"),
        ("finn", "have the office confirm the profile"),
        ("anna", "every rule is met"),
    ]:
        show_suggested(console(), suggested(office, COMMAND, expert_id))
        assert words in capsys.readouterr().out

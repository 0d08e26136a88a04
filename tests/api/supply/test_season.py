"""Calls that wait for a decision, staffed at once: by right, by the same verdicts and merit, and never more than proposed."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.auth.roles import Role, Scope
from api.commands.screen import console
from api.commands.show_season import show_season
from api.services.office_settings import RotationRules, change
from api.services.supply.season import staffed
from api.services.supply.season_told import SeasonWish
from api.services.unit import COMMAND, SYSTEM, reading, writing
from api.storage.tables import CallRow, DecisionRow, EntryRow, InvitationRow
from matching.entities import Call
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import Doors, Watchmaker, one_kind, problem

pytestmark = one_kind
SEASON = "/api/v1/season"
JUNE = [{"name": "on site", "start": "2027-06-07", "end": "2027-06-18", "on_site": True}]


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    return CallDesk(doors, call, clock)


def of(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get(SEASON, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def one_position(desk: CallDesk, **terms: Any) -> dict[str, Any]:
    """Terms with the first position alone."""
    return {"positions": [desk.terms["positions"][0]], **terms}


def going(plan: dict[str, Any], which: str = "seat") -> dict[tuple[str, str], str]:
    return {
        (call["call_id"], position["position_id"]): position[which]["expert_id"]
        for call in plan["calls"]
        for position in call["positions"]
        if position[which]
    }


def ranked(desk: CallDesk, call_id: str, position: str = "1", pool: str = "applied") -> list[tuple[str, float, str]]:
    (found,) = [p for p in desk.shortlist(call_id, pool)["shortlist"]["positions"] if p["position_id"] == position]
    return [(one["expert_id"], one["score"], one["verdict"]) for one in found["candidates"]]


def test_verdicts_and_merit_are_those_of_each_calls_shortlist(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino", settings={"shown": 0})
    plan = of(desk.officer, blind=True)
    for position in plan["calls"][0]["positions"]:
        listed = {one: (score, verdict) for one, score, verdict in ranked(desk, call_id, position["position_id"])}
        seat = position["seat"]
        assert seat["merit"] == pytest.approx(listed[seat["expert_id"]][0], abs=0.051)
        assert seat["verdict"] == listed[seat["expert_id"]][1] and position["eligible"] == len(listed)
    assert plan["proven"] and plan["at_once"] == plan["in_turn"] and plan["changes"] == []


def test_who_two_calls_want_goes_where_the_other_has_nobody_else(desk: CallDesk) -> None:
    terms = one_position(desk)
    first = desk.closed("anna", "bert", terms=terms, deadline="2026-12-01")
    best, other = (one for one, _, _ in ranked(desk, first))
    second = desk.closed(best, terms=terms, deadline="2026-12-20")
    plan = of(desk.officer)
    assert going(plan, "in_turn") == {(first, "1"): best}
    assert going(plan) == {(first, "1"): other, (second, "1"): best}
    (change,) = plan["changes"]
    assert change["filled"] == 1 and {step["expert_id"] for step in change["steps"]} == {best, other}
    assert (plan["at_once"]["filled"], plan["in_turn"]["filled"], plan["places"]) == (2, 1, 2)
    assert [call["call_id"] for call in plan["calls"]] == [first, second]


def test_nobody_is_invited_nothing_is_decided_and_that_it_was_worked_out_is_noted(desk: CallDesk) -> None:
    desk.closed("anna", "bert", "cleo", "dino")
    plan = of(desk.officer)
    assert plan["notes"][0].startswith("This is a proposal.")
    assert all(p["seat"]["name"].endswith("Surname") for p in plan["calls"][0]["positions"])
    blind = of(desk.officer, blind=True)
    assert all(p["seat"]["name"] is None for p in blind["calls"][0]["positions"])
    assert "Surname" not in str(blind) and going(blind) == going(plan)
    with reading(desk.doors.office, SYSTEM) as unit:
        assert unit.session.query(InvitationRow).count() == unit.session.query(DecisionRow).count() == 0
        noted = [row.facts for row in unit.session.query(EntryRow).filter_by(event="season.staffed")]
        shown = unit.session.query(EntryRow).filter_by(event="personal.viewed")
        names = [row.subject_id for row in shown if row.facts.get("part") == "season"]
    assert noted == [{"calls": 1, "places": 2, "filled": 2, "people": 2, "blind": shut} for shut in (False, True)]
    assert len(names) == 2 and set(names) == {p["seat"]["expert_id"] for p in plan["calls"][0]["positions"]}


def test_it_is_for_the_team_and_a_token_needs_the_scope_of_persons(desk: CallDesk) -> None:
    for role in (Role.ADMINISTRATOR, Role.BUSINESS, Role.STEERING, Role.AUDITOR):
        problem(desk.doors(role).get(SEASON), 403, "not_allowed")
    problem(desk.expert("anna").get(SEASON), 403, "not_allowed")
    problem(desk.doors().get(SEASON), 401, "not_signed_in")
    problem(desk.doors(Role.OFFICER, scopes=[Scope.READ]).get(SEASON), 403, "not_allowed")
    assert of(desk.leader)["calls"] == []


def test_calls_are_named_and_only_those_that_wait_can_be(desk: CallDesk) -> None:
    first, second = desk.published(), desk.closed("anna")
    assert [call["call_id"] for call in of(desk.officer, call=[second])["calls"]] == [second]
    assert {call["call_id"] for call in of(desk.officer)["calls"]} == {first, second}
    problem(desk.officer.get(SEASON, params={"call": desk.draft().json()["id"]}), 409, "conflict")
    problem(desk.officer.get(SEASON, params={"call": "nothing"}), 404, "not_on_record")
    problem(desk.officer.get(SEASON, params={"most": 0}), 422, "invalid_request")


def test_the_roster_is_asked_where_the_officer_says_so_and_who_said_no_is_left_alone(desk: CallDesk) -> None:
    call_id = desk.published()
    assert of(desk.officer)["at_once"]["filled"] == 0
    whole = of(desk.officer, pool="roster")
    taken = set(going(whole).values())
    assert len(taken) == 2
    for one in sorted(taken):
        invitation = desk.invite(call_id, one).json()
        desk.answer(invitation, accept=False)
    assert not taken & set(going(of(desk.officer, pool="roster")).values())


def test_somebody_to_be_asked_first_is_left_out_where_only_sure_people_are_wanted(desk: CallDesk) -> None:
    desk.published()
    desk.change_expert("anna", profile={"absences": None})
    seats = [p["seat"] for p in of(desk.officer, pool="roster")["calls"][0]["positions"] if p["seat"]]
    sure = [p["seat"] for p in of(desk.officer, pool="roster", sure=True)["calls"][0]["positions"] if p["seat"]]
    assert all(seat["verdict"] == "pass" for seat in sure) and len(sure) <= len(seats)
    assert "anna" not in {seat["expert_id"] for seat in sure}


def test_nobody_is_in_two_calls_at_once_unless_their_days_differ(desk: CallDesk) -> None:
    terms = one_position(desk)
    desk.closed("anna", terms=terms)
    desk.closed("anna", terms=terms)
    assert of(desk.officer, most=2)["at_once"]["filled"] == 1
    later = desk.closed("anna", terms=one_position(desk, phases=JUNE))
    plan = of(desk.officer, most=2)
    assert plan["at_once"]["filled"] == 2 and (later, "1") in going(plan)
    assert of(desk.officer, most=1)["at_once"]["filled"] == 1
    assert of(desk.officer, most=2, days=20)["at_once"]["filled"] == 1


def test_who_goes_elsewhere_on_these_days_cannot_come(desk: CallDesk) -> None:
    _, team = desk.decided()
    going_already = set(team.values())
    desk.closed(*sorted(going_already))
    assert going(of(desk.officer)) == {}
    june = desk.closed(*sorted(going_already), terms={"phases": JUNE})
    assert {call for call, _ in going(of(desk.officer))} == {june}


def test_the_offices_cap_on_missions_is_told_and_holds_only_where_the_office_says_so(desk: CallDesk) -> None:
    _, team = desk.decided()
    one = team["1"]
    june = desk.closed(one, terms=one_position(desk, phases=JUNE))
    with writing(desk.doors.office, SYSTEM) as unit:
        change(unit, RotationRules(missions=1), 0)
    told = of(desk.officer)
    seat = told["calls"][0]["positions"][0]["seat"]
    assert (seat["missions"], seat["above_cap"], told["rotation"]["reached"]) == (1, True, 1)
    with writing(desk.doors.office, SYSTEM) as unit:
        change(unit, RotationRules(missions=1, applies=True), 1)
    held = of(desk.officer)
    assert going(held) == {} and held["calls"][0]["lacks"][0]["missing"] == 1
    assert june == held["calls"][0]["call_id"]


def test_a_share_for_a_nationality_needs_its_basis_in_writing_to_hold(desk: CallDesk) -> None:
    with pytest.raises(ValueError, match="legal basis"):
        RotationRules(nationality_share=0.5, applies=True)
    desk.closed("anna", "bert", "cleo", "dino")
    written = RotationRules(nationality_share=0.5, applies=True, legal_basis="Decision 7", saving_clause="Gives way.")
    with writing(desk.doors.office, SYSTEM) as unit:
        change(unit, written, 0)
    plan = of(desk.officer)
    assert plan["rotation"]["nationality_places"] == 1 and plan["nationalities"] == []


def test_rules_of_a_call_bind_as_its_shortlist_has_them(desk: CallDesk) -> None:
    rules = {"rules": {"min_per_gender": {"woman": 2}}}
    reported = desk.closed("anna", "bert", "cleo", "dino", settings=rules)
    plan = of(desk.officer)
    assert not plan["calls"][0]["whole"] and plan["at_once"]["filled"] == 2
    assert any("only where its mode of balance is a target" in note for note in plan["notes"])
    desk.officer.post(f"{CALLS}/{reported}/cancel", json={"reason": "another one"})
    basis = {"mode": "target", "legal_basis": "Decision 7", "saving_clause": "It gives way."}
    target = desk.closed("anna", "bert", "cleo", "dino", settings=rules | {"balance": basis})
    bound = of(desk.officer)
    assert bound["calls"][0]["whole"]
    assert going(bound) == {(target, "1"): "anna", (target, "2"): "cleo"}


def test_a_call_whose_rules_no_group_could_meet_is_set_aside_and_the_others_are_staffed(desk: CallDesk) -> None:
    kept, other = desk.closed("anna", "bert", "cleo", "dino"), desk.closed("anna")
    with writing(desk.doors.office, SYSTEM) as unit:
        row = unit.session.get_one(CallRow, other)
        row.settings = row.settings | {"rules": {"min_public": 5}}
    plan = of(desk.officer)
    (aside,) = plan["aside"]
    assert aside["call_id"] == other and "5" in aside["why"]
    assert {call for call, _ in going(plan)} == {kept}


def test_somebody_who_must_be_in_a_team_and_cannot_come_is_said_to_stand_in_the_way(desk: CallDesk) -> None:
    desk.closed("anna", "cleo", settings={"rules": {"include": ["bert"]}})
    (told,) = of(desk.officer)["calls"]
    assert told["whole"] and told["lacks"][0]["why"] == "rules" and "bert" in told["lacks"][0]["sentence"]


def test_it_leaves_as_a_table_and_as_a_workbook(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    desk.published(terms=one_position(desk, title="=cmd()"))
    text = desk.officer.get(f"{SEASON}/export", params={"format": "csv"})
    lines = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert [line["call_id"] for line in lines].count(call_id) == 2 and len(lines) == 3
    assert {line["call"] for line in lines} >= {"'=cmd()"} and lines[0]["season_name"].endswith("Surname")
    assert any("nobody is eligible" in line["lacking"] for line in lines)
    made = desk.officer.get(f"{SEASON}/export", params={"format": "xlsx", "blind": True})
    book = load_workbook(io.BytesIO(made.content))
    assert len(book.sheetnames) == 3 and "Surname" not in str([[c.value for c in row] for row in book.worksheets[0]])
    assert "attachment" in made.headers["content-disposition"]


def test_the_command_line_tells_it(desk: CallDesk, capsys: pytest.CaptureFixture[str]) -> None:
    terms = one_position(desk)
    first = desk.closed("anna", "bert", terms=terms, deadline="2026-12-01")
    best = ranked(desk, first)[0][0]
    desk.closed(best, terms=terms, deadline="2026-12-20")
    show_season(console(), staffed(desk.doors.office, COMMAND, SeasonWish(), names=True))
    told = " ".join(capsys.readouterr().out.split())
    assert "At once 2 of 2 places" in told and "Call after call 1 of 2 places" in told
    assert "proven" in told and "+1 places" in told and f"{best.capitalize()} Surname" in told

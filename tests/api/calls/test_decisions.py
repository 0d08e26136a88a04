"""The selection decision: a team leader's, from a shortlist, with a reason where it departs; and the record of it."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from api.auth.roles import Role
from api.errors import NotAllowed
from api.services.decisions import DecisionData, decide, departs_from
from api.services.unit import COMMAND, SYSTEM, writing
from matching.results import Shortlist
from tests.api.calls.a_call import CALLS, REASON, CallDesk, first_team
from tests.api.conftest import Doors, Watchmaker, problem

FOUR = ("anna", "bert", "cleo", "dino")


def test_a_leader_decides_as_the_machine_ranked_without_giving_a_reason(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    version = desk.shortlist(call_id)
    team = first_team(version)
    made = desk.decide(call_id, team)
    assert made.status_code == 201, made.text
    found = made.json()
    assert (found["chosen"], found["departs"], found["reason"]) == (team, False, None)
    assert found["shortlist_id"] == version["id"]
    for reserve in version["shortlist"]["teams"][0]["reserve"]:
        assert found["reserve"][reserve["position_id"]][0] == reserve["steps_in"][0]
    call = desk.officer.get(f"{CALLS}/{call_id}").json()
    assert (call["state"], call["ways"], call["steps"][-1]["step"]) == ("decided", [], "decided")
    problem(desk.decide(call_id, team), 409, "conflict")


def test_everybody_who_took_part_is_told_and_so_is_the_office(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    waits, other = sorted(set(FOUR) - set(team.values()))
    assert desk.decide(call_id, team, reserve={"1": [waits]}).status_code == 201
    told = dict.fromkeys(team.values(), "selected")
    told |= {waits: "on_reserve_list", other: "application_declined_or_not_selected"}
    assert desk.letters(*told.values()) == sorted((kind, expert_id) for expert_id, kind in told.items())
    assert desk.letters("decision_recorded") == [("decision_recorded", None)]
    offers = [i for i in desk.invitations(call_id) if i["offer"]]
    assert {i["position_id"]: i["expert_id"] for i in offers} == team
    assert {i["reply_by"] for i in offers} == {"2026-11-23"}


@pytest.mark.parametrize("reason", [None, "", "Because I say so.", " " * 30])
def test_a_departure_from_the_ranking_needs_its_reason(desk: CallDesk, reason: str | None) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    other = {"1": next(i for i in FOUR if i not in team.values()), "2": team["2"]}
    refused = problem(desk.decide(call_id, other, reason=reason), 409, "conflict")
    assert "departs from the ranking" in refused["detail"] and "20 characters" in refused["next_step"]
    assert desk.officer.get(f"{CALLS}/{call_id}").json()["state"] == "closed"
    assert desk.invitations(call_id) == [] and desk.letters("selected") == []


def test_with_its_reason_a_departure_is_kept_and_said(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    swapped = {"1": team["2"], "2": team["1"]}
    made = desk.decide(call_id, swapped, reason=REASON, reply_by="2026-11-20").json()
    assert (made["departs"], made["reason"]) == (True, REASON)
    assert not set(made["reserve"]["1"]) & set(swapped.values())
    entry = doors(Role.AUDITOR).get("/api/v1/log", params={"event": "selection.decided"}).json()["items"][0]
    assert (entry["facts"]["chosen"], entry["facts"]["departs"]) == (swapped, True)
    assert REASON not in str(entry)


def test_a_position_may_stay_open_with_a_reason_and_somebody_has_to_be_chosen(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    problem(desk.decide(call_id, {}), 409, "conflict")
    problem(desk.decide(call_id, {"1": None, "2": None}), 409, "conflict")
    problem(desk.decide(call_id, {"1": team["1"], "2": None}), 409, "conflict")
    made = desk.decide(call_id, {"1": team["1"], "2": None}, reason=REASON).json()
    assert made["chosen"] == {"1": team["1"]}
    assert made["places"][1] == {"position_id": "2", "chosen": None, "holder": None, "state": "vacant", "reserve": []}


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"1": "anna", "2": "anna"}, "same person is chosen for two"),
        ({"1": "anna", "9": "cleo"}, "no position '9'"),
        ({"1": "ewa", "2": "cleo"}, "not on version 1"),
        ({"1": "dino", "2": "cleo"}, "not on version 1"),
    ],
)
def test_whoever_is_chosen_is_on_the_version_for_their_position(
    desk: CallDesk, chosen: dict[str, str], why: str
) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "ewa")
    desk.shortlist(call_id)
    refused = problem(desk.decide(call_id, chosen, reason=REASON), 409, "conflict")
    assert why in refused["detail"] + refused["found"]
    problem(desk.decide(call_id, chosen, number=2), 404, "not_on_record")


@pytest.mark.parametrize("changed", [{"excluded": True}, {"consent": False}, {"status": None, "validated": False}])
def test_whoever_is_chosen_or_in_reserve_is_eligible_on_the_day(desk: CallDesk, changed: dict[str, Any]) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    desk.change_expert(team["1"], **changed)
    answer = desk.decide(call_id, team)
    if "validated" in changed:  # an open rule is no refusal: it is a question to be asked
        assert answer.status_code == 201
        return
    assert "not eligible today" in problem(answer, 409, "conflict")["found"]
    others = [i for i in FOUR if i not in team.values()]
    kept = {"1": others[0], "2": team["2"]}
    refused = desk.decide(call_id, kept, reason=REASON, reserve={"1": [team["1"]]})
    assert "held in reserve" in problem(refused, 409, "conflict")["detail"]
    made = desk.decide(call_id, kept, reason=REASON).json()
    assert team["1"] not in made["reserve"]["1"]


def test_a_reserve_of_the_leaders_own_is_of_the_version_and_of_nobody_chosen(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    other = next(i for i in FOUR if i not in team.values())
    problem(desk.decide(call_id, team, reserve={"1": [team["2"]]}), 409, "conflict")
    problem(desk.decide(call_id, team, reserve={"1": ["finn"]}), 409, "conflict")
    problem(desk.decide(call_id, team, reserve={"9": [other]}), 409, "conflict")
    made = desk.decide(call_id, team, reserve={"2": [other, other], "1": []})
    assert made.json()["reserve"] == {"2": [other]}


def test_a_decision_waits_for_who_was_invited_and_has_not_answered(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    invited = desk.invite(call_id, team["1"]).json()
    assert "1 invitation(s) wait" in problem(desk.decide(call_id, team), 409, "conflict")["found"]
    desk.answer(invited, False)
    assert "withdrew or declined" in problem(desk.decide(call_id, team), 409, "conflict")["found"]


def test_a_version_that_leaves_out_who_came_since_is_out_of_date(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "cleo")
    team = first_team(desk.shortlist(call_id))
    desk.answer(desk.invite(call_id, "dino", "2").json(), True)
    assert "out of date" in problem(desk.decide(call_id, team), 409, "conflict")["detail"]
    newer = desk.shortlist(call_id)
    assert newer["number"] == 2
    assert desk.decide(call_id, first_team(newer), number=2).status_code == 201


def test_who_accepted_an_invitation_and_was_not_chosen_can_still_move_up(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "cleo")
    desk.answer(desk.invite(call_id, "bert").json(), True)
    version = desk.shortlist(call_id)
    chosen = {"1": "anna", "2": "cleo"}
    made = desk.decide(call_id, chosen, reason=REASON)
    assert made.json()["reserve"]["1"] == ["bert"], (made.text, first_team(version))
    held = next(i for i in desk.invitations(call_id) if i["offer"] and i["position_id"] == "1")
    desk.answer(held, False)
    assert desk.letters("reserve_moved_up") == [("reserve_moved_up", "bert")]


def test_of_two_leaders_who_decide_at_once_one_decides(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: desk.decide(call_id, team), range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(desk.invitations(call_id)) == 2


def test_only_a_closed_call_is_decided_on(desk: CallDesk) -> None:
    call_id = desk.published()
    for expert_id in FOUR:
        desk.apply(call_id, expert_id)
    team = first_team(desk.shortlist(call_id))
    refused = problem(desk.decide(call_id, team), 409, "conflict")
    assert refused["found"].startswith("It is published") and "close" in refused["next_step"]
    problem(desk.officer.get(f"{CALLS}/{call_id}/decision"), 404, "not_on_record")


def test_a_day_that_leaves_no_time_to_confirm_is_refused(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    problem(desk.decide(call_id, team, reply_by="2026-11-16"), 409, "conflict")


def test_only_a_team_leader_decides_and_never_the_machine(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    body = {"shortlist": 1, "chosen": team}
    for role in (Role.OFFICER, Role.ADMINISTRATOR, Role.BUSINESS, Role.STEERING, Role.AUDITOR, Role.EXPERT):
        client = doors(role, expert_id="gus" if role is Role.EXPERT else None)
        problem(client.post(f"{CALLS}/{call_id}/decision", json=body), 403, "not_allowed")
    for actor in (SYSTEM, COMMAND):
        with pytest.raises(NotAllowed, match="a person decides"), writing(desk.doors.office, actor) as unit:
            decide(unit, call_id, DecisionData.model_validate(body))


def test_a_leader_who_is_a_candidate_does_not_decide(desk: CallDesk) -> None:
    desk.staff = {"anna": Role.LEADER, "bert": Role.LEADER}
    call_id = desk.closed("anna", "cleo")
    path = f"{CALLS}/{call_id}/decision"
    team = first_team(desk.shortlist(call_id))
    refused = problem(desk.expert("anna").post(path, json={"shortlist": 1, "chosen": team}), 403, "not_allowed")
    assert "applied or was invited" in refused["found"]
    version = desk.shortlist(call_id, "roster")  # bert did not apply, and stands on the version all the same
    body = {"shortlist": version["number"], "chosen": first_team(version), "reason": REASON}
    assert "on its shortlist" in problem(desk.expert("bert").post(path, json=body), 403, "not_allowed")["found"]


def test_without_teams_the_ranking_of_each_position_is_what_a_choice_departs_from(desk: CallDesk) -> None:
    call_id = desk.closed(*FOUR, settings={"teams": 0})
    shortlist = Shortlist.model_validate(desk.shortlist(call_id)["shortlist"])
    first, second = ([c.expert_id for c in p.candidates] for p in shortlist.positions)
    best = {"1": first[0], "2": next(i for i in second if i != first[0])}
    assert not departs_from(shortlist, best)
    assert departs_from(shortlist, {"1": first[1], "2": next(i for i in second if i != first[1])})
    assert departs_from(shortlist, {"1": first[0]})
    assert desk.decide(call_id, best).json()["departs"] is False


# --- the selection record ---


def record(desk: CallDesk, call_id: str, format: str, **params: Any) -> bytes:
    answer = desk.leader.get(f"{CALLS}/{call_id}/selection-record", params={"format": format} | params)
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


def words_of(document: bytes) -> str:
    opened = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


def test_the_selection_record_says_who_decided_what_from_which_version_and_why(
    desk: CallDesk, clock: Watchmaker
) -> None:
    call_id = desk.closed(*FOUR)
    team = first_team(desk.shortlist(call_id))
    body = {"position_id": "1", "expert_id": team["1"], "text": "Best of the four by far.", "points": 91}
    desk.officer.post(f"{CALLS}/{call_id}/evaluation-notes", json=body)
    form = words_of(record(desk, call_id, "docx"))
    assert "Best of the four by far." in form
    clock.pass_(days=1)
    desk.decide(call_id, {"1": team["2"], "2": team["1"]}, reason=REASON)
    told = words_of(record(desk, call_id, "docx"))
    for words in (REASON, "version 1", f"{team['1'].capitalize()} Surname", "team_leader", "call published"):
        assert words.lower().replace("_", " ") in told.lower().replace("_", " "), words
    sheets = openpyxl.load_workbook(io.BytesIO(record(desk, call_id, "xlsx")))
    assert REASON in str([row for sheet in sheets for row in sheet.iter_rows(values_only=True)])
    pages = PdfReader(io.BytesIO(record(desk, call_id, "pdf"))).pages
    assert "Surname" in "".join(page.extract_text() for page in pages)
    assert "Surname" not in words_of(record(desk, call_id, "docx", blind=True))


def test_the_selection_record_goes_on_to_who_declined_who_stepped_in_and_who_goes(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo")
    first = desk.shortlist(call_id)
    desk.answer(desk.invite(call_id, "dino", "2").json(), True)
    team = first_team(desk.shortlist(call_id))
    made = desk.decide(call_id, team, number=2, reason=REASON).json()
    steps_in = made["reserve"]["1"][0]
    held = next(i for i in desk.invitations(call_id) if i["offer"] and i["position_id"] == "1")
    desk.answer(held, False, reason="My knee has to be operated on.")
    sheets = openpyxl.load_workbook(io.BytesIO(record(desk, call_id, "xlsx")))
    answers = [row for row in sheets["Answers"].iter_rows(min_row=2, values_only=True)]
    told = [(row[1].split(", ")[1], row[2].split("\n")[0], row[4].split("\n")[0]) for row in answers]
    assert told[0] == ("dino", "invited to take part", "accepted")
    assert set(told[1:3]) == {
        (team["1"], "offered the place", "declined"),
        (team["2"], "offered the place", "not answered yet"),
    }
    assert told[3] == (steps_in, "offered the place", "not answered yet")
    assert f"from the reserve, for {team['1'].capitalize()} Surname, {team['1']}" in answers[3][2]
    assert [row[3] for row in answers][-1] == "the service"
    versions = [row for row in sheets["Versions"].iter_rows(min_row=2, values_only=True)]
    assert [(row[0], row[3]) for row in versions] == [
        ("1", "3 people, who applied or were invited"),
        ("2, decided on", "4 people, who applied or were invited"),
    ]
    assert first["shortlist"]["record"]["run_id"] in versions[0][4]
    told_of_places = [row[1] for row in sheets["Decision"].iter_rows(values_only=True) if row[0] == "Who goes"]
    name = f"{steps_in.capitalize()} Surname, {steps_in}"
    assert told_of_places[0].startswith(f"{name}; has not answered yet; stepped in from the reserve for")
    paper = words_of(record(desk, call_id, "docx"))
    assert told_of_places[0] in paper and "knee" not in paper
    assert "Surname" not in words_of(record(desk, call_id, "docx", blind=True))


def test_the_selection_record_begins_with_the_request_and_its_action(desk: CallDesk, clock: Watchmaker) -> None:
    asked = {
        "title": "Training of counsellors",
        "text": "We ask for a training of twenty counsellors.",
        "country": "TG",
    }
    request = desk.officer.post("/api/v1/requests", json=asked).json()
    where = f"/api/v1/requests/{request['id']}/assessments"
    for question in ("eligibility", "relevance"):
        clock.pass_(days=1)
        judged = {"question": question, "answer": True, "reason": f"It is a matter of {question}."}
        assert desk.officer.post(where, json=judged).status_code == 201
    clock.pass_(days=1)
    action = {"code": "2026-14", "title": "Better counselling", "request_id": request["id"]}
    action_id = desk.officer.post("/api/v1/actions", json=action).json()["id"]
    activity = {"number": 1, "title": "Training", "activity_types": ["technical_training"]}
    activity_id = desk.officer.post(f"/api/v1/actions/{action_id}/activities", json=activity).json()["id"]
    call_id = desk.closed("anna", "bert", activity_id=activity_id)
    desk.shortlist(call_id)
    sheets = openpyxl.load_workbook(io.BytesIO(record(desk, call_id, "xlsx")))
    steps = [
        (row[0], row[1].date().isoformat(), row[4]) for row in sheets["Steps"].iter_rows(min_row=2, values_only=True)
    ]
    assert steps == [
        ("request received", "2026-11-16", None),
        ("request found eligible", "2026-11-17", "It is a matter of eligibility."),
        ("request found relevant", "2026-11-18", "It is a matter of relevance."),
        ("request led on to an action", "2026-11-19", None),
        ("action opened", "2026-11-19", None),
        ("call drafted", "2026-11-19", None),
        ("call published", "2026-11-19", None),
        ("call closed", "2026-11-19", None),
    ]
    told = {row[0]: row[1] for row in sheets["Decision"].iter_rows(values_only=True)}
    assert told["Request"] == f"Training of counsellors, {request['id']}"
    assert told["Action"] == "2026-14, Better counselling"


def test_there_is_no_selection_record_before_the_first_version(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.closed("anna")
    path = f"{CALLS}/{call_id}/selection-record"
    problem(desk.officer.get(path, params={"format": "docx"}), 409, "conflict")
    problem(desk.officer.get(path, params={"format": "odt"}), 422, "invalid_request")
    problem(doors(Role.STEERING).get(path, params={"format": "docx"}), 403, "not_allowed")

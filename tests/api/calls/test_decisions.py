"""The selection decision: a team leader's, from a shortlist, with a reason where it departs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.auth.roles import Role
from api.errors import NotAllowed
from api.services.calls.decisions import DecisionData, decide, departs_from
from api.services.unit import COMMAND, SYSTEM, writing
from matching.results import Shortlist
from tests.api.calls.a_call import CALLS, REASON, CallDesk, first_team
from tests.api.conftest import Doors, problem

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


def test_nobody_is_chosen_or_held_in_reserve_for_a_position_that_they_did_not_ask_for(desk: CallDesk) -> None:
    call_id = desk.published()
    for expert_id in FOUR:
        desk.apply(call_id, expert_id)
    team = first_team(desk.shortlist(call_id))
    mover = team["2"]
    desk.apply(call_id, mover, positions=["1"])  # the version still ranks them for both
    desk.officer.post(f"{CALLS}/{call_id}/close")
    refused = problem(desk.decide(call_id, team), 409, "conflict")
    assert refused["found"] == "They applied for or were invited to other positions alone."
    assert refused["next_step"].startswith("Invite them to this position too")
    others = [i for i in FOUR if i not in team.values()]
    chosen = {"1": team["1"], "2": others[0]}
    held = desk.decide(call_id, chosen, reason=REASON, reserve={"2": [mover]})
    assert "held in reserve" in problem(held, 409, "conflict")["detail"]
    made = desk.decide(call_id, chosen, reason=REASON).json()
    assert (mover in made["reserve"]["1"], mover in made["reserve"]["2"]) == (True, False)


def test_a_version_that_leaves_somebody_out_of_a_position_they_want_by_now_is_out_of_date(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna")
    desk.apply(call_id, "cleo", positions=["1"])
    desk.shortlist(call_id)
    desk.officer.post(f"{CALLS}/{call_id}/close")
    chosen = {"1": "cleo", "2": "anna"}
    desk.answer(desk.invite(call_id, "cleo", "2").json(), True)
    refused = problem(desk.decide(call_id, chosen, reason=REASON), 409, "conflict")
    assert "1 more take(s) part, or for more positions" in refused["found"]
    assert desk.decide(call_id, first_team(desk.shortlist(call_id)), number=2).status_code == 201


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


UNSEEN = "\u200b\u200d\u2060\ufeff\u3164\u2800\u00ad\u202e"


def test_a_reason_that_nobody_can_see_is_none(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    team = first_team(desk.shortlist(call_id))
    turned = {"1": team["2"], "2": team["1"]}
    for reason in (UNSEEN * 5, f"No.{UNSEEN * 5}", f"{UNSEEN}\n {UNSEEN}"):
        problem(desk.decide(call_id, turned, reason=reason), 409, "conflict")
    note = {"position_id": "1", "expert_id": "anna", "text": UNSEEN}
    problem(desk.officer.post(f"{CALLS}/{call_id}/evaluation-notes", json=note), 422, "invalid_request")
    problem(desk.expert("anna").put("/api/v1/experts/anna/identity", json={"name": UNSEEN}), 422, "invalid_request")


def test_the_number_of_a_version_is_a_number(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    team = first_team(desk.shortlist(call_id))
    for number in (True, "1", 1.5):
        problem(desk.decide(call_id, team, number=number), 422, "invalid_request")  # type: ignore[arg-type]
    assert desk.decide(call_id, team).status_code == 201

"""The versions of a call's shortlist, what changed between them, and the notes that evaluators write."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import Role
from api.services.unit import SYSTEM, writing
from api.storage.tables import ActionRow, ActivityRow
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import Doors, problem


def ranked(version: dict[str, Any], position: int = 0) -> list[str]:
    return [c["expert_id"] for c in version["shortlist"]["positions"][position]["candidates"]]


def test_a_version_compares_who_takes_part_with_the_settings_of_the_call(desk: CallDesk) -> None:
    call_id = desk.published(settings={"reserve": 1, "balance": {"mode": "tie_break", "band": 2}})
    desk.apply(call_id, "anna")
    desk.apply(call_id, "ewa")
    desk.apply(call_id, "bert")
    desk.expert("bert").delete(f"{CALLS}/{call_id}/applications/bert")
    desk.invite(call_id, "cleo", "2")
    desk.answer(desk.invite(call_id, "dino", "2").json(), False)
    desk.officer.post(f"{CALLS}/{call_id}/close")
    made = desk.shortlist(call_id)
    assert (made["number"], made["pool"]) == (1, ["anna", "cleo", "ewa"])
    assert set(ranked(made)) == {"anna"}
    assert (set(ranked(made, 1)), made["named"]) == ({"anna", "cleo"}, {"cleo": ["2"]})
    assert made["shortlist"]["record"]["settings"]["balance"]["band"] == 2
    first = made["shortlist"]["positions"][0]
    assert [p["expert_id"] for p in first["not_eligible"]] == ["ewa"]
    assert (first["not_eligible_total"], first["outside"]) == (1, 6)  # who takes no part is counted apart
    assert "takes part" not in first["not_eligible_by_rule"]
    assert first["candidates"][0]["name"] == "Anna Surname"


def test_the_whole_roster_can_be_compared_and_equal_input_gives_the_version_on_record(desk: CallDesk) -> None:
    call_id = desk.closed("anna")
    one = desk.shortlist(call_id, "roster")
    assert (one["number"], one["pool"]) == (1, None)
    assert set(ranked(one)) == {"anna", "bert", "cleo", "dino", "finn"}
    again = desk.officer.post(f"{CALLS}/{call_id}/shortlists", json={"pool": "roster"})
    assert (again.status_code, again.json()["id"]) == (200, one["id"])
    assert desk.shortlist(call_id)["number"] == 2
    versions = desk.officer.get(f"{CALLS}/{call_id}/shortlists").json()["items"]
    assert [(v["number"], v["pool"]) for v in versions] == [(2, ["anna"]), (1, None)]
    assert desk.officer.get(f"{CALLS}/{call_id}/shortlists/1", params={"blind": True}).json()["id"] == one["id"]


def test_a_draft_a_decided_call_and_one_without_anybody_have_no_new_version(desk: CallDesk) -> None:
    path = f"{CALLS}/{desk.draft().json()['id']}/shortlists"
    problem(desk.officer.post(path, json={}), 409, "conflict")
    empty = desk.closed()
    refused = problem(desk.officer.post(f"{CALLS}/{empty}/shortlists", json={}), 409, "conflict")
    assert "nobody to compare" in refused["detail"]
    decided, _ = desk.decided()
    problem(desk.officer.post(f"{CALLS}/{decided}/shortlists", json={}), 409, "conflict")
    problem(desk.officer.get(f"{CALLS}/{decided}/shortlists/2"), 404, "not_on_record")
    problem(desk.leader.post(path, json={}), 403, "not_allowed")


def test_who_left_the_roster_does_not_stand_in_the_way_of_fixed_settings(desk: CallDesk) -> None:
    rules = {"include": ["anna", "long-gone"], "exclude": ["erased"]}
    call_id = desk.closed("anna", "cleo", settings={"rules": rules})
    made = desk.shortlist(call_id)
    assert made["shortlist"]["record"]["settings"]["rules"]["include"] == ["anna"]


def test_whoever_was_chosen_for_the_action_before_counts_as_having_served_on_it(desk: CallDesk) -> None:
    with writing(desk.doors.office, SYSTEM) as unit:
        unit.session.add(ActionRow(id="a", code="A", title="A", fields=[], deliverables=[], state="open",
                                   created_at=unit.now, created_by="o"))  # fmt: skip
        unit.session.flush()
        for number in (1, 2):
            unit.session.add(ActivityRow(id=f"a{number}", action_id="a", number=number, title="T", activity_types=[]))
    _, team = desk.decided(activity_id="a1")
    call_id = desk.closed("anna", "bert", "cleo", "dino", activity_id="a2")
    made = desk.shortlist(call_id)
    assert set(made["shortlist"]["call"]["previous_members"]) == set(team.values())


@pytest.mark.usefixtures("quick_roster")
def test_the_difference_of_two_versions_says_who_moved_and_why(desk: CallDesk) -> None:
    call_id = desk.published()
    for expert_id in ("anna", "cleo", "dino", "bert"):
        desk.apply(call_id, expert_id)
    one = desk.shortlist(call_id)
    desk.expert("cleo").delete(f"{CALLS}/{call_id}/applications/cleo")
    desk.change_expert("dino", excluded=True)
    desk.change_expert("anna", {"fields": []})
    desk.answer(desk.invite(call_id, "finn").json(), True)
    two = desk.shortlist(call_id)
    found = desk.officer.get(f"{CALLS}/{call_id}/shortlists/1/changes/2").json()
    assert (found["joined"], found["left"]) == (["finn"], ["cleo"])
    assert {c["name"] for c in found["inputs"]} == {"roster_hash"}
    moves = {m["expert_id"]: m for m in found["positions"][0]["moves"]}
    assert moves["cleo"]["why"] == "No longer takes part." and moves["cleo"]["rank_after"] is None
    assert moves["dino"]["why"].startswith("No longer eligible: past performance")
    assert moves["finn"]["why"] == "Not listed in the earlier version." and moves["finn"]["points_before"] is None
    anna = moves["anna"]
    assert anna["why"] == "Other points for fields." and anna["points_after"] < anna["points_before"]
    assert (anna["rank_before"], anna["name"]) == (ranked(one).index("anna") + 1, "Anna Surname")
    change = anna["criteria"][0]
    assert change["name"] == "fields" and change["after"] < change["before"] <= 100
    assert ("bert" in moves) == (ranked(one).index("bert") != ranked(two).index("bert"))
    same = desk.officer.get(f"{CALLS}/{call_id}/shortlists/2/changes/2").json()
    assert same["inputs"] == [] and not any(p["moves"] for p in same["positions"])


def test_who_is_not_listed_is_explained_among_those_who_were_compared(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", settings={"shown": 1})
    version = desk.shortlist(call_id)
    places = [
        desk.officer.get(f"/api/v1/shortlists/{version['id']}/experts/{i}").json()["positions"][0]
        for i in ("anna", "bert", "cleo")
    ]
    assert sorted(place["rank"] for place in places) == [1, 2, 3]


def test_a_version_bears_the_time_of_the_office_and_says_who_takes_part(desk: CallDesk) -> None:
    made = desk.shortlist(desk.closed("anna", "bert"))
    assert made["shortlist"]["record"]["made_at"] == made["at"] == desk.clock.now().isoformat().replace("+00:00", "Z")
    gates = {gate["name"]: gate["found"] for gate in made["shortlist"]["positions"][0]["candidates"][0]["gates"]}
    assert gates["takes part"] == "applied or was invited"


def test_who_applied_for_or_was_invited_to_one_position_is_compared_for_that_one(desk: CallDesk) -> None:
    call_id = desk.published()
    for expert_id, positions in {"anna": ["1"], "bert": [], "dino": ["2", "1"]}.items():
        desk.apply(call_id, expert_id, positions=positions)
    desk.invite(call_id, "cleo", "2")
    made = desk.shortlist(call_id)
    assert (made["pool"], made["named"]) == (["anna", "bert", "cleo", "dino"], {"anna": ["1"], "cleo": ["2"]})
    assert [set(ranked(made, n)) for n in (0, 1)] == [{"anna", "bert", "dino"}, {"bert", "cleo", "dino"}]
    places = {(m["expert_id"], m["position_id"]) for t in made["shortlist"]["teams"] for m in t["members"]}
    assert places and not {("anna", "2"), ("cleo", "1")} & places
    gates = {g["name"]: g["found"] for g in made["shortlist"]["positions"][0]["candidates"][0]["gates"]}
    assert gates["position"] == "applied for this position or for any, or was invited to it"
    told = desk.officer.get(f"/api/v1/shortlists/{made['id']}/experts/anna").json()["positions"]
    assert [place["verdict"] for place in told] == ["pass", "fail"]
    assert told[1]["gates"][0]["found"] == "applied for or was invited to other positions alone"


def test_on_the_whole_roster_too_nobody_is_ranked_for_a_position_that_they_did_not_ask_for(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna", positions=["1"])
    made = desk.shortlist(call_id, "roster")
    second = made["shortlist"]["positions"][1]
    assert "anna" in ranked(made) and "anna" not in ranked(made, 1)
    assert (second["outside"], second["not_eligible_by_rule"]["position"]) == (None, 1)


def test_positions_add_up_and_a_no_to_one_of_them_counts(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna", positions=["1"])
    desk.answer(desk.invite(call_id, "anna", "2").json(), True)
    assert desk.shortlist(call_id)["named"] == {}
    desk.apply(call_id, "bert")
    desk.answer(desk.invite(call_id, "bert", "1").json(), True)
    desk.answer(desk.invite(call_id, "bert", "2").json(), False)
    made = desk.shortlist(call_id)
    assert made["named"] == {"bert": ["1"]}
    assert "bert" in ranked(made) and "bert" not in ranked(made, 1)


def test_another_wish_is_another_version_and_the_difference_says_so(desk: CallDesk) -> None:
    call_id = desk.published()
    for expert_id in ("anna", "bert"):
        desk.apply(call_id, expert_id)
    desk.shortlist(call_id)
    desk.apply(call_id, "anna", positions=["2"])
    assert desk.shortlist(call_id)["number"] == 2
    found = desk.officer.get(f"{CALLS}/{call_id}/shortlists/1/changes/2").json()
    assert found["inputs"] == [{"name": "positions named", "before": "anna: any", "after": "anna: 2"}]
    assert (found["joined"], found["left"]) == ([], [])
    moves = {m["expert_id"]: m["why"] for m in found["positions"][0]["moves"]}
    assert moves["anna"] == "Takes part for other positions alone."


# --- evaluation notes ---


def note(desk: CallDesk, call_id: str, expert_id: str, **data: Any) -> Any:
    body = {"position_id": "1", "expert_id": expert_id, "text": "Led two reforms of this kind.", "points": 78}
    return desk.leader.post(f"{CALLS}/{call_id}/evaluation-notes", json=body | data)


def test_notes_are_seen_by_the_team_and_by_the_person_after_the_decision(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    made = note(desk, call_id, "anna")
    assert made.status_code == 201, made.text
    note(desk, call_id, "bert", points=None)
    found = desk.officer.get(f"{CALLS}/{call_id}/evaluation-notes", params={"expert": "anna"}).json()["items"]
    assert [(n["text"], n["points"]) for n in found] == [("Led two reforms of this kind.", 78)]
    own = "/api/v1/experts/anna/evaluation-notes"
    assert desk.expert("anna").get(own).json()["items"] == []
    team = {m["position_id"]: m["expert_id"] for m in desk.shortlist(call_id)["shortlist"]["teams"][0]["members"]}
    assert desk.decide(call_id, team).status_code == 201
    seen = desk.expert("anna").get(own).json()["items"]
    assert [n["text"] for n in seen] == ["Led two reforms of this kind."] and "by" not in seen[0]
    problem(desk.expert("bert").get(own), 403, "not_allowed")
    problem(note(desk, call_id, "anna"), 409, "conflict")  # what was written before the decision stays as it was
    log = doors(Role.AUDITOR).get("/api/v1/log", params={"event": "evaluation.noted"}).json()["items"]
    assert [set(entry["facts"]) for entry in log] == [{"call", "position", "expert"}] * 2


def test_whose_notes_were_read_is_noted_and_the_person_sees_it(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.closed("anna", "bert")
    path = f"{CALLS}/{call_id}/evaluation-notes"
    note(desk, call_id, "anna")
    note(desk, call_id, "bert")
    doors(Role.AUDITOR).get(path, params={"expert": "anna"})
    read = doors(Role.AUDITOR).get("/api/v1/log", params={"event": "personal.viewed"}).json()["items"]
    assert [(entry["subject_id"], entry["facts"]) for entry in read] == [
        ("anna", {"part": "evaluation notes", "roles": ["auditor"], "blind": False})
    ]
    views = [desk.expert(i).get(f"/api/v1/experts/{i}/views").json()["items"] for i in ("anna", "bert")]
    assert [[(view["by"], view["part"]) for view in one] for one in views] == [[(["auditor"], "evaluation notes")], []]


def test_a_note_is_about_a_candidate_for_a_position_with_points_from_0_to_100(desk: CallDesk) -> None:
    call_id = desk.closed("anna")
    for points in (-1, 101, 50.5):
        problem(note(desk, call_id, "anna", points=points), 422, "invalid_request")
    problem(note(desk, call_id, "anna", text="  "), 422, "invalid_request")
    problem(note(desk, call_id, "anna", position_id="9"), 404, "not_on_record")
    problem(note(desk, call_id, "nobody"), 404, "not_on_record")
    problem(note(desk, call_id, "bert"), 409, "conflict")
    desk.shortlist(call_id, "roster")
    assert note(desk, call_id, "bert", points=0).status_code == 201  # now a shortlist proposes bert
    problem(note(desk, desk.draft().json()["id"], "anna"), 409, "conflict")


def test_nobody_evaluates_a_call_in_which_they_are_a_candidate(desk: CallDesk, doors: Doors) -> None:
    desk.staff = {"anna": Role.OFFICER, "cleo": Role.OFFICER}
    path = f"{CALLS}/{desk.closed('anna', 'bert')}/evaluation-notes"
    body = {"position_id": "1", "expert_id": "bert", "text": "Weak."}
    problem(desk.expert("anna").post(path, json=body), 403, "not_allowed")
    assert desk.expert("cleo").post(path, json=body).status_code == 201
    for role in (Role.BUSINESS, Role.AUDITOR, Role.EXPERT):
        client = doors(role, expert_id="dino" if role is Role.EXPERT else None)
        problem(client.post(path, json=body), 403, "not_allowed")

"""Calls: drafted from what there is, fixed when published, each step noted, each wrong one refused with the ways on."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from api.auth.roles import Role
from api.services.calls.call_states import WAYS
from api.services.periodic import run_periodic
from tests.api.calls.a_call import CALLS, DEADLINE, CallDesk
from tests.api.conftest import Doors, Watchmaker, problem

TEXT = (
    "The labour inspectorate of Togo asks for an expert to train forty inspectors in the inspection of building "
    "sites. Working language: French (C1)."
)


def test_a_call_is_drafted_from_data_and_asks_what_it_leaves_out(desk: CallDesk) -> None:
    made = desk.draft(terms={"phases": []})
    drafted = made.json()
    assert (drafted["state"], drafted["ways"], drafted["deadline"]) == ("draft", ["publish", "cancel"], DEADLINE)
    assert drafted["terms"]["id"] == drafted["id"] and made.headers["location"] == f"{CALLS}/{drafted['id']}"
    assert [q["about"] for q in drafted["open_questions"]] == ["phases"]
    assert desk.officer.get(made.headers["location"]).json() == drafted


def test_a_call_is_drafted_from_a_text(desk: CallDesk) -> None:
    drafted = desk.officer.post(CALLS, json={"text": TEXT}).json()
    assert drafted["terms"]["text"] == TEXT
    assert {q["about"] for q in drafted["open_questions"]} == {"phases", "positions"}
    assert "country" in {q["about"] for q in drafted["terms"]["questions"]}  # it is named, but not as the place
    problem(desk.officer.post(CALLS, json={"text": "Help"}), 422, "invalid_call")


def test_a_call_is_drafted_from_a_document(desk: CallDesk) -> None:
    document = docx.Document()
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    form = {"details": '{"deadline": "2026-12-14"}', "settings": '{"reserve": 4}'}
    made = desk.officer.post(f"{CALLS}/document", files={"file": ("terms.docx", stream.getvalue())}, data=form)
    assert made.status_code == 201, made.text
    assert (made.json()["settings"]["reserve"], made.json()["deadline"]) == (4, DEADLINE)
    wrong = desk.officer.post(f"{CALLS}/document", files={"file": ("a.txt", TEXT)}, data={"details": '{"x": 1}'})
    assert problem(wrong, 422, "invalid_request")["errors"][0]["path"] == "body.details.x"


def test_what_databases_refuse_does_not_keep_a_call_out(desk: CallDesk) -> None:
    made = desk.officer.post(CALLS, json={"text": TEXT + "\x00"})
    assert made.status_code == 201, made.text
    assert "\x00" not in made.json()["terms"]["text"]
    problem(desk.officer.get(f"{CALLS}/a%00b"), 422, "invalid_request")
    basis = {"mode": "target", "legal_basis": "Article 1\x00", "saving_clause": "as far as possible"}
    assert desk.draft(settings={"balance": basis}).status_code == 201


def test_of_two_officers_who_change_the_same_draft_the_second_is_refused(desk: CallDesk) -> None:
    made = desk.draft()
    where, seen = made.headers["location"], {"If-Match": made.headers["etag"]}
    mine = desk.officer.put(where, json={"call": desk.terms | {"title": "Mine"}, "deadline": DEADLINE}, headers=seen)
    assert mine.status_code == 200, mine.text
    theirs = desk.officer.put(where, json={"call": desk.terms | {"title": "Theirs"}}, headers=seen)
    problem(theirs, 412, "changed_meanwhile")
    problem(desk.officer.put(where + "/settings", json={}, headers=seen), 412, "changed_meanwhile")
    problem(desk.officer.post(where + "/publish", json={}, headers=seen), 412, "changed_meanwhile")
    problem(desk.officer.post(where + "/publish", json={}), 428, "version_needed")
    assert desk.officer.get(where).json()["title"] == "Mine"


def test_an_answered_question_is_gone_and_an_open_one_stays(desk: CallDesk) -> None:
    drafted = desk.officer.post(CALLS, json={"text": TEXT, "deadline": DEADLINE}).json()
    dated = drafted["terms"] | {"phases": [{"name": "on site", "start": "2027-03-08", "end": "2027-03-19"}]}
    where = f"{CALLS}/{drafted['id']}"
    changed = desk.officer.put(where, json={"call": dated}, headers={"If-Match": '"1"'}).json()
    assert "phases" not in [q["about"] for q in changed["terms"]["questions"]]
    assert [q for q in drafted["open_questions"] if q["about"] == "positions"] == changed["open_questions"]
    told = {**changed["terms"]["positions"][0], "title": "Trainer of inspectors", "fields": ["N.10"]}
    full = changed["terms"] | {"positions": [told]}
    assert desk.officer.put(where, json={"call": full}, headers={"If-Match": '"2"'}).json()["open_questions"] == []


def test_codes_of_a_changed_draft_have_to_be_known(desk: CallDesk) -> None:
    made = desk.draft()
    wrong = desk.terms | {"activity_types": ["juggling"]}
    answer = desk.officer.put(made.headers["location"], json={"call": wrong}, headers={"If-Match": '"1"'})
    problem(answer, 422, "unknown_code")


# --- publishing ---


def test_a_call_without_a_deadline_to_come_is_not_published(desk: CallDesk) -> None:
    for deadline in (None, "2026-11-15"):
        call_id = desk.draft(deadline=deadline).json()["id"]
        assert "no deadline to come" in problem(desk.publish(call_id), 409, "conflict")["detail"]
    assert desk.publish(desk.draft(deadline="2026-11-16").json()["id"]).status_code == 200


def test_a_call_that_leaves_open_who_or_when_is_published_only_with_a_reason(desk: CallDesk) -> None:
    call_id = desk.draft(terms={"phases": []}).json()["id"]
    assert "When does the activity take place" in problem(desk.publish(call_id), 409, "conflict")["found"]
    problem(desk.publish(call_id, anyway="  why  "), 422, "invalid_request")
    published = desk.publish(call_id, anyway="The partner will fix the dates with whoever is chosen.").json()
    assert published["steps"][-1]["reason"].startswith("The partner will fix")
    in_the_past = [{"name": "on site", "start": "2026-03-08", "end": "2026-03-19"}]
    past = desk.draft(terms={"phases": in_the_past}).json()["id"]
    assert "before today" in problem(desk.publish(past), 409, "conflict")["found"]


def test_settings_are_fixed_when_the_call_is_published(desk: CallDesk) -> None:
    made = desk.draft()
    where = made.headers["location"]
    chosen = {"balance": {"mode": "tie_break", "band": 2}, "weights": {"fields": 50}}
    changed = desk.officer.put(where + "/settings", json=chosen, headers={"If-Match": '"1"'})
    assert changed.json()["settings"]["balance"]["band"] == 2
    published = desk.publish(made.json()["id"])
    assert published.status_code == 200
    tag = {"If-Match": published.headers["etag"]}
    refused = problem(desk.officer.put(where + "/settings", json={}, headers=tag), 409, "conflict")
    assert refused["found"] == "It is published since 2026-11-16."
    assert refused["next_step"] == "From here one can: close, cancel."
    problem(desk.officer.put(where, json={"call": desk.terms}, headers=tag), 409, "conflict")
    assert desk.officer.get(where).json()["settings"]["balance"]["band"] == 2


def test_rules_that_no_team_can_meet_are_refused_before_they_are_fixed(desk: CallDesk) -> None:
    made = desk.draft()
    wrong = {"rules": {"min_public": 3}}
    answer = desk.officer.put(made.headers["location"] + "/settings", json=wrong, headers={"If-Match": '"1"'})
    problem(answer, 422, "contradictory_rules")
    drafted = desk.draft(settings=wrong).json()["id"]
    problem(desk.publish(drafted), 422, "contradictory_rules")


# --- states ---

TO_STATE: dict[str, list[tuple[str, dict[str, Any] | None]]] = {
    "draft": [],
    "published": [("publish", {"announce": False})],
    "closed": [("publish", {"announce": False}), ("close", None)],
    "cancelled": [("cancel", {"reason": "The partner withdrew."})],
}
WAYS_OVER_HTTP: dict[str, dict[str, Any] | None] = {
    "publish": {"announce": False},
    "close": None,
    "cancel": {"reason": "The partner withdrew."},
}


@pytest.mark.parametrize("state", TO_STATE)
def test_from_each_state_only_its_ways_lead_on(desk: CallDesk, state: str) -> None:
    for way, body in WAYS_OVER_HTTP.items():
        call_id = desk.draft().json()["id"]
        for step, data in TO_STATE[state]:
            assert go(desk, call_id, step, data).status_code == 200
        answer = go(desk, call_id, way, body)
        if way in WAYS[state]:
            assert answer.json()["state"] == WAYS[state][way]  # type: ignore[index]
        else:
            problem(answer, 409, "conflict")
            assert desk.officer.get(f"{CALLS}/{call_id}").json()["state"] == state


def go(desk: CallDesk, call_id: str, way: str, body: dict[str, Any] | None) -> Any:
    tag = desk.officer.get(f"{CALLS}/{call_id}").headers["etag"]
    return desk.officer.post(f"{CALLS}/{call_id}/{way}", json=body, headers={"If-Match": tag})


def test_every_step_is_noted_with_its_day_and_written_to_the_log(desk: CallDesk, clock: Watchmaker) -> None:
    call_id = desk.published()
    clock.pass_(days=3)
    closed = desk.officer.post(f"{CALLS}/{call_id}/close").json()
    assert [(s["step"], s["at"][:10]) for s in closed["steps"]] == [
        ("published", "2026-11-16"),
        ("closed", "2026-11-19"),
    ]
    log = desk.doors(Role.AUDITOR).get("/api/v1/log", params={"subject_id": call_id}).json()["items"]
    assert {entry["event"] for entry in log} >= {"call.drafted", "call.published", "call.closed"}
    assert "Support to the public" not in str(log)


def test_a_call_closes_by_itself_the_day_after_its_deadline(desk: CallDesk, clock: Watchmaker) -> None:
    call_id = desk.published(deadline="2026-11-17")
    clock.pass_(days=1)
    assert run_periodic(desk.doors.office).ticked.closed == 0
    clock.pass_(days=1)
    assert run_periodic(desk.doors.office).ticked.closed == 1
    assert desk.officer.get(f"{CALLS}/{call_id}").json()["state"] == "closed"
    assert run_periodic(desk.doors.office).ticked.closed == 0


def test_who_took_part_is_told_that_a_call_is_cancelled_and_their_invitations_end(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna")
    desk.apply(call_id, "bert")
    desk.expert("bert").delete(f"{CALLS}/{call_id}/applications/bert")
    invited = desk.invite(call_id, "cleo").json()
    desk.officer.post(f"{CALLS}/{call_id}/cancel", json={"reason": "The partner withdrew."})
    assert desk.letters("call_cancelled") == [("call_cancelled", "anna"), ("call_cancelled", "cleo")]
    assert desk.invitations(call_id)[0]["state"] == "cancelled"
    problem(desk.answer(invited, True), 409, "conflict")


# --- lists and roles ---


def test_calls_are_listed_newest_first_in_pages_and_by_filters(desk: CallDesk, clock: Watchmaker) -> None:
    ids = []
    for title in ("First_100%", "Second", "Third"):
        ids.append(desk.draft(terms={"title": title, "reference": f"REF/{title[:1]}"}).json()["id"])
        clock.pass_(minutes=1)
    desk.publish(ids[1], announce=False)
    page = desk.officer.get(CALLS, params={"limit": 2}).json()
    assert [c["id"] for c in page["items"]] == [ids[2], ids[1]]
    rest = desk.officer.get(CALLS, params={"limit": 2, "after": page["next"]}).json()
    assert [c["id"] for c in rest["items"]] == [ids[0]] and rest["next"] is None
    for params, found in (
        ({"state": "published"}, [ids[1]]),
        ({"state": ["draft", "published"]}, ids[::-1]),
        ({"country": "Togo"}, ids[::-1]),
        ({"country": "SN"}, []),
        ({"q": "second"}, [ids[1]]),
        ({"q": "ref/t"}, [ids[2]]),
        ({"q": "_100%"}, [ids[0]]),
        ({"activity": "none"}, []),
    ):
        assert [c["id"] for c in desk.officer.get(CALLS, params=params).json()["items"]] == found, params


def test_a_call_may_belong_to_an_activity_which_has_to_exist(desk: CallDesk) -> None:
    body = {"call": desk.terms, "activity_id": "activity-none"}
    problem(desk.officer.post(CALLS, json=body), 404, "not_on_record")


def test_experts_see_open_and_past_calls_and_never_how_candidates_are_compared(desk: CallDesk) -> None:
    settings = {"balance": {"mode": "tie_break", "band": 1.25}, "rules": {"exclude": ["hana"]}}
    draft, cancelled = desk.draft().json()["id"], desk.draft().json()["id"]
    desk.officer.post(f"{CALLS}/{cancelled}/cancel", json={"reason": "A mistake."})
    open_call = desk.published(settings=settings, terms={"previous_members": ["dino"]})
    past = desk.closed()
    expert = desk.expert("anna")
    listed = expert.get("/api/v1/published-calls").json()["items"]
    assert {c["id"]: c["state"] for c in listed} == {open_call: "published", past: "closed"}
    seen = expert.get(f"/api/v1/published-calls/{open_call}")
    assert seen.json()["positions"][0]["title"] == "Principal expert on employment services"
    assert seen.json()["published_at"].startswith("2026-11-16")
    assert not {"1.25", "hana", "dino", "tie_break"} & set(seen.text.replace('"', " ").replace(":", " ").split())
    assert "settings" not in seen.json() and "questions" not in seen.json()
    for hidden in (draft, cancelled, "none"):
        problem(expert.get(f"/api/v1/published-calls/{hidden}"), 404, "not_on_record")
    problem(expert.get(f"{CALLS}/{open_call}"), 403, "not_allowed")


def test_only_an_officer_drafts_and_publishes(doors: Doors, desk: CallDesk) -> None:
    call_id = desk.draft().json()["id"]
    for role in (Role.ADMINISTRATOR, Role.STEERING, Role.EXPERT, Role.AUDITOR, Role.BUSINESS):
        client = doors(role, expert_id="anna" if role is Role.EXPERT else None)
        problem(client.post(CALLS, json={"text": TEXT}), 403, "not_allowed")
        problem(client.post(f"{CALLS}/{call_id}/publish", json={}), 403, "not_allowed")
        problem(client.post(f"{CALLS}/{call_id}/cancel", json={"reason": "No reason."}), 403, "not_allowed")
    problem(doors().get(CALLS), 401, "not_signed_in")

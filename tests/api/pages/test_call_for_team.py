"""The page of a call for the team: where it stands, who has a part in it, and each next step as a form."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from tests.api.calls.a_call import CALLS, REASON, CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import NAMED, Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind


def state(desk: CallDesk, call_id: str) -> str:
    found: str = desk.officer.get(f"{CALLS}/{call_id}").json()["state"]
    return found


def test_a_draft_is_given_its_last_day_and_published(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.draft(deadline=None).json()["id"]
    page, officer = f"/calls/{call_id}", browsers(Role.OFFICER)
    seen = look(officer, page)
    assert "Not published yet" in seen.text and "Long list" not in seen.text
    early = check(send(officer, page, "/publish"), 409)
    assert "The call has no deadline to come." in early.text
    assert "This is needed." in check(send(officer, page, "/deadline", deadline=" "), 422).text
    assert "Give a day" in check(send(officer, page, "/deadline", deadline="soon"), 422).text
    done(send(officer, page, "/deadline", deadline="2026-12-01"), "deadline")
    done(send(officer, page, "/publish"), "published")
    assert state(desk, call_id) == "published"
    assert "Open to applications until 1 December 2026." in look(officer, page).text


def test_what_a_draft_leaves_open_is_asked_and_can_be_published_with_a_reason(
    desk: CallDesk, browsers: Browsers
) -> None:
    call_id = desk.draft(terms={"phases": []}).json()["id"]
    page, officer = f"/calls/{call_id}", browsers(Role.OFFICER)
    assert "What the terms leave open" in look(officer, page).text
    refused = check(send(officer, page, "/publish", announce="on"), 409)
    assert "The call leaves open what nobody can apply without." in refused.text
    short = check(send(officer, page, "/publish", anyway="No"), 422)
    assert "Write at least 5 characters." in short.text and "publish-anyway-problem" in short.described
    done(send(officer, page, "/publish", anyway="The partner names the dates by phone."), "published")
    assert "The partner names the dates by phone." in look(officer, page).text


def test_somebody_elses_change_is_not_written_over(desk: CallDesk, browsers: Browsers) -> None:
    made = desk.draft()
    call_id, officer = made.json()["id"], browsers(Role.OFFICER)
    hidden = look(officer, f"/calls/{call_id}").controls.hidden[f"/calls/{call_id}/publish"]
    changed = made.json()
    body = {"call": changed["terms"], "deadline": "2026-12-20"}
    desk.officer.put(f"{CALLS}/{call_id}", json=body, headers={"If-Match": made.headers["etag"]})
    answer = officer.post(f"/calls/{call_id}/publish", data=hidden)
    assert "Somebody else changed this" in check(answer, 412).text
    assert state(desk, call_id) == "draft"


def test_the_long_list_and_what_happened_are_read_blind_first(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.published(), browsers(Role.OFFICER)
    desk.apply(call_id, "anna", message="I am Anna of Lyon.")
    invited = desk.invite(call_id, "bert").json()
    desk.answer(invited, False, reason="Bert cannot come.")
    blind = look(officer, f"/calls/{call_id}")
    for name in ("Surname", "Lyon", "cannot come"):
        assert name not in blind.text
    assert "anna applied." in blind.text and "bert declined." in blind.text
    named = look(officer, f"/calls/{call_id}{NAMED}")
    assert "Anna Surname applied. I am Anna of Lyon." in named.text and "Bert cannot come." in named.text
    assert f"/api/v1/calls/{call_id}/long-list/export?format=pdf&blind=true" in blind.links
    assert f"/api/v1/calls/{call_id}/long-list/export?format=pdf&blind=false" in named.links
    log = desk.doors(Role.AUDITOR).get("/api/v1/log?event=personal.viewed").json()
    assert any(entry["subject_id"] == call_id for entry in log["items"])


def test_forms_go_on_in_the_reading_they_were_sent_from(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.published(), browsers(Role.OFFICER)
    desk.apply(call_id, "anna")
    wrong = check(send(officer, f"/calls/{call_id}{NAMED}", "/cancel"), 422)
    assert "Anna Surname" in wrong.text
    assert "Surname" not in check(send(officer, f"/calls/{call_id}", "/cancel"), 422).text
    page = done(send(officer, f"/calls/{call_id}{NAMED}", "/close"), "closed")
    assert "Anna Surname" in look(officer, page).text


def test_somebody_is_invited_from_the_long_list_and_taken_back(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.published(), browsers(Role.OFFICER)
    page = f"/calls/{call_id}"
    assert "anna" in look(officer, page).controls.options["invite-1-expert_id"]
    missing = check(send(officer, page, "/invitations", position_id="1", expert_id="", reply_by="2026-11-30"), 422)
    assert "invite-1-expert_id-problem" in missing.described
    late = send(officer, page, "/invitations", position_id="1", expert_id="anna", reply_by="2026-11-01")
    assert check(late, 409).controls.options
    sent = {"position_id": "1", "expert_id": "anna", "reply_by": "2026-11-30"}
    done(send(officer, page, "/invitations", **sent), "invited")
    invitation = desk.invitations(call_id)[0]
    assert (invitation["expert_id"], invitation["state"]) == ("anna", "sent")
    assert "anna" not in look(officer, page).controls.options["invite-1-expert_id"]
    wrong = check(send(officer, page, "/take-back", invitation=invitation["id"], reason="No"), 422)
    assert "take-back-reason-problem" in wrong.described and "No" in wrong.text
    done(send(officer, page, "/take-back", invitation=invitation["id"], reason="The dates moved."), "taken_back")
    assert desk.invitations(call_id)[0]["state"] == "cancelled"


def test_whoever_is_invited_from_the_shortlist_is_followed_by_its_order(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.published(), browsers(Role.OFFICER)
    desk.shortlist(call_id, pool="roster")
    first = look(officer, f"/calls/{call_id}").controls.options["invite-1-expert_id"][1]
    sent = {"position_id": "1", "expert_id": first, "reply_by": "2026-11-30"}
    done(send(officer, f"/calls/{call_id}", "/invitations", **sent), "invited")
    desk.answer(desk.invitations(call_id)[0], False)
    assert [one["from_reserve"] for one in desk.invitations(call_id)] == [False, True]


def test_a_shortlist_is_made_and_linked(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.published(), browsers(Role.OFFICER)
    page = f"/calls/{call_id}"
    nobody = check(send(officer, page, "/shortlists", pool="applied"), 409)
    assert "There is nobody to compare." in nobody.text
    desk.apply(call_id, "anna"), desk.apply(call_id, "bert")
    seen = look(officer, done(send(officer, page, "/shortlists", pool="applied"), "listed"))
    assert "Version 1" in seen.text and "2 people were compared" in seen.text
    link = next(one for one in seen.links if one.startswith("/shortlists/"))
    assert officer.get(link).status_code == 200


def test_a_leader_decides_and_says_why_where_the_choice_departs(desk: CallDesk, browsers: Browsers) -> None:
    call_id, leader = desk.closed("anna", "bert", "cleo", "dino"), browsers(Role.LEADER)
    page = f"/calls/{call_id}"
    assert "There is no shortlist yet" in look(leader, page).text
    made = desk.shortlist(call_id)
    team = {m["position_id"]: m["expert_id"] for m in made["shortlist"]["teams"][0]["members"]}
    other = next(i for i in look(leader, page).controls.options["decide-chosen-1"] if i and i not in team.values())
    sent = {"chosen-1": other, "chosen-2": team["2"], "reason": "Because.", "reply_by": "2026-11-30"}
    wrong = check(send(leader, page, "/decision", **sent), 422)
    assert "decide-reason-problem" in wrong.described and "Because." in wrong.text
    assert state(desk, call_id) == "closed"
    done(send(leader, page, "/decision", **sent | {"reason": REASON}), "decided")
    decision = desk.officer.get(f"{CALLS}/{call_id}/decision").json()
    assert (decision["chosen"], decision["reason"]) == ({"1": other, "2": team["2"]}, REASON)
    blind = look(leader, page)
    assert "It departs from the ranking." in blind.text and REASON not in blind.text
    assert REASON in look(leader, page + NAMED).text
    assert {f"/api/v1{page}/selection-record?format={kind}&blind=true" for kind in ("docx", "pdf", "xlsx")} <= {
        *blind.links
    }


def test_as_the_machine_ranks_no_reason_is_needed_and_a_place_can_stay_open(desk: CallDesk, browsers: Browsers) -> None:
    call_id, leader = desk.closed("anna", "bert", "cleo", "dino"), browsers(Role.LEADER)
    made = desk.shortlist(call_id)
    team = {m["position_id"]: m["expert_id"] for m in made["shortlist"]["teams"][0]["members"]}
    nobody = send(leader, f"/calls/{call_id}", "/decision", **{"chosen-1": "", "chosen-2": "", "reply_by": ""})
    assert "Nobody is chosen." in check(nobody, 409).text
    sent = {"chosen-1": team["1"], "chosen-2": team["2"], "reply_by": "2026-11-30"}
    done(send(leader, f"/calls/{call_id}", "/decision", **sent), "decided")
    assert "It follows the ranking." in look(leader, f"/calls/{call_id}").text


def test_a_vacant_place_is_offered_to_the_next_of_the_reserve(desk: CallDesk, browsers: Browsers) -> None:
    call_id, team = desk.decided(reserve_moves_up=False)
    offer = next(one for one in desk.invitations(call_id) if one["expert_id"] == team["1"])
    desk.answer(offer, False)
    officer, page = browsers(Role.OFFICER), f"/calls/{call_id}"
    assert "vacant" in look(officer, page).text
    done(send(officer, page, "/invitations", reply_by="2026-11-30"), "invited")
    assert desk.invitations(call_id)[-1]["offer"] and desk.invitations(call_id)[-1]["state"] == "sent"


def test_a_call_is_cancelled_with_its_reason(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.published(), browsers(Role.OFFICER)
    page = f"/calls/{call_id}"
    assert "This is needed." in check(send(officer, page, "/cancel", reason=""), 422).text
    after = done(send(officer, page, "/cancel", reason="The partner postponed it."), "cancelled")
    seen = look(officer, after)
    assert "The partner postponed it." in seen.text and not any("/calls/" in f for f in seen.controls.hidden)


def test_what_does_not_fit_the_state_any_more_is_told_with_the_next_step(desk: CallDesk, browsers: Browsers) -> None:
    call_id, officer = desk.closed("anna"), browsers(Role.OFFICER)
    token = {"form_token": look(officer, f"/calls/{call_id}").fields["form_token"]}
    for path in ("close", "publish"):
        answer = officer.post(f"/calls/{call_id}/{path}", data=token | {"version": "1"})
        assert (
            "It is closed since 16 November 2026." in check(answer, answer.status_code).text
            or answer.status_code == 412
        )
    assert state(desk, call_id) == "closed"


@pytest.mark.parametrize("role", Role)
def test_a_call_that_is_not_there_is_a_page_that_says_so(browsers: Browsers, role: Role) -> None:
    browser = browsers.expert("anna") if role is Role.EXPERT else browsers(role)
    for path in ("/calls/nothing", "/calls/%3Cb%3E", "/calls/a%2Fb"):
        assert browser.get(path).status_code == 404
    assert "There is no such call" in browser.get("/calls/nothing").text


def test_a_form_from_elsewhere_is_refused(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    assert browsers(Role.OFFICER).post(f"/calls/{call_id}/close", data={}).status_code == 403
    assert state(desk, call_id) == "published"

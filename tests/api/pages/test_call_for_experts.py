"""The page of a call for an expert: apply with one click, answer, withdraw, and read one's own result."""

from __future__ import annotations

from api.auth.roles import Role
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import DECLARED, Browsers, check, done, look, send
from tests.api.web_pages import outline

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind


def application(desk: CallDesk, call_id: str, expert_id: str) -> dict[str, object]:
    found: dict[str, object] = desk.expert(expert_id).get(f"{CALLS}/{call_id}/applications/{expert_id}").json()
    return found


def test_an_expert_reads_what_the_call_asks_and_how_they_stand(desk: CallDesk, browsers: Browsers) -> None:
    seen = look(browsers.expert("anna"), f"/calls/{desk.published()}")
    assert "Open to applications until 14 December 2026." in seen.text
    assert "Train counsellors in profiling of jobseekers." in seen.text
    assert "How you stand today" in seen.text and "every rule is met" in seen.text
    assert "Next steps" not in seen.text and "Long list" not in seen.text


def test_one_applies_with_both_declarations_and_changes_it(desk: CallDesk, browsers: Browsers) -> None:
    page = f"/calls/{desk.published()}"
    call_id, anna = page.rsplit("/", 1)[1], browsers.expert("anna")
    after = done(send(anna, page, "/applications/anna", **DECLARED, positions="2", message="Gladly."), "applied")
    seen = look(anna, after)
    assert "Your application is in." in seen.text and "You applied on 16 November 2026." in seen.text
    assert application(desk, call_id, "anna")["positions"] == ["2"]
    sent = {**DECLARED, "positions": ["1", "2"], "message": ""}
    done(send(anna, page, "/applications/anna", **sent), "changed")
    changed = application(desk, call_id, "anna")
    assert (changed["positions"], changed["message"]) == (["1", "2"], None)


def test_a_missing_declaration_is_told_beside_its_box_and_what_was_typed_stays(
    desk: CallDesk, browsers: Browsers
) -> None:
    call_id = desk.published()
    anna = browsers.expert("anna")
    answer = send(anna, f"/calls/{call_id}", "/applications/anna", available="on", message="Words <b>kept</b>")
    seen = check(answer, 422)
    assert "apply-no_conflict-problem" in seen.described and "apply-available-problem" not in seen.described
    assert "Words <b>kept</b>" in seen.text and "b" not in seen.tags
    assert seen.title.startswith("Error")
    assert desk.officer.get(f"{CALLS}/{call_id}/applications").json()["items"] == []


def test_an_application_is_taken_back(desk: CallDesk, browsers: Browsers) -> None:
    call_id, anna = desk.published(), browsers.expert("anna")
    desk.apply(call_id, "anna")
    after = done(send(anna, f"/calls/{call_id}", "/withdraw"), "withdrawn")
    assert "You took your application back" in look(anna, after).text
    assert application(desk, call_id, "anna")["state"] == "withdrawn"


def test_an_invitation_is_accepted_with_both_declarations_or_declined(desk: CallDesk, browsers: Browsers) -> None:
    call_id, anna = desk.published(), browsers.expert("anna")
    desk.invite(call_id, "anna")
    page = f"/calls/{call_id}"
    assert "Please answer until 26 November 2026." in look(anna, page).text
    missing = check(send(anna, page, "/anna", answer="accept", reason="From April"), 422)
    assert "From April" in missing.text and "Tick it if you are available" in missing.text
    neither = check(send(anna, page, "/anna", **DECLARED), 422)
    assert "Accept or decline." in neither.text
    done(send(anna, page, "/anna", **DECLARED, answer="accept"), "accepted")
    assert desk.invitations(call_id)[0]["state"] == "accepted"
    done(send(anna, page, "/anna", answer="decline", reason="A strike."), "declined")
    assert [desk.invitations(call_id)[0][part] for part in ("state", "reason")] == ["declined", "A strike."]
    assert "You declined." in look(anna, page).text


def test_after_the_time_to_answer_the_page_says_so(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    invitation = desk.invite(call_id, "anna").json()["id"]
    desk.clock.pass_(days=12)
    anna = browsers.expert("anna", anew=True)
    late_page = look(anna, f"/calls/{call_id}")
    assert "The time to answer has ended." in late_page.text
    token = late_page.fields["form_token"]
    sent = DECLARED | {"answer": "accept", "form_token": token}
    late = check(anna.post(f"/calls/{call_id}/invitations/{invitation}/anna", data=sent), 409)
    assert "It ended on 26 November 2026." in late.text


def test_nobody_applies_once_the_call_is_closed(desk: CallDesk, browsers: Browsers) -> None:
    call_id, anna = desk.published(), browsers.expert("anna")
    token = look(anna, f"/calls/{call_id}").fields["form_token"]
    desk.officer.post(f"{CALLS}/{call_id}/close")
    seen = look(anna, f"/calls/{call_id}")
    assert not any("/applications/" in one for one in seen.controls.hidden) and "You took no part" in seen.text
    late = anna.post(f"/calls/{call_id}/applications/anna", data=DECLARED | {"form_token": token})
    assert "It is closed since" in check(late, 409).text


def test_everybody_learns_their_own_result_and_nobody_elses(desk: CallDesk, browsers: Browsers) -> None:
    call_id, team = desk.decided()
    chosen = team["1"]
    other = next(i for i in ("anna", "bert", "cleo", "dino") if i not in team.values())
    mine = look(browsers.expert(chosen), f"/calls/{call_id}")
    assert "You were chosen for" in mine.text and "You are offered the place:" in mine.text
    assert "What would change it" in mine.text
    theirs = look(browsers.expert(other), f"/calls/{call_id}").text
    assert "You were chosen" not in theirs
    for expert_id in ("anna", "bert", "cleo", "dino"):
        page = browsers.expert(expert_id).get(f"/calls/{call_id}").text
        for somebody in {"anna", "bert", "cleo", "dino"} - {expert_id}:
            assert somebody not in outline(page).text.lower().split(), (expert_id, somebody)
            assert f"/{somebody}" not in page


def test_who_is_not_eligible_reads_why_and_what_would_change_it(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    desk.change_expert("cleo", profile={"languages": [{"language": "en", "speaking": "C2"}]})
    team = {"1": "anna", "2": "bert"}
    desk.shortlist(call_id)
    made = desk.decide(call_id, team, reason="Both know the partner and its offices in the provinces.")
    assert made.status_code == 201, made.text
    seen = look(browsers.expert("cleo"), f"/calls/{call_id}")
    assert "Why not: rules of eligibility" in seen.text and "Listing French" in seen.text


def test_before_the_decision_nobody_is_told_a_result(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.closed("anna", "bert")
    desk.shortlist(call_id)
    assert "Your result" not in look(browsers.expert("anna"), f"/calls/{call_id}").text


def test_a_cancelled_call_is_told_to_those_who_had_a_part_and_to_nobody_else(
    desk: CallDesk, browsers: Browsers
) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna")
    desk.officer.post(f"{CALLS}/{call_id}/cancel", json={"reason": "Secret of the partner"})
    seen = look(browsers.expert("anna"), f"/calls/{call_id}")
    assert "This call was given up." in seen.text and "Secret" not in seen.text
    look(browsers.expert("bert"), f"/calls/{call_id}", 404)


def test_nobody_acts_in_anothers_name(desk: CallDesk, browsers: Browsers) -> None:
    call_id, anna = desk.published(), browsers.expert("anna")
    invitation = desk.invite(call_id, "bert").json()["id"]
    token = {"form_token": look(anna, f"/calls/{call_id}").fields["form_token"]}
    for path in ("applications/bert", "applications/bert/withdraw", f"invitations/{invitation}/bert"):
        check(anna.post(f"/calls/{call_id}/{path}", data=DECLARED | {"answer": "accept"} | token), 403)
    theirs = anna.post(f"/calls/{call_id}/invitations/{invitation}/anna", data={"answer": "decline"} | token)
    check(theirs, 404)
    assert desk.invitations(call_id)[0]["state"] == "sent"


def test_who_is_of_the_team_and_on_the_roster_sees_both_sides(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    desk.staff["anna"] = Role.OFFICER
    both = browsers.expert("anna")
    seen = look(both, f"/calls/{call_id}")
    assert "Your part" in seen.text and "Next steps" in seen.text
    done(send(both, f"/calls/{call_id}", "/applications/anna", **DECLARED), "applied")

"""Invitations: sent to who is eligible, answered in time, reminded once; and the reserve that moves up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.auth.roles import Role
from api.services.calls import inviting
from api.services.periodic import remind_on, run_periodic
from api.services.unit import SYSTEM, writing
from api.storage.tables import ExpertRow, InvitationRow
from tests.api.calls.a_call import CALLS, CallDesk, first_team
from tests.api.conftest import Doors, Watchmaker, problem


def test_who_is_invited_gets_a_letter_and_accepts_with_both_declarations(desk: CallDesk) -> None:
    call_id = desk.published()
    invited = desk.invite(call_id, "anna")
    assert invited.status_code == 201, invited.text
    assert (invited.json()["state"], invited.json()["reply_by"], invited.json()["offer"]) == (
        "sent",
        "2026-11-26",
        False,
    )
    assert desk.letters() == [("invitation", "anna")]
    assert (
        "Missing: no_conflict"
        in problem(desk.answer(invited.json(), True, no_conflict=False), 409, "conflict")["found"]
    )
    accepted = desk.answer(invited.json(), True).json()
    assert (accepted["state"], accepted["available"], accepted["no_conflict"]) == ("accepted", True, True)
    problem(desk.answer(invited.json(), True), 409, "conflict")
    own = desk.expert("anna").get("/api/v1/experts/anna/invitations").json()["items"]
    assert [i["state"] for i in own] == ["accepted"]


def test_who_accepted_may_still_decline_and_who_declined_is_done(desk: CallDesk) -> None:
    invited = desk.invite(desk.published(), "anna").json()
    desk.answer(invited, True)
    declined = desk.answer(invited, False, reason="My institution needs me.").json()
    assert (declined["state"], declined["reason"]) == ("declined", "My institution needs me.")
    refused = problem(desk.answer(invited, True), 409, "conflict")
    assert refused["found"] == "It is declined."


def test_only_somebody_eligible_is_invited_once_to_a_position_with_time_to_answer(desk: CallDesk) -> None:
    call_id = desk.published()
    assert "language:fr" in problem(desk.invite(call_id, "ewa"), 409, "conflict")["found"]
    assert "past performance" in problem(desk.invite(call_id, "hana"), 409, "conflict")["found"]
    problem(desk.invite(call_id, "nobody"), 404, "not_on_record")
    problem(desk.invite(call_id, "anna", "7"), 404, "not_on_record")
    problem(desk.invite(call_id, "anna", reply_by="2026-11-16"), 409, "conflict")
    problem(desk.invite(call_id, "anna", reply_by="2028-01-01"), 409, "conflict")
    late = problem(desk.invite(call_id, "anna", reply_by="2027-10-01"), 409, "conflict")
    assert "the work ends on 2027-03-19" in late["found"]
    problem(desk.invite(call_id, "anna", shortlist=1), 404, "not_on_record")
    assert desk.invite(call_id, "anna").status_code == 201
    problem(desk.invite(call_id, "anna"), 409, "conflict")
    assert desk.invite(call_id, "anna", "2").status_code == 201
    problem(desk.invite(desk.draft().json()["id"], "anna"), 409, "conflict")


def test_a_yes_is_refused_when_the_profile_says_no_by_now(desk: CallDesk) -> None:
    invited = desk.invite(desk.published(), "anna").json()
    desk.change_expert("anna", {"conflicts": ["National Employment Agency"]})
    assert "conflict of interest" in problem(desk.answer(invited, True), 409, "conflict")["found"]
    assert desk.answer(invited, False).json()["state"] == "declined"


def test_an_invitation_is_answered_by_the_person_alone(desk: CallDesk, doors: Doors) -> None:
    invited = desk.invite(desk.published(), "anna").json()
    path = f"/api/v1/experts/anna/invitations/{invited['id']}/answer"
    problem(desk.expert("bert").post(path, json={"accept": False}), 403, "not_allowed")
    problem(desk.officer.post(path, json={"accept": False}), 403, "not_allowed")
    theirs = f"/api/v1/experts/bert/invitations/{invited['id']}/answer"
    problem(desk.expert("bert").post(theirs, json={"accept": False}), 404, "not_on_record")
    problem(doors(Role.LEADER).post(f"{CALLS}/{invited['call_id']}/invitations", json={}), 403, "not_allowed")


def test_an_invitation_taken_back_is_told_to_the_person(desk: CallDesk) -> None:
    call_id = desk.published()
    invited = desk.invite(call_id, "anna").json()
    path = f"{CALLS}/{call_id}/invitations/{invited['id']}/take-back"
    problem(desk.officer.post(path, json={}), 422, "invalid_request")
    ended = desk.officer.post(path, json={"reason": "The position is not needed."}).json()
    assert ended["state"] == "cancelled"
    assert ("invitation_withdrawn", "anna") in desk.letters()
    problem(desk.officer.post(path, json={"reason": "Again, please."}), 409, "conflict")
    problem(desk.officer.post(f"{CALLS}/none/invitations/{invited['id']}/take-back", json={"reason": "No call."}), 404,
            "not_on_record")  # fmt: skip


@pytest.mark.parametrize("state", inviting.WAYS)
@pytest.mark.parametrize("way", ["accept", "decline", "expire", "take back"])
def test_an_invitation_goes_only_the_ways_of_its_state(state: str, way: Any) -> None:
    invitation = InvitationRow(state=state)
    if way in inviting.WAYS[state]:
        inviting.move(invitation, way)
        assert invitation.state == inviting.WAYS[state][way] != state
    else:
        with pytest.raises(inviting.Conflict, match=state):
            inviting.move(invitation, way)
        assert invitation.state == state


@pytest.mark.parametrize(("last", "reminded"), [(17, 17), (18, 17), (19, 18), (20, 18), (26, 24)])  # sent on the 16th
def test_one_is_reminded_two_days_before_the_end_or_half_way(last: int, reminded: int) -> None:
    sent = datetime(2026, 11, 16, 9, tzinfo=UTC)
    invitation = InvitationRow(sent_at=sent, reply_by=inviting.end_of(date(2026, 11, last)))
    assert remind_on(invitation) == date(2026, 11, reminded)


def test_who_does_not_answer_is_reminded_once_and_then_the_invitation_ends(desk: CallDesk, clock: Watchmaker) -> None:
    call_id = desk.published()
    invited = desk.invite(call_id, "anna").json()
    office = desk.doors.office
    assert run_periodic(office).ticked.reminded == 0
    clock.pass_(days=8)
    assert [run_periodic(office).ticked.reminded for _ in range(2)] == [1, 0]
    clock.pass_(days=2)
    assert run_periodic(office).ticked.expired == 0  # the last day is a day to answer
    clock.pass_(days=1)
    problem(desk.answer(invited, True), 409, "conflict")
    assert [run_periodic(office).ticked.expired for _ in range(2)] == [1, 0]
    assert desk.letters() == [("invitation", "anna"), ("invitation_expired", "anna"), ("invitation_reminder", "anna")]
    assert desk.invitations(call_id)[0]["state"] == "expired"


# --- the reserve, before the decision ---


def test_when_somebody_of_a_shortlist_declines_the_next_of_its_order_is_invited(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    version = desk.shortlist(call_id)
    ranked = [c["expert_id"] for c in version["shortlist"]["positions"][0]["candidates"]]
    holder = first_team(version)["1"]
    reserve = next(r for r in version["shortlist"]["teams"][0]["reserve"] if r["position_id"] == "1")
    invited = desk.invite(call_id, holder, shortlist=1).json()
    desk.answer(invited, False)
    moved = desk.invitations(call_id)[1]
    assert (moved["expert_id"], moved["from_reserve"], moved["replaces"]) == (
        reserve["steps_in"][0],
        True,
        invited["id"],
    )
    assert moved["expert_id"] in ranked and moved["reply_by"] == "2026-11-26"
    assert ("invitation", moved["expert_id"]) in desk.letters()


def test_the_reserve_is_not_asked_to_answer_after_the_work_has_ended(desk: CallDesk, clock: Watchmaker) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    version = desk.shortlist(call_id)
    clock.pass_(days=(date(2027, 3, 12) - date(2026, 11, 16)).days)
    invited = desk.invite(call_id, first_team(version)["1"], shortlist=1, reply_by="2027-03-19").json()
    clock.pass_(days=4)
    desk.answer(invited, False)
    assert desk.invitations(call_id)[1]["reply_by"] == "2027-03-19"


def test_who_was_not_invited_from_a_shortlist_is_not_replaced_by_anybody(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert")
    desk.shortlist(call_id)
    desk.answer(desk.invite(call_id, "anna").json(), False)
    assert len(desk.invitations(call_id)) == 1


def test_somebody_who_is_not_on_the_version_is_not_invited_from_it(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert")
    desk.shortlist(call_id)
    assert "not on version 1" in problem(desk.invite(call_id, "cleo", shortlist=1), 404, "not_on_record")["detail"]


# --- the reserve, after the decision ---


def offer(desk: CallDesk, call_id: str, position: str = "1") -> dict[str, Any]:
    """The offer of a position that waits for an answer; the last one where none does. The clock stands still here."""
    found = [i for i in desk.invitations(call_id) if i["offer"] and i["position_id"] == position]
    return ([i for i in found if i["state"] == "sent"] or found)[-1]


def places(desk: CallDesk, call_id: str) -> dict[str, tuple[str | None, str]]:
    found = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["places"]
    return {p["position_id"]: (p["holder"], p["state"]) for p in found}


def test_when_somebody_chosen_declines_the_next_of_the_decided_reserve_is_offered_the_place(desk: CallDesk) -> None:
    call_id, team = desk.decided()
    reserve = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["reserve"]["1"]
    assert places(desk, call_id)["1"] == (team["1"], "offered")
    desk.answer(offer(desk, call_id), False)
    assert places(desk, call_id)["1"] == (reserve[0], "offered")
    assert desk.letters("reserve_moved_up") == [("reserve_moved_up", reserve[0])]
    desk.answer(offer(desk, call_id), True)
    assert places(desk, call_id)["1"] == (reserve[0], "accepted")


def test_it_is_the_system_that_moves_the_reserve_up_and_not_who_declined(desk: CallDesk) -> None:
    call_id, _ = desk.decided()
    desk.answer(offer(desk, call_id), False)
    moved = offer(desk, call_id)
    with desk.doors.office.database.read() as session:
        assert session.get_one(InvitationRow, moved["id"]).by == "system"
    log = desk.doors(Role.AUDITOR).get("/api/v1/log").json()["items"]
    about = {entry["event"]: entry["actor"] for entry in log if entry["subject_id"] == moved["id"]}
    assert about == {"invitation.sent": "system", "reserve.moved_up": "system"}
    [declined] = [entry for entry in log if entry["event"] == "invitation.answered"]
    assert declined["actor"].startswith("account-expert")
    held = desk.expert(moved["expert_id"]).get(f"/api/v1/experts/{moved['expert_id']}/data").json()["invitations"]
    assert [one["by"] for one in held] == ["system"]
    assert desk.doors(Role.AUDITOR).get("/api/v1/log/verification").json()["holds"] is True


def test_where_an_officer_asks_for_the_next_it_is_the_officer_who_invites(desk: CallDesk) -> None:
    call_id, _ = desk.decided()
    path = f"{CALLS}/{call_id}/invitations/{offer(desk, call_id)['id']}/take-back"
    desk.officer.post(path, json={"reason": "Ill for longer, told by phone.", "next_is_invited": True})
    moved = offer(desk, call_id)["id"]
    log = desk.doors(Role.AUDITOR).get("/api/v1/log").json()["items"]
    about = {entry["event"]: entry["actor"].rsplit("-", 1)[0] for entry in log if entry["subject_id"] == moved}
    assert about == dict.fromkeys(("invitation.sent", "reserve.moved_up"), "account-action_officer")


def test_when_an_offer_expires_the_reserve_moves_up_until_nobody_is_left(desk: CallDesk, clock: Watchmaker) -> None:
    call_id, team = desk.decided()
    desk.answer(offer(desk, call_id, "2"), True)
    asked = [team["1"]]
    for _ in range(5):
        clock.pass_(days=8)
        run_periodic(desk.doors.office)
        if places(desk, call_id)["1"][0] is None:
            break
        asked.append(str(places(desk, call_id)["1"][0]))
    assert places(desk, call_id) == {"1": (None, "vacant"), "2": (team["2"], "accepted")}
    assert len(asked) == len(set(asked)) == 3 and team["2"] not in asked
    log = desk.doors(Role.AUDITOR).get("/api/v1/log", params={"event": "reserve.moved_up"}).json()["items"]
    assert [entry["facts"]["expert"] for entry in log][::-1] == asked[1:]


@pytest.mark.parametrize(
    "gone",
    [{"excluded": True}, {"consent": False}, {"profile": {"absences": [{"start": "2027-03-01", "end": "2027-03-31"}]}}],
)
def test_the_reserve_passes_over_whoever_is_no_longer_eligible(desk: CallDesk, gone: dict[str, Any]) -> None:
    call_id, _ = desk.decided()
    first, second = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["reserve"]["1"]
    desk.change_expert(first, **gone)
    desk.answer(offer(desk, call_id), False)
    assert places(desk, call_id)["1"] == (second, "offered")


def test_the_reserve_passes_over_whoever_left_the_roster(desk: CallDesk) -> None:
    call_id, _ = desk.decided()
    first, second = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["reserve"]["1"]
    with writing(desk.doors.office, SYSTEM) as unit:
        unit.session.delete(unit.session.get_one(ExpertRow, first))
    desk.answer(offer(desk, call_id), False)
    assert places(desk, call_id)["1"] == (second, "offered")


def test_the_reserve_never_moves_up_somebody_who_is_in_the_team(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    team = first_team(desk.shortlist(call_id))
    made = desk.decide(call_id, team, reserve={"1": [*{"anna", "bert", "cleo", "dino"} - set(team.values())][:1],
                                               "2": [*{"anna", "bert", "cleo", "dino"} - set(team.values())][:1]})  # fmt: skip
    assert made.status_code == 201, made.text
    desk.answer(offer(desk, call_id, "1"), False)
    desk.answer(offer(desk, call_id, "2"), False)
    assert places(desk, call_id)["1"][1] == "offered"
    assert places(desk, call_id)["2"] == (None, "vacant")


def test_a_call_may_say_that_the_reserve_waits_and_then_only_the_next_can_be_invited(desk: CallDesk) -> None:
    call_id, team = desk.decided(reserve_moves_up=False)
    first, second = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["reserve"]["1"]
    assert "place is not free" in problem(desk.invite(call_id, first), 409, "conflict")["detail"]
    desk.answer(offer(desk, call_id), False)
    assert places(desk, call_id)["1"] == (None, "vacant")
    assert f"Next is '{first}'" in problem(desk.invite(call_id, second), 409, "conflict")["found"]
    assert "Next is" in problem(desk.invite(call_id, team["2"]), 409, "conflict")["found"]
    invited = desk.invite(call_id, first).json()
    assert invited["offer"] is True and places(desk, call_id)["1"] == (first, "offered")


def test_a_place_taken_back_goes_to_the_next_where_that_is_asked_for(desk: CallDesk) -> None:
    call_id, _ = desk.decided()
    reserve = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["reserve"]
    for position, asked, state in (("1", True, "offered"), ("2", False, "vacant")):
        held = offer(desk, call_id, position)
        desk.answer(held, True)
        path = f"{CALLS}/{call_id}/invitations/{held['id']}/take-back"
        body = {"reason": "Ill for longer, told by phone.", "next_is_invited": asked}
        assert desk.officer.post(path, json=body).status_code == 200
        assert places(desk, call_id)[position] == ((reserve["1"][0], state) if asked else (None, state))

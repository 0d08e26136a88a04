"""The pages of actions: opened, planned in activities, called for, completed or cancelled."""

from __future__ import annotations

import re
from html import unescape

import pytest

from api.auth.roles import Role
from api.web.intake import action_showing
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.filled import fill, send_filled, send_on
from tests.api.pages.looking import Browsers, check, done, look
from tests.api.test_actions import REASON, add_activity, open_action, relevant_request
from tests.api.test_requests import TEXT

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

LIST = "/actions"


def test_an_action_is_opened_without_a_request(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    answer = send_filled(
        officer, LIST, LIST,
        code="2027-03", title="Counselling", country="TG", field__add="A.35", deliverables="A guide\nA form",
    )  # fmt: skip
    seen = look(officer, done(answer, "opened"))
    assert "Employment Services" in seen.text and "A guide" in seen.text and "Togo" in seen.text
    taken = send_filled(officer, LIST, LIST, code="2027-03", title="Other")
    assert "is taken" in check(taken, 409).text and check(taken, 409).fields["title"] == "Other"


def test_an_action_is_planned_in_up_to_four_activities(browsers: Browsers, desk: CallDesk) -> None:
    officer, path = browsers(Role.OFFICER), f"{LIST}/{open_action(desk.officer)['id']}"
    planned = {"type-technical_training": "on", "start": "2027-05-03", "end": "2027-05-14"}
    for number in range(1, 5):
        answer = send_filled(officer, path, f"{path}/activities", title=f"Step {number}", **planned)
        seen = look(officer, done(answer, "added"))
    assert "4. Step 4" in seen.text and "3 May 2027 to 14 May 2027" in seen.text and "Technical training" in seen.text
    assert f"{path}/activities" not in seen.controls.hidden


def test_an_activity_is_changed_and_removed_while_it_has_no_call(browsers: Browsers, desk: CallDesk) -> None:
    officer, action = browsers(Role.OFFICER), open_action(desk.officer)["id"]
    path, activity = f"{LIST}/{action}", add_activity(desk.officer, action)["id"]
    form = f"{path}/activities/{activity}"
    wrong = send_filled(officer, path, form, start="2027-05-03", end="2027-05-01")
    assert "The last day lies before the first." in check(wrong, 422).text
    changed = look(officer, done(send_filled(officer, path, form, title="Coaching"), "activity"))
    assert "1. Coaching" in changed.text
    desk.draft(activity_id=activity)
    assert f"{form}/remove" not in look(officer, path).controls.hidden
    other = add_activity(desk.officer, action)["id"]
    gone = look(officer, done(send_filled(officer, path, f"{path}/activities/{other}/remove"), "removed"))
    assert "2. Training" not in gone.text
    elsewhere = f"{LIST}/{open_action(desk.officer, code='2027-04')['id']}/activities/{activity}"
    token = fill(officer.get(LIST).text, LIST)
    assert officer.post(elsewhere, data=token).status_code == 404


def test_a_call_is_drafted_for_an_activity_with_what_the_action_says(browsers: Browsers, desk: CallDesk) -> None:
    officer, action = browsers(Role.OFFICER), open_action(desk.officer, country="TG", institution="The agency")["id"]
    path, activity = f"{LIST}/{action}", add_activity(desk.officer, action, title="Coaching")["id"]
    new = f"/calls/new?activity={activity}"
    assert new in look(officer, path).links and path in look(officer, new).links
    read = officer.post(
        "/calls/new", data=fill(officer.get(new).text, "/calls/new", text="Position 1: expert, 18 days")
    )
    values = fill(read.text, "/calls/new")
    assert (values["title"], values["country"], values["institution"]) == ("Coaching", "TG", "The agency")
    call = done(send_on(officer, read, "/calls/new", do="keep"), "drafted").split("?")[0]
    assert call in look(officer, path).links
    assert desk.officer.get(f"/api/v1{call}").json()["activity_id"] == activity
    look(officer, "/calls/new?activity=nowhere", 404)


def test_a_call_may_begin_with_the_text_of_the_request(browsers: Browsers, desk: CallDesk) -> None:
    officer, request = browsers(Role.OFFICER), relevant_request(desk.officer)
    action = open_action(desk.officer, request_id=request)["id"]
    new = f"/calls/new?activity={add_activity(desk.officer, action)['id']}"
    seen = look(officer, new)
    assert "The request that led to this action came with a text." in seen.text
    hidden = re.findall(r'name="text" value="([^"]+)"', officer.get(new).text)
    assert [unescape(text) for text in hidden] == [TEXT]
    without = add_activity(desk.officer, open_action(desk.officer, code="2027-09")["id"])["id"]
    assert "came with a text" not in look(officer, f"/calls/new?activity={without}").text


def test_an_action_is_completed_only_when_its_calls_are_over(browsers: Browsers, desk: CallDesk) -> None:
    officer, action = browsers(Role.OFFICER), open_action(desk.officer)["id"]
    path, activity = f"{LIST}/{action}", add_activity(desk.officer, action)["id"]
    call = desk.draft(activity_id=activity).json()["id"]
    assert "Calls of it go on" in check(send_filled(officer, path, f"{path}/complete"), 409).text
    desk.officer.post(f"/api/v1/calls/{call}/cancel", json=REASON)
    over = look(officer, done(send_filled(officer, path, f"{path}/complete", on="2026-11-16"), "completed"))
    assert "It is done." in over.text
    assert {a for a in over.controls.hidden if a.startswith(path)} == {f"{path}/change"}
    mended = look(officer, done(send_filled(officer, path, f"{path}/change", deliverables="A guide"), "changed"))
    assert "A guide" in mended.text


def test_an_action_is_cancelled_with_a_reason_that_only_the_team_and_auditors_read(
    browsers: Browsers, desk: CallDesk
) -> None:
    officer, path = browsers(Role.OFFICER), f"{LIST}/{open_action(desk.officer)['id']}"
    assert "This is needed." in check(send_filled(officer, path, f"{path}/cancel"), 422).text
    done(send_filled(officer, path, f"{path}/cancel", **REASON), "cancelled")
    for role, told in ((Role.LEADER, True), (Role.AUDITOR, True), (Role.BUSINESS, False), (Role.STEERING, False)):
        assert (REASON["reason"] in look(browsers(role), path).text) is told


def test_those_who_steer_see_actions_and_published_calls_alone(browsers: Browsers, desk: CallDesk) -> None:
    request = relevant_request(desk.officer)
    action = open_action(desk.officer, request_id=request)["id"]
    path, activity = f"{LIST}/{action}", add_activity(desk.officer, action)["id"]
    draft = desk.draft(activity_id=activity).json()["id"]
    published = desk.published(activity_id=activity)
    steering = look(browsers(Role.STEERING), path)
    assert f"/calls/{published}" in steering.links
    assert f"/calls/{draft}" not in steering.links and f"/requests/{request}" not in steering.links
    assert {f"/calls/{draft}", f"/requests/{request}"} <= set(look(browsers(Role.BUSINESS), path).links)


def test_actions_are_filtered_and_turned_page_by_page(
    browsers: Browsers, desk: CallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action_showing, "SHOWN", 2)
    officer = browsers(Role.OFFICER)
    assert "There is no action yet." in look(officer, LIST).text
    for number in range(3):
        desk.clock.pass_(seconds=1)
        open_action(desk.officer, code=f"2027-0{number}", title=f"Pension register {number}")
    first = look(officer, f"{LIST}?state=open&q=pension")
    assert "register 2" in first.text and "register 0" not in first.text
    assert "register 0" in look(officer, next(a for a in first.links if "after=" in a)).text
    assert "No action fits this filter." in look(officer, f"{LIST}?state=cancelled").text
    look(officer, f"{LIST}/nowhere", 404)

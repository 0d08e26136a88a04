"""The intake by role: who reads which page, who is refused, and that forms are sent by our own pages alone."""

from __future__ import annotations

import pytest

from api.auth.roles import SHORT, Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.looking import Browsers, look
from tests.api.test_actions import add_activity, open_action
from tests.api.test_requests import lead_to

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

READ_REQUESTS = {Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR}
READ_ACTIONS = READ_REQUESTS | {Role.STEERING}


@pytest.mark.parametrize("role", SHORT)
def test_each_page_is_for_the_roles_of_its_address_in_the_api(browsers: Browsers, desk: CallDesk, role: Role) -> None:
    browser = browsers(role)
    request, action, draft = (
        lead_to(desk.officer, "received"),
        open_action(desk.officer)["id"],
        desk.draft().json()["id"],
    )
    for path, readers in (
        ("/requests", READ_REQUESTS),
        (f"/requests/{request}", READ_REQUESTS),
        ("/actions", READ_ACTIONS),
        (f"/actions/{action}", READ_ACTIONS),
        ("/calls/new", {Role.OFFICER}),
        (f"/calls/{draft}/terms", {Role.OFFICER}),
    ):
        seen = look(browser, path, 200 if role in readers else 403)
        assert ("/requests" in seen.links) is (role in READ_REQUESTS) or role not in readers
        assert ("/calls/new" in look(browser, "/calls").links) is (role is Role.OFFICER)


@pytest.mark.parametrize("role", [role for role in SHORT if role is not Role.OFFICER])
def test_nobody_but_an_officer_sends_a_form(browsers: Browsers, desk: CallDesk, role: Role) -> None:
    browser = browsers(role)
    request, action = f"/requests/{lead_to(desk.officer, 'received')}", open_action(desk.officer)["id"]
    activity = f"/actions/{action}/activities/{add_activity(desk.officer, action)['id']}"
    token = look(browser, "/account").controls.hidden["/language"]
    forms = ["/requests", "/actions", "/calls/new", f"/calls/{desk.draft().json()['id']}/terms", activity]
    forms += [f"{request}/{way}" for way in ("change", "assessments", "withdraw", "merge", "action")]
    forms += [f"/actions/{action}/{way}" for way in ("change", "complete", "cancel", "activities")]
    for form in [*forms, f"{activity}/remove"]:
        assert browser.post(form, data=token).status_code == 403, form


def test_a_form_without_our_token_is_refused(browsers: Browsers, desk: CallDesk) -> None:
    for form in ("/requests", "/actions", "/calls/new"):
        assert browsers(Role.OFFICER).post(form, data={"text": "Support to labour inspectors."}).status_code == 403
    assert desk.officer.get("/api/v1/requests").json()["items"] == []


def test_who_is_not_signed_in_is_led_to_the_sign_in(browsers: Browsers) -> None:
    for path in ("/requests", "/actions", "/calls/new"):
        answer = browsers().get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?after={path}")

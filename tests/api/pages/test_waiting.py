"""What waits for the team: counts of what stands half-way, from the API and on the page where an officer begins."""

from __future__ import annotations

from typing import Any

from api.auth.roles import Role
from tests.api.calls.a_call import CallDesk
from tests.api.pages.looking import Browsers, look
from tests.api.test_requests import lead_to

PATH = "/api/v1/waiting"


def test_where_nothing_stands_half_way_nothing_waits(desk: CallDesk, browsers: Browsers) -> None:
    assert desk.officer.get(PATH).json() == {"waiting": []}
    assert "Nothing waits: no request to judge" in look(browsers(Role.OFFICER), "/new").text


def test_each_kind_is_counted_in_the_order_of_the_flow(desk: CallDesk, browsers: Browsers) -> None:
    for state in ("received", "eligible", "eligible", "relevant", "not_eligible", "action", "withdrawn"):
        lead_to(desk.officer, state)
    desk.draft()
    open_to_all, closed = desk.published(), desk.closed("anna")
    desk.officer.post(f"/api/v1/calls/{desk.draft().json()['id']}/cancel", json={"reason": "Not wanted any more."})
    answered = desk.invite(open_to_all, "bert").json()
    desk.answer(answered, accept=True)
    desk.invite(open_to_all, "cleo", reply_by="2026-11-28")
    desk.invite(closed, "dino", reply_by="2026-11-25")
    waits: list[dict[str, Any]] = desk.leader.get(PATH).json()["waiting"]
    assert [(one["kind"], one["count"], one["by"]) for one in waits] == [
        ("request_received", 1, None),
        ("request_eligible", 2, None),
        ("request_relevant", 1, None),
        ("call_draft", 1, None),
        ("call_closed", 1, None),
        ("answer", 2, "2026-11-25"),
    ]
    seen = look(browsers(Role.OFFICER), "/new")
    assert "2 eligible requests to judge for relevance" in seen.text
    assert "2 invitations without an answer the first is due on 25 November 2026" in seen.text


def test_every_line_leads_to_a_list_of_as_many(desk: CallDesk, browsers: Browsers) -> None:
    lead_to(desk.officer, "relevant"), desk.draft(), desk.closed("anna")
    officer = browsers(Role.OFFICER)
    lists = [link for link in look(officer, "/new").links if "state=" in link]
    assert lists == ["/requests?state=relevant", "/calls?state=draft", "/calls?state=closed"]
    for address in lists:
        kind = "request" if address.startswith("/requests") else "call"
        assert len({link for link in look(officer, address).links if f"/{kind}-" in link}) == 1


def test_only_the_team_is_told(desk: CallDesk) -> None:
    for role in (Role.EXPERT, Role.BUSINESS, Role.AUDITOR, Role.STEERING):
        assert desk.doors(role).get(PATH).status_code == 403

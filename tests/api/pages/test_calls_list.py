"""The list of calls: for the team with what came in, for an expert after those in which they have a part."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.web.calls import pages
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind


def titled(desk: CallDesk, title: str) -> str:
    desk.clock.pass_(seconds=1)
    return desk.published(terms={"title": title})


def test_the_team_sees_every_call_with_what_came_in(desk: CallDesk, browsers: Browsers) -> None:
    draft = desk.draft(terms={"title": "Only a draft"}).json()["id"]
    call_id = desk.published()
    desk.apply(call_id, "anna")
    desk.invite(call_id, "bert")
    for role in (Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR):
        seen = look(browsers(role), "/calls")
        assert {f"/calls/{draft}", f"/calls/{call_id}"} <= set(seen.links)
        assert "Open 14 December 2026 2 1 1 1 has not answered" in seen.text


def test_a_last_day_that_is_near_or_over_is_marked(desk: CallDesk, browsers: Browsers) -> None:
    for day in ("2026-11-16", "2026-11-17", "2026-12-14"):
        desk.published(deadline=day)
    told = {Role.OFFICER: ("today", "tomorrow", "2"), Role.LEADER: ("is over", "today", "2")}
    for role, marks in told.items():  # the second signs in a day later
        seen = look(browsers(role), "/calls").text
        days = ("16 November 2026", "17 November 2026", "14 December 2026")
        assert [day for day, mark in zip(days, marks, strict=True) if f"{day} {mark}" not in seen] == []
        desk.clock.pass_(days=1)


def test_calls_are_filtered_by_state_and_by_words(desk: CallDesk, browsers: Browsers) -> None:
    titled(desk, "Pension registers"), desk.draft(terms={"title": "Labour inspection"})
    officer = browsers(Role.OFFICER)
    drafts = look(officer, "/calls?state=draft&q=")
    assert "Labour inspection" in drafts.text and "Pension registers" not in drafts.text
    words = look(officer, "/calls?state=&q=pension")
    assert "Pension registers" in words.text and "Labour inspection" not in words.text
    assert words.fields["q"] == "pension"
    nothing = look(officer, "/calls?q=%3Cb%3E%25")
    assert "No call fits this filter." in nothing.text and nothing.fields["q"] == "<b>%"
    assert officer.get("/calls?state=nonsense").status_code == 422


def test_a_long_list_is_turned_page_by_page_and_keeps_its_filter(
    desk: CallDesk, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SHOWN", 2)
    for number in range(3):
        titled(desk, f"Pension register {number}")
    first = look(browsers(Role.OFFICER), "/calls?state=published&q=pension")
    assert "register 2" in first.text and "register 0" not in first.text
    older = next(a for a in first.links if "after=" in a)
    assert "state=published" in older and "q=pension" in older
    second = look(browsers(Role.OFFICER), older)
    assert "register 0" in second.text and "register 1" not in second.text and "Newest" in second.text
    assert browsers(Role.OFFICER).get("/calls?after=nonsense").status_code == 422


def test_an_expert_sees_published_calls_and_their_own_part_first(desk: CallDesk, browsers: Browsers) -> None:
    desk.draft(terms={"title": "Only a draft"})
    older, newer = titled(desk, "Older call"), titled(desk, "Newer call")
    anna = browsers.expert("anna")
    before = look(anna, "/calls")
    assert "Only a draft" not in before.text and "Draft" not in before.text
    assert "You have not applied to a call yet" in before.text
    desk.apply(newer, "anna"), desk.invite(older, "anna")
    seen = look(anna, "/calls")
    assert "Your answer is waited for until 26 November 2026" in seen.text
    assert seen.text.index("Older call") < seen.text.index("Newer call") and "applied" in seen.text
    assert "Your answer is waited for" not in look(browsers.expert("bert"), "/calls").text


@pytest.mark.parametrize("role", [Role.STEERING, Role.ADMINISTRATOR])
def test_others_see_what_is_published_without_what_came_in(desk: CallDesk, browsers: Browsers, role: Role) -> None:
    desk.draft(terms={"title": "Only a draft"})
    call_id = desk.published()
    desk.apply(call_id, "anna")
    seen = look(browsers(role), "/calls")
    assert f"/calls/{call_id}" in seen.links
    assert "Applied" not in seen.text and "Only a draft" not in seen.text


def test_without_any_call_the_list_says_so(browsers: Browsers) -> None:
    assert "There is no call yet." in look(browsers(Role.OFFICER), "/calls").text
    assert "No call is published yet." in look(browsers.expert("anna"), "/calls").text


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    answer = browsers().get(f"/calls/{call_id}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?after=/calls/{call_id}")

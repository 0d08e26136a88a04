"""What the pages of requests and actions ask the database for, on both kinds of it."""

from __future__ import annotations

from api.auth.roles import Role
from api.services.calls.call_states import WAYS
from api.services.office import Office
from api.services.requests import action_page, request_page
from api.services.unit import SYSTEM, reading
from tests.api.conftest import Doors, Watchmaker
from tests.api.test_actions import REASON, add_activity, lay_call, open_action
from tests.api.test_requests import TEXT, judge, receive


def test_a_line_says_since_when_a_request_is_in_its_state(doors: Doors, office: Office, clock: Watchmaker) -> None:
    officer = doors(Role.OFFICER)
    first, second = receive(officer)["id"], receive(officer, title="Pensions")["id"]
    clock.pass_(days=2)
    judge(officer, first, "eligibility", True)
    with reading(office, SYSTEM) as unit:
        lines = {one.id: one for one in request_page.lines(unit, state=None, words=None, limit=10, after=None).rows}
        assert [into.id for into in request_page.mergeable(unit, first)] == [second]
    assert {one.since.day for one in lines.values() if one.since} == {16, 18}
    assert lines[first].since and lines[first].since.day == 18
    assert (lines[first].named, lines[second].named) == (TEXT.rstrip("."), "Pensions")


def test_a_request_comes_with_its_judgements_and_what_became_of_it(
    doors: Doors, office: Office, clock: Watchmaker
) -> None:
    officer = doors(Role.OFFICER)
    first, second = receive(officer)["id"], receive(officer)["id"]
    for question in ("eligibility", "relevance"):
        clock.pass_(seconds=1)
        judge(officer, first, question, True)
    made = open_action(officer, request_id=first)["id"]
    officer.post(f"/api/v1/requests/{second}/merge", json=REASON | {"into": first})
    with reading(office, SYSTEM) as unit:
        led, merged = request_page.seen(unit, first), request_page.seen(unit, second)
    assert [one.id for one in led.actions] == [made] and led.ways == ("act",)
    assert [(one.question, one.answer) for one in led.judgements] == [("eligibility", True), ("relevance", True)]
    assert merged.merged_into and merged.merged_into.id == first and merged.steps[-1].reason == REASON["reason"]


def test_an_action_comes_with_the_calls_that_somebody_may_see(doors: Doors, office: Office) -> None:
    officer = doors(Role.OFFICER)
    action = open_action(officer)["id"]
    bare, busy = (add_activity(officer, action)["id"] for _ in range(2))
    lay_call(office, busy, "draft")
    with reading(office, SYSTEM) as unit:
        every = action_page.seen(unit, action, states=tuple(WAYS), reasons=True).activities
        public = action_page.seen(unit, action, states=("published",), reasons=True).activities
    assert [len(one.calls) for one in every] == [0, 1] and [len(one.calls) for one in public] == [0, 0]
    assert [(one.id, one.is_bare) for one in public] == [(bare, True), (busy, False)]

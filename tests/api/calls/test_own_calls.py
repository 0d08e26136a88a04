"""The open calls as they concern one person: how the rules stand, and which answers would settle one."""

from __future__ import annotations

from api.auth.roles import Role
from api.services.calls.own_calls import OpenCall, OpenPoint, open_calls, open_points
from api.services.unit import Actor, reading
from matching.entities import Verdict
from tests.api.calls.a_call import CALLS, CallDesk


def found(desk: CallDesk, expert_id: str) -> list[OpenCall]:
    actor = Actor("account", frozenset({Role.EXPERT}), expert_id)
    with reading(desk.doors.office, actor) as unit:
        return open_calls(unit, expert_id)


def test_only_calls_that_one_may_apply_to_today_are_told_the_next_deadline_first(desk: CallDesk) -> None:
    late, soon = desk.published(deadline="2026-12-20"), desk.published(deadline="2026-11-20")
    desk.draft()
    closed = desk.published()
    desk.officer.post(f"{CALLS}/{closed}/close")
    assert [call.id for call in found(desk, "anna")] == [soon, late]
    desk.clock.pass_(days=7)
    assert [call.id for call in found(desk, "anna")] == [late]


def test_a_call_stands_as_its_best_position_does(desk: CallDesk) -> None:
    desk.published()
    verdicts = {one: found(desk, one)[0].verdict for one in ("anna", "ewa", "finn", "gus")}
    assert verdicts == {"anna": Verdict.PASS, "ewa": Verdict.FAIL, "finn": Verdict.UNKNOWN, "gus": Verdict.FAIL}
    desk.change_expert("anna", profile={"segments": [{"text": "Short.", "start": "2024-01-01", "kind": "post"}]})
    short = found(desk, "anna")[0]  # position 1 asks for eight years, position 2 for none
    assert short.verdicts == {"1": Verdict.FAIL, "2": Verdict.PASS} and short.verdict is Verdict.PASS


def test_an_application_that_stands_is_told(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna")
    assert found(desk, "anna")[0].applied
    desk.clock.pass_(seconds=1)
    assert desk.expert("anna").delete(f"{CALLS}/{call_id}/applications/anna").status_code == 200
    assert not found(desk, "anna")[0].applied


def test_an_open_point_counts_the_calls_that_ask_it_and_those_that_it_alone_would_settle(desk: CallDesk) -> None:
    desk.published()
    desk.published(terms={"languages": []})
    assert open_points(found(desk, "anna")) == []
    desk.change_expert("anna", profile={"absences": None})
    assert open_points(found(desk, "anna")) == [OpenPoint("availability", calls=2, settles=2)]
    desk.change_expert("anna", profile={"absences": None, "languages": []})
    points = {point.gate: point for point in open_points(found(desk, "anna"))}
    assert points == {
        "availability": OpenPoint("availability", calls=2, settles=1),
        "language:fr": OpenPoint("language:fr", calls=1, settles=0),
    }


def test_what_a_rule_forbids_anyway_is_not_asked(desk: CallDesk) -> None:
    desk.published()
    desk.change_expert("ewa", profile={"absences": None})
    assert open_points(found(desk, "ewa")) == []

"""People left out of a run: never ranked, named with the reason, or not named at all."""

from __future__ import annotations

from datetime import date

from matching.entities import Call
from matching.left_out import LeftOut
from matching.pipeline import Matcher

READ_AGAIN = LeftOut("current profile", "the profile is as it was last read", "being read again", frozenset({"anna"}))


def named(matcher: Matcher, call: Call, today: date, *left_out: LeftOut) -> tuple[set[str], dict[str, list[str]]]:
    found = matcher.shortlist(call, today=today, left_out=left_out)
    first = found.positions[0]
    failed = {n.expert_id: [g.found for g in n.gates if g.verdict == "fail"] for n in first.not_eligible}
    members = {m.expert_id for team in found.teams for m in team.members}
    members |= {i for balanced in found.lists for i in balanced.expert_ids}
    return {c.expert_id for c in first.candidates} | members, failed


def test_who_is_left_out_is_not_ranked_and_the_reason_is_given(matcher: Matcher, call: Call, today: date) -> None:
    before, _ = named(matcher, call, today)
    ranked, failed = named(matcher, call, today, READ_AGAIN)
    assert "anna" in before
    assert "anna" not in ranked
    assert failed["anna"] == ["being read again"]


def test_who_may_not_be_named_is_not_named(matcher: Matcher, call: Call, today: date) -> None:
    gone = LeftOut("roster", "on the roster", "no longer there", frozenset({"anna"}), listed=False)
    found = matcher.shortlist(call, today=today, left_out=[gone])
    assert "anna" not in found.model_dump_json(exclude={"record"})
    assert found.positions[0].not_eligible_by_rule["roster"] == 1


def test_another_group_left_out_is_another_run(matcher: Matcher, call: Call, today: date) -> None:
    whole = matcher.shortlist(call, today=today).record.run_id
    nobody = matcher.shortlist(call, today=today, left_out=[LeftOut("x", "x", "x", frozenset())]).record.run_id
    assert nobody == whole
    assert matcher.shortlist(call, today=today, left_out=[READ_AGAIN]).record.run_id != whole


def test_somebody_who_is_left_out_can_be_explained(matcher: Matcher, call: Call, today: date) -> None:
    result = matcher.explain(call, "anna", today=today, left_out=[READ_AGAIN])[0]
    gates = {gate.name: gate.found for gate in result.gates}
    assert gates["current profile"] == "being read again"


def test_what_is_found_for_everybody_else_can_be_said(matcher: Matcher, call: Call, today: date) -> None:
    for others in ("not concerned", "as it was last read"):
        left_out = LeftOut("current profile", "as read", "being read again", frozenset({"anna"}), others=others)
        found = matcher.shortlist(call, today=today, left_out=[left_out])
        gates = {gate.name: gate.found for gate in found.positions[0].candidates[0].gates}
        assert gates["current profile"] == others


def test_ids_that_nobody_has_leave_nothing_behind(matcher: Matcher, call: Call, today: date) -> None:
    stranger = LeftOut("roster", "on the roster", "no longer there", frozenset({"nobody"}))
    assert "roster" not in matcher.shortlist(call, today=today, left_out=[stranger]).positions[0].not_eligible_by_rule

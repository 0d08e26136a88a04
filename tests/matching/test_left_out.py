"""People left out of a run: never ranked, named with the reason, or not named at all."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.entities import Call
from matching.left_out import LeftOut
from matching.pipeline import Matcher
from matching.results import ScoredCandidate

EVERYBODY = ("anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana")
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


# --- a pool that is compared, for some positions or for all -----------------------------------------------------------


def pool(matcher: Matcher, *people: str, **named: str) -> list[LeftOut]:
    """Only these people are compared, and those named for the positions given alone."""
    others = frozenset(matcher.roster.ids) - set(people)
    but_for = {expert: frozenset(positions) for expert, positions in named.items()}
    return [
        LeftOut("takes part", "applied", "did not apply", others, outside=True),
        LeftOut("position", "asked for it", "asked for others", frozenset(named), outside=True, but_for=but_for),
    ]


def test_who_asked_for_one_position_alone_is_ranked_and_composed_for_no_other(
    matcher: Matcher, call: Call, today: date
) -> None:
    free = matcher.shortlist(call, today=today, left_out=pool(matcher, "anna", "bert", "cleo", "dino"))
    assert [{c.expert_id for c in p.candidates} for p in free.positions] == [{"anna", "bert", "cleo", "dino"}] * 2
    left_out = pool(matcher, "anna", "bert", "cleo", "dino", anna="2", cleo="1")
    found = matcher.shortlist(call, today=today, left_out=left_out)
    listed = [{c.expert_id for c in p.candidates} for p in found.positions]
    assert listed == [{"bert", "cleo", "dino"}, {"anna", "bert", "dino"}]
    assert [set(one.expert_ids) for one in found.lists] == listed
    places = {(m.expert_id, m.position_id) for team in found.teams for m in team.members}
    steps_in = {(i, r.position_id) for team in found.teams for r in team.reserve for i in r.steps_in}
    assert places and not {("anna", "1"), ("cleo", "2")} & (places | steps_in)
    assert found.record.run_id != free.record.run_id


def test_a_position_that_nobody_asked_for_has_no_team_and_says_so(matcher: Matcher, call: Call, today: date) -> None:
    found = matcher.shortlist(call, today=today, left_out=pool(matcher, "anna", "cleo", anna="1", cleo="1"))
    assert found.positions[1].candidates == () and found.positions[1].compared == 0
    assert found.teams == () and found.no_team is not None


def test_who_is_outside_the_pool_is_counted_apart_and_not_among_the_not_eligible(
    matcher: Matcher, call: Call, today: date
) -> None:
    found = matcher.shortlist(call, today=today, left_out=pool(matcher, "anna", "ewa", "finn", finn="1"))
    first, second = found.positions
    assert (first.compared, first.outside, second.compared, second.outside) == (3, 5, 2, 6)
    assert (first.eligible, first.unknown, first.not_eligible_total) == (1, 1, 1)
    assert first.not_eligible_by_rule == {"language:fr": 1}
    assert [[p.expert_id for p in place.not_eligible] for place in found.positions] == [["ewa"], ["ewa"]]
    funnel = {step.step: step.people for step in found.record.funnel}
    assert (funnel["registered"], funnel["position 1: compared"], funnel["position 2: compared"]) == (8, 3, 2)


def test_where_the_whole_roster_is_compared_nobody_is_outside(matcher: Matcher, call: Call, today: date) -> None:
    for left_out in ([], [READ_AGAIN]):
        found = matcher.shortlist(call, today=today, left_out=left_out)
        assert {(p.outside, p.compared) for p in found.positions} == {(None, 8)}
        assert not [step for step in found.record.funnel if "compared" in step.step]


@given(compared=st.sets(st.sampled_from(EVERYBODY)), data=st.data())
@settings(max_examples=15)
def test_everybody_of_the_roster_is_counted_once_for_each_position(
    matcher: Matcher, call: Call, today: date, compared: set[str], data: st.DataObject
) -> None:
    named = data.draw(st.dictionaries(st.sampled_from(sorted(compared)), st.sampled_from("12"))) if compared else {}
    found = matcher.shortlist(call, today=today, left_out=pool(matcher, *compared, **named))
    for place in found.positions:
        wanted = {i for i in compared if named.get(i, place.position_id) == place.position_id}
        assert (place.compared, place.outside) == (len(wanted), 8 - len(wanted))
        assert {p.expert_id for p in (*place.candidates, *place.not_eligible)} == wanted


def test_how_much_is_known_of_somebody_does_not_hang_on_who_else_takes_part(
    matcher: Matcher, call: Call, today: date
) -> None:
    def known(*left_out: LeftOut) -> float:
        candidates = matcher.shortlist(call, today=today, left_out=left_out).positions[0].candidates
        return next(c.confidence for c in candidates if c.expert_id == "finn")

    assert known() == known(*pool(matcher, "finn", "anna", anna="2")) == known(READ_AGAIN)


def test_who_asked_for_another_position_is_told_so_when_explained(matcher: Matcher, call: Call, today: date) -> None:
    left_out = pool(matcher, "anna", "bert", anna="2")
    first, second = matcher.explain(call, "anna", today=today, left_out=left_out)
    assert [(gate.name, gate.found) for gate in first.gates] == [("position", "asked for others")]
    assert isinstance(second, ScoredCandidate) and second.rank in (1, 2)

"""The flow end to end on a roster one can check by hand: who is ranked, who is not, which team, and the record."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from matching.engine import Engine
from matching.entities import Call, Expert, Position, Verdict
from matching.errors import ContradictoryRules, EmptyRoster, InvalidCall, InvalidSetting, UnknownCode, UnknownExpert
from matching.pipeline import Matcher, understand_text
from matching.results import NotEligible, ScoredCandidate, Shortlist
from matching.roster import build_roster
from matching.settings import Balance, MatchSettings, TeamRules, Weights, read_settings
from tests.people import person

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def answer(matcher: Matcher, call: Call, today: date) -> Shortlist:
    return matcher.shortlist(call, today=today, made_at=NOON)


def test_each_position_ranks_its_own_people_first(answer: Shortlist) -> None:
    services, pensions = answer.positions
    assert services.candidates[0].expert_id == "anna"
    order = [c.expert_id for c in pensions.candidates]
    assert max(order.index("cleo"), order.index("dino")) < min(order.index("anna"), order.index("bert"))
    scores = [c.score for c in services.candidates]
    assert scores == sorted(scores, reverse=True) and [c.rank for c in services.candidates] == [1, 2, 3, 4, 5]


def test_nobody_disappears(answer: Shortlist, people: list[Expert]) -> None:
    for position in answer.positions:
        ranked = {c.expert_id for c in position.candidates}
        out = {n.expert_id for n in position.not_eligible}
        assert ranked | out == {p.id for p in people} and not ranked & out
        assert position.eligible + position.unknown + position.not_eligible_total == len(people)


def test_those_not_eligible_are_listed_with_every_rule_they_fail(answer: Shortlist) -> None:
    reasons = {n.expert_id: [g.name for g in n.gates] for n in answer.positions[0].not_eligible}
    assert reasons == {"ewa": ["language:fr"], "gus": ["availability"], "hana": ["past performance"]}
    assert answer.positions[0].not_eligible_by_rule == {"language:fr": 1, "availability": 1, "past performance": 1}


def test_who_is_unknown_stays_with_questions_and_less_confidence(answer: Shortlist) -> None:
    by_id = {c.expert_id: c for c in answer.positions[0].candidates}
    finn = by_id["finn"]
    assert finn.verdict is Verdict.UNKNOWN and len(finn.questions) >= 4
    assert finn.confidence < by_id["anna"].confidence


def test_what_is_missing_leaves_the_denominator(answer: Shortlist) -> None:
    bert = next(c for c in answer.positions[0].candidates if c.expert_id == "bert")
    known = [c for c in bert.criteria if c.points is not None]
    missing = {c.name for c in bert.criteria if c.points is None}
    assert missing == {"competences", "activities"}
    expected = 100 * sum(c.weight * (c.points or 0) for c in known) / sum(c.weight for c in known)
    assert bert.score == pytest.approx(expected, abs=0.02)


def test_every_criterion_says_why_and_relevance_shows_words_of_the_cv(answer: Shortlist, people: list[Expert]) -> None:
    text = {p.id: {str(i + 1): s.text for i, s in enumerate(p.segments)} for p in people}
    for candidate in answer.positions[0].candidates:
        assert all(c.why for c in candidate.criteria)
        evidence = candidate.criteria[0].evidence[0]
        assert text[candidate.expert_id][evidence.segment or ""][evidence.start : evidence.end] == evidence.text


def test_declared_facts_change_no_score(engine: Engine, people: list[Expert], call: Call, today: date) -> None:
    swapped = [
        p.model_copy(update={"declared": p.declared.model_copy(update={"gender": "other", "nationalities": ("DE",)})})
        for p in people
    ]
    before = Matcher(build_roster(people, engine), engine).shortlist(call, today=today)
    after = Matcher(build_roster(swapped, engine), engine).shortlist(call, today=today)
    for one, two in zip(before.positions, after.positions, strict=True):
        assert [(c.expert_id, c.score) for c in one.candidates] == [(c.expert_id, c.score) for c in two.candidates]


def test_the_first_team_is_the_best_assignment_and_says_what_it_covers(
    matcher: Matcher, call: Call, today: date
) -> None:
    settings = MatchSettings(rules=TeamRules(exclude=("finn",)))  # of whom little is known, so that little counts
    team = matcher.shortlist(call, today=today, settings=settings).teams[0]
    assert team.optimal and team.gap == 0 and team.rank == 1
    assert team.members[0].expert_id in {"anna", "bert"} and team.members[1].expert_id in {"cleo", "dino"}
    assert team.fields_covered == ("A.35", "E.10.07") and team.fields_missing == ()
    assert team.languages_missing == () and team.price.points == 0
    assert [r.position_id for r in team.reserve] == ["1", "2"] and all(r.steps_in for r in team.reserve)


def test_a_target_binds_and_shows_its_price(matcher: Matcher, call: Call, today: date) -> None:
    rules = TeamRules(min_per_gender={"man": 2})
    target = Balance(mode="target", legal_basis="Decision 1", saving_clause="Unless no one is equally qualified.")
    free = matcher.shortlist(call, today=today, settings=MatchSettings(rules=rules))
    bound = matcher.shortlist(call, today=today, settings=MatchSettings(rules=rules, balance=target))
    assert {m.expert_id for m in bound.teams[0].members} == {"bert", "dino"}
    assert bound.teams[0].balance.gender == {"man": 2}
    assert bound.teams[0].price.points == pytest.approx(free.teams[0].value - bound.teams[0].value, abs=0.01)
    assert bound.record.legal_basis == "Decision 1" and bound.record.mode == "target"
    assert any("reported, not applied" in note for note in free.notes)


def test_when_no_team_exists_the_answer_names_the_rule_and_the_way_out(
    matcher: Matcher, call: Call, today: date
) -> None:
    settings = MatchSettings(rules=TeamRules(min_previous=1))
    answer = matcher.shortlist(call, today=today, settings=settings)
    assert answer.teams == () and answer.no_team is not None
    assert answer.no_team.relaxation is not None
    assert answer.no_team.relaxation.changes[0]["rule"] == "min_previous"
    assert answer.no_team.rules_in_the_way


def test_without_people_for_a_position_no_change_of_rules_helps(engine: Engine, call: Call, today: date) -> None:
    alone = Matcher(build_roster([person("anna")], engine), engine).shortlist(call, today=today)
    assert alone.no_team is not None and alone.no_team.relaxation is None and alone.no_team.reason


def test_nobody_eligible_gives_an_empty_list_that_says_so(engine: Engine, call: Call, today: date) -> None:
    out = Matcher(build_roster([person("hana", excluded=True)], engine), engine).shortlist(call, today=today)
    assert out.positions[0].candidates == () and out.lists[0].note == "Nobody can be proposed."


def test_the_balanced_list_is_the_top_of_the_ranking_where_nothing_binds(answer: Shortlist) -> None:
    assert answer.lists[0].expert_ids == tuple(c.expert_id for c in answer.positions[0].candidates)
    assert answer.lists[0].note == "Only 5 can be proposed."


def test_a_list_that_no_group_can_meet_says_why(matcher: Matcher, call: Call, today: date) -> None:
    target = Balance(mode="target", legal_basis="x", saving_clause="y")
    settings = MatchSettings(list_rules=TeamRules(min_per_gender={"other": 1}), balance=target, list_size=3)
    answer = matcher.shortlist(call, today=today, settings=settings)
    assert answer.lists[0].expert_ids == () and answer.lists[0].note


def test_tie_break_moves_only_people_within_the_band(matcher: Matcher, call: Call, today: date) -> None:
    rules = TeamRules(min_per_gender={"woman": 2})
    settings = MatchSettings(rules=rules, balance=Balance(mode="tie_break", band=20))
    answer = matcher.shortlist(call, today=today, settings=settings)
    assert {m.expert_id for m in answer.teams[0].members} == {"anna", "cleo"}
    assert all(team.price.points <= 40 for team in answer.teams)


def test_the_same_input_gives_the_same_output(matcher: Matcher, call: Call, today: date, answer: Shortlist) -> None:
    again = matcher.shortlist(call, today=today, made_at=NOON)
    drop = {"record": {"stages"}}
    assert again.model_dump(exclude=drop) == answer.model_dump(exclude=drop)
    other = matcher.shortlist(call, today=today, made_at=NOON, seed=1)
    assert other.record.run_id != answer.record.run_id


def test_the_record_names_inputs_and_watches_the_funnel_without_names(answer: Shortlist) -> None:
    record = answer.record
    assert record.roster_size == 8 and record.made_at == NOON and record.seed == 0
    registered = record.funnel[0]
    assert registered.step == "registered"
    assert (registered.people, registered.women, registered.men, registered.undeclared) == (8, 2, 2, 4)
    assert registered.nationalities == 3
    assert "Person" not in record.model_dump_json()
    assert [s.name for s in record.stages][:2] == ["embed", "understand"]


def test_equal_scores_are_ordered_by_the_seed_not_by_the_file(engine: Engine, call: Call, today: date) -> None:
    twins = Matcher(build_roster([person(f"p{i}") for i in range(6)], engine), engine)
    orders = {
        tuple(c.expert_id for c in twins.shortlist(call, today=today, seed=s).positions[0].candidates) for s in range(8)
    }
    assert len(orders) > 1


def test_rank_lists_everyone_by_the_same_merit_and_those_who_fail_last(
    matcher: Matcher, call: Call, today: date, answer: Shortlist
) -> None:
    steps: list[tuple[int, int]] = []
    [(call_id, ranked)] = matcher.rank([call], today=today, progress=lambda d, n: steps.append((d, n)))
    assert call_id == "call" and len(ranked) == 8 and steps == [(1, 1)]
    first = answer.positions[0]
    assert [i for i, _ in ranked[:5]] == [c.expert_id for c in first.candidates]
    assert [s for _, s in ranked[:5]] == pytest.approx([c.score for c in first.candidates], abs=0.01)
    assert all(s <= 0 for _, s in ranked[5:])
    [(_, two)] = matcher.rank([call], today=today, depth=2)
    assert two == ranked[:2]


def test_explain_gives_one_person_their_place_or_their_reasons(
    matcher: Matcher, call: Call, today: date, answer: Shortlist
) -> None:
    first = matcher.explain(call, "bert", today=today)[0]
    assert first == next(c for c in answer.positions[0].candidates if c.expert_id == "bert")
    out = matcher.explain(call, "gus", today=today)[0]
    assert isinstance(out, NotEligible) and out.gates[0].name == "availability" and out.score is not None
    assert isinstance(first, ScoredCandidate)
    with pytest.raises(UnknownExpert, match="'nobody'"):
        matcher.explain(call, "nobody", today=today)


def test_codes_that_a_call_does_not_name_are_proposed(matcher: Matcher, today: date) -> None:
    bare = Call(id="x", text="Training of counsellors of the public employment service.", positions=(Position(id="1"),))
    answer = matcher.shortlist(bare, today=today)
    assert len(answer.call.proposed_fields) == 10
    assert set(answer.positions[0].fields) <= set(answer.call.proposed_fields)
    assert "A.35" in {p.code for p in answer.call.proposed_fields[:3]}


def test_a_bare_text_is_understood_over_the_whole_tree(engine: Engine) -> None:
    understood = understand_text(engine, "Réforme des caisses de pensions de vieillesse")
    assert len(understood.fields) == len(engine.vocabularies.fields)
    confidences = [p.confidence for p in understood.fields]
    assert confidences == sorted(confidences, reverse=True)


def test_a_call_without_position_or_words_is_refused(matcher: Matcher, today: date) -> None:
    with pytest.raises(InvalidCall, match="no position"):
        matcher.shortlist(Call(id="x", text="Something"), today=today)
    with pytest.raises(InvalidCall, match="says nothing to match on"):
        matcher.shortlist(Call(id="x", positions=(Position(id="1"),)), today=today)


def test_an_unknown_code_in_a_call_names_near_ones(matcher: Matcher, today: date) -> None:
    wrong = Call(id="x", text="Pensions.", positions=(Position(id="1", fields=("E.10.77",)),))
    with pytest.raises(UnknownCode, match=r"E\.10\.07"):
        matcher.shortlist(wrong, today=today)


def test_rules_that_nobody_could_meet_are_refused(matcher: Matcher, call: Call, today: date) -> None:
    with pytest.raises(ContradictoryRules):
        matcher.shortlist(call, today=today, settings=MatchSettings(rules=TeamRules(min_public=3)))


def test_a_roster_without_texts_is_refused(engine: Engine) -> None:
    with pytest.raises(EmptyRoster, match="no expert with a text"):
        build_roster([person("x", segments=[])], engine)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"weights": {"relevance": -1}}, "'weights.relevance' cannot be used"),
        ({"wieghts": {}}, "'wieghts' cannot be used"),
        ({"balance": {"mode": "target"}}, "needs a legal basis"),
        ({"weights": dict.fromkeys(Weights.model_fields, 0)}, "every weight is 0"),
        ({"shown": "many"}, "Found 'many'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(data: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidSetting, match=message):
        read_settings(data)
    assert read_settings({"shown": 3}).shown == 3


def test_no_teams_are_composed_where_none_are_asked_for(matcher: Matcher, call: Call, today: date) -> None:
    answer = matcher.shortlist(call, today=today, settings=MatchSettings(teams=0, reserve=0))
    assert answer.teams == () and answer.no_team is None
    one = matcher.shortlist(call, today=today, settings=MatchSettings(teams=1, reserve=0))
    assert one.teams[0].reserve == ()


def test_an_id_that_is_not_on_the_roster_cannot_be_included_or_excluded(
    matcher: Matcher, call: Call, today: date
) -> None:
    with pytest.raises(UnknownExpert, match="not on the roster: hnna"):
        matcher.shortlist(call, today=today, settings=MatchSettings(rules=TeamRules(exclude=("hnna",))))


def test_people_without_text_are_named_in_a_note(engine: Engine, call: Call, today: date) -> None:
    roster = build_roster([person("anna"), person("mute", segments=[" "])], engine)
    answer = Matcher(roster, engine).shortlist(call, today=today)
    assert "1 on the roster have no text to match on and were not ranked: mute." in answer.notes


def test_a_call_of_the_past_is_noted(matcher: Matcher, call: Call) -> None:
    answer = matcher.shortlist(call, today=date(2028, 1, 1))
    assert any("lie in the past" in note for note in answer.notes)


def test_a_field_that_is_proposed_with_little_confidence_is_noted(matcher: Matcher, call: Call, today: date) -> None:
    vague = Call(id="v", text="Some advice on how people at work are looked after.", positions=(Position(id="1"),))
    answer = matcher.shortlist(vague, today=today)
    likeliest = max(answer.positions[0].fields, key=lambda field: field.confidence)
    assert likeliest.confidence < 0.5, "the test needs a weak one"
    [told] = [note for note in answer.notes if "no field of expertise is named" in note]
    assert f"{likeliest.code} " in told and f"{likeliest.confidence:.0%} only" in told
    assert not any("no field" in note for note in matcher.shortlist(call, today=today).notes)


def test_half_characters_of_broken_conversions_do_no_harm(engine: Engine, call: Call, today: date) -> None:
    broken = person("b", name="B \ud800", segments=["Pension \ud800 fund"])
    answer = Matcher(build_roster([broken], engine), engine).shortlist(call, today=today)
    assert answer.positions[0].candidates[0].name == "B ?" and answer.model_dump_json()


def test_more_positions_than_a_team_can_have_are_refused(call: Call) -> None:
    with pytest.raises(ValueError, match="at most 12"):
        Call.model_validate(call.model_dump() | {"positions": [{"id": str(i)} for i in range(13)]})

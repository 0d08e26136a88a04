"""What a person is told of a call: the changes one can check by hand, what nobody can change, the order and its reasons."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Engine
from matching.entities import Absence, Call, Cefr, Expert, LanguageClaim, LanguageNeed, Phase, Position, Segment
from matching.gates import PASS
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.suggesting.applying import changed, passes
from matching.suggesting.changes import Change
from matching.suggesting.standing import CallStanding, Offer, stand
from matching.suggesting.suggestions import Standing, Suggestion, suggest, with_reasons
from tests.people import person


@pytest.fixture(scope="module")
def standings(matcher: Matcher, call: Call, today: date) -> list[CallStanding]:
    return stand(matcher, [Offer(call, deadline=date(2026, 12, 14))], today)


def told(who: Expert, standings: list[CallStanding], matcher: Matcher, today: date) -> Suggestion:
    (suggestion,) = suggest(who, standings, matcher, today)
    return suggestion


def change_of(suggestion: Suggestion) -> list[dict[str, Any]]:
    """The changes of the smallest way, without what is empty."""
    return [
        change.model_dump(mode="json", exclude_defaults=True, exclude={"gate"}) for change in suggestion.way.changes
    ]


HAND = [
    (
        {"languages": [{"language": "fr", "speaking": "B1", "writing": "C1"}]},
        Standing.CHANGE,
        [{"kind": "language", "by": "do", "size": 200, "language": "fr", "levels": {"speaking": "C1"}}],
    ),
    (
        {"languages": [{"language": "fr", "speaking": "C1"}]},
        Standing.ANSWER,
        [{"kind": "language", "by": "say", "size": 1, "language": "fr", "levels": {"writing": "C1"}}],
    ),
    (
        {"languages": [{"language": "en", "native": True}]},
        Standing.CHANGE,
        [
            {
                "kind": "language",
                "by": "do",
                "size": 1000,
                "language": "fr",
                "levels": {"speaking": "C1", "writing": "C1"},
            }
        ],
    ),
    (
        {"absences": [{"start": "2027-03-01", "end": "2027-03-09"}, {"start": "2027-03-18", "end": "2027-04-30"}]},
        Standing.CHANGE,
        [
            {
                "kind": "free_days",
                "by": "do",
                "size": 4,
                "days": [
                    {"start": "2027-03-08", "end": "2027-03-09"},
                    {"start": "2027-03-18", "end": "2027-03-19"},
                ],
            }
        ],
    ),
    ({"release_days": 120}, Standing.CHANGE, [{"kind": "release", "by": "do", "size": 8, "at_most": 112}]),
    (
        {"consent": False, "validated": None},
        Standing.CHANGE,
        [{"kind": "validation", "by": "ask", "size": 7}, {"kind": "consent", "by": "say", "size": 1}],
    ),
    ({"conflicts": None}, Standing.ANSWER, [{"kind": "conflict", "by": "say", "size": 1}]),
]


@pytest.mark.parametrize(("facts", "standing", "changes"), HAND)
def test_the_smallest_change_is_named_with_its_figures(
    facts: dict[str, Any],
    standing: Standing,
    changes: list[dict[str, Any]],
    standings: list[CallStanding],
    matcher: Matcher,
    today: date,
) -> None:
    suggestion = told(person("anna", **facts), standings, matcher, today)
    assert (suggestion.standing, change_of(suggestion)) == (standing, changes)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"excluded": True}, "exclusion"),
        ({"conflicts": ["National employment agency"]}, "conflict"),
        ({"excluded": True, "consent": None}, "exclusion"),
    ],
)
def test_what_nobody_can_change_is_said_as_such_and_no_change_is_named(
    facts: dict[str, Any], why: str, standings: list[CallStanding], matcher: Matcher, today: date
) -> None:
    suggestion = told(person("anna", **facts), standings, matcher, today)
    assert suggestion.standing is Standing.NOTHING and suggestion.smallest is None
    assert why in {blocker.why for blocker in suggestion.way.blockers} and not suggestion.way.changes


def test_years_are_documented_where_a_post_lacks_its_dates_and_else_come_with_time(
    standings: list[CallStanding], matcher: Matcher, today: date
) -> None:
    recent = {"text": "Counsellor.", "kind": "post", "start": "2022-11-16"}
    lacking = told(person("anna", segments=[recent, {"text": "Trainer.", "kind": "post"}]), standings, matcher, today)
    first = next(fit for fit in lacking.positions if fit.position_id == "1")
    assert [(c.kind, c.years, c.size) for c in first.way.changes] == [("experience", 4.0, 40)]
    complete = told(person("anna", segments=[recent]), standings, matcher, today)
    (blocker,) = next(fit for fit in complete.positions if fit.position_id == "1").way.blockers
    assert blocker.why == "years" and blocker.on == date(2030, 11, 16)


def test_days_gone_by_and_a_call_that_began_cannot_be_changed(matcher: Matcher, call: Call) -> None:
    late = date(2027, 3, 10)
    began = stand(matcher, [Offer(call)], late)
    away = person("anna", absences=[{"start": "2027-03-01", "end": "2027-03-09"}])
    assert {b.why for b in told(away, began, matcher, late).way.blockers} == {"past_days"}
    assert told(person("anna"), began, matcher, late).standing is Standing.YES  # no notice is said: none is in the way
    assert {b.why for b in told(person("anna", release_days=0), began, matcher, late).way.blockers} == {"begun"}


def test_the_real_shortlist_turns_when_the_record_is_changed_as_told(
    matcher: Matcher, engine: Engine, call: Call, today: date, standings: list[CallStanding], people: list[Expert]
) -> None:
    ewa = next(one for one in people if one.id == "ewa")
    suggestion = told(ewa, standings, matcher, today)
    position = next(one for one in call.positions if one.id == suggestion.smallest)
    as_told = changed(ewa, suggestion.way.changes, position, today)
    others = [one for one in people if one.id != "ewa"]
    shortlist = Matcher(build_roster([*others, as_told], engine), engine).shortlist(call, today=today)
    result = next(one for one in shortlist.positions if one.position_id == position.id)
    assert [c.verdict for c in result.candidates if c.expert_id == "ewa"] == ["pass"]


def test_no_call_is_left_out_and_each_says_why_it_stands_above_the_next(
    matcher: Matcher, call: Call, today: date
) -> None:
    other = {"languages": (LanguageNeed(language="de", speaking=Cefr.B1),)}
    calls = [
        call.model_copy(update={"id": "b", **other}),
        call.model_copy(update={"id": "a"}),
        call.model_copy(update={"id": "c"}),
        Call(id="empty", positions=(Position(id="1"),)),
    ]
    days = {"a": date(2026, 12, 20), "c": date(2026, 12, 1)}
    offers = [Offer(one, deadline=days.get(one.id)) for one in calls]
    found = suggest(person("anna"), stand(matcher, offers, today), matcher, today)
    assert [one.call_id for one in found] == ["c", "a", "empty", "b"]
    assert [one.above and one.above.question for one in found] == ["deadline", "merit", "standing", None]
    assert found[2].merit is None and found[2].standing is Standing.YES


def test_the_reasons_of_a_call_are_the_criteria_and_the_words_of_the_cv(
    matcher: Matcher, standings: list[CallStanding], today: date
) -> None:
    anna = matcher.roster.experts[matcher.roster.row_of["anna"]]
    suggestion = with_reasons(told(anna, standings, matcher, today), standings[0], "anna", matcher, today)
    shortlist = matcher.shortlist(standings[0].offer.call, today=today)
    for fit, result in (
        (f, r) for f in suggestion.positions for r in shortlist.positions if r.position_id == f.position_id
    ):
        assert fit.criteria == next(c.criteria for c in result.candidates if c.expert_id == "anna")
    stranger = with_reasons(told(person("nobody"), standings, matcher, today), standings[0], "nobody", matcher, today)
    assert all(not fit.criteria and fit.merit is None for fit in stranger.positions)


# --- whatever the record and the call -----------------------------------------------------------------------------------

TODAY = date(2026, 11, 16)
levels = st.one_of(st.none(), st.sampled_from(list(Cefr)))
skills = {"listening": levels, "reading": levels, "speaking": levels, "writing": levels}
days = st.integers(-200, 400).map(lambda n: TODAY + timedelta(n))
spans = st.tuples(days, days).map(lambda pair: {"start": min(pair), "end": max(pair)})
languages = st.sampled_from(["fr", "en", "ar"])
segments = st.builds(
    Segment,
    text=st.just("Work."),
    kind=st.sampled_from(["post", "assignment", "other"]),
    start=st.one_of(st.none(), st.dates(date(1901, 1, 1), date(2027, 1, 1))),
)
experts = st.builds(
    Expert,
    id=st.just("x"),
    segments=st.lists(segments, max_size=3).map(tuple),
    status=st.sampled_from([None, "civil_servant", "private"]),
    languages=st.lists(st.builds(LanguageClaim, language=languages, native=st.booleans(), **skills), max_size=3).map(
        tuple
    ),
    absences=st.one_of(st.none(), st.lists(spans.map(lambda s: Absence(**s)), max_size=4).map(tuple)),
    release_days=st.one_of(st.none(), st.integers(0, 400)),
    conflicts=st.sampled_from([None, (), ("Agency",)]),
    validated=st.sampled_from([None, False, True]),
    consent=st.sampled_from([None, False, True]),
    excluded=st.booleans(),
)
needs = st.lists(st.builds(LanguageNeed, language=languages, required=st.booleans(), **skills), max_size=3).map(tuple)
calls = st.builds(
    Call,
    id=st.just("c"),
    institution=st.sampled_from([None, "agency", "other"]),
    languages=needs,
    phases=st.lists(
        st.tuples(spans, st.booleans()).map(lambda pair: Phase(name="p", on_site=pair[1], **pair[0])),
        max_size=3,
    ).map(tuple),
    positions=st.builds(
        Position,
        id=st.just("1"),
        languages=needs,
        min_years=st.one_of(st.none(), st.floats(0, 80)),
        statuses=st.sampled_from([(), ("civil_servant",), ("academic", "private")]),
    ).map(lambda position: (position,)),
)


@settings(max_examples=60)
@given(experts, calls)
def test_whatever_the_record_the_way_turns_it_and_every_part_of_it_is_needed(
    matcher: Matcher, who: Expert, call: Call
) -> None:
    (standing,) = stand(matcher, [Offer(call)], TODAY)
    (fit,) = told(who, [standing], matcher, TODAY).positions
    position, vocabularies = call.positions[0], matcher.engine.vocabularies

    def turns(changes: tuple[Change, ...]) -> bool:
        return passes(changed(who, changes, position, TODAY), call, position, vocabularies, TODAY)

    assert (fit.standing is Standing.YES) == turns(()) == (not fit.way.changes and not fit.way.blockers)
    assert "not known how" not in {blocker.found for blocker in fit.way.blockers}
    if fit.way.changes:
        assert turns(fit.way.changes)
        assert not any(turns((*fit.way.changes[:i], *fit.way.changes[i + 1 :])) for i in range(len(fit.way.changes)))


def test_the_order_of_calls_is_that_of_its_questions(
    standings: list[CallStanding], matcher: Matcher, today: date
) -> None:
    call = standings[0].offer.call
    offers = [Offer(call.model_copy(update={"id": f"c{n}"}), deadline=date(2027, 1, 9 - n)) for n in range(5)]
    found = suggest(person("anna"), stand(matcher, offers, today), matcher, today)
    assert all(one.deadline < other.deadline for one, other in pairwise(found))  # type: ignore[operator]
    assert all(gate.verdicts[0] == PASS for gate in standings[0].positions[0].gates)

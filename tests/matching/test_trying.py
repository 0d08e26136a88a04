"""Weights and rules that are only tried give what a run with them would give, and nothing of the comparison is made again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from matching.entities import Call
from matching.errors import ContradictoryRules, UnknownExpert
from matching.pipeline import Matcher
from matching.results import Shortlist
from matching.settings import Balance, MatchSettings, TeamRules, Weights
from matching.trying import Basis, Tried, try_settings

WEIGHTS = st.fixed_dictionaries(
    {name: st.one_of(st.just(0.0), st.floats(0.5, 100)) for name in Weights.model_fields}
).filter(lambda found: any(found.values()))
RULES = st.sampled_from(
    [
        {},
        {"balance": Balance(mode="tie_break", band=5), "rules": TeamRules(min_per_gender={"woman": 1})},
        {
            "balance": Balance(mode="target", legal_basis="the decree", saving_clause="merit first"),
            "rules": TeamRules(min_countries=2),
        },
        {"rules": TeamRules(exclude=("anna",)), "list_rules": TeamRules(exclude=("anna",))},
    ]
)


@pytest.fixture(scope="module")
def basis(matcher: Matcher, call: Call, today: date) -> Basis:
    return Basis(call, matcher.compare(call, today=today))


def run(matcher: Matcher, call: Call, today: date, settings: MatchSettings) -> Shortlist:
    return matcher.shortlist(call, today=today, settings=settings)


def same(tried: Tried, kept: Shortlist) -> bool:
    """Whether a trial says what a shortlist of everybody says."""
    for ranking, position in zip(tried.rankings, kept.positions, strict=True):
        listed = [(c.expert_id, c.score, c.confidence, c.verdict) for c in position.candidates]
        if listed != list(zip(ranking.ids, ranking.merit, ranking.confidence, ranking.verdicts, strict=True)):
            return False
    composed = tried.composition
    return (composed.teams, composed.no_team, composed.lists) == (kept.teams, kept.no_team, kept.lists)


@given(weights=WEIGHTS, rules=RULES)
@examples(max_examples=40)
def test_what_is_tried_is_what_a_run_gives(
    matcher: Matcher, call: Call, today: date, basis: Basis, weights: dict[str, float], rules: dict[str, object]
) -> None:
    settings = MatchSettings.model_validate({"weights": weights, "shown": 0, **rules})
    assert same(try_settings(basis, matcher, settings), run(matcher, call, today, settings))


def test_what_the_criteria_bring_adds_up_to_merit(basis: Basis, matcher: Matcher) -> None:
    for ranking in try_settings(basis, matcher, MatchSettings()).rankings:
        total = np.nansum(np.stack(list(ranking.brings.values())), axis=0)
        assert total == pytest.approx(ranking.merit, abs=0.02)


def test_a_criterion_without_weight_brings_nothing(basis: Basis, matcher: Matcher) -> None:
    tried = try_settings(basis, matcher, MatchSettings(weights=Weights(public=0)))
    assert not np.nan_to_num(tried.rankings[0].brings["public"]).any()


def test_a_trial_leaves_the_basis_as_it_was(basis: Basis, matcher: Matcher, call: Call, today: date) -> None:
    try_settings(basis, matcher, MatchSettings(weights=Weights(fields=0)))
    assert same(try_settings(basis, matcher, MatchSettings()), run(matcher, call, today, MatchSettings()))


def test_rules_that_cannot_be_are_refused_as_in_a_run(basis: Basis, matcher: Matcher) -> None:
    with pytest.raises(UnknownExpert):
        try_settings(basis, matcher, MatchSettings(rules=TeamRules(exclude=("nobody",))))
    with pytest.raises(ContradictoryRules):
        try_settings(basis, matcher, MatchSettings(rules=TeamRules(min_public=3)))

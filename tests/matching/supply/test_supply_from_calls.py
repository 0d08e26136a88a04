"""Demand read from calls and a roster: the same gates, and the next profile really turns the sample's calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY, load_experts
from matching.compose import Rules
from matching.engine import Engine
from matching.entities import Call, Cefr, Declared, Expert, LanguageClaim, Segment
from matching.gates import PASS, UNKNOWN, apply_gates, overall
from matching.pipeline import Matcher
from matching.supply import Demand, Profile, best_additions
from matching.supply.asked import is_feasible
from matching.supply.from_calls import demands_of, demands_of_roster, public_statuses
from matching.vocabulary import Vocabularies, load_vocabulary

RULES = Rules(
    max_per_nationality=1,
    min_countries=2,
    min_per_gender={"woman": 1},
    min_public=1,
    cover_languages=frozenset({"en:speaking:B2"}),
)


@pytest.fixture(scope="module")
def sample() -> list[Expert]:
    return load_experts()


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return [call for call in load_calls() if len(call.positions) > 1]


def person_of(profile: Profile, number: int) -> Expert:
    """Somebody new who brings just what a profile asks for, with the rest in order."""
    levels: dict[str, dict[str, Cefr]] = {}
    for language, skill, rank in profile.languages:
        levels.setdefault(language, {}).update({skill: list(Cefr)[rank - 1]} if rank else {})
    return Expert(
        id=f"new {number}",
        segments=(Segment(text="Work in the field.", kind="post", start=date(1990, 1, 1)),),
        declared=Declared(gender=profile.gender, nationalities=(("IS", "NO", "CH", "TR", "JP")[number],)),
        status=profile.status,
        fields=tuple(sorted(profile.fields)),
        languages=tuple(LanguageClaim(language=language, **own) for language, own in levels.items()),
        absences=(),
        conflicts=(),
        validated=True,
        consent=True,
    )


@pytest.mark.parametrize("how_many", [1, 5])
def test_on_the_sample_the_answer_is_proven_and_real_people_of_these_profiles_bring_what_it_says(
    sample: list[Expert], calls: list[Call], how_many: int
) -> None:
    vocabularies = load_vocabulary()
    before = demands_of(calls, sample, vocabularies, SAMPLE_TODAY, RULES, sure=True)
    found = best_additions(before, how_many, public_statuses=public_statuses(vocabularies))
    assert len(sample) == 818 and found.optimal and found.made_feasible
    assert (found.most_made_feasible, found.most_depth_gained) == (len(found.made_feasible), found.depth_gained)
    added = [person_of(one.profile, i) for i, one in enumerate(found.people)]
    after = demands_of(calls, [*sample, *added], vocabularies, SAMPLE_TODAY, RULES, sure=True)
    assert feasible_ones(after) == {*found.feasible_before, *found.made_feasible}
    assert depth(after) >= found.depth_before + found.depth_gained
    assert depth(before) == found.depth_before


def test_two_together_make_no_fewer_calls_feasible_than_one_after_the_other(
    sample: list[Expert], calls: list[Call]
) -> None:
    vocabularies = load_vocabulary()
    few = demands_of(calls[:12], sample[:300], vocabularies, SAMPLE_TODAY, sure=True)
    together = best_additions(few, 2, public_statuses=public_statuses(vocabularies))
    first = best_additions(few, 1, public_statuses=public_statuses(vocabularies))
    people = sample[:300] + [person_of(one.profile, i) for i, one in enumerate(first.people)]
    then = best_additions(
        demands_of(calls[:12], people, vocabularies, SAMPLE_TODAY, sure=True),
        1,
        public_statuses=public_statuses(vocabularies),
    )
    assert len(together.made_feasible) >= len(first.made_feasible) + len(then.made_feasible)


def feasible_ones(demands: list[Demand]) -> set[str]:
    return {demand.id for demand in demands if is_feasible(demand, demand.people)}


def depth(demands: list[Demand]) -> int:
    return sum(
        min(3, sum(need.id in one.scores for one in demand.people)) for demand in demands for need in demand.needs
    )


def test_who_is_eligible_passes_the_gates_of_the_position(
    matcher: Matcher, engine: Engine, call: Call, today: date
) -> None:
    roster, vocabularies = matcher.roster, engine.vocabularies
    for worst, sure in ((UNKNOWN, False), (PASS, True)):
        (demand,) = demands_of_roster([call], roster, vocabularies, today, sure=sure)
        for position in call.positions:
            verdicts = overall(apply_gates(roster.columns, call, position, vocabularies, today), len(roster))
            able = {one.id for one in demand.people if position.id in one.scores}
            assert able and able <= {roster.ids[row] for row in range(len(roster)) if verdicts[row] <= worst}


def test_a_field_counts_as_near_as_composition_reads_it(
    engine: Engine, people: list[Expert], call: Call, today: date
) -> None:
    vocabularies: Vocabularies = engine.vocabularies
    (demand,) = demands_of([call], people, vocabularies, today)
    assert "anna" in {one.id for one in demand.people if "1" in one.scores}
    assert "cleo" not in {one.id for one in demand.people if "1" in one.scores}
    assert {"E.10", "E.10.07"} <= demand.needs[1].fields  # what the position asks for, and its parent
    assert "A" not in demand.needs[0].fields  # a root says too little


def test_a_call_without_positions_asks_for_nobody(
    engine: Engine, people: list[Expert], call: Call, today: date
) -> None:
    assert demands_of([call.model_copy(update={"positions": ()})], people, engine.vocabularies, today) == []


def test_a_language_rule_is_met_by_who_has_the_level(
    engine: Engine, people: list[Expert], call: Call, today: date
) -> None:
    rules = replace(Rules(), cover_languages=frozenset({"fr:writing:C1", "zh:writing:C1"}))
    (demand,) = demands_of([call], people, engine.vocabularies, today, rules)
    assert {key for one in demand.people for key in one.languages} == {"fr:writing:C1"}

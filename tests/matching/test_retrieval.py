"""The first cut of a large roster: the eligible first, then the nearest by vector and by words."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from matching import retrieval
from matching.engine import Engine
from matching.entities import Call
from matching.gates import FAIL, PASS
from matching.left_out import LeftOut
from matching.pipeline import Matcher
from matching.queries import build_query
from matching.roster import Roster, build_roster
from matching.settings import MatchSettings
from tests.people import person

TOPICS = ("pension fund reserves", "labour inspection visits", "jobseeker counselling", "household surveys")


@pytest.fixture(scope="module")
def large(engine: Engine) -> Roster:
    segment = {"kind": "post", "language": "en", "start": "2010-01-01"}
    people = [
        person(f"p{i:03}", excluded=i % 4 == 0, segments=[segment | {"text": f"{TOPICS[i // 4 % 4]} number {i}"}])
        for i in range(120)
    ]
    return build_roster(people, engine)


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 50)
    monkeypatch.setattr(retrieval, "NEAR_MISSES", 5)


def pool_of(
    roster: Roster, engine: Engine, verdicts: np.ndarray, size: int, text: str = "labour inspection"
) -> list[int]:
    call = Call.model_validate({"id": "x", "text": text, "language": "en", "positions": [{"id": "1"}]})
    query = build_query(call, lambda t: engine.encoder.encode(t, kind="query"), engine.query_centres)
    lexical = roster.lexical.score(text, "en")
    near = retrieval.nearness(roster, query.positions)[0]
    return retrieval.first_cut(roster, near, lexical, verdicts, MatchSettings(pool=size)).tolist()


def test_the_pool_holds_the_nearest_of_those_who_fail_nothing(large: Roster, engine: Engine) -> None:
    verdicts = np.where(np.arange(120) % 4 == 0, FAIL, PASS)
    pool = pool_of(large, engine, verdicts, 20)
    passing = [row for row in pool if verdicts[row] == PASS]
    assert len(passing) == 20 and len(pool) == 25  # and five near misses
    assert sum(row // 4 % 4 == 1 for row in passing) >= 18
    assert pool == sorted(set(pool))


def test_few_eligible_are_all_in_the_pool(large: Roster, engine: Engine) -> None:
    verdicts = np.full(120, FAIL)
    verdicts[[3, 50, 99]] = PASS
    assert {3, 50, 99} <= set(pool_of(large, engine, verdicts, 20))


def test_nobody_eligible_leaves_the_near_misses(large: Roster, engine: Engine) -> None:
    assert len(pool_of(large, engine, np.full(120, FAIL), 20)) == 5
    assert len(pool_of(large, engine, np.full(120, PASS), 20)) == 20


def test_no_word_in_common_leaves_the_places_to_the_vectors(large: Roster, engine: Engine) -> None:
    assert len(pool_of(large, engine, np.full(120, PASS), 20, text="zzz qqq")) == 20


def test_a_small_roster_is_scored_whole(large: Roster, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 120)
    assert pool_of(large, engine, np.full(120, PASS), 20) == list(range(120))


def test_a_large_roster_names_the_same_best_and_counts_everyone(
    large: Roster, engine: Engine, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    call = Call.model_validate(
        {"id": "x", "text": "Visits of the labour inspection.", "language": "en", "positions": [{"id": "1"}]}
    )
    cut = Matcher(large, engine).shortlist(call, today=today, settings=MatchSettings(pool=40))
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 1000)
    whole = Matcher(large, engine).shortlist(call, today=today)
    assert [c.expert_id for c in cut.positions[0].candidates] == [c.expert_id for c in whole.positions[0].candidates]
    assert cut.positions[0].not_eligible_total == whole.positions[0].not_eligible_total == 30
    assert (len(cut.positions[0].not_eligible), len(whole.positions[0].not_eligible)) == (5, 30)


def test_anyone_can_be_explained_even_outside_the_pool(large: Roster, engine: Engine, today: date) -> None:
    call = Call.model_validate(
        {"id": "x", "text": "Visits of the labour inspection.", "language": "en", "positions": [{"id": "1"}]}
    )
    matcher = Matcher(large, engine)
    settings = MatchSettings(pool=10)
    inside = {c.expert_id for c in matcher.shortlist(call, today=today, settings=settings).positions[0].candidates}
    outside = next(i for i in large.ids if i not in inside and not large.experts[large.row_of[i]].excluded)
    assert matcher.explain(call, outside, today=today, settings=settings)[0].expert_id == outside


def test_of_a_pool_within_a_large_roster_the_near_misses_are_of_the_pool(
    large: Roster, engine: Engine, today: date
) -> None:
    call = Call.model_validate(
        {"id": "x", "text": "Visits of the labour inspection.", "language": "en", "positions": [{"id": "1"}]}
    )
    pool = {"p000", "p001", "p008", "p009"}  # the first and the third of them fail a gate
    outside = LeftOut("takes part", "applied", "did not apply", frozenset(large.ids) - pool, outside=True)
    place = Matcher(large, engine).shortlist(call, today=today, left_out=[outside]).positions[0]
    assert {p.expert_id for p in place.not_eligible} == {"p000", "p008"}
    assert {c.expert_id for c in place.candidates} == {"p001", "p009"}
    assert (place.outside, place.not_eligible_total) == (116, 2)

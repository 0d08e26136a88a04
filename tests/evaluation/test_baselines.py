"""Plain methods on rosters of a few people, where the right order is plain to see."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.baselines import BASELINES, Query, _by_rank, _standard, chance, order, queries_of
from matching.engine import Engine
from matching.entities import Call, Expert
from matching.roster import Roster, build_roster

PENSIONS = "Actuary of the pension fund: projections of old-age benefits and contribution rates."
LABOUR = "Labour inspector: visits of building sites, accident reports and safety rules."
FRENCH = "Conseiller en insertion des jeunes demandeurs d'emploi."


@pytest.fixture(scope="module")
def roster(engine: Engine) -> Roster:
    texts = {"one": (LABOUR, "en"), "two": (PENSIONS, "en"), "three": (FRENCH, "fr")}
    people = [{"id": i, "segments": [{"text": text, "language": spoken}]} for i, (text, spoken) in texts.items()]
    return build_roster([Expert.model_validate(one) for one in people], engine)


@pytest.fixture(scope="module")
def query(engine: Engine) -> Query:
    call = Call.model_validate({"id": "c", "language": "en", "text": PENSIONS, "positions": [{"id": "1"}]})
    (made,) = queries_of(call, engine)
    return made


def test_a_query_is_named_as_the_judgements_name_it(query: Query) -> None:
    assert (query.id, query.language) == ("c:1", "en") and "pension" in query.text


@pytest.mark.parametrize("name", [n for n in BASELINES if n not in ("random", "roster order")])
def test_every_method_that_reads_finds_the_same_words(name: str, roster: Roster, engine: Engine, query: Query) -> None:
    scores = BASELINES[name](roster, engine, query)
    assert scores.shape == (3,) and np.isfinite(scores).all()
    assert order(roster, scores)[0] == "two"


def test_who_came_first_is_first_where_nobody_reads(roster: Roster, engine: Engine, query: Query) -> None:
    assert order(roster, BASELINES["roster order"](roster, engine, query)) == ["one", "two", "three"]


def test_chance_is_the_same_again_and_another_for_another_position(
    roster: Roster, engine: Engine, query: Query
) -> None:
    again = Query("c:2", query.text, query.language, query.vector)
    assert (chance(roster, engine, query) == chance(roster, engine, query)).all()
    assert (chance(roster, engine, query) != chance(roster, engine, again)).all()


def test_who_fails_a_gate_is_left_out_and_equals_fall_as_drawn(roster: Roster) -> None:
    assert order(roster, np.array([1.0, 3.0, 2.0]), failing={"two"}) == ["three", "one"]
    drawn = {tuple(order(roster, np.zeros(3), seed=seed)) for seed in range(20)}
    assert len(drawn) > 1 and order(roster, np.zeros(3)) == order(roster, np.zeros(3))


def test_without_a_shared_language_fusion_rests_on_vectors_alone(roster: Roster, engine: Engine, query: Query) -> None:
    dense = BASELINES["dense, segments"](roster, engine, query)
    assert BASELINES["dense + BM25, z-score"](roster, engine, query)[2] == _standard(dense)[2]
    assert BASELINES["dense + BM25, reciprocal rank"](roster, engine, query)[2] == _by_rank(dense)[2]


def test_reciprocal_ranks_start_at_one_and_equals_share_their_mean() -> None:
    assert _by_rank(np.array([0.2, 0.9, 0.2])) == pytest.approx([1 / 62.5, 1 / 61, 1 / 62.5])


def test_standard_scores_pass_over_what_is_unknown() -> None:
    found = _standard(np.array([1.0, 3.0, np.nan]))
    assert found[:2].tolist() == [-1, 1] and np.isnan(found[2])
    assert _standard(np.array([2.0, np.nan, 2.0]))[0] == 0 and np.isnan(_standard(np.array([np.nan]))).all()

"""MaxSim by hand: each sentence of the call with its best answer in a CV."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.late_interaction import max_sim

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
BETWEEN = [0.6, 0.8]


def rows(*vectors: list[float]) -> np.ndarray:
    return np.array(vectors, dtype=np.float32).reshape(-1, 2)


def test_each_sentence_asked_takes_its_best_answer_and_people_without_sentences_have_none() -> None:
    asked, weights = rows(EAST, NORTH), np.array([0.5, 0.5], np.float32)
    found = max_sim(asked, weights, rows(EAST, BETWEEN, NORTH, EAST), np.array([0, 2, 2, 3, 4]))
    assert found[[0, 2, 3]] == pytest.approx([(1 + 0.8) / 2, 0.5, 0.5])
    assert np.isnan(found[1])


def test_the_weights_say_how_much_each_sentence_asks() -> None:
    weights = np.array([0.75, 0.25], np.float32)
    assert max_sim(rows(EAST, NORTH), weights, rows(EAST, NORTH), np.array([0, 1, 2])) == pytest.approx([0.75, 0.25])


def test_nobody_has_a_sentence() -> None:
    assert np.isnan(max_sim(rows(EAST), np.ones(1, np.float32), rows(), np.array([0, 0, 0]))).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6), st.integers(1, 3), st.integers(0, 99))
def test_it_equals_comparing_one_by_one(counts: list[int], asked: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    query, told = (random.normal(size=(n, 5)).astype(np.float32) for n in (asked, int(starts[-1])))
    weights = random.dirichlet(np.ones(asked)).astype(np.float32)
    found = max_sim(query, weights, told, starts)
    for i, count in enumerate(counts):
        own = told[starts[i] : starts[i + 1]]
        if count:
            assert found[i] == pytest.approx(
                sum(w * max(q @ s for s in own) for w, q in zip(weights, query, strict=True)), abs=1e-4
            )
        else:
            assert np.isnan(found[i])

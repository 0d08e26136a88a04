"""Search under our own ids: exact, filtered first, equal to scoring everything by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import BadVectors, Label, VectorIndex, search
from embeddings.search import best_rows, nearest

LABEL = Label("toy", "0" * 16, 2)


def toy() -> VectorIndex:
    index = VectorIndex(LABEL)
    index.add(["east", "north", "west", "north-east"], [[1, 0], [0, 1], [-1, 0], [0.6, 0.8]])
    return index


def test_the_nearest_come_first_with_their_scores() -> None:
    ids, scores = toy().search([[1, 0]], 3)
    assert ids == [["east", "north-east", "north"]]
    np.testing.assert_allclose(scores, [[1, 0.6, 0]], atol=1e-7)


def test_one_query_may_come_without_its_list() -> None:
    assert toy().search([0, 1], 1).ids == [["north"]]


def test_fewer_than_asked_for_come_back_when_there_are_no_more() -> None:
    found = toy().search([[1, 0], [0, 1]], 9)
    assert found.scores.shape == (2, 4)
    assert found.ids[0][-1] == "west"


def test_the_scores_of_everyone_come_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.index._SCORED_AT_ONCE", 3)  # four vectors: two pieces
    scores = toy().scores(np.array([[1, 0], [0, 1]], dtype=np.float32))
    np.testing.assert_allclose(scores, [[1, 0, -1, 0.6], [0, 1, 0, 0.8]], atol=1e-7)


def test_an_empty_index_finds_nothing() -> None:
    found = VectorIndex(LABEL).search([[1, 0]], 5)
    assert found.ids == [[]]
    assert found.scores.shape == (1, 0)


def test_no_queries_find_nothing() -> None:
    found = toy().search(np.empty((0, 2)), 2)
    assert found.ids == []
    assert found.scores.shape == (0, 2)


def test_only_the_eligible_are_found() -> None:
    mask = np.array([False, True, True, False])
    assert toy().search([[1, 0]], 3, mask).ids == [["north", "west"]]
    assert toy().search([[1, 0]], 3, ["west", "north", "west"]).ids == [["north", "west"]]
    assert toy().search([[1, 0]], 3, []).ids == [[]]


def test_equal_scores_keep_the_order_of_ids() -> None:
    index = VectorIndex(LABEL)
    index.add(list("edcba"), [[1, 0]] * 5)
    assert index.search([[1, 0]], 2).ids == [["e", "d"]]
    assert index.search([[1, 0]], 3, list("abc")).ids == [["c", "b", "a"]]
    assert index.search([[1, 0]] * 5, 5).ids == [list("edcba")] * 5


def test_ids_and_vectors_stay_side_by_side() -> None:
    index = toy()
    assert list(index.ids) == ["east", "north", "west", "north-east"]
    assert len(index) == 4
    assert "west" in index
    assert 3 not in index
    assert index.rows(["west", "east"]).tolist() == [2, 0]
    np.testing.assert_allclose(index.vectors[index.rows(["north-east"])], [[0.6, 0.8]])


def test_vectors_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        toy().vectors[0, 0] = 5


def test_replacing_changes_one_and_adds_the_unknown() -> None:
    index = toy()
    index.replace(["south", "east"], [[0, -1], [0.8, -0.6]])
    assert list(index.ids) == ["east", "north", "west", "north-east", "south"]
    assert index.search([[0, -1]], 2).ids == [["south", "east"]]


def test_removing_keeps_the_order_of_the_others() -> None:
    index = toy()
    assert index.remove(["north", "nobody", "north"]) == 1
    assert list(index.ids) == ["east", "west", "north-east"]
    assert index.rows(["north-east"]).tolist() == [2]
    assert index.search([[0, 1]], 1).ids == [["north-east"]]
    assert index.remove([]) == 0
    index.add(["north"], [[0, 1]])
    assert list(index.ids)[-1] == "north"


def test_adding_an_id_twice_is_refused_and_changes_nothing() -> None:
    index = toy()
    with pytest.raises(BadVectors, match=r"'north'.*replace"):
        index.add(["south", "north"], [[0, -1], [0, 1]])
    assert len(index) == 4
    with pytest.raises(BadVectors, match="'x' more than once"):
        index.add(["x", "y", "x"], np.ones((3, 2)))


@pytest.mark.parametrize(
    ("ids", "vectors", "found"),
    [
        (["a"], [[1, 0, 0]], r"\(1, 3\)"),
        (["a"], [1, 0], r"\(2,\)"),
        (["a"], [[1, float("nan")]], "row 0"),
        (["a", "b"], [[1, 0]], "1 vectors and 2 ids"),
        ([7], [[1, 0]], r"\[7\]"),
        ("a", [[1, 0]], "'a'"),
    ],
)
def test_vectors_that_do_not_fit_are_refused(ids: list[str], vectors: list[list[float]], found: str) -> None:
    index = toy()
    with pytest.raises(BadVectors, match=found):
        index.add(ids, vectors)
    assert len(index) == 4


def test_searches_that_do_not_fit_are_refused() -> None:
    index = toy()
    with pytest.raises(BadVectors, match="k = 0"):
        index.search([[1, 0]], 0)
    with pytest.raises(BadVectors, match=r"\(1, 3\)"):
        index.search([[1, 0, 0]], 1)
    with pytest.raises(BadVectors, match="'nobody'"):
        index.search([[1, 0]], 1, ["nobody"])
    with pytest.raises(BadVectors, match=r"shape \(3,\) for 4 vectors"):
        index.search([[1, 0]], 1, np.array([True, True, True]))
    with pytest.raises(BadVectors, match="int64"):
        index.search([[1, 0]], 1, np.array([0, 1, 0, 1]))  # type: ignore[arg-type]


def by_hand(matrix: NDArray[np.float32], query: NDArray[np.float32], rows: list[int], k: int) -> list[float]:
    return sorted((float(matrix[row].astype(float) @ query.astype(float)) for row in rows), reverse=True)[:k]


@given(
    seed=st.integers(0, 10_000),
    n=st.integers(1, 60),
    queries=st.integers(1, 7),
    k=st.integers(1, 70),
    share=st.sampled_from([None, 0.0, 0.1, 0.5, 1.0]),
)
def test_search_equals_scoring_everything_by_hand(seed: int, n: int, queries: int, k: int, share: float | None) -> None:
    random = np.random.default_rng(seed)
    # Few different values: equal scores are common.
    matrix = random.integers(-2, 3, (n, 4)).astype(np.float32)
    asked = random.integers(-2, 3, (queries, 4)).astype(np.float32)
    mask = None if share is None else random.random(n) < share
    index = VectorIndex(Label("toy", "0" * 16, 4))
    index.add([str(row) for row in range(n)], matrix)
    found = index.search(asked, k, mask)
    rows = [row for row in range(n) if mask is None or mask[row]]
    for query, ids, scores in zip(asked, found.ids, found.scores, strict=True):
        assert scores.tolist() == by_hand(matrix, query, rows, k)
        assert len(set(ids)) == len(ids) == min(k, len(rows))
        assert [float(matrix[int(identifier)] @ query) for identifier in ids] == scores.tolist()
        assert {int(identifier) for identifier in ids} <= set(rows)
    if mask is not None:
        ids_found = index.search(asked, k, [str(row) for row in rows])
        assert ids_found.ids == found.ids


@given(st.lists(st.sampled_from("arx"), max_size=25), st.integers(0, 1000))
def test_any_sequence_of_changes_leaves_what_a_dictionary_would(steps: list[str], seed: int) -> None:
    random = np.random.default_rng(seed)
    index, model = VectorIndex(LABEL), {}
    for step in steps:
        names = list({str(name) for name in random.integers(0, 8, 3)})
        vectors = random.standard_normal((len(names), 2)).astype(np.float32)
        if step == "a":
            fresh = [at for at, name in enumerate(names) if name not in model]
            index.add([names[at] for at in fresh], vectors[fresh])
            model |= {names[at]: vectors[at] for at in fresh}
        elif step == "r":
            index.replace(names, vectors)
            model |= dict(zip(names, vectors, strict=True))
        else:
            assert index.remove(names) == sum(model.pop(name, None) is not None for name in names)
    assert list(index.ids) == list(model)
    assert (index.vectors == np.array(list(model.values()), dtype=np.float32).reshape(-1, 2)).all()


def test_many_queries_are_scored_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    matrix, queries = random.standard_normal((50, 3), np.float32), random.standard_normal((9, 3), np.float32)
    eligible = np.arange(0, 50, 2)
    whole = nearest(matrix, queries, 4, eligible)
    monkeypatch.setattr(search, "_SCORES_AT_ONCE", 100)
    portions = nearest(matrix, queries, 4, eligible)
    assert (whole[0] == portions[0]).all()
    np.testing.assert_allclose(whole[1], portions[1], rtol=1e-6)


def test_the_best_rows_are_the_first_of_equals() -> None:
    assert best_rows(np.array([1, 3, 2, 3, 2], dtype=np.float32), 3).tolist() == [1, 3, 2]

"""Vectors in 8 bits: the nearest are those of the vectors themselves, whoever is eligible."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import BadVectors, CoarseVectors, IndexDamaged, RowsFile, coarse
from embeddings.coarse import Nearness, coded, highest_among

PEOPLE, WIDE = 6000, 48


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    drawn = np.random.default_rng(1).standard_normal((PEOPLE, WIDE), dtype=np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def people(vectors: np.ndarray) -> CoarseVectors:
    return CoarseVectors.of(vectors)


def queries(count: int = 3) -> np.ndarray:
    drawn = np.random.default_rng(2).standard_normal((count, WIDE), dtype=np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def exactly(people: CoarseVectors, query: np.ndarray, among: np.ndarray, count: int) -> list[int]:
    rows = np.flatnonzero(among)
    scores = np.asarray(people.exact)[rows].astype(np.float32) @ query
    return rows[np.argsort(-scores, kind="stable")][:count].tolist()


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.015, 0.003])
def test_the_nearest_are_found_in_their_order_however_few_are_eligible(people: CoarseVectors, share: float) -> None:
    among = np.random.default_rng(3).random(PEOPLE) < share
    near = people.near(queries())
    for number, query in enumerate(queries()):
        assert near.best(number, among, 50).tolist() == exactly(people, query, among, 50)


def test_few_are_looked_at_alone_and_found_the_same_as_among_all(people: CoarseVectors) -> None:
    few = np.random.default_rng(4).random(PEOPLE) < 0.015
    alone, after = people.near(queries()), people.near(queries())
    after.best(0, np.ones(PEOPLE, dtype=bool), 5)
    assert alone.best(1, few, 20).tolist() == after.best(1, few, 20).tolist()


def test_few_whom_8_bits_cannot_tell_apart_are_found_by_the_vectors_themselves(vectors: np.ndarray) -> None:
    alike = vectors[:1] + 0.01 * vectors[:500]
    crowd = CoarseVectors.of(np.concatenate([alike / np.linalg.norm(alike, axis=1, keepdims=True), vectors[500:]]))
    few = np.arange(PEOPLE) < 500
    for number, query in enumerate(queries()):
        assert crowd.near(queries()[[number]]).best(0, few, 20).tolist() == exactly(crowd, query, few, 20)


def test_everyone_is_looked_at_once_for_all_queries_and_not_for_few(people: CoarseVectors, looked: list[int]) -> None:
    near, few = people.near(queries()), np.arange(PEOPLE) % 100 == 0
    near.best(0, few, 20)
    assert looked == [60]
    for query in range(3):
        near.best(query, np.ones(PEOPLE, dtype=bool), 5)
    near.best(0, few, 20)
    assert looked == [60, PEOPLE]


@pytest.mark.parametrize(("share", "looked_at"), [(0.05, 300), (0.1, PEOPLE)])
def test_those_asked_for_are_looked_at_alone_while_that_is_less_work_for_all_queries_together(
    people: CoarseVectors, share: float, looked_at: int, looked: list[int]
) -> None:
    among = np.arange(PEOPLE) % round(1 / share) == 0
    found = people.near(queries()).best(2, among, 20)
    assert looked == [looked_at]
    assert found.tolist() == exactly(people, queries()[2], among, 20)


def test_two_requests_look_at_everyone_at_the_same_time(people: CoarseVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    both, of = threading.Barrier(2), Nearness._of

    def meet(near: Nearness, codes: np.ndarray, scales: np.ndarray) -> np.ndarray:
        both.wait(timeout=10)  # broken where one has to wait for the other
        return of(near, codes, scales)

    monkeypatch.setattr(Nearness, "_of", meet)
    with ThreadPoolExecutor(2) as threads:
        found = [
            threads.submit(people.near(queries()).best, 0, np.ones(PEOPLE, dtype=bool), 5).result for _ in range(2)
        ]
        first, second = (one() for one in found)
    assert first.tolist() == second.tolist() != []


@pytest.mark.parametrize("name", ["codes.npy", "scales.npy", "exact.npy"])
@pytest.mark.parametrize("left", [0, 40, 300])
def test_a_file_that_is_not_whole_is_refused(people: CoarseVectors, name: str, left: int, tmp_path: Path) -> None:
    people.save(tmp_path)
    with (tmp_path / name).open("r+b") as file:
        file.truncate(left)
    with pytest.raises(IndexDamaged, match=name):
        CoarseVectors.load(tmp_path)


def test_nobody_eligible_and_nobody_asked_for_give_nobody(people: CoarseVectors) -> None:
    near = people.near(queries())
    assert near.best(0, np.zeros(PEOPLE, dtype=bool), 5).tolist() == []
    assert near.best(0, np.ones(PEOPLE, dtype=bool), 0).tolist() == []
    assert "everyone" not in near.__dict__  # nobody was looked at


def test_equals_come_in_the_order_of_rows() -> None:
    same = CoarseVectors.of(np.ones((200, 4), dtype=np.float32) / 2)
    found = same.near(np.ones((1, 4), dtype=np.float32) / 2).best(0, np.arange(200) >= 7, 200)
    assert found.tolist() == list(range(7, 200))


def test_a_vector_of_nothing_is_kept_as_nothing() -> None:
    codes, scales = coded(np.zeros((2, 4), dtype=np.float32))
    assert not codes.any() and scales.tolist() == [1, 1]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_a_code_is_within_half_a_step_of_its_value(seed: int, wide: int) -> None:
    values = np.random.default_rng(seed).normal(size=(5, wide)).astype(np.float32)
    codes, scales = coded(values)
    assert np.abs(codes).max(axis=1).tolist() == [127] * 5
    assert (np.abs(codes * scales[:, None] - values) <= scales[:, None] * 0.501).all()


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5000), st.floats(0, 1), st.integers(1, 300))
def test_the_highest_among_some_are_those_of_sorting_them_all(seed: int, size: int, share: float, count: int) -> None:
    draw = np.random.default_rng(seed)
    scores = np.round(draw.normal(size=size), 2).astype(np.float32)
    among = draw.random(size) < share
    count = min(count, int(among.sum()))
    found = highest_among(scores, among, count)
    assert len(set(found.tolist())) == count and among[found].all()
    assert sorted(scores[found].tolist()) == sorted(scores[among].tolist())[int(among.sum()) - count :]


def test_everybody_is_scored_by_the_codes_and_the_query_as_it_is(people: CoarseVectors) -> None:
    kept = people.codes.astype(np.float64) * people.scales[:, None]
    np.testing.assert_allclose(people.near(queries()).everyone(), queries() @ kept.T, atol=1e-6)


@pytest.mark.parametrize(("held", "on_disk"), [(10 * PEOPLE * 96, False), (PEOPLE, True)])
def test_saved_ones_find_the_same_and_many_vectors_are_left_on_disk(
    people: CoarseVectors, held: int, on_disk: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coarse, "HELD", held)
    people.save(tmp_path / "people")
    again = CoarseVectors.load(tmp_path / "people")
    every = np.ones(PEOPLE, dtype=bool)
    assert again.near(queries()).best(0, every, 30).tolist() == people.near(queries()).best(0, every, 30).tolist()
    assert isinstance(again.exact, RowsFile) == on_disk and len(again) == PEOPLE


def test_parts_that_do_not_belong_together_are_refused(people: CoarseVectors, tmp_path: Path) -> None:
    people.save(tmp_path)
    np.save(tmp_path / "scales.npy", people.scales[:-1])
    with pytest.raises(IndexDamaged, match="do not belong together"):
        CoarseVectors.load(tmp_path)


@pytest.mark.parametrize("bad", [np.full((2, 3), np.nan, dtype=np.float32), np.ones(3, dtype=np.float32)])
def test_what_are_no_vectors_is_refused(bad: np.ndarray) -> None:
    with pytest.raises(BadVectors, match="cannot be kept"):
        CoarseVectors.of(bad)
